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
    """The most resident memory that one process of those that read had."""

    megabytes: int = 0

    def look(self) -> None:
        """Looks at all that live now."""
        for process in reading_processes():
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
    readers = {reader for server in _fork_servers() for reader in descendants(server)}
    return [*files, *(f"process {process}" for process in readers)]


def reading_processes() -> set[int]:
    """The fork servers below this process, and all below them: not the servers other tests have started."""
    servers = _fork_servers()
    return {*servers, *(reader for server in servers for reader in descendants(server))}


def _fork_servers() -> list[int]:
    return [process for process in descendants(os.getpid()) if _is_fork_server(process)]


def _is_fork_server(process: int) -> bool:
    """Or one of the readers below it, which have its command line: a reader of a reader is one, too."""
    with suppress(OSError):
        return b"ocr.fork_server" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False
