"""What makes a file private, whole and durable on a POSIX file system."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from storage.liveness import has_ended

_PRIVATE_FILE = 0o600
_PRIVATE_DIRECTORY = 0o700


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file for this user only; on the disk, not only in memory, when the block ends well."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(descriptor)
        # Reading back shall ask the disk, not the memory that was just written from.
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def linked(staged: Path, target: Path) -> bool:
    """Gives the file its name unless the name is taken; link(2), unlike rename(2), never replaces."""
    try:
        target.hardlink_to(staged)
    except FileExistsError:
        return False
    return True


def make_private(directory: Path) -> None:
    """Makes a directory and the ones above it, for this user only, and durable."""
    if directory.is_dir():
        return
    make_private(directory.parent)
    directory.mkdir(mode=_PRIVATE_DIRECTORY, exist_ok=True)
    sync_directory(directory.parent)


def sync_directory(directory: Path) -> None:
    """A name is on the disk only when its directory is (fsync(2), Notes)."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(workspace: Path, *, older_than: float) -> None:
    """Removes what processes that are gone have left; another process may sweep at the same time.

    Args:
        workspace: of files that bear the mark of their process.
        older_than: seconds, for files of which nobody here can tell: of another machine, or another boot.
    """
    oldest = time.time() - older_than
    for left in workspace.iterdir():
        with suppress(FileNotFoundError):
            ended = has_ended(left.name)
            if ended or (ended is None and left.stat().st_mtime < oldest):
                left.unlink()
