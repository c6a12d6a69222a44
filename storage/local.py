"""The object store as a plain directory tree: one file per object, nothing beside it.

Readable with any tool: no sidecars and no index. The media type follows from the extension; the SHA-256 is
always computed anew. A file takes its name only when it is whole and on the disk. The directory must be on
a file system with hard links, which is what makes `if_absent` atomic.
"""

from __future__ import annotations

import errno
import mimetypes
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from config.fault_points import FaultPoint, passed
from dossiers.errors import ObjectConflict, ObjectMissing, StoreOutOfReach, StoreRefused
from storage.disk import linked, make_private, private_file, sweep, sync_directory
from storage.liveness import process_mark
from storage.objects import (
    ByteStream,
    ObjectEntry,
    ObjectHead,
    ObjectStore,
    Traces,
    copy,
    is_hidden,
    opened,
    require_same,
    require_source,
    require_stored,
    safe_key,
    safe_prefix,
)
from storage.probing import Ability, AbilityName, StoreAbilities, Verdict

WORKSPACE = ".sohoa-tmp"
STALE_SECONDS = 24 * 60 * 60  # no put takes a day: what a killed writer on another machine left
_MEDIA_TYPES = mimetypes.MimeTypes(filenames=())  # the built-in table: the same on every machine


class LocalStore(ObjectStore):
    """Objects under one directory, which is made where it is missing."""

    def __init__(self, root: Path) -> None:
        """Makes the directory and clears away what killed writers left. Raises StoreRefused."""
        self._root = root
        self._workspace = root / WORKSPACE
        with _mapped(str(root)):
            try:
                make_private(self._workspace)
            except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
                raise StoreRefused(f"{root}: no directory can be made there") from error
            sweep(self._workspace, older_than=STALE_SECONDS)

    def put(
        self, key: str, source: Path | bytes, *, sha256: str, media_type: str, if_absent: bool = False
    ) -> None:
        """See ObjectStore.put; the media type is the one of the extension of the key."""
        del media_type
        target = self._path(key)
        self._require_there()
        with self._staged(key, source, sha256) as staged, _mapped(key):
            passed(FaultPoint.OBJECT_STAGED)
            make_private(target.parent)
            check = require_stored
            if not if_absent:
                staged.replace(target)
            elif not linked(staged, target):
                check = require_same
            passed(FaultPoint.OBJECT_NAMED)
            # Also where the name was taken: its writer may have been killed before this line.
            sync_directory(target.parent)
        check(self, key, expected=sha256)

    @contextmanager
    def open(self, key: str) -> Iterator[ByteStream]:
        """See ObjectStore.open."""
        path = self._path(key)
        with _mapped(key):
            if not path.is_file():
                self._require_there()
                raise FileNotFoundError(path)
            file = path.open("rb")
        with file:
            yield _Stream(file, key)

    def head(self, key: str) -> ObjectHead | None:
        """See ObjectStore.head."""
        path = self._path(key)
        with _mapped(key):
            if not path.is_file():
                self._require_there()
                return None
            return ObjectHead(bytes=path.stat().st_size, media_type=_media_type(key), sha256=None)

    def list(self, prefix: str = "") -> Iterator[ObjectEntry]:
        """See ObjectStore.list."""
        folder = safe_prefix(prefix).rpartition("/")[0]
        self._require_there()
        with _mapped(prefix):
            for entry in _walk(self._root / folder, f"{folder}/" if folder else ""):
                if entry.key.startswith(prefix):
                    yield entry

    def delete(self, key: str) -> None:
        """See ObjectStore.delete."""
        path = self._path(key)
        self._require_there()
        with _mapped(key):
            if path.is_file():
                path.unlink(missing_ok=True)
                sync_directory(path.parent)

    def erase(self, key: str) -> None:
        """See ObjectStore.erase; a directory has no versions."""
        self.delete(key)

    def erase_older(self, key: str) -> int:
        """See ObjectStore.erase_older; there are none."""
        del key
        return 0

    def traces(self, key: str) -> Traces:
        """See ObjectStore.traces."""
        return Traces(int(self.head(key) is not None))

    def abilities(self) -> StoreAbilities:
        """See ObjectStore.abilities; nothing has to be tried, for this module does it or nobody."""
        return StoreAbilities(tuple(Ability(name, *found) for name, found in _ABILITIES.items()))

    def _require_there(self) -> None:
        """Of a drive that is gone an empty folder is left, or none: that is no answer about an object."""
        if not self._workspace.is_dir():
            raise StoreOutOfReach(f"{self._root} is gone, or another folder lies there")

    def _path(self, key: str) -> Path:
        return self._root / safe_key(key)

    @contextmanager
    def _staged(self, key: str, source: Path | bytes, sha256: str) -> Iterator[Path]:
        """A whole, checked, private copy of the source on the file system of the store, gone afterwards."""
        staged = self._workspace / f"{process_mark()}-{secrets.token_hex(8)}"
        try:
            with opened(source) as stream, _mapped(key), private_file(staged) as target:
                require_source(key, expected=sha256, actual=copy(stream, target))
            yield staged
        finally:
            staged.unlink(missing_ok=True)


_ABILITIES = {
    AbilityName.IF_NONE_MATCH: (Verdict.HOLDS, "a file is linked to its name, which link(2) never replaces"),
    AbilityName.IF_MATCH_QUOTED: (Verdict.MISSING, "a directory has no tags"),
    AbilityName.IF_MATCH_UNQUOTED: (Verdict.MISSING, "a directory has no tags"),
    AbilityName.MULTIPART: (Verdict.HOLDS, "a file of any size takes its name when it is whole"),
    AbilityName.CHECKSUM: (Verdict.HOLDS, "hashed before it takes its name"),
    AbilityName.VERSIONING: (Verdict.MISSING, "a directory has no versions"),
    AbilityName.OBJECT_LOCK: (Verdict.MISSING, "whoever owns a directory may delete in it"),
    AbilityName.ENCRYPTION: (Verdict.MISSING, "files lie there as they are"),
}


class _Stream:
    """A file of the store; a failing disk is an error of the store, what the reader does is not."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file = file
        self._key = key

    def read(self, size: int, /) -> bytes:
        with _mapped(self._key):
            return self._file.read(size)


def _walk(directory: Path, prefix: str) -> Iterator[ObjectEntry]:
    """The files below, in the order of their whole keys: a directory sorts with its slash."""
    for name, entry in sorted(_scanned(directory).items()):
        if is_hidden(name):
            continue
        if name.endswith("/"):
            yield from _walk(directory / name, prefix + name)
        elif entry.is_file(follow_symlinks=False):
            with suppress(FileNotFoundError):  # deleted since
                status = entry.stat()
                yield ObjectEntry(prefix + name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _scanned(directory: Path) -> dict[str, os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return {
                f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name: entry
                for entry in entries
            }
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _media_type(key: str) -> str:
    return _MEDIA_TYPES.guess_type(key)[0] or "application/octet-stream"


@contextmanager
def _mapped(where: str) -> Iterator[None]:
    """The one place where errors of the file system become errors of the store."""
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(f"{where}: no such object") from error
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise ObjectConflict(f"{where}: a file and a folder cannot have the same name") from error
    except PermissionError as error:
        raise StoreRefused(
            f"{where}: {error.strerror}", "Give this user the directory of [store] url."
        ) from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise StoreRefused(
                f"{where}: {error.strerror}", "Mount the directory of [store] url writable."
            ) from error
        raise StoreOutOfReach(f"{where}: {error.strerror}") from error
