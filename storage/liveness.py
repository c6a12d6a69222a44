"""Whether a process still is the one that was met: a number alone is given out again."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from functools import cache
from pathlib import Path

_MARK = re.compile(r"(?P<place>[0-9a-f]{12})-(?P<pid>\d+)-(?P<started>\d+)")


def process_mark() -> str:
    """Names this process for good, in letters that a file name may have: where it runs, number, beginning."""
    return f"{_place()}-{os.getpid()}-{process_started(os.getpid())}"


def bears_mark(text: str) -> bool:
    """Whether a text begins with the mark of a process."""
    return _MARK.match(text) is not None


def has_ended(mark: str) -> bool | None:
    """Whether the process of a mark is gone; None where nobody here can tell: another machine, or boot.

    `mark` may have more text behind it.
    """
    match = _MARK.match(mark)
    if match is None or match["place"] != _place():
        return None
    return process_started(int(match["pid"])) != match["started"]


def boot_id() -> str:
    """Of this start of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


@cache
def _place() -> str:
    """Where the numbers of processes are this one's: the machine, its boot, and the container in it."""
    numbers = Path("/proc/self/ns/pid").readlink()
    return hashlib.sha256(f"{socket.gethostname()} {boot_id()} {numbers}".encode()).hexdigest()[:12]


def process_started(pid: int) -> str | None:
    """When a process began, in clock ticks since boot (proc(5), stat field 22); None where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]
