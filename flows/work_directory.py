"""The private directory of one file's working copies: gone afterwards, also after a crash.

Its name holds the process that made it, so that the next run can sweep what a killed one left behind.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dossiers.errors import DiskFull
from storage.liveness import bears_mark, has_ended, process_mark

_PREFIX = "sohoa-"
# Of a process that runs elsewhere, or before the machine was started anew: no file takes so long.
_STALE_SECONDS = 24 * 60 * 60
_ROOM_FOR_A_PAGE = 32 * 1024 * 1024  # the picture of an A4 page at 300 dpi has 26 MB


@contextmanager
def work_directory() -> Iterator[Path]:
    """A new directory that only this account may read."""
    path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{process_mark()}-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def require_room() -> None:
    """What failed while it worked on a file may have failed for want of room; the next would, too.

    Raises:
        DiskFull: there is no room for the working copies of a single page.
    """
    directory = tempfile.gettempdir()
    if shutil.disk_usage(directory).free < _ROOM_FOR_A_PAGE:
        raise DiskFull(f"The temporary directory {directory} is full.")


def sweep() -> None:
    """Removes the directories of this account whose process is gone."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # somebody else sweeps, too
            found = path.lstat()
            if found.st_uid == os.geteuid() and _is_left(path, found.st_mtime):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path, modified_at: float) -> bool:
    """Whether whoever made it is gone. What bears no mark of a process is not ours."""
    mark = path.name.removeprefix(_PREFIX)
    if not bears_mark(mark):
        return False
    ended = has_ended(mark)
    return time.time() - modified_at > _STALE_SECONDS if ended is None else ended
