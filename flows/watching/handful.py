"""A handful of files that arrived together, of one dossier: a short run of its own, as `sohoa ingest` does.

One run for the life of the watch would be taken for work under way for days: a purge waits for runs, and
what came first is told by runs that ended.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flows.batch import batch_run
from flows.inbox import InboxFile, move_to_done
from flows.ownership import recheck
from flows.taking_in import Ended
from flows.upkeep.sealing import seal_of_yesterday
from flows.watching.desk import SlipDesk
from flows.watching.slips import NOTE
from flows.way import FileWay
from flows.workspace import Workspace
from storage import quarantine_table

MOST_FILES = 20


@dataclass(slots=True)
class Handful:
    """Files to be taken in one after the other, and what became of them so far."""

    files: Sequence[InboxFile]
    ended: list[Ended] = field(default_factory=list)

    @property
    def left(self) -> Sequence[InboxFile]:
        """Those that did not come to their end."""
        return self.files[len(self.ended) :]


def take_in(workspace: Workspace, handful: Handful, desk: SlipDesk, stop: threading.Event) -> None:
    """Takes a handful in and writes the slips of its dossiers; ends after the file under way at a stop.

    Raises:
        SohoaError: what a file met that is no fault of the file; those before it are taken in.
    """
    with batch_run(workspace, note=NOTE) as run_id:
        way = FileWay(workspace, run_id)
        for file in handful.files:
            if stop.is_set():
                break
            handful.ended.append(Ended(file, way.take_in(file, settle=move_to_done)))
        recheck(workspace)
        desk.write(_dossiers(workspace, handful.ended))
    seal_of_yesterday(workspace)


def handfuls(files: Iterable[InboxFile], busy: set[str | None]) -> list[Handful]:
    """The files by dossier, in their order; none of a dossier that is busy. A batch scan goes alone."""
    dossiers: dict[str, list[InboxFile]] = {}
    for file in files:
        code = file.sighting.dossier_code
        if code is None or code not in busy:
            dossiers.setdefault(code or f"/{file.sighting.path}", []).append(file)
    return [Handful(_by_name(own)[:MOST_FILES]) for own in dossiers.values()]


def _by_name(files: list[InboxFile]) -> list[InboxFile]:
    """So numbers follow the names of the files, as in a batch."""
    return sorted(files, key=lambda file: file.sighting.path)


def _dossiers(workspace: Workspace, ended: Sequence[Ended]) -> set[str]:
    """The dossiers of which these files tell anything."""
    named = {file.sighting.dossier_code for file, _ in ended}
    found = {code for _, result in ended for code in result.documents}
    with workspace.ledger.reading() as connection:
        rows = quarantine_table.quarantined_at(connection, [file.sighting.path for file, _ in ended])
    return {code for code in {*named, *found, *(row.waits_for for row in rows)} if code}
