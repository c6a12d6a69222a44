"""Erasing objects with proof: begun in the trail, deleted with all versions, read back as gone, proven.

Begun comes first, so that whoever is killed leaves word of it: the next purge deletes what is left, and
proves it. Time may pass in between, so the ledger is asked once more what it needs, and held until the
object is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from pydantic import JsonValue
from sqlalchemy import Connection

from config.fault_points import FaultPoint, passed
from dossiers.audit import Event, Step, dossier_of
from dossiers.errors import ObjectLocked, StoreRefused
from dossiers.manifest import dossier_prefix, manifest_key
from dossiers.retention import Rule
from flows.upkeep.purge_result import MANIFEST_VERSIONS, Tally, Why
from flows.workspace import Workspace
from storage import events_table, purges_table
from storage.purges_table import BEGUN, DONE, KEPT, Begun, Need

_NO_RIGHT = (
    "Deleting needs the rights of the role purger (deploy/policies). Run `sohoa purge --yes` again with "
    "them: it goes on where it was."
)


class Doomed(NamedTuple):
    """An object that is to go. `name`: its class, or `orphan`; no `sha256` where nobody ever recorded it."""

    key: str
    name: str
    bytes: int
    sha256: str | None
    rule: Rule | None

    def begun(self) -> Event:
        """What the trail says before it is deleted."""
        details: dict[str, JsonValue] = {
            "class": self.name,
            "sha256": self.sha256,
            "bytes": self.bytes,
            "rule": self.rule.model_dump(mode="json") if self.rule else None,
        }
        return Event(step=Step.PURGE, subject=self.key, outcome=BEGUN, details=details)

    def as_begun(self) -> Begun:
        """The same, as it is read from the trail."""
        return Begun(self.key, self.begun().details)


def free(workspace: Workspace, doomed: Iterable[Doomed], tally: Tally) -> list[Doomed]:
    """Those that no lock of the store holds; the others are told and left."""
    found = []
    for entry in doomed:
        with _telling_which_rights(entry.key):
            until = workspace.store.traces(entry.key).held_until
        if until is None:
            found.append(entry)
        else:
            tally.stays(entry.key, Why.LOCK, until)
    return found


def older_manifests(code: str) -> Doomed:
    """The older versions of a dossier's manifest; no object of the store has this key."""
    return Doomed(f"{dossier_prefix(code)}{MANIFEST_VERSIONS}", MANIFEST_VERSIONS, 0, sha256=None, rule=None)


def erase_begun(workspace: Workspace, begun: Sequence[Begun], tally: Tally) -> None:
    """Deletes what was begun and nothing needs, each in one transaction with its proof.

    Raises:
        StoreRefused: this account may not delete, or the store does not do what it says.
        StoreOutOfReach: the store does not answer; the next purge goes on.
    """
    for entry in begun:
        with workspace.ledger.transaction() as connection:
            outcome = _ended(workspace, connection, entry, tally)
            if outcome is not None:
                events_table.note(connection, _end(entry, outcome))
        if outcome == DONE:
            _count(entry, tally)


def finish_earlier(workspace: Workspace, tally: Tally, *, really: bool) -> None:
    """Ends what an earlier purge began and was killed over."""
    with workspace.ledger.reading() as connection:
        left = purges_table.unproven(connection)
    tally.unfinished = sum(entry.name != MANIFEST_VERSIONS for entry in left)
    if really:
        erase_begun(workspace, left, tally)
    else:
        for entry in left:
            _count(entry, tally)


def _count(entry: Begun, tally: Tally) -> None:
    if entry.name != MANIFEST_VERSIONS:
        tally.goes(entry.name, entry.bytes)


def _ended(workspace: Workspace, connection: Connection, entry: Begun, tally: Tally) -> str | None:
    """How it ended; None where another purge has to end it."""
    purges_table.hold(connection, entry.key)
    if entry.name == MANIFEST_VERSIONS:
        return DONE if _older_erased(workspace, entry.key, tally) else None
    need = purges_table.need_of(connection, entry.key)
    if need is Need.NAMED:
        tally.stays(entry.key, Why.NAMED)
        return KEPT
    if need is Need.BUSY:
        tally.stays(entry.key, Why.BUSY)
        return None
    return DONE if _erased(workspace, entry.key, tally) else None


def _older_erased(workspace: Workspace, key: str, tally: Tally) -> bool:
    manifest = manifest_key(str(dossier_of(key)))
    with _telling_which_rights(manifest):
        locked = workspace.store.erase_older(manifest)
    tally.holds_versions(manifest, locked)
    return not locked


def _erased(workspace: Workspace, key: str, tally: Tally) -> bool:
    store = workspace.store
    try:
        with _telling_which_rights(key):
            store.erase(key)
    except ObjectLocked:
        tally.stays(key, Why.LOCK, store.traces(key).held_until)
        return False
    passed(FaultPoint.OBJECT_ERASED)
    left = store.traces(key).number
    if store.head(key) is not None or left:
        raise StoreRefused(
            f"{key}: deleted, but the store still holds {left} versions of it.", "Ask who runs the S3 server."
        )
    return True


@contextmanager
def _telling_which_rights(key: str) -> Iterator[None]:
    try:
        yield
    except ObjectLocked:
        raise
    except StoreRefused as refusal:
        raise StoreRefused(f"{key} stays: {refusal.message}.", _NO_RIGHT) from None


def _end(entry: Begun, outcome: str) -> Event:
    return Event(step=Step.PURGE, subject=entry.key, outcome=outcome, details=dict(entry.details))
