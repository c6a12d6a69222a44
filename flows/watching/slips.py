"""What the slips of dossiers say: how they stand, what waits for a person, what was refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from config.kinds import load_kinds
from dossiers.codes import shown_dossier
from dossiers.completeness import DossierStatusReport
from dossiers.manifest import StoredDocument
from flows.inbox import Inbox
from flows.statuses import statuses_of
from flows.still_there import still_there
from flows.workspace import Workspace
from reports.slip_view import RefusedFile, Slip, WaitingPaper
from storage import documents_table, quarantine_table, unfinished_runs
from storage.instants import now
from storage.quarantine_table import QuarantinedRow

NOTE = "watch"
"""What the ledger says of a run of the watch."""

_NO_SLOT = "no_slot"
_LONGEST_AWAY = timedelta(days=10)  # from the evening before the longest holidays to the morning after


def slips_of(workspace: Workspace, inbox: Inbox, codes: Collection[str]) -> list[Slip]:
    """The slips of these dossiers as they stand, in this order; those that nobody knows of are left out.

    So are folders that no register knows and that are not called as a dossier is: a slip bears its name.
    Papers that wait for a look are not judged here: see flows/ownership.py.
    """
    wanted = list(codes)
    with workspace.ledger.reading() as connection:
        statuses = {
            status.record.dossier_code: status for status in statuses_of(workspace, connection, wanted)
        }
        documents = documents_table.documents_of(connection, wanted)
        rows = quarantine_table.quarantined_for(connection, wanted)
    there = list(still_there(rows, inbox))
    slips = []
    for code in wanted:
        status = statuses.get(code)
        refused = tuple(_refused(row) for row in there if code in {row.dossier_code, row.waits_for})
        waiting = tuple(_waiting(status, documents.get(code, ()))) if status else ()
        if shown_dossier(code, statuses) and (status or refused):
            slips.append(Slip(code, status, waiting, refused))
    return slips


def owed_slips(workspace: Workspace) -> list[str]:
    """The dossiers whose slips a watch may not have written: it was killed before, or met an outage."""
    with workspace.ledger.reading() as connection:
        return unfinished_runs.dossiers_of(connection, NOTE, since=now() - _LONGEST_AWAY)


def homeless_files(workspace: Workspace, inbox: Inbox, since: datetime) -> tuple[RefusedFile, ...]:
    """The files in quarantine of no known dossier, of which no slip tells, looked at since then."""
    with workspace.ledger.reading() as connection:
        rows = quarantine_table.homeless_since(connection, since)
    of_no_slip = [row for row in rows if not shown_dossier(row.waits_for, ())]
    return tuple(_refused(row) for row in still_there(of_no_slip, inbox))


def _refused(row: QuarantinedRow) -> RefusedFile:
    return RefusedFile(row.last_tried_at, row.bytes, row.reason)


def _waiting(status: DossierStatusReport, documents: Iterable[StoredDocument]) -> Iterator[WaitingPaper]:
    """The papers that fill no slot and wait for a person."""
    entries: Mapping[int, StoredDocument] = {entry.number: entry for entry in documents}
    names = {slot.id: slot.name for slot in status.slots}
    for paper in status.unassigned:
        if paper.settled:
            continue
        entry = entries[paper.number]
        kind = load_kinds().get(entry.kind)
        candidate = str(entry.candidates[0]["slot"]) if entry.candidates else ""
        yield WaitingPaper(
            number=paper.number,
            pages=paper.pages,
            kind_name=kind.name_vi if kind else "",
            reason=entry.review_reason or _NO_SLOT,
            candidate=names.get(candidate, ""),
        )
