"""A night around what it takes in: one at a time, entered when it begins, told when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dossiers.errors import LedgerOutOfReach, OutOfReach
from flows.batch import BatchSummary, batch_run
from flows.workspace import Workspace
from storage import locks_table, nights_table
from storage.instants import now

COMPLETED = "Completed"
IN_QUARANTINE = "CompletedWithQuarantine"
FAILED = "Failed"
_ENDED_WELL = (COMPLETED, IN_QUARANTINE)


class AlreadyRunning(Exception):
    """Another night lives; `run_id` says which, `since` when it began."""

    def __init__(self, run_id: str, since: datetime) -> None:
        """Keeps who holds the night."""
        super().__init__(f"The night of run {run_id} is under way.")
        self.run_id = run_id
        self.since = since


@dataclass(slots=True)
class Night:
    """A night under way.

    Attributes:
        state, summary: how it ends; said by `end` before its block does.
    """

    run_id: str
    started_at: datetime
    state: str = FAILED
    summary: BatchSummary | None = None

    def end(self, state: str, summary: BatchSummary | None = None) -> None:
        """Says how it ends: it is written when the block of `night_run` is left."""
        self.state, self.summary = state, summary


@contextmanager
def night_run(workspace: Workspace, *, note: str = "") -> Iterator[Night]:
    """The run of a night, as `batch_run`: it holds the lock of nights as long as it lives.

    Raises:
        AlreadyRunning: another night lives; nothing was entered.
    """

    def enter(connection: Connection, run_id: str) -> None:
        if not locks_table.take(connection, locks_table.NIGHTLY, run_id):
            held = locks_table.holder(connection, locks_table.NIGHTLY)
            raise AlreadyRunning(*((held.run_id, held.since) if held else ("unknown", now())))
        nights_table.begin(connection, run_id)

    with batch_run(workspace, note=note, entered=enter) as run_id:
        night = Night(run_id, now())
        try:
            yield night
        except BaseException:
            night.state = FAILED
            with suppress(LedgerOutOfReach):
                _end(workspace, night)
            raise
        _end(workspace, night)


def require_ours(workspace: Workspace, run_id: str) -> None:
    """Before a run does for all what is done once a night: it may have slept, and been taken for dead.

    Raises:
        OutOfReach: another run took over the night.
    """
    with workspace.ledger.reading() as connection:
        is_over = nights_table.is_over(connection, run_id)
    if is_over:
        raise taken_over()


def taken_over() -> OutOfReach:
    """Says that another run took over the night."""
    return OutOfReach(
        "Another run took over the night.", "Nothing is lost: the other one takes in what is left."
    )


def is_superfluous(connection: Connection, due_at: datetime) -> bool:
    """Whether a run that was due then has nothing to catch up: a night that began later ended well."""
    return nights_table.began_after(connection, due_at, states=_ENDED_WELL)


def _end(workspace: Workspace, night: Night) -> None:
    summary = night.summary.model_dump(mode="json", exclude={"quarantine"}) if night.summary else None
    with workspace.ledger.transaction() as connection:
        nights_table.end(connection, night.run_id, state=night.state, summary=summary)
