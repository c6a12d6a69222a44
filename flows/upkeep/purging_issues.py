"""Purge, as far as issues of reports go: an issue goes whole, the newest one never."""

from __future__ import annotations

from datetime import date

from dossiers.errors import StoreDamaged
from dossiers.issues import LATEST_KEY, Latest
from dossiers.object_classes import ObjectClass
from dossiers.periods import VIETNAM
from dossiers.retention import Rule
from flows.figures.issues import index_of
from flows.upkeep.erasing import Doomed, erase_begun, free
from flows.upkeep.purge_result import Tally, Why
from flows.workspace import Workspace
from storage import events_table, published_table
from storage.published_table import PublishedRow


def purge_issues(workspace: Workspace, tally: Tally, today: date, *, really: bool) -> None:
    """Issues whose retention has ended. The one that `reports/latest` is a copy of stays.

    Raises:
        StoreRefused, StoreOutOfReach: see flows/upkeep/erasing.py.
    """
    days = workspace.settings.retention.report
    if not days:
        return
    with workspace.ledger.reading() as connection:
        rows = published_table.newest_first(connection)
    newest = _newest(workspace)
    for row in reversed(rows):
        rule = Rule(days=days, counted_from=row.issued_at.astimezone(VIETNAM).date())
        if row.key == newest or rule.ends_on > today:
            continue
        doomed = _objects(workspace, row, rule, tally)
        if not doomed or len(free(workspace, doomed, tally)) < len(doomed):
            continue
        if really:
            _purge(workspace, row, doomed, tally)
        else:
            for entry in doomed:
                tally.goes(entry.name, entry.bytes)


def _newest(workspace: Workspace) -> str | None:
    if workspace.store.head(LATEST_KEY) is None:
        return None
    return Latest.from_bytes(workspace.store.get(LATEST_KEY)).index


def _objects(workspace: Workspace, row: PublishedRow, rule: Rule, tally: Tally) -> list[Doomed]:
    """What an issue consists of, its index last; nothing where its index is damaged."""
    name = ObjectClass.REPORT.value
    try:
        issue = index_of(workspace, row)
    except StoreDamaged:
        tally.stays(row.key, Why.DISAGREEMENT)
        return []
    head = workspace.store.head(row.key)
    size = head.bytes if head else 0
    parts = [
        Doomed(entry.key, name, entry.bytes, entry.sha256, rule) for _, entry in sorted(issue.objects.items())
    ]
    return [*parts, Doomed(row.key, name, size, row.sha256, rule)]


def _purge(workspace: Workspace, row: PublishedRow, doomed: list[Doomed], tally: Tally) -> None:
    with workspace.ledger.transaction() as connection:
        published_table.remove(connection, row.id)
        events_table.note(connection, *(entry.begun() for entry in doomed))
    erase_begun(workspace, [entry.as_begun() for entry in doomed], tally)
