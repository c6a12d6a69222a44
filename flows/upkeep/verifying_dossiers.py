"""Verify, as far as a dossier goes: its manifest against the ledger, what is there against what is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dossiers.errors import StoreDamaged
from dossiers.manifest import Manifest, dossier_prefix, manifest_key
from flows.upkeep.damage import Damage, Due, Reader, What
from flows.upkeep.stored_dossiers import DossierObjects
from flows.workspace import Workspace
from storage import documents_table, soundness
from storage.objects import ObjectEntry

# The clock of the store may be behind ours.
_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as store and ledger hold it.

    Attributes:
        recorded: its manifest as the ledger tells it.
        is_sound: the rows of the ledger fit together.
        read_manifest: the one of the store shall be read, whatever is found else.
    """

    objects: DossierObjects
    recorded: Manifest
    is_sound: bool
    read_manifest: bool

    @property
    def code(self) -> str:
        """Its code."""
        return self.objects.code


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a dossier gave.

    Attributes:
        manifest: the key of the one that was looked for; None where the dossier needs none.
        manifest_read: it was read, or missed.
        due: what has to be hashed.
        being_written: how many objects nobody names yet because a run is at work.
    """

    manifest: str | None
    manifest_read: bool
    due: dict[str, Due] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)
    being_written: int = 0


@dataclass(frozen=True, slots=True)
class DossierLook:
    """Looks at dossiers; `written_since`: when the eldest living run began, None where none lives."""

    workspace: Workspace
    reader: Reader
    written_since: datetime | None

    def __call__(self, dossier: Dossier) -> Looked:
        """What is wrong with a dossier and what of it has to be hashed.

        Where something is wrong it is looked at once more: a batch may have stored papers between the looks
        at ledger and store.

        Raises:
            StoreOutOfReach, StoreRefused: the store gives out nothing at all.
        """
        looked = self._look(dossier)
        return self._look_again(dossier) if looked.damage or looked.being_written else looked

    def _look_again(self, dossier: Dossier) -> Looked:
        """Looks until the ledger says the same before the store is read and afterwards.

        Who writes the dossier is waited for then, and not while the store is read: it may take its time, and
        a transaction of SQLite holds the whole ledger.
        """
        code, before = dossier.code, dossier.recorded
        while True:
            present = {entry.key: entry for entry in self.workspace.store.list(dossier_prefix(code))}
            content = self._content(manifest_key(code), present)
            with self.workspace.ledger.transaction() as connection:
                documents_table.lock_dossier(connection, code)
                recorded = documents_table.manifests_of(connection, [code])
                is_sound = not soundness.unsound(connection, recorded)
            if recorded[code] == before:
                again = Dossier(DossierObjects(code, present), before, is_sound, read_manifest=True)
                return self._judged(again, content)
            before = recorded[code]

    def _look(self, dossier: Dossier) -> Looked:
        key, present = manifest_key(dossier.code), dossier.objects.present
        is_read = dossier.read_manifest or not present.keys() <= {key, *_due(dossier.recorded)}
        return self._judged(dossier, self._content(key, present) if is_read else None)

    def _content(self, key: str, present: dict[str, ObjectEntry]) -> bytes | Damage:
        """The manifest of the store, or what is wrong with it."""
        return self.reader.content(key) if key in present else Damage.error(What.MISSING, key)

    def _judged(self, dossier: Dossier, content: bytes | Damage | None) -> Looked:
        """What the store holds and the manifest says (None: not read), against what the ledger does."""
        key, present, recorded = manifest_key(dossier.code), dossier.objects.present, dossier.recorded
        due = _due(recorded)
        needed = key in present or bool(recorded.documents)
        looked = Looked(manifest=key if needed else None, manifest_read=needed and content is not None)
        stored = _stored(key, content, looked.damage) if needed and content is not None else None
        if needed and content is None and key not in present:
            looked.damage.append(Damage.error(What.MISSING, key))
        if not dossier.is_sound or (stored is not None and not _agree(stored, recorded)):
            looked.damage.append(Damage.error(What.UNRECORDED, key))
        looked.due.update({**(_due(stored, is_recorded=False) if stored else {}), **due})
        return self._with_strangers(
            looked, [present[name] for name in present.keys() - looked.due.keys() - {key}]
        )

    def _with_strangers(self, looked: Looked, strangers: list[ObjectEntry]) -> Looked:
        """Objects that nobody names; those of a run at work are named when it records their paper."""
        since = self.written_since
        young = [entry for entry in strangers if since and entry.modified_at >= since - _SLACK]
        orphans = sorted({entry.key for entry in strangers} - {entry.key for entry in young})
        looked.damage.extend(Damage.warning(What.ORPHAN, key) for key in orphans)
        return Looked(looked.manifest, looked.manifest_read, looked.due, looked.damage, len(young))


def _stored(key: str, content: bytes | Damage, damage: list[Damage]) -> Manifest | None:
    if isinstance(content, Damage):
        damage.append(content)
        return None
    try:
        return Manifest.from_bytes(content)
    except StoreDamaged:
        damage.append(Damage.error(What.ALTERED, key))
        return None


def _due(manifest: Manifest, *, is_recorded: bool = True) -> dict[str, Due]:
    objects = (entry for document in manifest.documents for entry in document.held)
    return {entry.key: Due(entry.key, entry.sha256, is_recorded) for entry in objects}


def _agree(stored: Manifest, recorded: Manifest) -> bool:
    """The same papers; the ledger may have given further numbers since."""
    return (
        stored.dossier_code == recorded.dossier_code
        and stored.documents == recorded.documents
        and stored.highest_number <= recorded.highest_number
    )
