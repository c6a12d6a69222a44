"""Files that others put under a prefix of a bucket, as an inbox meets them: any key, any size, no hash.

The object store of sohoa (storage/s3.py) has keys and puts of its own making; here nothing is put but a copy
beside, and nothing is deleted but what was copied. Keys may hold names of persons: no error says one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from config.bucket_prefix import BucketPrefix
from dossiers.errors import ObjectConflict, ObjectMissing, StoreOutOfReach, StoreRefused
from storage.objects import chunks, digest
from storage.retrying import Patience
from storage.s3_client import s3_client
from storage.s3_errors import mapped

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_SECOND = 10**9
_MD5 = re.compile(r"[0-9a-f]{32}")
_T = TypeVar("_T")


class PrefixEntry(NamedTuple):
    """One object of a listing.

    Attributes:
        key: in the bucket, with the prefix.
        bytes: its size.
        stamp: see `stamp_of`.
    """

    key: str
    bytes: int
    stamp: int


@dataclass(frozen=True, slots=True)
class PrefixHead:
    """What the server says of one object now; `version` is None in a bucket without versions."""

    bytes: int
    stamp: int
    etag: str
    version: str | None


def stamp_of(modified_at: datetime, etag: str) -> int:
    """When and what: nanoseconds since the epoch whose part below a second is a mark of the ETag.

    HEAD tells whole seconds, and within one an object may be put twice: the two together tell it from any
    other of the same size, also on another machine that has nothing but this number.
    """
    mark = hashlib.blake2b(etag.strip('"').encode(), digest_size=8).digest()
    return int(modified_at.timestamp()) * _SECOND + int.from_bytes(mark) % _SECOND


class S3Prefix:
    """Objects under one prefix of one bucket; safe to share between threads."""

    def __init__(
        self,
        place: BucketPrefix,
        *,
        endpoint_url: str | None,
        region: str | None,
        patience: Patience,
        section: str,
        page: int = 1000,
    ) -> None:
        """Makes the client; nothing is asked of the server yet. Credentials come through boto3's usual chain.

        Args:
            place: the bucket and the prefix.
            endpoint_url: of a server that is not AWS.
            region: of the bucket.
            patience: with a server that does not answer.
            section: of the settings that names the place, such as `[inbox]`.
            page: how many objects one answer lists; S3 gives no more than 1000.

        Raises:
            StoreRefused: no region, no credentials that could be sent.
        """
        self.place = place
        self._section = section
        self._patience = patience
        self._page_size = page
        with self._mapped():
            self._client: S3Client = s3_client(endpoint_url, region)

    def beside(self, place: BucketPrefix) -> S3Prefix:
        """Another place on the same server."""
        other = object.__new__(S3Prefix)
        other.place, other._section = place, self._section
        other._patience, other._client = self._patience, self._client
        other._page_size = self._page_size
        return other

    def stop_waiting(self) -> None:
        """From now on nothing is tried again; who waits for the server, waits no longer."""
        self._patience.end()

    def require_bucket(self) -> None:
        """Raises StoreRefused where there is no such bucket, StoreOutOfReach where nobody answers."""
        try:
            self._tried(lambda: self._client.head_bucket(Bucket=self.place.bucket))
        except ObjectMissing as error:
            hint = f"Make the bucket, or mend {self._section}."
            raise StoreRefused(f"there is no bucket {self.place.bucket}", hint) from error

    def require_listing(self) -> None:
        """Raises StoreRefused where this account may not list the place, or there is no such bucket."""
        place = self.place
        self._tried(lambda: self._client.list_objects_v2(Bucket=place.bucket, Prefix=place.prefix, MaxKeys=1))

    def entries(self) -> Iterator[PrefixEntry]:
        """Everything under the prefix, by key; a listing that breaks off goes on behind what was told."""
        last = ""
        while True:
            page = self._tried(self._page, last)
            for found in page.get("Contents", ()):
                last = found["Key"]
                yield PrefixEntry(last, found["Size"], stamp_of(found["LastModified"], found["ETag"]))
            if not page["IsTruncated"]:
                return

    def head(self, key: str) -> PrefixHead | None:
        """What is known of an object now, None where there is none. Raises StoreRefused."""
        try:
            answer = self._tried(lambda: self._client.head_object(**self._at(key)))
        except ObjectMissing:
            return None
        return _head_of(answer)

    def download(self, entry: PrefixEntry, path: Path) -> bool:
        """Copies an object to a file; False where by now it is gone, or another one than was listed.

        What came is compared with the checksum that the server keeps, or with the ETag where that is the MD5
        of the bytes (of what was put in one piece and not encrypted by KMS: "Common Response Headers" of S3).

        Raises:
            StoreRefused: this account may not read it.
            OSError: of the file.
        """
        try:
            return self._tried(self._downloaded, entry, path, set[str]())
        except ObjectMissing:
            return False

    def holds_same(self, key: str, head: PrefixHead, other: S3Prefix, other_key: str) -> bool | None:
        """Whether an object of another place has the same bytes as this one; None where there is none."""
        there = other.head(other_key)
        if there is None:
            return None
        if there.bytes != head.bytes:
            return False
        return there.etag == head.etag or self._digest(key) == other._digest(other_key)

    def copy(self, key: str, head: PrefixHead, other: S3Prefix, other_key: str) -> bool:
        """Copies an object on the server; False where it is another one than `head` says.

        Raises:
            StoreRefused: this account may not write there.
        """
        source: Any = {"Bucket": self.place.bucket, "Key": key}
        if head.version is not None:
            source["VersionId"] = head.version
        try:
            self._tried(
                lambda: self._client.copy_object(
                    Bucket=other.place.bucket, Key=other_key, CopySource=source, CopySourceIfMatch=head.etag
                )
            )
        except (ObjectConflict, ObjectMissing):
            return False
        return True

    def delete(self, key: str, head: PrefixHead) -> None:
        """Deletes an object, if it still is the one that `head` says.

        A server that knows `If-Match` for deletions decides that itself. In a bucket with versions a newer
        one is laid open again; without either a put within the same few milliseconds is not seen.

        Raises:
            StoreRefused: this account may not delete it.
        """
        if self.head(key) != head:
            return
        try:
            answer = self._tried(lambda: self._client.delete_object(**self._at(key), IfMatch=head.etag))
        except (ObjectConflict, ObjectMissing):
            return
        except StoreRefused:  # a server that does not know the condition
            answer = self._tried(lambda: self._client.delete_object(**self._at(key)))
        mark = answer.get("VersionId")
        if answer.get("DeleteMarker") and mark and head.version is not None:
            with suppress(StoreRefused):
                self._lay_open(key, head.version, mark)

    def _lay_open(self, key: str, version: str, mark: str) -> None:
        """Takes the mark of a deletion away where a newer version came just before it."""
        listed = self._tried(
            lambda: self._client.list_object_versions(Bucket=self.place.bucket, Prefix=key, MaxKeys=10)
        )
        newest = next((one for one in listed.get("Versions", ()) if one["Key"] == key), None)
        if newest is not None and newest["VersionId"] != version:
            self._tried(lambda: self._client.delete_object(**self._at(key), VersionId=mark))

    def _page(self, last: str) -> Any:  # noqa: ANN401 - an answer of boto3
        behind: dict[str, Any] = {"StartAfter": last} if last else {}
        return self._client.list_objects_v2(
            Bucket=self.place.bucket, Prefix=self.place.prefix, MaxKeys=self._page_size, **behind
        )

    def _downloaded(self, entry: PrefixEntry, path: Path, before: set[str]) -> bool:
        answer = self._client.get_object(**self._at(entry.key), ChecksumMode="ENABLED")
        came = hashlib.md5(usedforsecurity=False)
        with closing(answer["Body"]) as body:
            head = _head_of(answer)
            if (head.bytes, head.stamp) != (entry.bytes, entry.stamp):
                return False
            with path.open("wb") as target:
                for piece in chunks(body):
                    came.update(piece)
                    target.write(piece)
        _require_sound(answer, came.hexdigest(), before)
        return True

    def _digest(self, key: str) -> str:
        def read() -> str:
            with closing(self._client.get_object(**self._at(key))["Body"]) as body:
                return digest(body)

        return self._tried(read)

    def _at(self, key: str) -> dict[str, Any]:
        return {"Bucket": self.place.bucket, "Key": key}

    def _tried(self, call: Callable[..., _T], *arguments: Any) -> _T:  # noqa: ANN401 - handed on
        def once() -> _T:
            with self._mapped():
                return call(*arguments)

        return self._patience.keep_trying(once)

    def _mapped(self) -> AbstractContextManager[None]:
        return mapped(f"The place of {self._section}", section=self._section)


def _require_sound(answer: Any, came: str, before: set[str]) -> None:  # noqa: ANN401 - an answer of boto3
    """Raises StoreOutOfReach where bytes came that are not the object's; `before`: what came in vain.

    What comes twice in the same way lies there so: the ETag of this server is something else.
    """
    etag = answer["ETag"].strip('"')
    is_encrypted = answer.get("ServerSideEncryption", "").startswith("aws:kms")
    is_encrypted = is_encrypted or "SSECustomerAlgorithm" in answer
    if is_encrypted or not _MD5.fullmatch(etag) or etag == came or came in before:
        return
    before.add(came)
    raise StoreOutOfReach("An object came otherwise than it lies there.", "The network damages what it has.")


def _head_of(answer: Any) -> PrefixHead:  # noqa: ANN401 - an answer of boto3
    version = answer.get("VersionId")
    return PrefixHead(
        bytes=answer["ContentLength"],
        stamp=stamp_of(answer["LastModified"], answer["ETag"]),
        etag=answer["ETag"],
        version=None if version == "null" else version,
    )
