"""The seam to the object store: a few doors, the same for a directory and for S3.

A put is durable, verified and atomic when it returns; an object is never seen half written. Keys are
relative to `[store] url`. Errors are those of dossiers/errors.py: StoreOutOfReach (transient), StoreRefused,
ObjectMissing, ObjectConflict, ChecksumMismatch; UsageError for a key that is none.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from dossiers.errors import ChecksumMismatch, ObjectConflict, UsageError
from storage.probing import StoreAbilities

CHUNK = 1024 * 1024
_LONGEST_KEY = 900  # S3 allows 1024 bytes with the prefix of the url
_LONGEST_SEGMENT = 200  # a file name has at most 255 bytes


class ByteStream(Protocol):
    """What can be read once, from front to end."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """What the store knows of one object without reading it.

    Attributes:
        bytes: its size.
        media_type: as given to put; a directory derives it from the extension.
        sha256: as recorded beside the object, in hex; None where the store records none.
        locked_until: an object lock holds it so long; None where none does, or this account may not see it.
    """

    bytes: int
    media_type: str
    sha256: str | None
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ObjectEntry:
    """One line of a listing: the key, its size in bytes and when it was last written (UTC)."""

    key: str
    bytes: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class Traces:
    """What a store holds of a key, older versions and marks of earlier deletions included.

    Attributes:
        number: how many of them; 0: nothing is left.
        held_until: so long an object lock holds one of them; the end of time where a legal hold does.
    """

    number: int
    held_until: datetime | None = None


class ObjectStore(Protocol):
    """A place for objects; safe to share between threads."""

    def put(
        self, key: str, source: Path | bytes, *, sha256: str, media_type: str, if_absent: bool = False
    ) -> None:
        """Stores the bytes of `source` and reads them back.

        Args:
            key: where; an object already there is replaced in one step.
            source: a file or the bytes themselves.
            sha256: of the bytes, in hex.
            media_type: such as `application/pdf`.
            if_absent: do not replace: success where the same bytes lie there, ObjectConflict for others.

        Raises:
            ChecksumMismatch: `source` is not what `sha256` says (nothing is stored), or the bytes read
                back are not (they are left for `sohoa verify`).
            ObjectConflict: other bytes lie there and `if_absent` was asked for.
        """

    def open(self, key: str) -> AbstractContextManager[ByteStream]:
        """The bytes of an object as a stream. Raises ObjectMissing."""

    def head(self, key: str) -> ObjectHead | None:
        """What is known of an object, None where there is none."""

    def list(self, prefix: str = "") -> Iterator[ObjectEntry]:
        """The objects whose key begins with `prefix`, by key. Hidden ones (`.name`) are passed over."""

    def delete(self, key: str) -> None:
        """Removes an object; one that is not there is no error. A store with versions keeps the bytes."""

    def erase(self, key: str) -> None:
        """Removes an object with all its versions, so that nothing of it is left.

        Raises:
            ObjectLocked: an object lock holds a version of it; nothing was removed.
        """

    def erase_older(self, key: str) -> int:
        """Removes all versions of an object but the newest; how many a lock holds, which stay."""

    def traces(self, key: str) -> Traces:
        """What is there of a key, whatever a listing shows."""

    def abilities(self) -> StoreAbilities:
        """What the store can do, tried once by each process."""

    def stop_waiting(self) -> None:
        """Says that the program ends: a store with patience has none any more."""
        return

    def patient_once(self) -> ObjectStore:
        """The same store; whoever waited for it once in vain waits no more, for no other object either."""
        return self

    def get(self, key: str) -> bytes:
        """The bytes of a small object. Raises ObjectMissing."""
        with self.open(key) as stream:
            return b"".join(chunks(stream))

    def download(self, key: str, path: Path) -> str:
        """Copies an object to a file and returns its SHA-256 in hex. Raises ObjectMissing."""
        with self.open(key) as stream, path.open("wb") as target:
            return copy(stream, target)

    def sha256(self, key: str) -> str:
        """The SHA-256 in hex of the bytes as they lie there now. Raises ObjectMissing."""
        with self.open(key) as stream:
            return digest(stream)


def safe_key(key: str) -> str:
    """Returns the key if it is one: ASCII segments between single slashes, none hidden, none leading out.

    Raises:
        UsageError: it is not.
    """
    segments = key.split("/")
    fits = len(key) <= _LONGEST_KEY and all(0 < len(segment) <= _LONGEST_SEGMENT for segment in segments)
    plain = key.isascii() and key.isprintable() and "\\" not in key
    if fits and plain and not is_hidden(key):
        return key
    raise UsageError(f"not a key of the store: {key[:_LONGEST_SEGMENT]!a}")


def safe_prefix(prefix: str) -> str:
    """Returns the prefix if keys can begin with it. Raises UsageError."""
    if prefix:
        safe_key(prefix.removesuffix("/"))
    return prefix


def is_hidden(key: str) -> bool:
    """Whether a segment begins with a dot: `..`, the store's own workspace, what a desktop left behind."""
    return key.startswith(".") or "/." in key


def opened(source: Path | bytes) -> BinaryIO:
    """The source as a binary file, to be closed by the caller."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def chunks(stream: ByteStream) -> Iterator[bytes]:
    """The stream piece by piece, so that no large object has to fit in memory."""
    while piece := stream.read(CHUNK):
        yield piece


def digest(stream: ByteStream) -> str:
    """SHA-256 in hex of what is left in the stream."""
    state = hashlib.sha256()
    for piece in chunks(stream):
        state.update(piece)
    return state.hexdigest()


def copy(stream: ByteStream, target: BinaryIO) -> str:
    """Copies what is left in the stream and returns its SHA-256 in hex."""
    state = hashlib.sha256()
    for piece in chunks(stream):
        state.update(piece)
        target.write(piece)
    return state.hexdigest()


def require_source(key: str, *, expected: str, actual: str) -> None:
    """Raises ChecksumMismatch where the bytes to be put are not the ones that were fingerprinted."""
    if actual != expected:
        raise ChecksumMismatch(
            f"{key}: the bytes to be stored have SHA-256 {actual}, not {expected}; nothing was stored",
            "The file changed after it was read: run again.",
        )


def require_stored(store: ObjectStore, key: str, *, expected: str) -> None:
    """Reads an object back; raises ChecksumMismatch where it is not what was sent."""
    if (actual := store.sha256(key)) != expected:
        raise ChecksumMismatch(f"{key}: the store holds SHA-256 {actual}, not {expected} as sent")


def require_same(store: ObjectStore, key: str, *, expected: str) -> None:
    """Raises ObjectConflict where the object already there is another one. Raises ObjectMissing."""
    if (actual := store.sha256(key)) != expected:
        raise ObjectConflict(f"{key}: other bytes lie there already (SHA-256 {actual}, not {expected})")
