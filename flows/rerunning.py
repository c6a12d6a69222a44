"""Rerun: dossiers again, on purpose, from what the store holds of them.

A paper that comes out the same keeps its entry, so a rerun without a cause changes nothing. Papers that are
cut differently than before get new numbers: a number is never used again. What a person decided stays, and
so does the cut of a file of which a person decided any paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dossiers.audit import Event, Step
from dossiers.errors import (
    FileRefused,
    ObjectPurged,
    SohoaError,
    StoreDamaged,
    UnknownDossier,
    UsageError,
)
from dossiers.manifest import StoredDocument, document_id
from dossiers.periods import VIETNAM
from dossiers.register import DossierRecord
from flows.batch import batch_run
from flows.dossier_parts import context_of
from flows.ownership import recheck
from flows.redoing import Overtaken, Redone, Undone, redo_file, undone_event
from flows.second_tries import FAULTS_OF_A_FILE, tried_twice
from flows.selecting import Selection, Stage
from flows.upkeep.sealing import seal_trail
from flows.workspace import Workspace
from storage import documents_table, events_table, register_table

# In a rerun the originals come from the store: one that is damaged ends no other.
FAULTS_OF_AN_ORIGINAL = (*FAULTS_OF_A_FILE, StoreDamaged, ObjectPurged)

FileKey = tuple[str, str | None]
"""The fingerprint of an original, and what it was declared to be."""


def rerun_dossiers(
    workspace: Workspace,
    selection: Selection,
    *,
    stage: Stage,
    reason: str,
    on_dossier: Callable[[int], None] | None = None,
) -> Redone:
    """Does the papers of the selected dossiers again and publishes what comes out differently.

    A file that cannot be done again is counted and named; its papers stay as they were.

    Raises:
        UsageError: nothing is selected, or no reason is given.
        UnknownDossier: a named dossier is in no register.
        OutOfReach, NotReady: see the error tree.
    """
    if not reason.strip():
        raise UsageError("A rerun needs a reason.", "Say it with --reason.")
    records = selected_dossiers(workspace, selection)
    total = Redone()
    with batch_run(workspace, note=reason) as run_id:
        _note_order(workspace, run_id, stage, len(records))
        for record in records:
            total += _rerun(workspace, record.dossier_code, stage, run_id)
            if on_dossier:
                on_dossier(len(records))
        recheck(workspace)
    seal_trail(workspace)
    return total


def _note_order(workspace: Workspace, run_id: str, stage: Stage, dossiers: int) -> None:
    """Somebody asked for it; why, the run alone says."""
    order = Event(
        step=Step.RERUN,
        subject="order",
        run_id=run_id,
        details={"stage": stage.value, "dossiers": dossiers},
    )
    with workspace.ledger.transaction() as connection:
        events_table.note(connection, order)


def selected_dossiers(workspace: Workspace, selection: Selection) -> list[DossierRecord]:
    """The registered dossiers that are meant.

    Raises:
        UsageError: nothing is selected.
        UnknownDossier: a named dossier is in no register, or nothing is meant.
    """
    if selection.is_empty:
        raise UsageError("No dossier is selected.", "Say --dossier, --unit, --period, or --from and --to.")
    with workspace.ledger.reading() as connection:
        records = [entry for entry in register_table.all_dossiers(connection) if selection.holds(entry)]
    if not records:
        raise UnknownDossier(
            "No registered dossier is meant by this.", "Check the codes, the unit and the dates."
        )
    unknown = set(selection.dossier_codes) - {record.dossier_code for record in records}
    if unknown:
        raise UnknownDossier(f"No register holds the dossier {min(unknown)}, or another option excludes it.")
    return records


def _rerun(workspace: Workspace, code: str, stage: Stage, run_id: str) -> Redone:
    total = Redone()
    for key in papers_by_file(workspace, code):
        try:
            total += _redone(workspace, code, key, stage, run_id)
        except FAULTS_OF_AN_ORIGINAL as fault:
            left = undone(workspace, code, key, fault)
            with workspace.ledger.transaction() as connection:
                events_table.note(connection, undone_event(code, key[0], left, stage, run_id))
            total += Redone(failed=(left,))
    return total


def require_unpurged(entries: Sequence[StoredDocument]) -> None:
    """What was deleted lawfully is neither read again nor made anew.

    Raises:
        ObjectPurged: something of one of the papers was purged.
    """
    days = sorted(moment.astimezone(VIETNAM).date() for entry in entries for moment in entry.purged.values())
    if days:
        raise ObjectPurged(f"It was purged on {days[-1]}, after its retention.")


def _redone(workspace: Workspace, code: str, key: FileKey, stage: Stage, run_id: str) -> Redone:
    """One file done again; once more, where a person decided about it meanwhile.

    Raises:
        ObjectPurged: something of it was purged, before or meanwhile.
    """
    while True:
        entries = papers_by_file(workspace, code)[key]
        require_unpurged(entries)
        context = context_of(
            workspace, code, entries[0].declared_slot, by_person=entries[0].declared_by_person
        )
        try:
            return tried_twice(partial(redo_file, workspace, entries, context, stage, run_id))
        except Overtaken:
            continue


def papers_by_file(workspace: Workspace, code: str) -> dict[FileKey, list[StoredDocument]]:
    """The papers of a dossier by the file and the role in which they came."""
    with workspace.ledger.reading() as connection:
        documents = documents_table.manifest(connection, code).documents
    files: dict[FileKey, list[StoredDocument]] = {}
    for entry in documents:
        files.setdefault((entry.objects.original.sha256, entry.declared_slot), []).append(entry)
    return files


def undone(workspace: Workspace, code: str, key: FileKey, fault: SohoaError) -> Undone:
    """A file that could not be done again, and why."""
    return Undone(
        documents=tuple(
            document_id(code, entry.number) for entry in papers_by_file(workspace, code).get(key, ())
        ),
        reason=fault.reason.value if isinstance(fault, FileRefused) else fault.code,
        detail=fault.message,
    )
