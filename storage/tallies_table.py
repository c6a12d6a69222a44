"""How much there is of what: files, dossiers, runs. Works within the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from dossiers.register import DossierStatus
from storage.files_table import FileOutcome
from storage.runs_table import living
from storage.schema import dossiers, files, runs


def files_by_outcome(connection: Connection) -> dict[tuple[str, str], int]:
    """How many files came to which outcome for which reason; the reason is empty where there is none."""
    reason = func.coalesce(files.c.reason, "")
    query = select(files.c.outcome, reason, func.count()).group_by(files.c.outcome, reason)
    return {(outcome, why): number for outcome, why, number in connection.execute(query)}


def taken_and_refused_since(connection: Connection, moment: datetime) -> tuple[int, int]:
    """How many files runs took in hand since then, and how many of these are newly in quarantine."""
    is_new = (files.c.outcome == FileOutcome.QUARANTINED.value) & (files.c.first_refused_at >= moment)
    query = select(func.count(), func.count().filter(is_new)).where(files.c.claimed_at >= moment)
    taken, refused = connection.execute(query).one()
    return taken, refused


def dossiers_registered(connection: Connection) -> int:
    """All but deleted ones."""
    query = select(func.count()).select_from(dossiers).where(dossiers.c.status != DossierStatus.DELETED.value)
    return int(connection.execute(query).scalar_one())


def runs_alive(connection: Connection) -> int:
    """How many runs are at work now."""
    unfinished = connection.execute(select(runs.c.run_id).where(runs.c.finished_at.is_(None))).scalars()
    return len(living(connection, list(unfinished)))
