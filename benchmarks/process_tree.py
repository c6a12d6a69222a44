"""Runs a command and measures the whole tree of processes that grows from it.

CPU is exact: this process makes itself the reaper of its descendants (prctl(2), PR_SET_CHILD_SUBREAPER), so
that whatever is orphaned, in whatever session or process group, comes home to be waited for, and
getrusage(2) counts everyone who was waited for. (The kernel forgets the time of a process whose parent
ignores SIGCHLD.)

Memory is sampled: the sum of the proportional set sizes (PSS, proc(5) smaps_rollup) of all descendants, in
which a page that several of them share counts once; and the plain sum of resident sizes, in which it counts
in each. A peak shorter than the sampling interval may be missed. A child that is about to become another
program (vfork(2)) lives in its parent's memory and shows it as its own: the same memory counts once.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_KCMP = {"x86_64": 312, "aarch64": 272}
_KCMP_VM = 1
_PATIENCE = 20.0  # seconds for what outlives the command, before it is killed
_REAPING_INTERVAL = 0.01


@dataclass(frozen=True)
class Cost:
    """What a command cost, with everything it started.

    `cpu_seconds` is user and system time; `wall_seconds` ends with the command itself. The memory is in
    bytes, and 0 where it was not sampled. `orphans` counts the processes that outlived the command.
    """

    exit_code: int
    cpu_seconds: float
    wall_seconds: float
    peak_pss: int = 0
    peak_rss: int = 0
    orphans: int = 0


@dataclass
class _Peak:
    pss: int = 0
    rss: int = 0

    def sample(self) -> None:
        sizes = [_memory(rollup) for rollup in _rollups(descendants(os.getpid()))]
        self.pss = max(self.pss, sum(pss for pss, _ in sizes))
        self.rss = max(self.rss, sum(rss for _, rss in sizes))


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    out: Path | None = None,
    errors: Path | None = None,
    seconds: float = 3600.0,
    sample_every: float | None = None,
) -> Cost:
    """Runs a command to its end and waits for everything that it leaves behind.

    One run at a time, and no other child of this process may be alive: its time would be counted too.

    Args:
        command: program and arguments.
        cwd: its working directory.
        env: its whole environment, or None for that of this process.
        out: the file that takes its standard output, or None to drop it.
        errors: the same for standard error.
        seconds: when it is killed, with its tree.
        sample_every: seconds between two looks at the memory; None: it is not measured.

    Raises:
        subprocess.TimeoutExpired: the time was over.
        OSError: the command cannot be started.
    """
    _become_reaper()
    peak = _Peak()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Path(out or os.devnull).open("wb") as stdout, Path(errors or os.devnull).open("wb") as stderr:
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
        )
    try:
        _watch(process, seconds, peak, sample_every)
        wall = time.monotonic() - began
        orphans = _reap(_PATIENCE)
    except BaseException:
        _kill_descendants()
        process.wait()
        raise
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(
        exit_code=process.returncode,
        cpu_seconds=_cpu(after) - _cpu(before),
        wall_seconds=wall,
        peak_pss=peak.pss,
        peak_rss=peak.rss,
        orphans=orphans,
    )


def descendants(root: int) -> list[int]:
    """The ids of all live processes below a process, in no order."""
    children: dict[int, list[int]] = {}
    for directory in Path("/proc").iterdir():
        if directory.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                # the name stands in parentheses and may hold some; what follows the last is fixed (proc(5))
                parent = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(directory.name))
    found: list[int] = []
    unseen = [root]
    while unseen:
        below = children.get(unseen.pop(), [])
        found += below
        unseen += below
    return found


def _become_reaper() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "this process cannot become the reaper of its descendants")


def _watch(process: subprocess.Popen[bytes], seconds: float, peak: _Peak, sample_every: float | None) -> None:
    """Until the command itself has ended; a pidfd wakes at once, so that polling adds no wall time."""
    deadline = time.monotonic() + seconds
    descriptor = os.pidfd_open(process.pid)
    try:
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        while True:
            if sample_every is not None:
                peak.sample()
            left = deadline - time.monotonic()
            if poller.poll(1000 * max(0.0, min(left, sample_every or left))):
                process.wait()
                return
            if left <= 0:
                raise subprocess.TimeoutExpired(process.args, seconds)
    finally:
        os.close(descriptor)


def _reap(patience: float) -> int:
    """Waits for every child that is left, kills what does not end, and gives their number."""
    deadline = time.monotonic() + patience
    reaped = 0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return reaped
        if pid:
            reaped += 1
            continue
        if time.monotonic() > deadline:
            _kill_descendants()
        time.sleep(_REAPING_INTERVAL)


def _kill_descendants() -> None:
    for pid in descendants(os.getpid()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _rollups(pids: Sequence[int]) -> Iterator[str]:
    """The sizes of each memory that lives; of processes in one memory, those of the first."""
    owners: dict[str, list[int]] = {}
    for pid in pids:
        if rollup := _rollup(pid):
            alike = owners.setdefault(rollup.partition("\n")[0], [])
            if not any(_in_one_memory(pid, owner) for owner in alike):
                alike.append(pid)
                yield rollup


def _in_one_memory(one: int, other: int) -> bool:
    """Whether two processes live in the same memory (kcmp(2)); a fork has its own, laid out alike."""
    number = _KCMP.get(platform.machine())
    return number is not None and ctypes.CDLL(None).syscall(number, one, other, _KCMP_VM, 0, 0) == 0


def _rollup(pid: int) -> str:
    """The sizes of all its memory, headed by where it lies; empty for a process that has ended."""
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return ""


def _memory(rollup: str) -> tuple[int, int]:
    """PSS and RSS in bytes."""
    sizes = dict(line.split(":", 1) for line in rollup.splitlines()[1:])
    return _bytes(sizes.get("Pss", "0 kB")), _bytes(sizes.get("Rss", "0 kB"))


def _bytes(size: str) -> int:
    return int(size.split(maxsplit=1)[0]) * 1024
