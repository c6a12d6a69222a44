"""Rerun: dossiers again, on purpose, from what the store holds of them.

A paper that comes out the same keeps its entry, so a rerun without a cause changes nothing. Papers that are
cut differently than before get new numbers: a number is never used again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossiers.errors import UnknownDossier, UsageError
from dossiers.manifest import StoredDocument
from dossiers.ownership import restored
from dossiers.register import DossierRecord
from dossiers.slots import fillable_components
from flows import publishing
from flows.batch import batch_run
from flows.ownership import recheck
from flows.publishing import Original, ReadFile
from flows.selecting import Selection, Stage
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.archiving.text_object import stored_lines
from ocr.reading.read_file import OpenedFile, opened_file
from ocr.understanding.documents import DossierContext, understand
from ocr.values import Document, Reading, Signature
from storage import documents_table, register_table

_FILE_FINDINGS = ("restricted", "signed", "active_content")


class Redone(BaseModel):
    """How many papers were done again, and how many came out differently."""

    model_config = ConfigDict(frozen=True)

    read: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Redone) -> Redone:
        """Counts add up."""
        return Redone(
            read=self.read + other.read,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
        )


def rerun_dossiers(
    workspace: Workspace,
    selection: Selection,
    *,
    stage: Stage,
    reason: str,
    on_dossier: Callable[[int], None] | None = None,
) -> Redone:
    """Does the papers of the selected dossiers again and publishes what comes out differently.

    Raises:
        UsageError: nothing is selected, or no reason is given.
        UnknownDossier: a named dossier is in no register.
        FileRefused, StoreDamaged: a stored original cannot be read any more.
    """
    if selection.is_empty:
        raise UsageError("No dossier is selected.", "Say --dossier, --unit, or --from and --to.")
    if not reason.strip():
        raise UsageError("A rerun needs a reason.", "Say it with --reason.")
    records = _selected(workspace, selection)
    total = Redone()
    with batch_run(workspace, note=reason) as run_id:
        for record in records:
            total += _rerun(workspace, record, stage, run_id)
            if on_dossier:
                on_dossier(len(records))
        recheck(workspace)
    return total


def _selected(workspace: Workspace, selection: Selection) -> list[DossierRecord]:
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


def _rerun(workspace: Workspace, record: DossierRecord, stage: Stage, run_id: str) -> Redone:
    with workspace.ledger.reading() as connection:
        documents = documents_table.manifest(connection, record.dossier_code).documents
        rows = register_table.rows_of(connection, record.dossier_code)
    procedure = workspace.catalogue.get(record.procedure_code)
    total = Redone()
    for entries in _by_original(documents):
        context = DossierContext(
            dossier_code=record.dossier_code,
            components=fillable_components(procedure, rows),
            results=procedure.result if procedure else (),
            declared_slot=entries[0].declared_slot,
            declared_by_person=entries[0].declared_by_person,
        )
        total += _rerun_file(workspace, entries, context, stage, run_id)
    return total


def _by_original(documents: Sequence[StoredDocument]) -> list[list[StoredDocument]]:
    """The papers by the file and the role in which they came."""
    files: dict[tuple[str, str | None], list[StoredDocument]] = {}
    for entry in documents:
        files.setdefault((entry.objects.original.sha256, entry.declared_slot), []).append(entry)
    return list(files.values())


def _rerun_file(
    workspace: Workspace,
    entries: Sequence[StoredDocument],
    context: DossierContext,
    stage: Stage,
    run_id: str,
) -> Redone:
    with work_directory() as work:
        first = entries[0]
        path = work / "original"
        workspace.store.download(first.objects.original.key, path)
        original = Original(
            path=path,
            sha256=first.objects.original.sha256,
            bytes=first.objects.original.bytes,
            source_name=first.source_name,
            declared_slot=first.declared_slot,
            declared_by_person=first.declared_by_person,
        )
        with opened_file(path, settings=workspace.settings.ocr, work_directory=work) as opened:
            reading = (
                opened.read() if stage is Stage.READ else _stored_reading(workspace, entries, opened, work)
            )
            documents = (
                tuple(_stored_document(entry) for entry in entries)
                if stage is Stage.STORE
                else understand(reading, context=context, knowledge=workspace.knowledge)
            )
            file = publishing.archived(opened, original, reading, documents, work)
        return _republish(workspace, context.dossier_code, entries, file, run_id)


def _republish(
    workspace: Workspace, code: str, before: Sequence[StoredDocument], file: ReadFile, run_id: str
) -> Redone:
    papers = file.papers
    same_cut = [entry.source_pages for entry in before] == [paper.document.pages for paper in papers]
    olds: Sequence[StoredDocument | None] = before if same_cut else [None] * len(papers)
    after = []
    for number, old, paper in zip(_numbers(workspace, code, olds, len(papers)), olds, papers, strict=True):
        entry = publishing.publish_paper(
            workspace,
            file,
            paper,
            dossier_code=code,
            number=number,
            run_id=run_id,
            before=old.objects if old else None,
        )
        after.append(_decided(entry, old))
    changed = [entry for entry in after if not any(_is_same(entry, old) for old in before)]
    if changed or not same_cut:
        gone = [] if same_cut else [entry.number for entry in before]
        with workspace.ledger.transaction() as connection:
            documents_table.lock_dossier(connection, code)
            documents_table.replace_documents(connection, code, changed, without=gone)
            manifest = documents_table.manifest(connection, code)
            publishing.put_manifest(workspace, manifest.to_bytes(), code)
    return Redone(read=len(after), changed=len(changed), unchanged=len(after) - len(changed))


def _numbers(
    workspace: Workspace, code: str, olds: Sequence[StoredDocument | None], count: int
) -> Sequence[int]:
    kept = [old.number for old in olds if old is not None]
    if len(kept) == count:
        return kept
    with workspace.ledger.transaction() as connection:
        first = documents_table.reserve_numbers(connection, code, count)
    return range(first, first + count)


def _decided(entry: StoredDocument, old: StoredDocument | None) -> StoredDocument:
    """What a person decided about a paper outlasts a rerun."""
    if old is None or not old.decisions:
        return entry
    last = old.decisions[-1]
    return entry.model_copy(
        update={"decisions": old.decisions, "slot": last.slot, "review_reason": None, "candidates": ()}
    )


def _is_same(entry: StoredDocument, old: StoredDocument) -> bool:
    """Whether only the time and the run differ, and whose paper it is: that is asked anew at the end."""
    update = {"digitised_at": old.digitised_at, "run_id": old.run_id}
    return restored(entry.model_copy(update=update)) == restored(old)


def _stored_reading(
    workspace: Workspace, entries: Sequence[StoredDocument], file: OpenedFile, work: Path
) -> Reading:
    """The reading of a file, put together again from the text objects of its papers."""
    found = {finding for entry in entries for finding in entry.findings}
    return Reading(
        media_type=entries[0].objects.original.media_type,
        pages=file.recall(_stored_pages(workspace, entries, work)),
        signatures=tuple(Signature.model_validate(entry) for entry in entries[0].signatures),
        findings=tuple(finding for finding in _FILE_FINDINGS if finding in found),
    )


def _stored_pages(
    workspace: Workspace, entries: Sequence[StoredDocument], work: Path
) -> Iterator[tuple[int, bytes]]:
    """Every page once, in the order of the file: papers hold neighbouring pages."""
    text = work / "stored.json"
    for entry in sorted(entries, key=lambda entry: entry.source_pages):
        workspace.store.download(entry.objects.text.key, text)
        yield from stored_lines(text)


def _stored_document(entry: StoredDocument) -> Document:
    return Document.model_validate(
        {**entry.model_dump(include=set(Document.model_fields)), "pages": entry.source_pages}
    )
