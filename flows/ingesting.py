"""One file through the whole pipeline (`sohoa ingest`). No Prefect, no server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dossiers.errors import FileRefused, UnknownDossier, UsageError
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from flows.batch import batch_run
from flows.inbox import InboxFile, look, sight
from flows.inbox.naming import ledger_path
from flows.ownership import recheck
from flows.registered import Registered
from flows.review.slot_names import require_slots
from flows.upkeep.sealing import seal_of_yesterday
from flows.way import FileResult, FileWay, Outcome
from flows.workspace import Workspace
from ocr.reading.read_file import PageProgress
from storage import contents_table, documents_table, register_table
from storage.files_table import Role

_GROWING = "it is still being written"


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
    result = _taken_in(workspace, file, by_person=slot is not None, on_page=on_page)
    entries = _as_they_stand(workspace, result.documents) or _documents_of(workspace, dossier_code, path)
    return _told(result, entries)


def ingest_waiting(
    workspace: Workspace, place: str, *, dossier_code: str | None, slot: str | None
) -> Ingested:
    """Takes one file in that waits in the inbox; it stays there, and leaves with the next night.

    Args:
        workspace: the open ledger and store.
        place: where it lies in the inbox: its path below the folder, or its key below the prefix.
        dossier_code: None: its place says it, as in a night.
        slot: None: it is recognised, or its place says it.

    One that is still being written is not taken in: `rejected` without a reason, as in a night.

    Raises:
        UsageError: nothing of that name waits, or its place says something else.
        SettingsRefused: the inbox cannot be read.
    """
    with workspace.ledger.reading() as connection:
        units = register_table.unit_codes(connection)
    view = look(workspace.settings.inbox, Registered(workspace), units)
    path = ledger_path(place.strip())
    if any(file.sighting.path == path for file in view.growing):
        return _told(FileResult(place, Outcome.WAITING, detail=_GROWING), ())
    file = next((file for file in view.ready if file.sighting.path == path), None)
    if file is None:
        raise UsageError("No such file waits in the inbox.", "Write its place below the inbox.")
    of_place = file.sighting.dossier_code
    if (dossier_code or of_place) != of_place:
        raise UsageError(
            "Its place in the inbox says that the file is of another dossier, or of none.",
            "Leave the dossier away, or name the file by its whole path.",
        )
    _require_slot(workspace, of_place, slot)
    if slot is not None:
        _require_place(file, slot)
        said = replace(file.sighting, declared_slot=slot, role=Role.of(slot))
        file = replace(file, sighting=said)
    result = _taken_in(workspace, file, by_person=slot is not None, on_page=None)
    return _told(result, _as_they_stand(workspace, result.documents))


def _require_place(file: InboxFile, slot: str) -> None:
    """A night goes by the place: it would store the same paper again, as what its folder says."""
    if Role.of(slot) is file.sighting.role:
        return
    if Role.of(slot) is Role.RESULT:
        raise UsageError("A result waits in the dossier's folder `ket-qua`.", "Move the file there.")
    raise UsageError("Its place says that it is a result.", "Move it out of the folder of results.")


def _taken_in(
    workspace: Workspace, file: InboxFile, *, by_person: bool, on_page: PageProgress | None
) -> FileResult:
    with batch_run(workspace) as run_id:
        result = FileWay(workspace, run_id).take_in(
            file, settle=lambda _file: True, by_person=by_person, on_page=on_page
        )
        recheck(workspace)
    seal_of_yesterday(workspace)
    return result


def _told(result: FileResult, entries: Sequence[tuple[str, StoredDocument]]) -> Ingested:
    accepted = result.outcome in {Outcome.STORED, Outcome.DUPLICATE}
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
    with suppress(UnknownDossier):  # a quarantine reason, not a wrong call
        require_slots(workspace, dossier_code, (slot,))


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
