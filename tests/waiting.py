"""Waiting for the product, and acting while it waits for a store: no test has to guess how long."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def until(holds: Callable[[], bool]) -> None:
    """Asks until it holds, for a minute."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not come to it within a minute"
        threading.Event().wait(0.01)


@contextmanager
def when_it_waits(act: Callable[[], object]) -> Iterator[None]:
    """Acts once, when the store is first said to be tried again."""

    class Listener(logging.Handler):
        acted = False

        def emit(self, record: logging.LogRecord) -> None:
            if "trying again" in record.getMessage() and not self.acted:
                self.acted = True
                act()

    listener = Listener()
    logging.getLogger("sohoa").addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger("sohoa").removeHandler(listener)
    assert listener.acted
