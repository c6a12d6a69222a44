"""What comes after a night, whoever ran it: the metrics file, and what is worth a message."""

from __future__ import annotations

import logging
from collections.abc import Callable

from config.sections import Spread
from dossiers.alerts import Alert
from dossiers.errors import SohoaError
from flows.batch import BatchSummary
from flows.figures.alerting import judged_night
from flows.metrics.writing import write_metrics
from flows.workspace import Workspace
from storage import nights_table

log = logging.getLogger("sohoa")

Telling = Callable[[tuple[Alert, ...]], None]


def tell_after_batch(workspace: Workspace, summary: BatchSummary) -> None:
    """As `tell_after`, for a batch of the office's inbox that is no night of Prefect's."""
    numbers = summary.model_dump(mode="json", exclude={"quarantine"})
    with workspace.ledger.transaction() as connection:
        nights_table.keep_batch(connection, summary.run_id, began_at=summary.started_at, summary=numbers)
    _tell(workspace, summary.run_id, lambda _: None, was_read_here=True)


def tell_after(workspace: Workspace, summary: BatchSummary, tell: Telling) -> None:
    """Writes the metrics and says what got worse since the last night; the night itself stands anyway.

    Args:
        workspace: whose ledger; the night has ended in it.
        summary: of the night.
        tell: passes the messages on. A night that is killed before they are told is none that the next is
            compared with.
    """
    was_read_here = workspace.settings.night.spread is Spread.HERE
    _tell(workspace, summary.run_id, tell, was_read_here=was_read_here)


def _tell(workspace: Workspace, run_id: str, tell: Telling, *, was_read_here: bool) -> None:
    write_metrics(workspace, with_cpu=was_read_here)
    try:
        judged = judged_night(workspace, run_id)
        for alert in judged.alerts:
            log.warning("%s: %s", alert.kind.value, alert.message)
        tell(judged.alerts)
        with workspace.ledger.transaction() as connection:
            nights_table.keep_told(connection, run_id, judged.figures.model_dump(mode="json"))
    except SohoaError as error:
        log.warning("the night cannot be compared with the last one: %s", error.message)
