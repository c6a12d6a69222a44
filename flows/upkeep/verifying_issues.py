"""Verify, as far as issued reports go: their indexes against the ledger, the latest copies against them.

What is wrong is looked at once more before it is damage: a night may have issued, or a purge deleted,
between the looks at ledger and store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from dossiers.errors import StoreDamaged
from dossiers.issues import LATEST_KEY, QUARANTINE_KEY, REPORTS_PREFIX, Issue, Latest, is_index
from dossiers.manifest import StoredObject
from flows.upkeep.damage import Damage, Due, Reader, What
from flows.upkeep.verification_result import Tally
from flows.workspace import Workspace
from storage import published_table, purges_table


@dataclass(frozen=True, slots=True)
class _Seen:
    """What lies below `reports/`.

    Attributes:
        present: every key that is there.
        named: the indexes, and the copies of the latest: looked at already.
        due: what the indexes name, by key: to be hashed.
        damage: what was found so far.
    """

    present: frozenset[str]
    named: set[str] = field(default_factory=set)
    due: dict[str, Due] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What store and ledger hold at one moment: the keys, the indexes' SHA-256, and what is being purged."""

    present: frozenset[str]
    recorded: dict[str, str]
    going: frozenset[str]

    @property
    def indexes(self) -> list[str]:
        """The indexes that have to be there, or are."""
        there = {key for key in self.present if is_index(key)}
        return sorted((self.recorded.keys() | there) - self.going)


def look_at_issues(workspace: Workspace, reader: Reader, tally: Tally) -> list[Due]:
    """Reads every index of the store and of the ledger, and the latest copies.

    Returns:
        What the indexes name: it has to be hashed.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    look = _Look(workspace, reader)
    found: set[Damage] = set()
    seen = look()
    while not found.issuperset(seen.damage):
        # Whoever deletes one issue after another gives every look a loss of its own: none is seen twice.
        found = set(seen.damage)
        seen = look()
    orphans = sorted(seen.present - seen.named - seen.due.keys())
    tally.add([*seen.damage, *(Damage.warning(What.ORPHAN, key) for key in orphans)])
    tally.checked += len(seen.named & seen.present)
    return list(seen.due.values())


class _Look:
    """Looks at everything below `reports/`; an index that was found whole is not read a second time."""

    def __init__(self, workspace: Workspace, reader: Reader) -> None:
        self._workspace = workspace
        self._reader = reader
        self._whole: dict[tuple[str, str], Issue] = {}

    def __call__(self) -> _Seen:
        rows = self._rows()
        seen = _Seen(rows.present)
        for key in rows.indexes:
            seen.named.add(key)
            if key not in rows.present:
                seen.damage.append(Damage.error(What.MISSING, key))
                continue
            issue = self._index(key, rows.recorded.get(key), seen.damage)
            if issue is not None:
                for entry in issue.objects.values():
                    seen.due[entry.key] = Due(entry.key, entry.sha256, is_recorded=key in rows.recorded)
        seen.damage.extend(self._latest(seen))
        return seen

    def _rows(self) -> _Rows:
        # An issue is stored and entered in one transaction: a listing that waits for it sees both or neither.
        with self._workspace.ledger.transaction() as connection:
            published_table.hold(connection)
            present = frozenset(entry.key for entry in self._workspace.store.list(REPORTS_PREFIX))
            recorded = {row.key: row.sha256 for row in published_table.newest_first(connection)}
            going: frozenset[str] = frozenset()
            if recorded.keys() != {key for key in present if is_index(key)}:
                going = frozenset(begun.key for begun in purges_table.unproven(connection))
        return _Rows(present, recorded, going)

    def _index(self, key: str, recorded: str | None, damage: list[Damage]) -> Issue | None:
        known = self._whole.get((key, recorded)) if recorded else None
        if known is not None:
            return known
        content = self._reader.content(key)
        if isinstance(content, Damage):
            damage.append(content)
            return None
        if recorded is None:
            damage.append(Damage.error(What.UNRECORDED, key))
        elif hashlib.sha256(content).hexdigest() != recorded:
            damage.append(Damage.error(What.ALTERED, key))
            return None
        try:
            issue = Issue.from_bytes(content)
        except StoreDamaged:
            damage.append(Damage.error(What.ALTERED, key))
            return None
        if recorded is not None:
            self._whole[key, recorded] = issue
        return issue

    def _latest(self, seen: _Seen) -> Iterator[Damage]:
        """The copies of the newest issue; none before the first night."""
        seen.named.update({QUARANTINE_KEY} & seen.present)  # replaced every night: nothing says what it was
        if LATEST_KEY not in seen.present:
            return
        seen.named.add(LATEST_KEY)
        content = self._reader.content(LATEST_KEY)
        if isinstance(content, Damage):
            yield content
            return
        try:
            latest = Latest.from_bytes(content)
        except StoreDamaged:
            yield Damage.error(What.ALTERED, LATEST_KEY)
            return
        if latest.index not in seen.named:
            yield Damage.error(What.MISSING, latest.index)
        issued = {entry.sha256 for entry in seen.due.values()}
        for entry in latest.objects.values():
            seen.named.add(entry.key)
            yield from self._copy(entry, issued)

    def _copy(self, entry: StoredObject, issued: Collection[str]) -> Iterator[Damage]:
        """One copy; that of another issue stands there where a night was killed while it replaced them."""
        actual = self._reader.sha256(entry.key)
        if isinstance(actual, Damage):
            yield actual
        elif actual != entry.sha256:
            yield (
                Damage.warning(What.OUTDATED, entry.key)
                if actual in issued
                else Damage.error(What.ALTERED, entry.key)
            )
