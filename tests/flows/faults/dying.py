"""Commands that kill themselves: each in a process of its own, forked from the tests and so without start."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable

from benchmarks.crash_desk import Desk
from config.fault_points import FaultPoint, inject
from ocr import forking

Happens = Callable[[FaultPoint], None]

KILLED = -signal.SIGKILL


def killing_at(point: FaultPoint, nth: int = 1) -> Happens:
    """Ends the process, as by `kill -9`, when it passes the point for the nth time."""
    passes = 0

    def happens(passing: FaultPoint) -> None:
        nonlocal passes
        passes += passing is point
        if passes == nth and passing is point:
            os.kill(os.getpid(), signal.SIGKILL)

    return happens


def in_own_process(
    desk: Desk, *arguments: str, happens: Happens | None = None, seconds: float | None = None
) -> int:
    """Runs a command with what happens at its fault points; the exit code, negative where a signal ended it.

    The fork server of the tests serves it, so that it need not start one. After so many seconds it is killed.
    """

    def command() -> int:
        os.environ["HOME"] = str(desk.root)
        tempfile.tempdir = str(desk.temporary)
        if seconds is not None:
            threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return desk.sohoa(*arguments)[0]

    return process_that(command, happens=happens)


def process_that(does: Callable[[], int | None], *, happens: Happens | None = None) -> int:
    """Does something in a process of its own; its exit code, negative where a signal ended it."""
    forking.warm_up()
    process = os.fork()
    if process == 0:
        code = 99
        try:
            forking._SERVER._process = None  # it is no child of this process
            if happens is not None:
                inject(happens)
            code = does() or 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
