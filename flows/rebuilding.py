"""Rebuild: the ledger's documents and issues of reports anew, from what the store says of itself alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dossiers.errors import StoreDamaged
from dossiers.manifest import Manifest, StoredDocument, manifest_key
from flows.batch import batch_run
from flows.issues import bring_back_issues
from flows.ownership import recheck
from flows.redoing import Redone
from flows.workspace import Workspace
from storage import documents_table, files_table
from storage.files_table import Role


def rebuild_ledger(workspace: Workspace, *, on_dossier: Callable[[int], None] | None = None) -> Redone:
    """Brings back every document, number and stored file that a manifest names, and every issue of a report.

    What the ledger holds beyond the manifests stays. Again changes nothing.

    Raises:
        StoreDamaged: a manifest or an issue cannot be read; nothing was changed for it.
        StoreOutOfReach: the store does not answer.
    """
    keys = [entry.key for entry in workspace.store.list("dossiers/")]
    codes = [code for key in keys if key == manifest_key(code := key.split("/")[1])]
    total = Redone()
    with batch_run(workspace) as run_id:
        for code in codes:
            total += _bring_back(workspace, code, run_id)
            if on_dossier:
                on_dossier(len(codes))
        recheck(workspace)
    return total + bring_back_issues(workspace)


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


def _bring_back(workspace: Workspace, code: str, run_id: str) -> Redone:
    """One dossier, one transaction: nobody decides about its papers meanwhile."""
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        manifest = _manifest(workspace, manifest_key(code))
        known = documents_table.manifest(connection, code).documents
        changed = [entry for entry in manifest.documents if entry not in known]
        documents_table.replace_documents(connection, code, changed, without=_cut_otherwise(known, manifest))
        highest = max((entry.number for entry in manifest.documents), default=0)
        documents_table.keep_above(connection, code, highest)
        for entry in manifest.documents:
            role = Role.of(entry.declared_slot)
            if not files_table.has_stored(connection, code, role, entry.objects.original.sha256):
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
