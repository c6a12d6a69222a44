"""Verify, as far as a dossier goes: its manifest against the ledger, what is there against what is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dossiers.errors import ObjectMissing, StoreDamaged
from dossiers.manifest import Manifest, dossier_prefix, manifest_key
from flows.upkeep.damage import UNREADABLE, Damage, Due, What, unreadable
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
    written_since: datetime | None

    def __call__(self, dossier: Dossier) -> Looked:
        """What is wrong with a dossier and what of it has to be hashed.

        Where something is wrong it is looked at once more, while nobody may write it: a batch may have
        stored papers between the looks at ledger and store.

        Raises:
            StoreOutOfReach, StoreRefused: the store gives out nothing at all.
        """
        looked = self._look(dossier)
        return self._look_again(dossier.code) if looked.damage or looked.being_written else looked

    def _look_again(self, code: str) -> Looked:
        with self.workspace.ledger.transaction() as connection:
            documents_table.lock_dossier(connection, code)
            recorded = documents_table.manifests_of(connection, [code])
            present = {entry.key: entry for entry in self.workspace.store.list(dossier_prefix(code))}
            return self._look(
                Dossier(
                    objects=DossierObjects(code, present),
                    recorded=recorded[code],
                    is_sound=not soundness.unsound(connection, recorded),
                    read_manifest=True,
                )
            )

    def _look(self, dossier: Dossier) -> Looked:
        key, present, recorded = manifest_key(dossier.code), dossier.objects.present, dossier.recorded
        due = _due(recorded)
        needed = key in present or bool(recorded.documents)
        read = needed and (dossier.read_manifest or not present.keys() <= {key, *due})
        looked = Looked(manifest=key if needed else None, manifest_read=read)
        stored = self._stored(key, present, looked.damage) if read else None
        if needed and not read and key not in present:
            looked.damage.append(Damage.error(What.MISSING, key))
        if not dossier.is_sound or (stored is not None and not _agree(stored, recorded)):
            looked.damage.append(Damage.error(What.UNRECORDED, key))
        looked.due.update({**(_due(stored) if stored else {}), **due})
        return self._with_strangers(
            looked, [present[name] for name in present.keys() - looked.due.keys() - {key}]
        )

    def _stored(self, key: str, present: dict[str, ObjectEntry], damage: list[Damage]) -> Manifest | None:
        if key not in present:
            damage.append(Damage.error(What.MISSING, key))
            return None
        try:
            return Manifest.from_bytes(self.workspace.store.get(key))
        except ObjectMissing:
            damage.append(Damage.error(What.MISSING, key))
        except StoreDamaged:
            damage.append(Damage.error(What.ALTERED, key))
        except UNREADABLE as why:
            damage.append(unreadable(self.workspace, key, why))
        return None

    def _with_strangers(self, looked: Looked, strangers: list[ObjectEntry]) -> Looked:
        """Objects that nobody names; those of a run at work are named when it records their paper."""
        since = self.written_since
        young = [entry for entry in strangers if since and entry.modified_at >= since - _SLACK]
        orphans = sorted({entry.key for entry in strangers} - {entry.key for entry in young})
        looked.damage.extend(Damage.warning(What.ORPHAN, key) for key in orphans)
        return Looked(looked.manifest, looked.manifest_read, looked.due, looked.damage, len(young))


def _due(manifest: Manifest) -> dict[str, Due]:
    objects = (entry for document in manifest.documents for entry in document.held)
    return {entry.key: Due(entry.key, entry.sha256) for entry in objects}


def _agree(stored: Manifest, recorded: Manifest) -> bool:
    """The same papers; the ledger may have given further numbers since."""
    return (
        stored.dossier_code == recorded.dossier_code
        and stored.documents == recorded.documents
        and stored.highest_number <= recorded.highest_number
    )
