"""A place in a bucket: `s3://bucket/prefix`, as a setting says it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_SCHEME = "s3://"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,254}")


class BucketPrefix(str):
    """The url, in one form: no slash at its end, no empty or hidden name in it.

    ValueError where it is no `s3://bucket/prefix`; the words do not repeat it, as somebody may have written
    a secret into it.
    """

    __slots__ = ()

    def __new__(cls, url: str) -> Self:
        """Reads `s3://bucket/prefix`; the prefix may be empty."""
        bucket, _, prefix = url.removeprefix(_SCHEME).partition("/")
        names = prefix.strip("/").split("/") if prefix.strip("/") else []
        is_key = all(name and name.isprintable() and not name.startswith(".") for name in names)
        if not (url.startswith(_SCHEME) and _BUCKET.fullmatch(bucket) and is_key) or set(prefix) & set("?#"):
            raise ValueError("write a place in a bucket as s3://bucket/prefix, and no more")
        return super().__new__(cls, "/".join([f"{_SCHEME}{bucket}", *names]))

    @property
    def bucket(self) -> str:
        """The name of the bucket."""
        return self.removeprefix(_SCHEME).partition("/")[0]

    @property
    def prefix(self) -> str:
        """What stands before every key, with a slash at its end; empty for the whole bucket."""
        prefix = self.removeprefix(_SCHEME).partition("/")[2]
        return f"{prefix}/" if prefix else ""

    def holds(self, other: BucketPrefix) -> bool:
        """Whether the other place is this one or lies within it."""
        return self.bucket == other.bucket and other.prefix.startswith(self.prefix)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        """A value of this class, written as its url."""
        del source, handler
        return core_schema.is_instance_schema(cls, serialization=core_schema.to_string_ser_schema())


def place_of(value: object) -> object:
    """A text that names a bucket as `BucketPrefix`; anything else (a folder) as it is."""
    return BucketPrefix(value) if isinstance(value, str) and value.startswith(_SCHEME) else value


Place = Annotated[Path | BucketPrefix, BeforeValidator(place_of)]
"""A folder of this machine, or a place in a bucket."""
