"""The child process: reads foreign files within limits and answers in JSON lines.

`python -m ocr.child read|archive`, started by `ocr.isolation` only. Heavy libraries are imported when a file
needs them: for a one-page scan the start would otherwise cost as much as the page.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any, BinaryIO, NoReturn

from dossiers.errors import FileRefused, StepCrashed, ToolMissing

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Runs one command and ends."""
    request = json.loads(sys.stdin.buffer.read())
    _stand_guard(request["parent"], request["scratch"])
    _limit(request["limits"]["memory_bytes"])
    answers = _answers_apart_from_stdout()
    for answer in _told(sys.argv[1], request):
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
    os._exit(0)  # no atexit hooks of the parsers


def _run(command: str, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if command == "archive":
        from ocr.archiving.archive_copy import archive

        return archive(request)
    from ocr.reading.file_pages import read

    return read(request)


def _told(command: str, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers, the last one saying how it ended."""
    try:
        yield from _run(command, request)
        yield {"done": True}
    except FileRefused as refusal:
        yield {"refused": refusal.reason.value, "message": refusal.message}
    except ToolMissing as missing:
        yield {"missing": missing.message, "hint": missing.hint}
    except StepCrashed as crash:
        yield {"crashed": crash.message, "hint": crash.hint}
    except MemoryError:
        yield {
            "crashed": "Reading needed more memory than it may have.",
            "hint": "Scan at 200 to 300 dpi, or raise [ocr] memory_bytes.",
        }
    except Exception as error:  # noqa: BLE001 - the parent decides; the words of the error may be private
        yield {"crashed": f"Reading failed: {type(error).__name__} at {_where(error)}.", "hint": None}


def _where(error: BaseException) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - pathlib is not needed here


def _stand_guard(parent: int, scratch: str) -> None:
    """Forks. The worker returns; the guard waits for it, and sweeps up behind it or its dead parent.

    A parent-death signal is not inherited by what the worker starts (prctl(2)), and a worker inside a parser
    cannot run a signal handler; the guard can.
    """

    def sweep_up(signal_number: int, frame: FrameType | None) -> NoReturn:
        del signal_number, frame
        _end_the_group()
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(1)

    signal.signal(signal.SIGTERM, sweep_up)
    _die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        sweep_up(signal.SIGTERM, None)
    worker = os.fork()
    if worker == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _die_with_parent(signal.SIGKILL)
        return
    _, status = os.waitpid(worker, 0)
    _end_the_group()
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def _end_the_group() -> None:
    """Ends every other process of the group: neither the worker nor Tesseract handles SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)


def _die_with_parent(signal_number: signal.Signals) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def _limit(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers_apart_from_stdout() -> BinaryIO:
    """A stream for the answers alone: parsers write to standard output."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(answers, "wb")


if __name__ == "__main__":
    main()
