"""What lies in the inbox at this moment: what waits for a run, and what is in quarantine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dossiers.reasons import Reason
from flows.inbox import lying
from flows.registered import Registered
from flows.workspace import Workspace
from storage import quarantine_table, register_table


@dataclass(frozen=True, slots=True)
class Queue:
    """What lies there; a file that was replaced since it was refused waits.

    Attributes:
        waiting: how many files no run has dealt with.
        oldest_ns: when the oldest of them was last written; None where none waits.
        refused: files in quarantine by reason, those that a person named among them.
    """

    waiting: int
    oldest_ns: int | None
    refused: Counter[Reason]


def queue(workspace: Workspace) -> Queue:
    """Looks into the inbox once. Raises what looking into an inbox raises."""
    with workspace.ledger.reading() as connection:
        rows = quarantine_table.quarantined(connection)
        units = register_table.unit_codes(connection)
    files = lying(workspace.settings.inbox, Registered(workspace), units)
    refused: Counter[Reason] = Counter()
    for row in rows:
        file = files.get(row.path)
        if file is not None and row.is_of(file.sighting):
            del files[row.path]
            refused[row.reason] += 1
        elif file is None and Path(row.path).is_absolute() and Path(row.path).is_file():
            refused[row.reason] += 1  # `sohoa ingest`: it never lay in the inbox
    written = [file.sighting.modified_ns for file in files.values()]
    return Queue(len(written), min(written, default=None), refused)
