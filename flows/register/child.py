"""The reading process: parses one register file within limits, and answers in JSON lines.

`python -m flows.register.child MEMORY_BYTES`, started by `flows.register.apart` only: standard input is the
file, standard output the line to the parent. It is told the name of the file, for messages, then asked for
the lines of one table or another; it ends when the parent hangs up.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from dossiers.errors import RegisterRefused
from flows.register import wire
from flows.register.tables import Line, Table, open_tables
from ocr import confinement

_PR_SET_PDEATHSIG = 1
_DESCRIPTORS = 64
_TOO_LARGE = {"too_large": True}
_LINES_TOGETHER = 500
_CHARACTERS_TOGETHER = 1 << 20
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """Serves one file."""
    line = socket.socket(fileno=os.dup(1))
    _confine(int(sys.argv[1]))
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    commands = line.makefile("rb")
    file = json.loads(commands.readline())["file"]
    line.sendall(wire.message({"reaches_network": not confinement.leave_the_network()}))
    with os.fdopen(0, "rb") as content:
        for answer in _answers(file, content, commands):
            line.sendall(wire.message(answer))
    os._exit(0)  # no atexit hooks of the parsers


def _confine(memory_bytes: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _answers(file: str, content: BinaryIO, commands: BinaryIO) -> Iterator[dict[str, Any]]:
    """The tables, then what is asked for; the last answer may say why nothing more comes."""
    try:
        with open_tables(file, content) as tables:
            yield {"tables": [table.delimited for table in tables]}
            yield from _parts(tables, commands)
    except RegisterRefused as refusal:
        yield _refused(refusal)
    except MemoryError:
        yield _TOO_LARGE
    except Exception as error:  # noqa: BLE001 - the words of the error may be private
        yield {"failed": type(error).__name__}


def _parts(tables: list[Table], commands: BinaryIO) -> Iterator[dict[str, Any]]:
    lines: Iterator[Line] = iter(())
    for command in commands:
        asked = json.loads(command)
        if "table" in asked:
            lines = iter(())  # two readers of one file would move it under each other
            lines = tables[asked["table"]].lines()
        part: list[Line] = []
        try:
            _collect(lines, part)
        except RegisterRefused as refusal:
            if part:  # what came before it counts: it may be all that is asked for
                lines = _refusing(refusal)
            else:
                yield _refused(refusal)
                continue
        except MemoryError:
            part.clear()
            lines = iter(())
            yield _TOO_LARGE
            continue
        yield {"lines": wire.written(part), "more": bool(part)}


def _collect(lines: Iterator[Line], part: list[Line]) -> None:
    """As many lines as travel together."""
    characters = 0
    for line in islice(lines, _LINES_TOGETHER):
        part.append(line)
        characters += sum(len(cell) for cell in line.cells if isinstance(cell, str)) + len(line.cells)
        if characters > _CHARACTERS_TOGETHER:
            return


def _refusing(refusal: RegisterRefused) -> Iterator[Line]:
    raise refusal
    yield


def _refused(refusal: RegisterRefused) -> dict[str, Any]:
    return {"refused": refusal.message, "hint": refusal.hint}


if __name__ == "__main__":
    main()
