"""How a file leaves a folder: renamed, or copied to another file system; never over another file."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Iterator
from itertools import count, takewhile
from pathlib import Path

from config.fault_points import FaultPoint, passed
from storage.disk import private_file, sync_directory

_LONGEST_NAME, _LONGEST_SUFFIX = 255, 32  # bytes


def move(source: Path, wanted: Path) -> None:
    """Moves a file to a path, or beside it where the name is taken. Raises OSError."""
    make_like(wanted.parent, source.parent)
    try:
        source.rename(_free_name(wanted))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_over(source, wanted)


def make_like(folder: Path, pattern: Path) -> None:
    """Makes a folder and those above it, for whoever sees the files where they lie now and nobody else."""
    missing = list(takewhile(lambda above: not above.is_dir(), (folder, *folder.parents)))
    for new in reversed(missing):
        new.mkdir(mode=0o700, exist_ok=True)  # another run may be faster
        new.chmod(stat.S_IMODE(pattern.stat().st_mode))


def names(wanted: Path) -> Iterator[Path]:
    """The name, and those after it where it is taken."""
    yield wanted
    for number in count(2):
        yield _named(wanted, f" ({number})")


def _named(wanted: Path, addition: str) -> Path:
    """The name with an addition before its suffix, cut where file systems take no longer one."""
    is_suffix = len(os.fsencode(wanted.suffix)) <= _LONGEST_SUFFIX
    stem, suffix = (wanted.stem, wanted.suffix) if is_suffix else (wanted.name, "")
    return wanted.with_name(_cut(stem, addition + suffix))


def _cut(name: str, end: str) -> str:
    return os.fsdecode(os.fsencode(name)[: _LONGEST_NAME - len(os.fsencode(end))]) + end


def _free_name(wanted: Path) -> Path:
    return next(name for name in names(wanted) if not name.exists())


def _move_over(source: Path, wanted: Path) -> None:
    """To another file system: the copy is whole and on disk before the source goes.

    Where a killed run copied it and did not come to remove it, that copy is the one.
    """
    taken = takewhile(Path.exists, names(wanted))
    target = next((name for name in taken if filecmp.cmp(source, name, shallow=False)), None)
    if target is None:
        target = _free_name(wanted)
        copy(source, target)
    passed(FaultPoint.COPIED_OUT)
    try:
        source.unlink()
    except OSError:
        target.unlink()
        raise


def copy(source: Path, target: Path) -> None:
    """Copies a file with its rights; it has its name when it is whole and on disk. Raises OSError."""
    partial = target.with_name(_cut(f".{target.name}", ".partial"))
    partial.unlink(missing_ok=True)  # of a killed run
    try:
        with source.open("rb") as content, private_file(partial) as written:
            while chunk := content.read(1024 * 1024):
                written.write(chunk)
        shutil.copymode(source, partial)
        partial.rename(target)
        sync_directory(target.parent)
    finally:
        partial.unlink(missing_ok=True)
