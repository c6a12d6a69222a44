"""Publish and record: objects first, then the manifest and the ledger in one transaction.

Killed anywhere, the objects of a number that no manifest names are written again by the next run, for the
numbers of a claim are remembered with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from config.version import VERSION
from dossiers.errors import NotReady
from dossiers.manifest import (
    StoredDocument,
    StoredObject,
    StoredObjects,
    archive_key,
    manifest_key,
    original_key,
    text_key,
)
from flows.workspace import Workspace
from ocr.archive import write_archive
from ocr.text_object import text_object
from ocr.values import Document, Reading
from storage import documents_table, files_table
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
    """A file that was read: what it is and where it lies."""

    path: Path
    sha256: str
    bytes: int
    source_name: str
    declared_slot: str | None


class AlreadyStored(Exception):
    """Another run stored the same bytes in the same dossier meanwhile."""


def prepare_objects(
    workspace: Workspace, original: Original, reading: Reading, documents: Sequence[Document], work: Path
) -> list[Path | None]:
    """Writes the archive copy of each document into the work directory; None where the original serves."""
    archives: list[Path | None] = []
    for index, document in enumerate(documents):
        target = work / f"archive-{index}.pdf"
        written = write_archive(
            original.path,
            reading=reading,
            pages=document.pages,
            target=target,
            settings=workspace.settings.ocr,
            work_directory=work,
        )
        archives.append(target if written else None)
    return archives


def publish(
    workspace: Workspace,
    *,
    dossier_code: str,
    row: FileRow,
    run_id: str,
    original: Original,
    reading: Reading,
    documents: Sequence[Document],
    archives: Sequence[Path | None],
) -> tuple[StoredDocument, ...]:
    """Stores the objects of a file under numbers reserved for it; every put is read back."""
    first = _numbers(workspace, dossier_code, row, len(documents))
    kept = put_object(
        workspace,
        original_key(dossier_code, original.sha256, _EXTENSIONS[reading.media_type]),
        original.path,
        reading.media_type,
        sha256=original.sha256,
        size=original.bytes,
    )
    stored = []
    for index, (document, archive) in enumerate(zip(documents, archives, strict=True)):
        number = first + index
        objects = StoredObjects(
            original=kept,
            archive=_put_file(workspace, archive_key(dossier_code, number), archive) if archive else None,
            text=_put_text(workspace, text_key(dossier_code, number), reading, document),
        )
        stored.append(describe(document, number, original, reading, objects, run_id))
    return tuple(stored)


def record(
    workspace: Workspace,
    *,
    dossier_code: str,
    row: FileRow,
    original: Original,
    stored: Sequence[StoredDocument],
    pages: dict[str, int],
) -> None:
    """Writes ledger and manifest in one transaction; the dossier's manifest is written by one at a time.

    Raises:
        AlreadyStored: the dossier holds these bytes by now.
    """
    try:
        with workspace.ledger.transaction() as connection:
            documents_table.lock_dossier(connection, dossier_code)
            files_table.finish(
                connection, row.id, FileOutcome.STORED, sha256=original.sha256, pages=pages
            )
            documents_table.replace_documents(connection, dossier_code, stored)
            put_manifest(workspace, documents_table.manifest(connection, dossier_code).to_bytes(), dossier_code)
    except IntegrityError as error:
        raise AlreadyStored from error


def put_manifest(workspace: Workspace, content: bytes, dossier_code: str) -> None:
    """Stores the manifest of a dossier over the one before."""
    workspace.store.put(
        manifest_key(dossier_code),
        content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="application/json",
    )


def describe(
    document: Document,
    number: int,
    original: Original,
    reading: Reading,
    objects: StoredObjects,
    run_id: str,
) -> StoredDocument:
    """The manifest's entry of a document."""
    return StoredDocument(
        number=number,
        slot=document.slot,
        kind=document.kind,
        kind_confidence=document.kind_confidence,
        pages=len(document.pages),
        source_pages=document.pages,
        state=document.state,
        findings=document.findings,
        fields=document.fields,
        field_evidence={name: entry.model_dump() for name, entry in document.field_evidence.items()},
        signatures=tuple(signature.model_dump(mode="json") for signature in reading.signatures),
        declared_slot=original.declared_slot,
        candidates=tuple(candidate.model_dump() for candidate in document.candidates),
        review_reason=document.review_reason,
        source_name=original.source_name,
        digitised_at=now(),
        run_id=run_id,
        pipeline_version=VERSION,
        objects=objects,
    )


def put_object(
    workspace: Workspace, key: str, source: Path | bytes, media_type: str, *, sha256: str, size: int
) -> StoredObject:
    """Stores one object and says what a manifest says of it."""
    workspace.store.put(key, source, sha256=sha256, media_type=media_type)
    return StoredObject(key=key, sha256=sha256, bytes=size, media_type=media_type)


def _put_file(workspace: Workspace, key: str, file: Path) -> StoredObject:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    size = file.stat().st_size
    return put_object(workspace, key, file, "application/pdf", sha256=digest, size=size)


def _put_text(workspace: Workspace, key: str, reading: Reading, document: Document) -> StoredObject:
    content = text_object(reading, document.pages)
    digest = hashlib.sha256(content).hexdigest()
    return put_object(workspace, key, content, "application/json", sha256=digest, size=len(content))


def _numbers(workspace: Workspace, dossier_code: str, row: FileRow, count: int) -> int:
    """The first of `count` numbers: those of an interrupted try of the same file, or new ones."""
    if row.first_number is not None and row.number_count == count:
        return row.first_number
    with workspace.ledger.transaction() as connection:
        if not documents_table.knows_dossier(connection, dossier_code):
            _refuse_foreign_manifest(workspace, dossier_code)
        first = documents_table.reserve_numbers(connection, dossier_code, count)
        files_table.keep_numbers(connection, row.id, first, count)
    return first


def _refuse_foreign_manifest(workspace: Workspace, dossier_code: str) -> None:
    """A ledger that was lost must not begin again at number 1 over what the store holds."""
    if workspace.store.head(manifest_key(dossier_code)) is not None:
        raise NotReady(
            f"The store holds the dossier {dossier_code}, but this ledger does not know it.",
            "Run `sohoa rebuild`, or point [ledger] url to the ledger that belongs to this store.",
        )
