"""CPU of servers and workers while a night runs, and which part of it is reading.

The time of a tree of processes is exact: user and system time of those that live, with that of all they have
waited for (proc(5), stat fields 14 to 17). Reading is the fork server of each run with everything below it
(ocr/fork_server.py): opening files, pictures, Tesseract, archive copies. It lives among the other processes
of a run, so it is looked at again and again while it lives; what it does after the last look is not counted
as reading, which makes the rest look larger, never smaller.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY = 1.0  # seconds
_TICKS = os.sysconf("SC_CLK_TCK")
_READER = b"ocr.fork_server"


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    seconds: float
    began: str


class CpuWatch:
    """Watches some trees of processes from its beginning to its end.

    Attributes:
        readers: CPU seconds of each fork server that was met, by its number and its beginning.
    """

    def __init__(self, roots: Mapping[str, Sequence[int]]) -> None:
        """Begins; `roots` names the first processes of each part."""
        self._roots = roots
        self._before = self._now()
        self.readers: dict[tuple[int, str], float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_at_readers, daemon=True)
        self._thread.start()

    def end(self) -> tuple[dict[str, float], float]:
        """CPU seconds of each part since the beginning, and of reading, which is among them."""
        self._over.set()
        self._thread.join()
        now = self._now()
        return {name: now[name] - self._before[name] for name in now}, sum(self.readers.values())

    def _now(self) -> dict[str, float]:
        there = _Snapshot()
        return {name: there.seconds_of(pids) for name, pids in self._roots.items()}

    def _look_at_readers(self) -> None:
        roots = {pid for pids in self._roots.values() for pid in pids}
        while not self._over.wait(_LOOK_EVERY):
            there = _Snapshot()
            for pid in there.trees(roots):
                process = there.processes[pid]
                if _is_reader(pid) and not _is_reader(process.parent):
                    self.readers[pid, process.began] = there.seconds_of([pid])


class _Snapshot:
    """All processes at one moment."""

    def __init__(self) -> None:
        self.processes = dict(_processes())
        self._children: dict[int, list[int]] = {}
        for pid, process in self.processes.items():
            self._children.setdefault(process.parent, []).append(pid)

    def trees(self, roots: Iterable[int]) -> Iterator[int]:
        """These processes and all below them."""
        unseen = [pid for pid in roots if pid in self.processes]
        while unseen:
            pid = unseen.pop()
            unseen += self._children.get(pid, ())
            yield pid

    def seconds_of(self, roots: Iterable[int]) -> float:
        return sum(self.processes[pid].seconds for pid in self.trees(roots))


def _processes() -> Iterator[tuple[int, _Process]]:
    for name in os.listdir("/proc"):  # noqa: PTH208 - this is done every second
        if name.isdigit():
            with suppress(OSError):
                # the name stands in parentheses and may hold some; what follows the last is fixed (proc(5))
                fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
                seconds = sum(map(int, fields[11:15])) / _TICKS
                yield int(name), _Process(int(fields[1]), seconds, fields[19])


def _is_reader(pid: int) -> bool:
    """A process that was forked bears its parent's command line, until it becomes another program."""
    try:
        return _READER in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
