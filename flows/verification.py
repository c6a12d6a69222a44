"""Verify: every stored object against its manifest or issue, every one of these against the ledger.

The bytes are hashed again; no ETag and no recorded checksum is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pydantic import BaseModel, ConfigDict

from dossiers.errors import StoreDamaged
from dossiers.manifest import Manifest, StoredObject, manifest_key
from flows.damage import Damage, What, hashed
from flows.verifying_issues import look_at_issues
from flows.workspace import Workspace
from storage import documents_table

ObjectProgress = Callable[[int], None]


class Verification(BaseModel):
    """What was checked and what was found (contract.md, `sohoa verify`)."""

    model_config = ConfigDict(frozen=True)

    checked: int
    damage: tuple[Damage, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything is lost or altered (an orphan alone is a warning)."""
        return any(entry.severity == "error" for entry in self.damage)


def verify_store(workspace: Workspace, *, on_object: ObjectProgress | None = None) -> Verification:
    """Re-hashes every object that a manifest, an issue or the ledger names, and lists those that none names.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    recorded = _recorded(workspace)
    issues = look_at_issues(workspace)
    present = {entry.key for entry in workspace.store.list("dossiers/")} | issues.present
    damage: list[Damage] = list(issues.damage)
    objects: dict[str, StoredObject] = dict(issues.objects)
    named: set[str] = set(issues.named)
    for code in sorted(recorded.keys() | _dossiers_in(present)):
        key = manifest_key(code)
        named.add(key)
        manifest = _stored_manifest(workspace, key, present, damage)
        if manifest != recorded.get(code, Manifest(dossier_code=code)) and manifest is not None:
            damage.append(Damage.error(What.UNRECORDED, key))
        for source in (manifest, recorded.get(code)):
            for document in source.documents if source else ():
                objects.update({entry.key: entry for entry in document.objects.all()})
    checked = 0
    for entry in hashed(workspace, objects.values()):
        checked += 1
        if on_object:
            on_object(len(objects))
        if entry is not None:
            damage.append(entry)
    orphans = sorted(present - named - objects.keys())
    damage += [Damage.warning(What.ORPHAN, key) for key in orphans]
    return Verification(checked=checked + len(named & present), damage=tuple(damage))


def _recorded(workspace: Workspace) -> dict[str, Manifest]:
    with workspace.ledger.reading() as connection:
        codes = dict.fromkeys(code for code, _ in documents_table.all_documents(connection))
        return {code: documents_table.manifest(connection, code) for code in codes}


def _dossiers_in(keys: Iterable[str]) -> set[str]:
    """The dossiers that have a manifest in the store."""
    return {code for key in keys if (code := key.split("/")[1]) and key == manifest_key(code)}


def _stored_manifest(
    workspace: Workspace, key: str, present: set[str], damage: list[Damage]
) -> Manifest | None:
    if key not in present:
        damage.append(Damage.error(What.MISSING, key))
        return None
    try:
        return Manifest.from_bytes(workspace.store.get(key))
    except StoreDamaged:
        damage.append(Damage.error(What.ALTERED, key))
        return None
