"""The child: reads one foreign file within limits, and answers in JSON lines.

Forked by `ocr.fork_server` only. It carries out one command after another, until its parent hangs up.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import socket
import tempfile
import traceback
from collections.abc import Iterator
from typing import Any, NoReturn

from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason
from ocr import confinement, spool

_PR_SET_PDEATHSIG = 1


def serve(start: dict[str, Any], line: socket.socket, spooled: int) -> NoReturn:
    """Carries out the commands of the line.

    Args:
        start: `path`, `scratch`, `environment`, and `limits` (the values of OcrSettings).
        line: brings commands, `read`, `archive` or `picture` with their arguments, and takes the answers.
        spooled: descriptor of the file for the pages.
    """
    _stand_apart(start)
    confinement.limit(start["limits"])
    _tell(line, {"group": os.getpid(), "reaches_network": not confinement.leave_the_network()})
    for command in line.makefile("rb"):
        for answer in _told({**start, **json.loads(command)}, spooled):
            _tell(line, answer)
    os._exit(0)  # no atexit hooks of the parsers


def _told(request: dict[str, Any], spooled: int) -> Iterator[dict[str, Any]]:
    """The answers to one command, the last one saying how it ended."""
    try:
        yield from _run(request, spooled)
        yield {"done": True}
    except FileRefused as refusal:
        yield {"refused": refusal.reason.value, "message": refusal.message}
    except ToolMissing as missing:
        yield {"missing": missing.message, "hint": missing.hint}
    except StepCrashed as crash:
        yield {"crashed": crash.message, "hint": crash.hint}
    except MemoryError:
        yield _too_large("memory than [ocr] memory_bytes")
    except OSError as error:
        if error.errno == errno.EFBIG:
            yield _too_large("room on disk than [ocr] written_bytes")
        else:
            yield _failed(error)
    except Exception as error:  # noqa: BLE001 - the parent decides; the words of the error may be private
        yield _failed(error)


def _too_large(needed: str) -> dict[str, Any]:
    return {"refused": Reason.TOO_LARGE.value, "message": f"Reading it needs more {needed}."}


def _failed(error: Exception) -> dict[str, Any]:
    return {"crashed": f"Reading failed: {type(error).__name__} at {_where(error)}.", "hint": None}


def _run(request: dict[str, Any], spooled: int) -> Iterator[dict[str, Any]]:
    """Pages lie in the spool: the answers only say where, and requests likewise."""
    if request["command"] == "archive":
        from ocr.archiving.archive_copy import archive

        yield from archive({**request, "pages": spool.Lines(spooled, request["pages"])})
        return
    if request["command"] == "picture":
        from ocr.reading.page_pictures import pictures

        yield from pictures(request)
        return
    from ocr.reading.file_pages import read

    for answer in read(request):
        if "page" in answer:
            yield {"page": answer["page"]["number"], "place": spool.append(spooled, answer["page"])}
        else:
            yield answer


def _tell(line: socket.socket, answer: dict[str, Any]) -> None:
    line.sendall(json.dumps(answer).encode() + b"\n")


def _where(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - pathlib is not needed here


def _stand_apart(start: dict[str, Any]) -> None:
    """A session of its own, in its own directory and environment; it dies with the server."""
    server = os.getppid()
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os._exit(1)
    os.environ.clear()
    os.environ.update(start["environment"])
    tempfile.tempdir = start["scratch"]
    os.chdir(start["scratch"])
