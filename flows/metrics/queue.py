"""What lies in the inbox at this moment: what waits for a run, and what is in quarantine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dossiers.reasons import Reason
from flows.inbox import Known, open_inbox
from flows.registered import Registered
from flows.still_there import found_again
from flows.workspace import Workspace
from storage import quarantine_table, register_table


@dataclass(frozen=True, slots=True)
class Queue:
    """What lies there; a file that was replaced since it was refused waits.

    Attributes:
        waiting: how many files no run has dealt with.
        oldest_ns: when the oldest of them was last written; None where none waits.
        refused: files in quarantine by reason, those that a person named among them.
        silent: how many folders did not answer; of what lies in them only what was refused is counted.
    """

    waiting: int
    oldest_ns: int | None
    refused: Counter[Reason]
    silent: int


def queue(workspace: Workspace) -> Queue:
    """Looks into the inbox once. Raises what looking into an inbox raises."""
    with workspace.ledger.reading() as connection:
        rows = quarantine_table.quarantined(connection)
        units = register_table.unit_codes(connection)
    inbox = open_inbox(workspace.settings.inbox)
    files = inbox.lying(Known(Registered(workspace), units))
    refused: Counter[Reason] = Counter()
    for row, file in found_again(rows, files, inbox):
        if file is None or not file.is_of_inbox or row.is_of(file.sighting):
            refused[row.reason] += 1
            files.pop(row.path, None)
    written = [file.sighting.modified_ns for file in files.values()]
    return Queue(len(written), min(written, default=None), refused, files.silent)
