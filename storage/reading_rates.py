"""What reading costs on these machines, by the files that were read last. Within the caller's transaction."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.files_table import FileOutcome
from storage.schema import files

# Enough to even out single files, few enough to be looked at in no time; the newest have the highest ids.
_LAST_FILES = 500


def seconds_a_page(connection: Connection) -> float | None:
    """Seconds for a page of the last files that needed OCR, from claim to end; None before the first.

    One file is one process on one core: these are about its CPU seconds.
    """
    query = (
        select(files.c.claimed_at, files.c.settled_at, files.c.pages)
        .where(files.c.outcome == FileOutcome.STORED.value, files.c.settled_at.is_not(None))
        .order_by(files.c.id.desc())
        .limit(_LAST_FILES)
    )
    seconds, pages = 0.0, 0
    for claimed_at, settled_at, counts in connection.execute(query):
        if counts and counts.get("ocr"):
            seconds += (settled_at - claimed_at).total_seconds()
            pages += counts["total"]
    return seconds / pages if pages else None
