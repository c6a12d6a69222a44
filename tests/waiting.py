"""Acting while the product waits for a store: no test has to guess how long."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
