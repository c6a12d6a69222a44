"""What reading leaves behind, and how much memory it takes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process_tree import descendants

_EVERY = 0.05  # seconds; the kernel keeps the highest mark of a process as long as it lives


@dataclass
class Peak:
    """The most resident memory that one process below this one had."""

    megabytes: int = 0

    def look(self) -> None:
        """Looks at all that live now."""
        for process in descendants(os.getpid()):
            with suppress(OSError):
                self._take(Path(f"/proc/{process}/status").read_text())

    def _take(self, status: str) -> None:
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.megabytes = max(self.megabytes, int(line.split()[1]) // 1024)


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """The peak is known afterwards."""
    peak, ended = Peak(), threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            peak.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def leftovers(directory: Path) -> list[str]:
    """Files in the directory of temporary files, and processes that read: none, once a file is done."""
    files = [str(path) for path in directory.iterdir()]
    readers = [process for process in descendants(os.getpid()) if _parent(process) != os.getpid()]
    return [*files, *(f"process {process}" for process in readers)]


def _parent(process: int) -> int:
    """The fork server is a child of this process, its children are no longer there."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return os.getpid()
