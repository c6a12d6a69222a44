"""Servers as child processes: each a process group of its own, ended with everything it started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from storage.liveness import process_started

_LOOK_AGAIN_SECONDS = 0.1
_DYING_SECONDS = 10.0

# A process by its number and when it began: numbers are used again.
_Known = dict[int, str]


def start(
    arguments: Sequence[str], *, environment: Mapping[str, str], output: IO[bytes] | int
) -> subprocess.Popen[bytes]:
    """Starts a child. Ctrl-C in the terminal does not reach it: its end is up to `end`."""
    return subprocess.Popen(
        arguments,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], *, grace_seconds: float) -> None:
    """Asks the children of a child to end, then the child itself; kills what is left after the grace.

    No deeper generation is asked: the reading process of a file ends with the run it belongs to; asked by
    itself it would look like a broken file.
    """
    everyone = _family(process.pid)
    deadline = time.monotonic() + grace_seconds
    for asked in (_alive(_children(process.pid)), _alive([process.pid])):
        _signal(asked, signal.SIGTERM)
        _wait(process, asked, deadline)
    for pid in list(everyone):
        everyone |= _family(pid)
    _signal(everyone, signal.SIGKILL)
    _wait(process, everyone, time.monotonic() + _DYING_SECONDS)
    process.wait()


def _wait(process: subprocess.Popen[bytes], asked: _Known, deadline: float) -> None:
    while asked.items() & _alive(asked).items() and time.monotonic() < deadline:
        process.poll()  # takes the exit code, so that the child is no zombie
        time.sleep(_LOOK_AGAIN_SECONDS)


def _signal(processes: _Known, number: signal.Signals) -> None:
    for pid, started in processes.items():
        if process_started(pid) == started:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue


def _family(pid: int) -> _Known:
    """A process and all below it."""
    known = _alive([pid])
    for child in _children(pid):
        known |= _family(child)
    return known


def _alive(pids: Sequence[int] | _Known) -> _Known:
    return {pid: started for pid in pids if (started := process_started(pid)) is not None}


def _children(pid: int) -> list[int]:
    """The children of all threads of a process (proc(5), /proc/pid/task/tid/children)."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found
