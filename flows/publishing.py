"""Archive, publish and record: objects first, then the manifest and the ledger in one transaction.

Killed anywhere, the objects of a number that no manifest names are written again by the next run, for the
numbers of a claim are remembered with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from config.fault_points import FaultPoint, passed
from config.version import VERSION
from dossiers.audit import Event
from dossiers.errors import LedgerOutOfReach, NotReady, ObjectConflict
from dossiers.manifest import (
    Arrival,
    StoredDocument,
    StoredObject,
    StoredObjects,
    archive_key,
    manifest_key,
    original_key,
    text_key,
)
from flows.standing_claim import StandingClaim
from flows.workspace import Workspace
from ocr.archiving.text_object import write_text_object
from ocr.reading.read_file import OpenedFile
from ocr.values import Document, Reading
from storage import checks_table, documents_table, events_table, files_table, runs_table
from storage.files_table import FileOutcome, FileRow
from storage.instants import now

_EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
}


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came: where it lies, its fingerprint, and what was declared of it."""

    path: Path
    sha256: str
    bytes: int
    source_name: str
    declared_slot: str | None
    declared_by_person: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a file, ready to be stored. No `archive` where the original itself serves."""

    document: Document
    archive: Path | None
    text: Path


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read, with its papers ready to be stored since `ready_at`."""

    original: Original
    reading: Reading
    papers: tuple[Paper, ...]
    ready_at: datetime


class AlreadyStored(Exception):
    """Another run stored the same bytes in the same dossier meanwhile."""


def archived(
    file: OpenedFile, original: Original, reading: Reading, documents: Sequence[Document], work: Path
) -> ReadFile:
    """Writes the archive copy and the text of each document into the work directory."""
    papers = []
    for index, document in enumerate(documents):
        pages = file.pages.numbered(document.pages)
        target, text = work / f"archive-{index}.pdf", work / f"text-{index}.json"
        found = file.archive(reading, pages, target)
        write_text_object(pages, text)
        papers.append(
            Paper(_with_findings(document, found or ()), target if found is not None else None, text)
        )
    return ReadFile(original, reading, tuple(papers), ready_at=now())


def _with_findings(document: Document, found: tuple[str, ...]) -> Document:
    return document.model_copy(update={"findings": tuple(dict.fromkeys((*document.findings, *found)))})


def publish(
    workspace: Workspace, file: ReadFile, *, dossier_code: str, row: FileRow, run_id: str
) -> tuple[StoredDocument, ...]:
    """Stores the objects of a file under numbers reserved for it; every put is read back.

    Raises:
        ClaimLost: another run took the file over.
    """
    claim = StandingClaim(workspace, row)
    first = _numbers(workspace, dossier_code, row, len(file.papers))
    original = _put_original(workspace, file, dossier_code)
    passed(FaultPoint.ORIGINAL_STORED)
    return tuple(
        publish_paper(
            workspace,
            file,
            paper,
            original=original,
            dossier_code=dossier_code,
            number=number,
            run_id=run_id,
            claim=claim,
        )
        for number, paper in enumerate(file.papers, start=first)
    )


def publish_paper(
    workspace: Workspace,
    file: ReadFile,
    paper: Paper,
    *,
    original: StoredObject,
    dossier_code: str,
    number: int,
    run_id: str,
    before: StoredObjects | None = None,
    claim: StandingClaim | None = None,
) -> StoredDocument:
    """Stores what was made of one paper and says what the manifest will say of it.

    The papers of a file share its `original`, which is stored already. After a rerun (`before`) an object
    with the same bytes keeps its key, other bytes get the next version; what has a `claim` is put over what
    an interrupted try left.

    Raises:
        ClaimLost: another run took the file over.
    """
    archives = (archive_key(dossier_code, number, version) for version in count(1))
    texts = (text_key(dossier_code, number, version) for version in count(1))
    old_archive, old_text = (before.archive, before.text) if before else (None, None)
    if claim is not None:
        claim.require()
    stored_archive = (
        _put(workspace, archives, paper.archive, "application/pdf", before=old_archive)
        if paper.archive
        else None
    )
    passed(FaultPoint.ARCHIVE_STORED)
    if claim is not None:
        claim.require()
    stored_text = _put(workspace, texts, paper.text, "application/json", before=old_text)
    passed(FaultPoint.PAPER_STORED)
    objects = StoredObjects(original=original, archive=stored_archive, text=stored_text)
    return entry_of(file, paper.document, number=number, objects=objects, run_id=run_id)


def record(
    workspace: Workspace,
    file: ReadFile,
    stored: Sequence[StoredDocument],
    *,
    dossier_code: str,
    row: FileRow,
    pages: dict[str, int] | None,
    events: Iterable[Event] = (),
) -> tuple[StoredDocument, ...]:
    """Writes ledger and manifest in one transaction; the dossier's manifest is written by one at a time.

    `pages` says how many came from where; None for a part of a batch scan, whose file tells them. `events`
    is what the audit trail says of it. Returns the papers as the manifest has them.

    Raises:
        AlreadyStored: the dossier holds these bytes by now.
        ClaimLost: another run took the file over.
    """
    try:
        with workspace.ledger.transaction() as connection:
            documents_table.lock_dossier(connection, dossier_code)
            files_table.hold(connection, row)
            files_table.finish(
                connection,
                row.id,
                FileOutcome.STORED,
                sha256=file.original.sha256,
                pages=pages,
                settled=pages is None,
            )
            passed(FaultPoint.FINISHED_UNCOMMITTED)
            arrived = _arrived(stored, runs_table.night_of(connection, row.run_id))
            documents_table.replace_documents(connection, dossier_code, arrived)
            manifest = documents_table.manifest(connection, dossier_code)
            put_manifest(workspace, manifest.to_bytes(), dossier_code)
            checks_table.carried_out(connection, dossier_code, row.id)
            events_table.note(connection, *events)
    except IntegrityError as error:
        raise AlreadyStored from error
    except LedgerOutOfReach:
        _doubt_manifest(workspace, dossier_code, row)
        raise
    return arrived


def _doubt_manifest(workspace: Workspace, dossier_code: str, row: FileRow) -> None:
    """The manifest was put and the ledger let go of the transaction meanwhile: somebody has to look.

    The change is announced already, unless another run, which took this one for dead, made it and said so.
    """
    with suppress(LedgerOutOfReach), workspace.ledger.transaction() as connection:
        checks_table.announce(connection, dossier_code, row.id)


def _arrived(stored: Sequence[StoredDocument], night: int) -> tuple[StoredDocument, ...]:
    return tuple(
        entry.model_copy(update={"arrival": Arrival(night=night, number=entry.number)}) for entry in stored
    )


def put_manifest(workspace: Workspace, content: bytes, dossier_code: str) -> None:
    """Stores the manifest of a dossier over the one before."""
    _put(workspace, [manifest_key(dossier_code)], content, "application/json")
    passed(FaultPoint.MANIFEST_UNCOMMITTED)


def entry_of(
    file: ReadFile, document: Document, *, number: int, objects: StoredObjects, run_id: str
) -> StoredDocument:
    """What the manifest says of one paper of a file that was read, stored under this number."""
    original, evidence = file.original, document.field_evidence
    return StoredDocument(
        number=number,
        slot=document.slot,
        kind=document.kind,
        kind_confidence=document.kind_confidence,
        kind_evidence=tuple(piece.model_dump(mode="json") for piece in document.kind_evidence),
        pages=len(document.pages),
        source_pages=document.pages,
        state=document.state,
        findings=document.findings,
        gate_failures=document.gate_failures,
        fields=document.fields,
        field_evidence={name: entry.model_dump(mode="json") for name, entry in evidence.items()},
        personal_numbers=document.personal_numbers,
        is_application=document.is_application,
        signatures=tuple(entry.model_dump(mode="json") for entry in file.reading.signatures),
        declared_slot=original.declared_slot,
        declared_by_person=original.declared_by_person,
        candidates=tuple(candidate.model_dump() for candidate in document.candidates),
        review_reason=document.review_reason,
        source_name=original.source_name,
        digitised_at=now(),
        run_id=run_id,
        pipeline_version=VERSION,
        objects=objects,
    )


def _put(
    workspace: Workspace,
    keys: Iterable[str],
    source: Path | bytes,
    media_type: str,
    *,
    before: StoredObject | None = None,
) -> StoredObject:
    """Stores bytes under the first key; where it held other bytes (`before`), under the next free one."""
    digest, size = measured(source)
    versions = iter(keys)
    key = next(versions)
    if before is not None:
        while key != before.key:
            key = next(versions)
    differs = before is not None and before.sha256 != digest
    while True:
        key = next(versions) if differs else key
        try:
            workspace.store.put(key, source, sha256=digest, media_type=media_type, if_absent=differs)
        except ObjectConflict:
            if not differs:
                raise
        else:
            return StoredObject(key=key, sha256=digest, bytes=size, media_type=media_type)


def _put_original(workspace: Workspace, file: ReadFile, dossier_code: str) -> StoredObject:
    """Stores the file as it came; the store refuses it where it is no longer what was fingerprinted."""
    original, media_type = file.original, file.reading.media_type
    key = original_key(dossier_code, original.sha256, _EXTENSIONS[media_type])
    workspace.store.put(key, original.path, sha256=original.sha256, media_type=media_type)
    return StoredObject(key=key, sha256=original.sha256, bytes=original.bytes, media_type=media_type)


def measured(source: Path | bytes) -> tuple[str, int]:
    """SHA-256 in hex, and the size."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest(), len(source)
    with source.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest(), source.stat().st_size


def _numbers(workspace: Workspace, dossier_code: str, row: FileRow, count: int) -> int:
    """The first of `count` numbers: those of an interrupted try of the same file, or new ones."""
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, dossier_code)
        files_table.hold(connection, row)
        kept = files_table.kept_numbers(connection, row.id)
        if kept is not None and kept.count == count:
            first = kept.first
        else:
            if not documents_table.knows_dossier(connection, dossier_code):
                _refuse_foreign_manifest(workspace, dossier_code)
            first = documents_table.reserve_numbers(connection, dossier_code, count)
            files_table.keep_numbers(connection, row.id, first, count)
        checks_table.announce(connection, dossier_code, row.id)
    passed(FaultPoint.NUMBERED)
    return first


def _refuse_foreign_manifest(workspace: Workspace, dossier_code: str) -> None:
    """A ledger that was lost must not begin again at number 1 over what the store holds."""
    if workspace.store.head(manifest_key(dossier_code)) is not None:
        raise NotReady(
            f"The store holds the dossier {dossier_code}, but this ledger does not know it.",
            "Run `sohoa rebuild`, or point [ledger] url to the ledger that belongs to this store.",
        )
