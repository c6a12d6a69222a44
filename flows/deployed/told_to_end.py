"""A run that is told to end (SIGTERM: systemd stops the worker, a worker is taken away, a run is cancelled).

Prefect would raise wherever the run is, and then wait for its threads for as long as their files take. Here
the files under way have a grace to come to their end, none is begun, and then Prefect is told as it asked.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from flows.taking_in import GRACE_SECONDS
from flows.workspace import Workspace
from storage import chunks_table, runs_table

log = logging.getLogger("sohoa")

_ENDED_BY_SIGTERM = 128 + signal.SIGTERM


class ToldToEnd:
    """Whether the process was told to end; false before."""

    def __init__(self) -> None:
        """Not told yet."""
        self._deadline: float | None = None

    def __bool__(self) -> bool:
        """Whether it was told."""
        return self._deadline is not None

    def tell(self) -> None:
        """It is told now; a second time changes nothing."""
        if self._deadline is None:
            self._deadline = time.monotonic() + GRACE_SECONDS

    @property
    def seconds_left(self) -> float:
        """Of the grace."""
        return max(0.0, (self._deadline or 0.0) - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether it was told, and its grace is over."""
        return bool(self) and self.seconds_left <= 0


@contextmanager
def told_to_end(wake: Callable[[], None]) -> Iterator[ToldToEnd]:
    """Takes SIGTERM for as long as the block lasts; at its end the signal comes as if it had come then.

    `wake` is called from the handler: it must be reentrant, as `SimpleQueue.put` is. Outside of the main
    thread, where signals do not arrive, nobody is ever told.
    """
    told = ToldToEnd()
    if threading.current_thread() is not threading.main_thread():
        yield told
        return

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.tell()
        wake()

    before = signal.signal(signal.SIGTERM, tell)
    try:
        yield told
    finally:
        signal.signal(signal.SIGTERM, before)
        if told:
            signal.raise_signal(signal.SIGTERM)


def give_back_and_end(workspace: Workspace, run_id: str) -> NoReturn:
    """Frees at once whatever the run holds, and ends the process with the files that it reads.

    Nothing of them is published any more: it is as if the process had been killed, only that nobody has to
    find out. Prefect's worker reports the run as crashed.
    """
    log.warning("told to end: files under way are given back")
    with workspace.ledger.transaction() as connection:
        chunks_table.give_back(connection, run_id)
        runs_table.finish_run(connection, run_id, is_complete=False)
    os._exit(_ENDED_BY_SIGTERM)
