"""Foreign files are parsed in a child process with limits; this is the parent's side.

The child (`ocr.child`) comes from the fork server. It leads a session of its own, so that one signal ends it
together with whatever it started. It gets commands as JSON lines and answers in JSON lines.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from config.sections import OcrSettings
from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason
from ocr import forking

log = logging.getLogger("sohoa")

# Pages go by the spool: what is longer is no answer of ours.
_LONGEST_ANSWER = 1 << 20
_SECONDS_TO_END = 10


class Child:
    """One child process and its answers; `end` ends it with whatever it started."""

    def __init__(self, path: Path, *, settings: OcrSettings, work_directory: Path, spool: int) -> None:
        """Asks for the child; what it is told waits until it is there.

        Args:
            path: the file it is for.
            settings: the limits.
            work_directory: where its scratch directory goes, which is gone when it has ended.
            spool: descriptor of the file for its pages.
        """
        self.scratch = Path(tempfile.mkdtemp(prefix="sohoa-", dir=work_directory.absolute()))
        # A name that every parser can open: file names may hold bytes that are no UTF-8.
        (self.scratch / "original").symlink_to(path.absolute())
        self._received = bytearray()
        self._group: int | None = None
        self._orderly = False
        self._line, theirs = socket.socketpair()
        start = {
            "path": str(self.scratch / "original"),
            "limits": settings.model_dump(),
            "scratch": str(self.scratch),
            "environment": {**forking.clean_environment(), "TMPDIR": str(self.scratch)},
        }
        with theirs:
            forking.fork(start, [theirs.fileno(), spool])

    def ask(self, command: str, request: Mapping[str, Any]) -> None:
        """Sends a command, `read`, `archive` or `picture`, with its arguments.

        Raises:
            StepCrashed: the child has ended.
        """
        message = json.dumps({**request, "command": command}).encode()
        try:
            self._line.settimeout(None)
            self._line.sendall(message + b"\n")
        except (BrokenPipeError, ConnectionResetError):
            raise StepCrashed("The reading process ended before it began.") from None

    def answer(self, seconds: float, *, doing: str) -> dict[str, Any]:
        """The next answer.

        Args:
            seconds: how long to wait for it.
            doing: what the child does meanwhile, for the message.

        Raises:
            FileRefused: the child refuses the file, or a limit was met (`timeout`, `too_large`).
            StepCrashed: the child ended without an answer.
            ToolMissing: a program the child needs is gone.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                answer = self._next(deadline)
            except TimeoutError:
                message = f"{doing} took longer than {seconds:g} s."
                raise FileRefused(message, reason=Reason.TIMEOUT) from None
            if "group" not in answer:
                _raise_what_it_says(answer)
                return answer
            self._group = answer["group"]
            if answer["reaches_network"]:
                _warn_of_network()

    def end(self) -> None:
        """Ends the child with everything it started: the fork server does, and says so at the end."""
        with suppress(OSError):  # it has ended already
            self._line.shutdown(socket.SHUT_WR)
        with suppress(StepCrashed, TimeoutError):
            deadline = time.monotonic() + _SECONDS_TO_END
            while not self._orderly:
                self._next(deadline)
        if self._group is not None and not self._orderly:  # the server was killed
            with suppress(ProcessLookupError):
                os.killpg(self._group, signal.SIGKILL)
        self._line.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _next(self, deadline: float) -> dict[str, Any]:
        """The next line as JSON. Raises TimeoutError, and StepCrashed at the last one."""
        try:
            answer: dict[str, Any] = json.loads(self._next_line(deadline))
        except ValueError:
            raise StepCrashed("The reading process ended in the middle of an answer.") from None
        if "ended" in answer:
            self._orderly = True
            raise StepCrashed(f"The reading process ended without an answer ({answer['ended']}).")
        return answer

    def _next_line(self, deadline: float) -> bytes:
        while True:
            line, newline, rest = self._received.partition(b"\n")
            if newline:
                self._received = rest
                if line:
                    return bytes(line)
                continue
            if len(self._received) > _LONGEST_ANSWER:
                raise StepCrashed("The reading process answered too much.")
            self._received += self._piece(deadline)

    def _piece(self, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        try:
            piece = self._line.recv(1 << 16)
        except ConnectionResetError:
            piece = b""
        if not piece:
            raise StepCrashed("The reading process ended without an answer.")
        return piece


@cache
def _warn_of_network() -> None:
    """Once for a command."""
    log.warning("The kernel does not let reading processes be cut off from the network.")


def _raise_what_it_says(answer: dict[str, Any]) -> None:
    if "refused" in answer:
        raise FileRefused(answer["message"], reason=Reason(answer["refused"]))
    if "crashed" in answer:
        raise StepCrashed(answer["crashed"], answer["hint"])
    if "missing" in answer:
        raise ToolMissing(answer["missing"], answer["hint"])
