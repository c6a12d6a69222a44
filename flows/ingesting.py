"""One file through the whole pipeline (`sohoa ingest`). No Prefect, no server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossiers.errors import FileRefused, UnknownDossier, UsageError
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from flows.batch import batch_run
from flows.inbox import sight
from flows.ownership import recheck
from flows.review.slot_names import slots_of
from flows.upkeep.sealing import seal_of_yesterday
from flows.way import FileWay, Outcome
from flows.workspace import Workspace
from ocr.reading.read_file import PageProgress
from storage import contents_table, documents_table


class Ingested(BaseModel):
    """What became of one file (contract.md, `sohoa ingest`).

    `dossiers` has the numbers of its documents by dossier.
    """

    model_config = ConfigDict(frozen=True)

    outcome: str
    reason: Reason | None
    detail: str | None
    duplicate: bool
    documents: tuple[StoredDocument, ...]
    dossiers: dict[str, tuple[int, ...]]


def ingest_file(
    workspace: Workspace,
    path: Path,
    *,
    dossier_code: str | None,
    slot: str | None,
    on_page: PageProgress | None = None,
) -> Ingested:
    """Takes one file in; the file itself stays where it is.

    Without a dossier it is a batch scan: its sheets say whose its pages are.

    Raises:
        UsageError: the dossier has no such slot, or a slot is named without a dossier.
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
    seal_of_yesterday(workspace)
    accepted = result.outcome in {Outcome.STORED, Outcome.DUPLICATE}
    entries = _as_they_stand(workspace, result.documents) or _documents_of(workspace, dossier_code, path)
    return Ingested(
        outcome="ok" if accepted else "rejected",
        reason=result.reason,
        detail=result.detail or None,
        duplicate=result.outcome is Outcome.DUPLICATE,
        documents=tuple(entry for _, entry in entries),
        dossiers=_numbers(entries),
    )


def _numbers(entries: Sequence[tuple[str, StoredDocument]]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, tuple[int, ...]] = {}
    for code, entry in entries:
        numbers[code] = (*numbers.get(code, ()), entry.number)
    return numbers


def _require_slot(workspace: Workspace, dossier_code: str | None, slot: str | None) -> None:
    if slot is None:
        return
    if dossier_code is None:
        raise UsageError("A slot was named, but no dossier.", "Say --dossier too.")
    try:
        slots = slots_of(workspace, dossier_code)
    except UnknownDossier:
        return  # a quarantine reason, not a wrong call
    if slot not in slots:
        raise UsageError(f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(slots)}.")


def _as_they_stand(
    workspace: Workspace, documents: Mapping[str, tuple[StoredDocument, ...]]
) -> list[tuple[str, StoredDocument]]:
    """The documents of a file as the manifests have them by now, with their dossiers."""
    with workspace.ledger.reading() as connection:
        manifests = [documents_table.manifest(connection, code) for code in documents]
    return [
        (manifest.dossier_code, entry)
        for manifest in manifests
        for entry in manifest.documents
        if entry.number in {stored.number for stored in documents[manifest.dossier_code]}
    ]


def _documents_of(
    workspace: Workspace, dossier_code: str | None, path: Path
) -> list[tuple[str, StoredDocument]]:
    """What the manifests say of a file that was stored before, as a duplicate is told."""
    if not path.is_file():
        return []
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return []
    with workspace.ledger.reading() as connection:
        codes = [dossier_code] if dossier_code else contents_table.dossiers_with(connection, digest)
        manifests = [documents_table.manifest(connection, code) for code in codes]
    return [
        (manifest.dossier_code, entry)
        for manifest in manifests
        for entry in manifest.documents
        if entry.objects.original.sha256 == digest
    ]
