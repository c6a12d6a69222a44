"""Register files are parsed in a process of its own with limits; this is the parent's side."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from config.sections import RegisterFilesSettings
from dossiers.errors import RegisterRefused
from flows.register import wire
from flows.register.room import in_working_copies
from flows.register.tables import Line, Table
from ocr.forking import clean_environment

log = logging.getLogger("sohoa")

_PACKAGES = Path(__file__).resolve().parents[2]
_PIECE = 1 << 20
_AS_CSV = "Export it again as CSV (UTF-8), in several files if it is long."


class OpenedApart(NamedTuple):
    """A register file that a process of its own reads.

    Attributes:
        sha256: of its bytes, lower-case hex.
        tables: read in the other process whenever their lines are asked for; one table at a time.
    """

    sha256: str
    tables: list[Table]


@contextmanager
def opened_apart(path: Path, file: str, limits: RegisterFilesSettings) -> Iterator[OpenedApart]:
    """Opens a register file; the process ends with the context.

    The bytes are copied while they are hashed, so that what is read is what was hashed; the copy has no name
    and is gone with the process.

    Args:
        path: where it lies.
        file: how messages name it.
        limits: on its size, on the memory and the time of reading.

    Raises:
        RegisterRefused: it cannot be read, is too large, is no register file, or meets a limit.
        DiskFull: there is no room for the copy.
    """
    with TemporaryFile() as copy:
        with in_working_copies():
            sha256 = _copied(path, file, copy, limits.max_bytes)
        with _reader(file, copy, limits) as reader:
            yield OpenedApart(sha256, reader.tables())


def _copied(path: Path, file: str, copy: IO[bytes], max_bytes: int) -> str:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(path, file):
        size += len(piece)
        if size > max_bytes:
            raise RegisterRefused(
                f"The register file {file} is larger than [register_files] max_bytes.", _AS_CSV
            )
        digest.update(piece)
        copy.write(piece)
    copy.seek(0)
    return digest.hexdigest()


def _pieces(path: Path, file: str) -> Iterator[bytes]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would let the import wait for ever
        with os.fdopen(descriptor, "rb") as content:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise RegisterRefused(
                    f"The register file {file} is no regular file.", "Save it as a file first."
                )
            while piece := content.read(_PIECE):
                yield piece
    except OSError as error:
        raise RegisterRefused(f"The register file {file} cannot be read: {error.strerror}.") from None


@contextmanager
def _reader(file: str, content: IO[bytes], limits: RegisterFilesSettings) -> Iterator[_Reader]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "flows.register.child", str(limits.memory_bytes)],
            stdin=content.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**clean_environment(), "PYTHONPATH": str(_PACKAGES)},
            start_new_session=True,
        )
        theirs.close()
        try:
            yield _Reader(file, ours, limits.seconds)
        finally:
            process.kill()
            process.wait()


class _Reader:
    """The line to the process."""

    def __init__(self, file: str, line: socket.socket, seconds: float) -> None:
        self._file = file
        self._line = line
        self._seconds = seconds
        self._received = bytearray()
        self._owed = 0
        self._over: RegisterRefused | None = None
        self._tell({"file": file})
        if self._answer()["reaches_network"]:
            _warn_of_network()

    def tables(self) -> list[Table]:
        """The tables of the file."""
        kinds = self._answer()["tables"]
        return [Table(self._lines_of(number), bool(delimited)) for number, delimited in enumerate(kinds)]

    def _lines_of(self, number: int) -> Any:  # noqa: ANN401 - what Table.lines is
        def lines() -> Iterator[Line]:
            while self._owed:  # of a table that was not read to its end
                self._answer()
            self._ask({"table": number})
            while True:
                answer = self._answer()
                if not answer["more"]:
                    return
                self._ask({})  # the next lines are read while these are looked at
                yield from self._read(answer["lines"])

        return lines

    def _read(self, lines: list[Any]) -> list[Line]:
        try:
            return wire.read(lines)
        except (ValueError, TypeError, KeyError):
            raise self._refused("cannot be read: its reader does not answer as it should") from None

    def _ask(self, request: Mapping[str, Any]) -> None:
        self._owed += 1
        self._tell(request)

    def _tell(self, values: Mapping[str, Any]) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # the answer will say why
            self._line.settimeout(self._seconds)
            self._line.sendall(wire.message(values))

    def _answer(self) -> dict[str, Any]:
        """The next answer.

        Raises:
            RegisterRefused: the process refuses the file, met a limit, or ended.
        """
        if self._over:
            raise self._over
        self._owed = max(0, self._owed - 1)
        try:
            answer: dict[str, Any] = json.loads(self._next_line(time.monotonic() + self._seconds))
        except TimeoutError:
            self._over = self._refused(f"takes more than {self._seconds:g} s ([register_files] seconds)")
        except (ValueError, OSError):
            self._over = self._refused("cannot be read: it brings its reader to an end")
        if self._over:
            raise self._over
        if "refused" in answer:
            raise RegisterRefused(str(answer["refused"]), str(answer["hint"]))
        if "too_large" in answer:
            raise self._refused("needs more memory to read than [register_files] memory_bytes")
        if "failed" in answer:
            raise self._refused(f"cannot be read ({answer['failed']})")
        return answer

    def _next_line(self, deadline: float) -> bytes:
        """Raises TimeoutError, and ValueError where none comes."""
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._line.settimeout(left)
            piece = self._line.recv(_PIECE)
            if not piece or searched > wire.LONGEST_MESSAGE:
                raise ValueError("no line")
            self._received += piece
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line

    def _refused(self, why: str) -> RegisterRefused:
        return RegisterRefused(f"The register file {self._file} {why}.", _AS_CSV)


@cache
def _warn_of_network() -> None:
    """Once for a command."""
    log.warning("The kernel does not let reading processes be cut off from the network.")
