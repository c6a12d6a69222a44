"""What came of an inbox, in a form that two desks can be compared in: without times and without runs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from benchmarks.crash_desk import Desk
from flows.night.same_folders import NIGHT_MARK
from storage import schema
from storage.ledger import open_ledger
from storage.opening import open_store

_TIMES = frozenset({"run_id", "digitised_at", "first_stored_at", "decided_at", "generated_at", "imported_at"})
# What is the same for the same papers. The rows of runs, events and seals tell of the runs themselves.
_TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        schema.documents,
        schema.numbers,
        schema.personal_numbers,
        schema.paper_marks,
        schema.ownership_checks,
        schema.judgements,
        schema.lacks,
    )
}
_FILE_COLUMNS = (
    *("path", "dossier_code", "role", "declared_slot", "bytes", "modified_ns", "sha256", "outcome", "reason"),
    *("first_number", "number_count", "pages"),
)


@dataclass(frozen=True)
class Outcome:
    """Everything that lasts.

    Attributes:
        objects: the SHA-256 of each object of a dossier by key; of a manifest, what it says.
        files: of the inbox and of where stored files go, the SHA-256 by path.
        ledger: the rows by table.
        figures: the report over everything.
        damage: what `sohoa verify` finds.
    """

    objects: dict[str, Any]
    files: dict[str, str]
    ledger: dict[str, list[str]]
    figures: Any
    damage: list[Any]

    def lost(self, undisturbed: Outcome) -> int:
        """How many originals of the inbox are no longer as they came, in the store or where files lie."""
        kept = Counter(self.files.values())
        missing = Counter(undisturbed.files.values()) - kept
        objects = {key for key in undisturbed.objects if _is_original(key)} - self.objects.keys()
        return missing.total() + len(objects)

    def duplicated(self, undisturbed: Outcome) -> int:
        """How many files, originals and papers there are more of than there should be."""
        files = Counter(self.files.values()) - Counter(undisturbed.files.values())
        objects = self.objects.keys() - undisturbed.objects.keys()
        return files.total() + len(objects)

    def differing(self, undisturbed: Outcome) -> list[str]:
        """What is otherwise than it should be, in words."""
        found = [f"verify: {entry}" for entry in self.damage]
        for part in fields(self):
            mine, theirs = getattr(self, part.name), getattr(undisturbed, part.name)
            if part.name != "damage" and mine != theirs:
                found += _differences(part.name, mine, theirs)
        return found


def outcome_of(desk: Desk) -> Outcome:
    """What lies in its store, its ledger and its folders."""
    store = open_store(desk.settings.store)
    objects = {
        entry.key: _manifest(store.get(entry.key)) if _is_manifest(entry.key) else store.sha256(entry.key)
        for entry in store.list("dossiers/")
    }
    _, report = desk.sohoa(
        "report", "--from", "2025-01-01", "--to", "2025-12-31", "--dossiers", "--format", "json"
    )
    _, verified = desk.sohoa("verify", "--json")
    return Outcome(
        objects=objects,
        files={**_files(desk.inbox), **_files(desk.done)},
        ledger=_ledger(desk),
        figures=_timeless(json.loads(report)),
        damage=json.loads(verified)["damage"],
    )


def _ledger(desk: Desk) -> dict[str, list[str]]:
    ledger = open_ledger(desk.settings.ledger.resolved_url)
    try:
        with ledger.reading() as connection:
            tables = {
                name: sorted(_said(dict(row)) for row in connection.execute(select(table)).mappings())
                for name, table in _TABLES.items()
            }
            columns = [schema.files.c[name] for name in _FILE_COLUMNS]
            tables["files"] = sorted(
                _said(dict(row)) for row in connection.execute(select(*columns)).mappings()
            )
    finally:
        ledger.close()
    return tables


def _files(folder: Path) -> dict[str, str]:
    return {
        f"{folder.name}/{path.relative_to(folder)}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        # The empty mark of a night that was killed goes when the next one is shared out (flows/night/).
        if path.is_file() and not path.name.startswith(NIGHT_MARK)
    }


def _manifest(content: bytes) -> Any:  # noqa: ANN401 - JSON
    return _timeless(json.loads(content))


def _timeless(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _timeless(entry) for name, entry in value.items() if name not in _TIMES}
    return [_timeless(entry) for entry in value] if isinstance(value, list) else value


def _said(row: dict[str, Any]) -> str:
    return json.dumps(_timeless(row), ensure_ascii=False, sort_keys=True, default=str)


def _unpacked(entry: Any) -> Any:  # noqa: ANN401 - JSON
    """A row that was written as text, as values again."""
    return json.loads(entry) if isinstance(entry, str) and entry.startswith("{") else entry


def _is_manifest(key: str) -> bool:
    return key.endswith("/manifest.json")


def _is_original(key: str) -> bool:
    return "/originals/" in key


def _differences(where: str, mine: Any, theirs: Any) -> list[str]:  # noqa: ANN401 - JSON
    """The entries that differ, in as few words as tell which."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        names = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
        return [
            line
            for name in names
            for line in _differences(f"{where}: {name}", mine.get(name), theirs.get(name))
        ]
    if isinstance(mine, list) and isinstance(theirs, list):
        if len(mine) == len(theirs):
            return [
                line
                for index, pair in enumerate(zip(mine, theirs, strict=True))
                if pair[0] != pair[1]
                for line in _differences(f"{where} {index}", *map(_unpacked, pair))
            ]
        only_mine = [entry for entry in mine if entry not in theirs]
        only_theirs = [entry for entry in theirs if entry not in mine]
        return [f"{where}: {only_mine!r:.600} instead of {only_theirs!r:.600}"]
    return [f"{where}: {mine!r:.300} instead of {theirs!r:.300}"]
