"""How many files this machine can read at once: by its cores and by the memory that is free."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

# A child and its Tesseract have some 190 MB on a 300 dpi colour page in A4; A3, 600 dpi and plans have more.
_BYTES_PER_FILE = 700 * 1024 * 1024
_SYSTEM = Path("/")


def files_at_once(system: Path = _SYSTEM) -> int:
    """One per core, as far as the memory suffices; at least one.

    Args:
        system: where `proc` and `sys` lie.
    """
    cores = len(os.sched_getaffinity(0))
    memory = available_memory(system)
    return cores if memory is None else max(1, min(cores, memory // _BYTES_PER_FILE))


def typical_bytes() -> int:
    """What one file at a time is reckoned with."""
    return _BYTES_PER_FILE


def available_memory(system: Path = _SYSTEM) -> int | None:
    """Bytes that may be used: of the machine, or fewer of a control group; None where nothing tells."""
    left = [_left(group, names) for group, names in _groups(system)]
    told = [_told_by_kernel(system), *left]
    return min((bytes_ for bytes_ in told if bytes_ is not None), default=None)


def _told_by_kernel(system: Path) -> int | None:
    with suppress(OSError, KeyError, ValueError):
        return _table(system / "proc/meminfo")["MemAvailable:"] * 1024
    return None


# The files of a control group: its limit, what it uses, and what of that is a cache that can be dropped.
_Names = tuple[str, str, str]
_VERSION_2 = ("memory.max", "memory.current", "inactive_file")
_VERSION_1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def _groups(system: Path) -> Iterator[tuple[Path, _Names]]:
    """The control groups of this process, with those that hold them (cgroups(7))."""
    with suppress(OSError, ValueError):
        for line in (system / "proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            inner = PurePosixPath(path.lstrip("/"))
            for group in (inner, *inner.parents):
                if not controllers:
                    yield system / "sys/fs/cgroup" / group, _VERSION_2
                elif "memory" in controllers.split(","):
                    yield system / "sys/fs/cgroup/memory" / group, _VERSION_1


def _left(group: Path, names: _Names) -> int | None:
    limit, used, cache = names
    with suppress(OSError, KeyError, ValueError):  # no such group in sight, or its limit is `max`
        droppable = _table(group / "memory.stat")[cache]
        return int((group / limit).read_text()) - int((group / used).read_text()) + droppable
    return None


def _table(path: Path) -> dict[str, int]:
    rows = (line.split() for line in path.read_text().splitlines())
    return {row[0]: int(row[1]) for row in rows if row}
