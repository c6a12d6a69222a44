"""Verify: every stored object against its manifest, every manifest against the ledger.

The bytes are hashed again; no ETag and no recorded checksum is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dossiers.errors import ObjectMissing, StoreDamaged
from dossiers.manifest import Manifest, StoredObject, manifest_key
from flows.workspace import Workspace
from storage import documents_table

ObjectProgress = Callable[[int], None]

_HASHED_AT_ONCE = 4


class What(StrEnum):
    """Which damage."""

    MISSING = "missing"
    ALTERED = "altered"
    ORPHAN = "orphan"
    UNRECORDED = "unrecorded"


class Damage(BaseModel):
    """One finding about one object. `unrecorded`: the ledger and the manifest disagree."""

    model_config = ConfigDict(frozen=True)

    severity: Literal["error", "warning"]
    what: What
    key: str


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
    """Re-hashes every object that a manifest or the ledger names, and lists those that none names.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    recorded = _recorded(workspace)
    present = {entry.key for entry in workspace.store.list("dossiers/")}
    damage: list[Damage] = []
    objects: dict[str, StoredObject] = {}
    named: set[str] = set()
    for code in sorted(recorded.keys() | _dossiers_in(present)):
        key = manifest_key(code)
        named.add(key)
        manifest = _stored_manifest(workspace, key, present, damage)
        if manifest != recorded.get(code, Manifest(dossier_code=code)) and manifest is not None:
            damage.append(Damage(severity="error", what=What.UNRECORDED, key=key))
        for source in (manifest, recorded.get(code)):
            for document in source.documents if source else ():
                objects.update({entry.key: entry for entry in document.objects.all()})
    checked = 0
    for entry in _hashed(workspace, objects.values()):
        checked += 1
        if on_object:
            on_object(len(objects))
        if entry is not None:
            damage.append(entry)
    orphans = sorted(present - named - objects.keys())
    damage += [Damage(severity="warning", what=What.ORPHAN, key=key) for key in orphans]
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
        damage.append(Damage(severity="error", what=What.MISSING, key=key))
        return None
    try:
        return Manifest.from_bytes(workspace.store.get(key))
    except StoreDamaged:
        damage.append(Damage(severity="error", what=What.ALTERED, key=key))
        return None


def _hashed(workspace: Workspace, objects: Iterable[StoredObject]) -> Iterator[Damage | None]:
    def check(entry: StoredObject) -> Damage | None:
        try:
            actual = workspace.store.sha256(entry.key)
        except ObjectMissing:
            return Damage(severity="error", what=What.MISSING, key=entry.key)
        if actual != entry.sha256:
            return Damage(severity="error", what=What.ALTERED, key=entry.key)
        return None

    with ThreadPoolExecutor(max_workers=_HASHED_AT_ONCE, thread_name_prefix="verify") as pool:
        yield from pool.map(check, objects)
