"""The index of a backup: every object that the copied ledger names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from dossiers.errors import ObjectMissing, StoreDamaged
from dossiers.issues import LATEST_KEY, Issue, Latest
from dossiers.manifest import Manifest, StoredObject, manifest_key
from dossiers.seals import MEDIA_TYPE as SEALED
from flows.upkeep.backups import holds, pool_key
from flows.upkeep.damage import UNREADABLE, Damage, What, unreadable
from flows.workspace import Workspace
from storage import documents_table, published_table, seals_table
from storage.chunks import chunks
from storage.disk import private_file
from storage.local import LocalStore

_JSON = "application/json"


def write_index(index: Path, named: NamedObjects) -> int:
    """Writes the objects, one a line; returns how many there are."""
    number = 0
    with private_file(index) as file:
        for number, entry in enumerate(named, start=1):  # noqa: B007 - the last one counts
            file.write(f"{json.dumps(entry.model_dump(), ensure_ascii=False)}\n".encode())
    return number


class NamedObjects:
    """Every object that the copied ledger names, in the order of the keys."""

    def __init__(
        self, workspace: Workspace, connection: Connection, pool: LocalStore, lacking: list[Damage]
    ) -> None:
        """What is in hand goes among the objects of the backups; what cannot be read, to `lacking`."""
        self._store = workspace.store
        self._workspace = workspace
        self._connection = connection
        self._pool = pool
        self._lacking = lacking

    def __iter__(self) -> Iterator[StoredObject]:
        """Sealed events, dossiers, reports."""
        yield from self._seals()
        for codes in chunks(documents_table.codes_in_order(self._connection)):
            manifests = documents_table.manifests_of(self._connection, codes)
            for code in codes:
                yield from self._of_dossier(manifests[code])
        yield from self._of_reports()

    def _seals(self) -> list[StoredObject]:
        seals = (seal for seal in seals_table.all_seals(self._connection) if seal.is_stored)
        found = [
            StoredObject(key=seal.key, sha256=seal.sha256, bytes=seal.bytes, media_type=SEALED)
            for seal in seals
        ]
        return sorted(found, key=lambda entry: entry.key)

    def _of_dossier(self, manifest: Manifest) -> list[StoredObject]:
        content = manifest.to_bytes()
        found = {entry.key: entry for document in manifest.documents for entry in document.held}
        key = manifest_key(manifest.dossier_code)
        found[key] = self._kept(key, content)
        return [found[key] for key in sorted(found)]

    def _of_reports(self) -> list[StoredObject]:
        found: dict[str, StoredObject] = {}
        for row in published_table.newest_first(self._connection):
            content = self._read(row.key)
            if content is None:
                continue
            if hashlib.sha256(content).hexdigest() != row.sha256:
                self._lacking.append(Damage.error(What.ALTERED, row.key))
                continue
            found[row.key] = self._kept(row.key, content)
            found.update({entry.key: entry for entry in Issue.from_bytes(content).objects.values()})
        found.update(self._latest(found))
        return [found[key] for key in sorted(found)]

    def _latest(self, issued: dict[str, StoredObject]) -> dict[str, StoredObject]:
        """The copies of the newest issue; none where the copied ledger does not know that issue yet."""
        if self._store.head(LATEST_KEY) is None or (content := self._read(LATEST_KEY)) is None:
            return {}
        try:
            latest = Latest.from_bytes(content)
        except StoreDamaged:
            self._lacking.append(Damage.error(What.ALTERED, LATEST_KEY))
            return {}
        if latest.index not in issued:
            return {}
        copies = {entry.key: entry for entry in latest.objects.values()}
        return {LATEST_KEY: self._kept(LATEST_KEY, content), **copies}

    def _read(self, key: str) -> bytes | None:
        try:
            return self._store.get(key)
        except ObjectMissing:
            self._lacking.append(Damage.error(What.MISSING, key))
        except UNREADABLE as why:
            self._lacking.append(unreadable(self._workspace, key, why))
        return None

    def _kept(self, key: str, content: bytes) -> StoredObject:
        """Puts what is in hand among the objects of the backups."""
        sha256 = hashlib.sha256(content).hexdigest()
        entry = StoredObject(key=key, sha256=sha256, bytes=len(content), media_type=_JSON)
        if not holds(self._pool, entry):
            self._pool.put(pool_key(sha256), content, sha256=sha256, media_type=_JSON)
        return entry
