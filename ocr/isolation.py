"""Foreign files are parsed in a child process with limits; this is the parent's side.

The child (`ocr.child`) is a session and process group of its own, so that one signal ends it together with
whatever it started. It gets one JSON request on standard input and answers in JSON lines.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from config.settings import OcrSettings
from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason

_PACKAGES = Path(__file__).resolve().parents[1]
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "TZ")
# Threads only cost here: four Tesseract threads on two cores take 4.4 times the CPU (tesseract issue 1600).
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def scratch(work_directory: Path) -> Iterator[Path]:
    """A directory for one file's working copies, gone afterwards."""
    work_directory.mkdir(parents=True, exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="sohoa-", dir=work_directory.absolute()))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def plainly_named(path: Path, scratch: Path) -> Path:
    """A name for the file that every parser can open: file names may hold bytes that are no UTF-8."""
    link = scratch / "original"
    link.symlink_to(path.absolute())
    return link


class Child:
    """One child process and its answers; leaving the context ends the whole process group."""

    def __init__(
        self, command: str, request: Mapping[str, Any], *, settings: OcrSettings, scratch: Path
    ) -> None:
        """Keeps what the child will be asked.

        Args:
            command: `read` or `archive`.
            request: JSON values, besides the limits and the scratch directory.
            settings: the limits.
            scratch: an existing directory that the child may write to, and clears if its parent dies.
        """
        limits = settings.model_dump()
        self._arguments = [sys.executable, "-P", "-m", "ocr.child", command]
        self._request = {**request, "limits": limits, "scratch": str(scratch), "parent": os.getpid()}
        self._environment = _environment(scratch)
        self._scratch = scratch
        self._received = bytearray()

    def __enter__(self) -> Self:
        """Starts the child and sends the request.

        Raises:
            StepCrashed: the child ended before it had read the request.
        """
        self._process = subprocess.Popen(
            self._arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._scratch,
            env=self._environment,
            start_new_session=True,
        )
        try:
            self._send()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Ends the child with everything it started."""
        self._end()

    def answer(self, seconds: float, *, doing: str) -> dict[str, Any]:
        """The next answer.

        Args:
            seconds: how long to wait for it.
            doing: what the child does meanwhile, for the message.

        Raises:
            FileRefused: the child refuses the file, or the time is up (`timeout`).
            StepCrashed: the child ended without an answer, or ran out of memory.
            ToolMissing: a program the child needs is gone.
        """
        line = self._line(time.monotonic() + seconds)
        if line is None:
            message = f"{doing} took longer than {seconds:g} s."
            raise FileRefused(message, reason=Reason.TIMEOUT)
        answer: dict[str, Any] = json.loads(line)
        _raise_what_it_says(answer)
        return answer

    def _send(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 - told to Popen above
        try:
            self._process.stdin.write(json.dumps(self._request).encode())
            self._process.stdin.close()
        except BrokenPipeError:
            raise StepCrashed("The reading process ended before it began.") from None

    def _line(self, deadline: float) -> bytes | None:
        assert self._process.stdout is not None  # noqa: S101 - told to Popen above
        descriptor = self._process.stdout.fileno()
        poller = select.poll()  # unlike select(), not limited to descriptors below 1024
        poller.register(descriptor, select.POLLIN)
        while b"\n" not in self._received:
            left = deadline - time.monotonic()
            if left <= 0 or not poller.poll(left * 1000):
                return None
            piece = os.read(descriptor, 1 << 16)
            if not piece:
                raise StepCrashed(f"The reading process ended without an answer ({self._how_it_ended()}).")
            self._received += piece
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received = bytearray(rest)
        return line

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        number = -code if code < 0 else code - 128
        if number > 0:
            return signal.Signals(number).name
        return f"exit code {code}"

    def _end(self) -> None:
        # The group outlives its leader, so this also meets what a dead child left running.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _environment(scratch: Path) -> dict[str, str]:
    """An allow-list, so that no secret can get in."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, **_ONE_THREAD, "PYTHONPATH": str(_PACKAGES), "TMPDIR": str(scratch)}


def _raise_what_it_says(answer: dict[str, Any]) -> None:
    if "refused" in answer:
        raise FileRefused(answer["message"], reason=Reason(answer["refused"]))
    if "crashed" in answer:
        raise StepCrashed(answer["crashed"], answer["hint"])
    if "missing" in answer:
        raise ToolMissing(answer["missing"], answer["hint"])
