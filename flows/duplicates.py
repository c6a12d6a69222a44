"""A file whose bytes were stored before: whether the store still holds them."""

from __future__ import annotations

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from flows.publishing import Original
from flows.workspace import Workspace
from storage import contents_table
from storage.contents_table import StoredOriginal
from storage.documents_table import lock_dossier


def require_stored(workspace: Workspace, code: str | None, original: Original) -> None:
    """Makes sure that nothing is lost when a file goes as a duplicate: a missing original is put again.

    `code` is None for a batch scan: then the dossiers that hold its parts are asked.

    Raises:
        FileRefused: what was stored of it was purged; as a duplicate it would leave nothing behind.
        OutOfReach: the store or the ledger does not answer.
    """
    codes = [code] if code is not None else _dossiers_with(workspace, original)
    found = {of: known for of in codes if (known := _known(workspace, of, original)) is not None}
    if found and not any(known.is_held for known in found.values()):
        raise FileRefused("What was stored of this file was purged.", reason=Reason.PURGED)
    for of, known in found.items():
        if known.is_held and workspace.store.head(known.stored.key) is None:
            _put_again(workspace, of, original)


def _dossiers_with(workspace: Workspace, original: Original) -> list[str]:
    with workspace.ledger.reading() as connection:
        return contents_table.dossiers_with(connection, original.sha256)


def _known(workspace: Workspace, code: str, original: Original) -> StoredOriginal | None:
    with workspace.ledger.reading() as connection:
        return contents_table.stored_original(connection, code, original.sha256)


def _put_again(workspace: Workspace, code: str, original: Original) -> None:
    """Under its key, which names its hash; while the dossier is held, so that no purge comes between."""
    with workspace.ledger.transaction() as connection:
        lock_dossier(connection, code)
        known = contents_table.stored_original(connection, code, original.sha256)
        if known is None or not known.is_held:
            return
        stored = known.stored
        workspace.store.put(stored.key, original.path, sha256=original.sha256, media_type=stored.media_type)
