"""One file through the whole pipeline (`sohoa ingest`). No Prefect, no server."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossiers.errors import FileRefused, UnknownDossier, UsageError
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from flows.batch import batch_run
from flows.inbox import sight
from flows.ownership import recheck
from flows.slot_names import slots_of
from flows.way import FileWay, Outcome
from flows.workspace import Workspace
from ocr.reading.read_file import PageProgress
from storage import documents_table


class Ingested(BaseModel):
    """What became of one file (contract.md, `sohoa ingest`)."""

    model_config = ConfigDict(frozen=True)

    outcome: str
    reason: Reason | None
    detail: str | None
    duplicate: bool
    documents: tuple[StoredDocument, ...]


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
        recheck(workspace)
    accepted = result.outcome in {Outcome.STORED, Outcome.DUPLICATE}
    return Ingested(
        outcome="ok" if accepted else "rejected",
        reason=result.reason,
        detail=result.detail or None,
        duplicate=result.outcome is Outcome.DUPLICATE,
        documents=_as_they_stand(workspace, dossier_code, result.documents)
        or _documents_of(workspace, dossier_code, path),
    )


def _require_slot(workspace: Workspace, dossier_code: str, slot: str | None) -> None:
    if slot is None:
        return
    try:
        slots = slots_of(workspace, dossier_code)
    except UnknownDossier:
        return  # a quarantine reason, not a wrong call
    if slot not in slots:
        raise UsageError(f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(slots)}.")


def _as_they_stand(
    workspace: Workspace, dossier_code: str, documents: tuple[StoredDocument, ...]
) -> tuple[StoredDocument, ...]:
    numbers = {entry.number for entry in documents}
    with workspace.ledger.reading() as connection:
        manifest = documents_table.manifest(connection, dossier_code)
    return tuple(entry for entry in manifest.documents if entry.number in numbers)


def _documents_of(workspace: Workspace, dossier_code: str, path: Path) -> tuple[StoredDocument, ...]:
    """What the manifest says of a file that was stored before, as a duplicate is told."""
    if not path.is_file():
        return ()
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ()
    with workspace.ledger.reading() as connection:
        documents = documents_table.manifest(connection, dossier_code).documents
    return tuple(entry for entry in documents if entry.objects.original.sha256 == digest)
