"""The parent's side of the fork server (`ocr.fork_server`): one for this process, started when first needed.

The standard library alone is imported here, so that a command can start the server before anything else and
import its own libraries while the server imports those of reading.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_PACKAGES = Path(__file__).resolve().parents[1]
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TZ")
# Threads only cost here: four Tesseract threads on two cores take 4.4 times the CPU (tesseract issue 1600).
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
# Page images come and go: glibc shall keep the memory it has and ask for it in huge pages. A page fault costs
# as much as 400 pixels; a small page has 9 000 of them without this, Tesseract 20 000.
_LARGE_PIECES = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=536870912"
    ":glibc.malloc.mmap_threshold=268435456"
}
_SECONDS_TO_END = 10


def warm_up() -> None:
    """Starts the fork server, if it is not running, without waiting for it."""
    _SERVER.warm_up()


def fork(request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    """Has a child forked; whether it was is told by what `descriptors` lead to.

    Args:
        request: JSON values, told to `ocr.child.serve`.
        descriptors: what the child gets.
    """
    _SERVER.fork(request, descriptors)


def clean_environment() -> dict[str, str]:
    """The environment of whatever parses foreign files: an allow-list, so that no secret can get in."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, **_ONE_THREAD, **_LARGE_PIECES}


class _Server:
    """The running server, if any. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def warm_up(self) -> None:
        with self._lock:
            self._running()

    def fork(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        message = json.dumps(request).encode()
        with self._lock:
            try:
                socket.send_fds(self._running(), [message], descriptors)
            except (BrokenPipeError, ConnectionResetError):  # it was killed a moment ago
                self._end()
                socket.send_fds(self._running(), [message], descriptors)

    def end(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._channel is None:
            self._channel = self._start()
        return self._channel

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "ocr.fork_server"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={**clean_environment(), "PYTHONPATH": str(_PACKAGES)},
                start_new_session=True,
            )
        return ours

    def _end(self) -> None:
        """The server ends when nobody holds the other end of its channel."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            try:
                self._process.wait(_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._channel = self._process = None


_SERVER = _Server()
atexit.register(_SERVER.end)
