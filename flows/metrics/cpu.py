"""CPU seconds of this process and all it started: reading is done by children of children (proc(5), stat)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
# Behind the name in brackets: utime, stime and those of children that ended are fields 14 to 17.
_FIRST, _LAST = 11, 15


def cpu_seconds() -> float:
    """Of this process, of what lives below it, and of what ended below it."""
    return sum(_ticks(pid) for pid in _family(os.getpid())) / _TICKS


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> list[int]:
    """Processes and threads end while they are looked at."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found.extend(map(int, (task / "children").read_text(encoding="ascii").split()))
    return found


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[_FIRST:_LAST]))
