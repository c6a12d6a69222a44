"""Purge, as far as orphans go: what nothing names below `dossiers/`, left by runs that were killed.

Only where ledger and manifest of the dossier agree, and nobody may be at work with it: an orphan is older
than some days, and older than any run that lives.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dossiers.errors import StoreDamaged
from dossiers.manifest import Manifest, manifest_key
from flows.upkeep.erasing import Doomed, erase_begun, free
from flows.upkeep.purge_result import ORPHAN, Tally, Why
from flows.upkeep.stored_dossiers import DossierObjects, Stray, stored_dossiers
from flows.workspace import Workspace
from storage import documents_table, events_table, purges_table, runs_table
from storage.objects import ObjectEntry
from storage.purges_table import Need


def purge_orphans(workspace: Workspace, tally: Tally, moment: datetime, *, days: int, really: bool) -> None:
    """Deletes objects that nothing names and that were written at least so many days ago.

    Raises:
        StoreRefused, StoreOutOfReach: see flows/upkeep/erasing.py.
    """
    with workspace.ledger.reading() as connection:
        living = runs_table.living_since(connection)
    until = moment - timedelta(days=days)
    written_before = min(until, living) if living else until
    for found in stored_dossiers(workspace.store):
        strangers = [found.entry] if isinstance(found, Stray) else _strangers(workspace, found, tally)
        old = [_doomed(entry) for entry in strangers if entry.modified_at <= written_before]
        doomed = free(workspace, old, tally)
        if really and doomed:
            erase_begun(workspace, [entry.as_begun() for entry in _begun(workspace, doomed, tally)], tally)
        else:
            for entry in doomed:
                tally.goes(entry.name, entry.bytes)


def _begun(workspace: Workspace, doomed: list[Doomed], tally: Tally) -> list[Doomed]:
    """Notes that these go; what somebody named or may be writing since it was listed stays."""
    going = []
    with workspace.ledger.transaction() as connection:
        for entry in doomed:
            purges_table.hold(connection, entry.key)
            need = purges_table.need_of(connection, entry.key)
            if need is None:
                going.append(entry)
            else:
                tally.stays(entry.key, Why.NAMED if need is Need.NAMED else Why.BUSY)
        events_table.note(connection, *(entry.begun() for entry in going))
    return going


def _doomed(entry: ObjectEntry) -> Doomed:
    return Doomed(entry.key, ORPHAN, entry.bytes, sha256=None, rule=None)


def _strangers(workspace: Workspace, dossier: DossierObjects, tally: Tally) -> list[ObjectEntry]:
    """The objects of a dossier that neither ledger nor manifest names; none where the two disagree."""
    key = manifest_key(dossier.code)
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, dossier.code)
        recorded = documents_table.manifest(connection, dossier.code)
    named = {key} | {stored.key for entry in recorded.documents for stored in entry.held}
    strangers = [entry for name, entry in sorted(dossier.present.items()) if name not in named]
    if strangers and not _agree(workspace, key, dossier, recorded):
        for entry in strangers:
            tally.stays(entry.key, Why.DISAGREEMENT)
        return []
    return strangers


def _agree(workspace: Workspace, key: str, dossier: DossierObjects, recorded: Manifest) -> bool:
    """Whether the manifest says what the ledger does; none is needed where there are no papers."""
    if key not in dossier.present:
        return not recorded.documents
    try:
        return Manifest.from_bytes(workspace.store.get(key)).documents == recorded.documents
    except StoreDamaged:
        return False
