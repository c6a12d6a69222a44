"""What is known of runs that never came to their end: killed, or met by an outage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, not_, select

from storage.files_table import FileOutcome
from storage.instants import as_utc
from storage.schema import files, runs


def dossiers_of(connection: Connection, note: str, *, since: datetime) -> list[str]:
    """The dossiers of which such a run, or a living one, recorded a file, or that one of its files waits for.

    Args:
        connection: of the ledger.
        note: what the ledger says of the runs.
        since: when the eldest of them began.
    """
    unfinished = select(runs.c.run_id).where(
        runs.c.note == note, not_(runs.c.is_complete), runs.c.started_at >= as_utc(since)
    )
    recorded = files.c.run_id.in_(unfinished) & (files.c.outcome != FileOutcome.CLAIMED.value)
    rows = connection.execute(select(files.c.dossier_code, files.c.waits_for).where(recorded))
    return sorted({code for row in rows for code in row if code})
