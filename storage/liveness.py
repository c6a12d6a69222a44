"""Whether a process still is the one that was met: a number alone is given out again."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_MARK = re.compile(r"(?P<place>[0-9a-f]{12})-(?P<pid>\d+)-(?P<started>\d+)")
# The namespace of a machine's own processes, the same at every boot (PROC_PID_INIT_INO in Linux's
# include/linux/proc_ns.h). Others are containers': their names and ids say little of the machine.
_OF_THE_MACHINE = "pid:[4026531836]"


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


def host() -> str:
    """Where the numbers of processes are this one's: the machine, its boot, and the container in it."""
    return f"{socket.gethostname()} {machine_id()} {pid_namespace()} {boot_id()}"


def is_of_earlier_boot(elsewhere: str, seen_at: datetime) -> bool:
    """Whether a `host` is this machine before it was started anew: its processes are gone.

    A machine without an id (machine-id(5)) cannot be told, nor can a container. One that was cloned with its
    name and id goes on to be seen after this one's start.
    """
    place, _, boot = elsewhere.rpartition(" ")
    is_told = bool(machine_id()) and pid_namespace() == _OF_THE_MACHINE
    is_other_boot = place == host().rpartition(" ")[0] and boot != boot_id()
    return is_told and is_other_boot and seen_at < _started_at()


def boot_id() -> str:
    """Of this start of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _started_at() -> datetime:
    """When this machine was started, by its clock."""
    return datetime.fromtimestamp(time.time() - time.clock_gettime(time.CLOCK_BOOTTIME), UTC)


def machine_id() -> str:
    """Of this machine, or empty."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def pid_namespace() -> str:
    """Among which processes this one counts (pid_namespaces(7))."""
    return str(Path("/proc/self/ns/pid").readlink())


@cache
def _place() -> str:
    """Where the numbers of processes are this one's: the machine, its boot, and the container in it."""
    return hashlib.sha256(f"{socket.gethostname()} {boot_id()} {pid_namespace()}".encode()).hexdigest()[:12]


def process_started(pid: int) -> str | None:
    """When a process began, in clock ticks since boot (proc(5), stat field 22); None where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]
