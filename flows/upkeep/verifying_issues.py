"""Verify, as far as issued reports go: their indexes against the ledger, the latest copies against them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from dossiers.errors import ObjectMissing, StoreDamaged
from dossiers.issues import LATEST_KEY, REPORTS_PREFIX, Issue, Latest, is_index
from dossiers.manifest import StoredObject
from flows.upkeep.damage import UNREADABLE, Damage, Due, What, unreadable
from flows.upkeep.verification_result import Tally
from flows.workspace import Workspace
from storage import published_table


@dataclass(frozen=True, slots=True)
class _Seen:
    """What lies below `reports/`.

    Attributes:
        present: every key that is there.
        named: the indexes, and the copies of the latest: looked at already.
        objects: what the indexes name, by key: to be hashed.
        damage: what was found so far.
    """

    present: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    objects: dict[str, StoredObject] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)


def look_at_issues(workspace: Workspace, tally: Tally) -> list[Due]:
    """Reads every index of the store and of the ledger, and the latest copies.

    Returns:
        What the indexes name: it has to be hashed.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    # An issue is stored and entered in one transaction: a listing that waits for it sees both or neither.
    with workspace.ledger.transaction() as connection:
        published_table.hold(connection)
        present = {entry.key for entry in workspace.store.list(REPORTS_PREFIX)}
        recorded = {row.key: row.sha256 for row in published_table.newest_first(connection)}
    seen = _Seen(present=present)
    for key in sorted(recorded.keys() | {key for key in present if is_index(key)}):
        seen.named.add(key)
        if key not in present:
            seen.damage.append(Damage.error(What.MISSING, key))
            continue
        issue = _index(workspace, key, recorded.get(key), seen.damage)
        if issue is not None:
            seen.objects.update({entry.key: entry for entry in issue.objects.values()})
    seen.damage.extend(_latest(workspace, seen))
    orphans = sorted(present - seen.named - seen.objects.keys())
    tally.add([*seen.damage, *(Damage.warning(What.ORPHAN, key) for key in orphans)])
    tally.checked += len(seen.named & present)
    return [Due(entry.key, entry.sha256) for entry in seen.objects.values()]


def _index(workspace: Workspace, key: str, recorded: str | None, damage: list[Damage]) -> Issue | None:
    try:
        content = workspace.store.get(key)
    except UNREADABLE as why:
        damage.append(unreadable(workspace, key, why))
        return None
    if recorded is None:
        damage.append(Damage.error(What.UNRECORDED, key))
    elif hashlib.sha256(content).hexdigest() != recorded:
        damage.append(Damage.error(What.ALTERED, key))
        return None
    try:
        return Issue.from_bytes(content)
    except StoreDamaged:
        damage.append(Damage.error(What.ALTERED, key))
        return None


def _latest(workspace: Workspace, seen: _Seen) -> Iterator[Damage]:
    """The copies of the newest issue; none before the first night."""
    if LATEST_KEY not in seen.present:
        return
    seen.named.add(LATEST_KEY)
    try:
        latest = Latest.from_bytes(workspace.store.get(LATEST_KEY))
    except StoreDamaged:
        yield Damage.error(What.ALTERED, LATEST_KEY)
        return
    except UNREADABLE as why:
        yield unreadable(workspace, LATEST_KEY, why)
        return
    if latest.index not in seen.named:
        yield Damage.error(What.MISSING, latest.index)
    issued = {entry.sha256 for entry in seen.objects.values()}
    for entry in latest.objects.values():
        seen.named.add(entry.key)
        yield from _copy(workspace, entry, issued)


def _copy(workspace: Workspace, entry: StoredObject, issued: Collection[str]) -> Iterator[Damage]:
    """One copy; that of another issue stands there where a night was killed while it replaced them."""
    try:
        actual = workspace.store.sha256(entry.key)
    except ObjectMissing:
        yield Damage.error(What.MISSING, entry.key)
        return
    except UNREADABLE as why:
        yield unreadable(workspace, entry.key, why)
        return
    if actual != entry.sha256:
        yield (
            Damage.warning(What.OUTDATED, entry.key)
            if actual in issued
            else Damage.error(What.ALTERED, entry.key)
        )
