"""One file: what it is (`inspect`), or through the whole pipeline (`ingest`). No Prefect, no server."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from config.settings import Settings
from dossiers.errors import FileRefused, UsageError
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from dossiers.register import RESULT_SLOT
from dossiers.slots import fillable_components
from flows.batch import batch_run
from flows.inbox import sight
from flows.way import FileWay, Outcome, PageProgress
from flows.workspace import Workspace, knowledge_of
from ocr.reading.read_file import read_file
from ocr.understanding.documents import understand
from ocr.values import Document, PageReading, Reading, Signature
from storage import documents_table, register_table


class Inspection(BaseModel):
    """What one file is (contract.md, `sohoa inspect`)."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str | None
    bytes: int | None
    media_type: str | None
    outcome: str
    reason: Reason | None
    pages: tuple[PageReading, ...] = ()
    documents: tuple[Document, ...] = ()
    signatures: tuple[Signature, ...] = ()
    findings: tuple[str, ...] = ()
    detail: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's shape: pages without their words, documents without slots (no dossier is known)."""
        return self.model_dump(
            mode="json",
            exclude={
                "pages": {"__all__": {"words", "ink", "sharpness", "width", "height", "colour"}},
                "documents": {"__all__": {"slot", "candidates", "review_reason"}},
            },
        )


class Ingested(BaseModel):
    """What became of one file (contract.md, `sohoa ingest`)."""

    model_config = ConfigDict(frozen=True)

    outcome: str
    reason: Reason | None
    detail: str | None
    duplicate: bool
    documents: tuple[StoredDocument, ...]


def inspect_file(path: Path, settings: Settings, *, on_page: PageProgress | None = None) -> Inspection:
    """Looks at one file without storing anything; a refused one is an inspection too, with its reason.

    Raises:
        ToolMissing: tesseract or a language of it is not installed.
    """
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        detail = f"The file cannot be read: {error.strerror}."
        return _refused(path, None, None, FileRefused(detail, reason=Reason.UNREADABLE))
    with tempfile.TemporaryDirectory(prefix="sohoa-") as work:
        try:
            reading = read_file(path, settings=settings.ocr, work_directory=Path(work), on_page=on_page)
        except FileRefused as refusal:
            return _refused(path, digest, size, refusal)
    return _accepted(path, digest, size, reading, settings)


def ingest_file(
    workspace: Workspace,
    path: Path,
    *,
    dossier_code: str,
    slot: str | None,
    on_page: PageProgress | None = None,
) -> Ingested:
    """Takes one file into a dossier; the file itself stays where it is.

    Raises:
        UsageError: the dossier has no such slot.
        OutOfReach, NotReady: see the error tree.
    """
    _require_slot(workspace, dossier_code, slot)
    try:
        file = sight(path, dossier_code=dossier_code, declared_slot=slot)
    except OSError as error:
        raise FileRefused(
            f"The file {path} cannot be read: {error.strerror}.", reason=Reason.UNREADABLE
        ) from None
    with batch_run(workspace) as run_id:
        result = FileWay(workspace, run_id).take_in(
            file, settle=lambda _file: None, by_person=slot is not None, on_page=on_page
        )
    accepted = result.outcome in {Outcome.STORED, Outcome.DUPLICATE}
    return Ingested(
        outcome="ok" if accepted else "rejected",
        reason=result.reason,
        detail=result.detail or None,
        duplicate=result.outcome is Outcome.DUPLICATE,
        documents=result.documents or _documents_of(workspace, dossier_code, path),
    )


def _require_slot(workspace: Workspace, dossier_code: str, slot: str | None) -> None:
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, dossier_code)
        rows = register_table.rows_of(connection, dossier_code)
    if record is None or slot is None:
        return  # an unknown dossier is a quarantine reason, not a wrong call
    procedure = workspace.catalogue.get(record.procedure_code)
    slots = [RESULT_SLOT, *(component.id for component in fillable_components(procedure, rows))]
    if slot not in slots:
        raise UsageError(f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(slots)}.")


def _documents_of(workspace: Workspace, dossier_code: str, path: Path) -> tuple[StoredDocument, ...]:
    """What the manifest says of a file that was stored before, as a duplicate is told."""
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ()
    with workspace.ledger.reading() as connection:
        documents = documents_table.manifest(connection, dossier_code).documents
    return tuple(entry for entry in documents if entry.objects.original.sha256 == digest)


def _accepted(path: Path, digest: str, size: int, reading: Reading, settings: Settings) -> Inspection:
    return Inspection(
        file=str(path),
        sha256=digest,
        bytes=size,
        media_type=reading.media_type,
        outcome="ok",
        reason=None,
        pages=reading.pages,
        documents=understand(reading, context=None, knowledge=knowledge_of(settings)),
        signatures=reading.signatures,
        findings=reading.findings,
    )


def _refused(path: Path, digest: str | None, size: int | None, refusal: FileRefused) -> Inspection:
    return Inspection(
        file=str(path),
        sha256=digest,
        bytes=size,
        media_type=None,
        outcome="rejected",
        reason=refusal.reason,
        detail=refusal.message,
    )
