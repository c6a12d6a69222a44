"""The heartbeat of a run: others see that it lives, also while it reads one file for minutes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from storage import runs_table
from storage.ledger import Ledger

log = logging.getLogger("sohoa")

# A run that is silent for so many of them is taken for dead. Prefect's own three took living runs for
# crashed ones (prefect #16459, #18653): a machine may be busy, a database may be started anew.
BEATS_OF_A_PROMISE = 9
_LAST_BEAT_SECONDS = 1.0


@contextmanager
def heartbeat(ledger: Ledger, run_id: str, seconds: float) -> Iterator[None]:
    """Renews the promise of a run every so many seconds. A ledger that does not do it ends nothing."""
    over = threading.Event()
    # A daemon: one that waits for a database shall not hold up the end of the process.
    thread = threading.Thread(
        target=_beat, args=(ledger, run_id, seconds, over), daemon=True, name="heartbeat"
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_LAST_BEAT_SECONDS)


def _beat(ledger: Ledger, run_id: str, seconds: float, over: threading.Event) -> None:
    while not over.wait(seconds):
        try:
            with ledger.transaction() as connection:
                runs_table.renew(connection, run_id, BEATS_OF_A_PROMISE * seconds)
        except Exception as error:  # noqa: BLE001 - a database that changes over has errors of many kinds
            log.warning("the promise of run %s could not be renewed: %s", run_id, type(error).__name__)
