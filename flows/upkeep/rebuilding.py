"""Rebuild: the ledger's documents and issues of reports anew, from what the store says of itself alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from dossiers.audit import Event, Step
from dossiers.errors import StoreDamaged
from dossiers.manifest import Manifest, StoredDocument, manifest_key, number_of
from flows.batch import batch_run
from flows.figures.issues import bring_back_issues
from flows.ownership import recheck
from flows.redoing import Redone
from flows.upkeep.sealing import seal_trail
from flows.upkeep.stored_dossiers import DossierObjects, Stray, stored_dossiers
from flows.workspace import Workspace
from storage import contents_table, documents_table, events_table, files_table, runs_table
from storage.files_table import Role


def rebuild_ledger(workspace: Workspace, *, on_dossier: Callable[[int], None] | None = None) -> Redone:
    """Brings back every document, number and stored file that a manifest names, and every issue of a report.

    What the ledger holds beyond the manifests stays. Again changes nothing.

    Raises:
        StoreDamaged: a manifest or an issue cannot be read; nothing was changed for it.
        StoreOutOfReach: the store does not answer.
    """
    found = [
        _found(dossier) for dossier in stored_dossiers(workspace.store) if not isinstance(dossier, Stray)
    ]
    total = Redone()
    with batch_run(workspace) as run_id:
        for dossier in found:
            total += _bring_back(workspace, dossier, run_id)
            if on_dossier:
                on_dossier(len(found))
        recheck(workspace)
        total += bring_back_issues(workspace)
        with workspace.ledger.transaction() as connection:
            events_table.note(connection, _event(total, run_id))
    seal_trail(workspace)
    return total


def _event(total: Redone, run_id: str) -> Event:
    counts: dict[str, JsonValue] = {
        "read": total.read,
        "changed": total.changed,
        "unchanged": total.unchanged,
    }
    return Event(step=Step.REBUILD, subject="ledger", run_id=run_id, details=counts)


class _Found(NamedTuple):
    """A dossier of the store: whether it has a manifest, and the highest number that a key bears."""

    code: str
    has_manifest: bool
    highest_in_keys: int


def _found(dossier: DossierObjects) -> _Found:
    code, keys = dossier.code, dossier.present.keys()
    return _Found(
        code, manifest_key(code) in keys, max((number_of(code, key) or 0 for key in keys), default=0)
    )


def _manifest(workspace: Workspace, key: str) -> Manifest:
    try:
        return Manifest.from_bytes(workspace.store.get(key))
    except StoreDamaged as damage:
        raise StoreDamaged(
            f"{key}: {damage.message}", "Restore it from the backup, then rebuild again."
        ) from None


def _cut_otherwise(known: Sequence[StoredDocument], manifest: Manifest) -> list[int]:
    """Papers whose pages the manifest has under other numbers: a rerun cut the file anew, and was killed."""
    told = {entry.number for entry in manifest.documents}
    pages = {
        (entry.objects.original.sha256, page) for entry in manifest.documents for page in entry.source_pages
    }
    return [
        entry.number
        for entry in known
        if entry.number not in told
        and any((entry.objects.original.sha256, page) in pages for page in entry.source_pages)
    ]


def _bring_back(workspace: Workspace, found: _Found, run_id: str) -> Redone:
    """One dossier, one transaction: nobody decides about its papers meanwhile.

    A number is never given again: not one that the manifest tells of, not one under which something lies
    that a killed run stored and nobody names.
    """
    code = found.code
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        manifest = (
            _manifest(workspace, manifest_key(code)) if found.has_manifest else Manifest(dossier_code=code)
        )
        known = documents_table.manifest(connection, code).documents
        changed = [entry for entry in manifest.documents if entry not in known]
        documents_table.replace_documents(connection, code, changed, without=_cut_otherwise(known, manifest))
        if highest := max(manifest.highest_number, found.highest_in_keys):
            documents_table.keep_above(connection, code, highest)
        last_night = max((entry.arrival.night for entry in manifest.documents if entry.arrival), default=0)
        runs_table.keep_nights_above(connection, run_id, last_night)
        for entry in manifest.documents:
            role = Role.of(entry.declared_slot)
            if not contents_table.has_stored(connection, code, role, entry.objects.original.sha256):
                files_table.bring_back(
                    connection,
                    code,
                    role,
                    path=entry.source_name,
                    declared_slot=entry.declared_slot,
                    sha256=entry.objects.original.sha256,
                    size=entry.objects.original.bytes,
                    run_id=run_id,
                )
    return Redone(
        read=len(manifest.documents), changed=len(changed), unchanged=len(manifest.documents) - len(changed)
    )
