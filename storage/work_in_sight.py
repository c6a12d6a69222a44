"""Who works on the ledger, and who died over it. Works within the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storage.files_table import FileOutcome
from storage.night_schema import locks
from storage.runs_table import living
from storage.schema import files, runs


@dataclass(frozen=True, slots=True)
class WorkInSight:
    """What goes on.

    Attributes:
        alive: runs at work.
        left_open: files on which runs that died were working.
        locks: held by living runs.
    """

    alive: int
    left_open: int
    locks: tuple[str, ...]


def look(connection: Connection) -> WorkInSight:
    """Looks at all runs that have no end, and at the files that are claimed."""
    unfinished = list(connection.execute(select(runs.c.run_id).where(runs.c.finished_at.is_(None))).scalars())
    alive = living(connection, unfinished)
    claimed = select(files.c.run_id, func.count()).where(files.c.outcome == FileOutcome.CLAIMED.value)
    held = connection.execute(select(locks.c.name, locks.c.run_id).order_by(locks.c.name))
    return WorkInSight(
        alive=len(alive),
        left_open=sum(
            number
            for run_id, number in connection.execute(claimed.group_by(files.c.run_id))
            if run_id not in alive
        ),
        locks=tuple(name for name, run_id in held if run_id in alive),
    )
