"""One stored file done again: read, understood, archived, published where it comes out differently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import Connection

from config.fault_points import FaultPoint, passed
from dossiers.audit import Event, Step
from dossiers.deciding import carried
from dossiers.judging import as_read
from dossiers.manifest import StoredDocument
from flows import publishing
from flows.papers_again import documents_again, stored_original
from flows.publishing import ReadFile
from flows.reading_again import reading_again
from flows.selecting import Stage
from flows.way_events import paper_events
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.reading.read_file import opened_file
from ocr.understanding.context import DossierContext
from ocr.values import Document
from storage import checks_table, documents_table, events_table

_OVERTAKEN_BY = ("decisions", "purged", "objects")


class Undone(BaseModel):
    """A file that could not be done again; its papers stand as before."""

    model_config = ConfigDict(frozen=True)

    documents: tuple[str, ...]
    reason: str
    detail: str


class Redone(BaseModel):
    """How many papers were done again, and how many came out differently; the files that could not be."""

    model_config = ConfigDict(frozen=True)

    read: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: tuple[Undone, ...] = ()

    def __add__(self, other: Redone) -> Redone:
        """Counts add up."""
        return Redone(
            read=self.read + other.read,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            failed=(*self.failed, *other.failed),
        )


class Overtaken(Exception):
    """While the file was done again, a person decided about it, it was purged, or cut by another rerun."""


def redo_file(
    workspace: Workspace,
    entries: Sequence[StoredDocument],
    context: DossierContext,
    stage: Stage,
    run_id: str,
) -> Redone:
    """Does the papers of one original again.

    Raises:
        Overtaken: nothing was changed; the papers have to be looked up anew.
        FileRefused, StepFailed, StoreDamaged: the original cannot be read any more.
    """
    with work_directory() as work:
        original = stored_original(workspace, entries[0], work / "original")
        with opened_file(original.path, settings=workspace.settings.ocr, work_directory=work) as opened:
            reading = reading_again(workspace, entries, opened, stage, work)
            documents = documents_again(workspace, entries, reading, context, stage)
            file = publishing.archived(opened, original, reading, documents, work)
        return _republish(workspace, context.dossier_code, entries, file, stage=stage, run_id=run_id)


def _republish(
    workspace: Workspace,
    code: str,
    before: Sequence[StoredDocument],
    file: ReadFile,
    *,
    stage: Stage,
    run_id: str,
) -> Redone:
    olds = same_pages(before, [paper.document for paper in file.papers])
    change = uuid4().hex[:20]
    numbers = _announced(workspace, code, before, olds, change)
    fresh = [
        publishing.publish_paper(
            workspace,
            file,
            paper,
            original=before[0].objects.original,
            dossier_code=code,
            number=number,
            run_id=run_id,
            before=old.objects if old else None,
        )
        for number, old, paper in zip(numbers, olds, file.papers, strict=True)
    ]
    passed(FaultPoint.REDONE_STORED)
    order = Event(
        step=Step.RERUN,
        subject=code,
        run_id=run_id,
        dossier_code=code,
        details={"stage": stage.value, "sha256": file.original.sha256},
    )
    try:
        return _record(workspace, code, before, fresh, change=change, order=order, ready_at=file.ready_at)
    except Overtaken:  # no manifest was put, so nothing waits for a look
        with workspace.ledger.transaction() as connection:
            checks_table.carried_out(connection, code, change)
        raise


def same_pages(
    before: Sequence[StoredDocument], documents: Sequence[Document]
) -> list[StoredDocument | None]:
    """For each paper of a file done again the stored one of the same pages."""
    by_pages = {entry.source_pages: entry for entry in before}
    return [by_pages.get(document.pages) for document in documents]


def _announced(
    workspace: Workspace,
    code: str,
    before: Sequence[StoredDocument],
    olds: Sequence[StoredDocument | None],
    change: str,
) -> list[int]:
    """The numbers to store under: papers that are cut as before keep theirs, the others get new ones.

    Announced before the first object is stored, so that no purge deletes it meanwhile.
    """
    missing = sum(old is None for old in olds)
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        _require_standing(connection, code, before)
        first = documents_table.reserve_numbers(connection, code, missing) if missing else 0
        checks_table.announce(connection, code, change)
    new = iter(range(first, first + missing))
    return [old.number if old is not None else next(new) for old in olds]


def _record(
    workspace: Workspace,
    code: str,
    before: Sequence[StoredDocument],
    fresh: Sequence[StoredDocument],
    *,
    change: str,
    order: Event,
    ready_at: datetime,
) -> Redone:
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        current = _require_standing(connection, code, before)
        first = min(before, key=lambda entry: entry.came)
        after = [
            carried(entry, current[entry.number])
            if entry.number in current
            else entry.model_copy(update={"first_stored_at": first.stored_at, "arrival": first.arrival})
            for entry in fresh
        ]
        changed = [entry for entry in after if not is_same(entry, current.get(entry.number))]
        gone = sorted({entry.number for entry in before} - {entry.number for entry in after})
        if changed or gone:
            documents_table.replace_documents(connection, code, changed, without=gone)
            manifest = documents_table.manifest(connection, code)
            publishing.put_manifest(workspace, manifest.to_bytes(), code)
            events_table.note(connection, *paper_events(workspace, changed, code, ready_at=ready_at))
        checks_table.carried_out(connection, code, change)
        events_table.note(connection, _ended(order, changed, gone))
    return Redone(read=len(after), changed=len(changed), unchanged=len(after) - len(changed))


def _ended(order: Event, changed: Sequence[StoredDocument], gone: Sequence[int]) -> Event:
    numbers: dict[str, JsonValue] = {
        "changed": [entry.number for entry in changed],
        "gone": list(gone),
    }
    return order.model_copy(
        update={
            "outcome": "changed" if changed or gone else "unchanged",
            "details": {**order.details, **numbers},
        }
    )


def undone_event(code: str, sha256: str, undone: Undone, stage: Stage, run_id: str) -> Event:
    """What the audit trail says of a file that could not be done again."""
    return Event(
        step=Step.RERUN,
        subject=code,
        outcome=undone.reason,
        run_id=run_id,
        dossier_code=code,
        details={"stage": stage.value, "sha256": sha256},
    )


def _require_standing(
    connection: Connection, code: str, before: Sequence[StoredDocument]
) -> dict[int, StoredDocument]:
    """The papers of the dossier, by number.

    Raises:
        Overtaken: the file stands otherwise than before.
    """
    current = {entry.number: entry for entry in documents_table.manifest(connection, code).documents}
    if any(_stands_otherwise(entry, current.get(entry.number)) for entry in before):
        raise Overtaken
    return current


def _stands_otherwise(entry: StoredDocument, now: StoredDocument | None) -> bool:
    """Whether a person decided about the paper, it was purged, or another rerun stored it anew."""
    return now is None or any(getattr(now, name) != getattr(entry, name) for name in _OVERTAKEN_BY)


def is_same(entry: StoredDocument, old: StoredDocument | None) -> bool:
    """Whether only times and the run differ, and what other papers tell: that is judged anew at the end."""
    if old is None:
        return False
    times = {name: getattr(old, name) for name in ("digitised_at", "first_stored_at", "run_id")}
    return as_read(entry.model_copy(update=times)) == as_read(old)
