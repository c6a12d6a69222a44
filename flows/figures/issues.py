"""The issues of reports that the store keeps: found, read back checked, brought back into the ledger."""

from __future__ import annotations

import hashlib
from datetime import date

from dossiers.errors import ChecksumMismatch, InputRefused, StoreDamaged
from dossiers.issues import REPORTS_PREFIX, Issue, Occasion, is_index
from dossiers.periods import VIETNAM, Period
from flows.redoing import Redone
from flows.workspace import Workspace
from storage import published_table, purges_table
from storage.published_table import PublishedRow

_LIST = "`sohoa report --issues` lists what was issued."


def issues(workspace: Workspace, within: Period | None = None) -> tuple[PublishedRow, ...]:
    """The issues, the newest first; those about periods within this one."""
    with workspace.ledger.reading() as connection:
        return published_table.newest_first(connection, within=within)


def issue_of(workspace: Workspace, issue: str) -> Issue:
    """The issue of that id, as the store tells it.

    Raises:
        InputRefused: there is none.
        StoreDamaged: its index is missing or altered.
    """
    with workspace.ledger.reading() as connection:
        row = published_table.by_id(connection, issue)
    if row is None:
        raise InputRefused(f"There is no issue {issue}.", _LIST)
    return index_of(workspace, row)


def issued_on(workspace: Workspace, day: date, about: Period | None = None) -> Issue:
    """What was reported on a day: the last issue of it, of a period that lies within `about`.

    Without `about` the month to date comes first, then a month's last word, then what a person asked for.

    Raises:
        InputRefused: nothing was issued on that day.
        StoreDamaged: its index is missing or altered.
    """
    rows = [row for row in issues(workspace, about) if row.issued_at.astimezone(VIETNAM).date() == day]
    if not rows:
        within = f" about {about.first} to {about.last}" if about else ""
        raise InputRefused(f"No report{within} was issued on {day}.", _LIST)
    first = min(rows, key=lambda row: list(Occasion).index(row.occasion))
    return index_of(workspace, first)


def index_of(workspace: Workspace, row: PublishedRow) -> Issue:
    """The index of an issue, checked against the ledger.

    Raises:
        StoreDamaged: it is missing or altered.
    """
    return Issue.from_bytes(_checked(workspace, row.key, row.sha256))


def stored_file(workspace: Workspace, issue: Issue, form: str) -> bytes:
    """An issue in one of its forms, checked against its index.

    Raises:
        InputRefused: it was not issued in this form.
        StoreDamaged: it is missing or altered.
    """
    entry = issue.objects.get(form)
    if entry is None:
        kept = ", ".join(issue.objects)
        raise InputRefused(
            f"The issue {issue.id} was not stored as {form}.",
            f"It was stored as {kept}: choose one of these.",
        )
    return _checked(workspace, entry.key, entry.sha256)


def bring_back_issues(workspace: Workspace, prefix: str = REPORTS_PREFIX) -> Redone:
    """Brings back into the ledger the issues below a prefix that only the store knows. Again changes nothing.

    An issue that is being purged is none any more, whatever is left of it.

    Raises:
        StoreDamaged: an index cannot be read.
    """
    with workspace.ledger.reading() as connection:
        known = {row.key for row in published_table.newest_first(connection)}
        going = {entry.key for entry in purges_table.unproven(connection)}
    # Listed after the look into the ledger: what a purge takes meanwhile is known, going, or not listed.
    listed = [entry.key for entry in workspace.store.list(prefix) if is_index(entry.key)]
    keys = [key for key in listed if key not in going]
    unknown = [key for key in keys if key not in known]
    for key in unknown:
        content = workspace.store.get(key)
        issue = _readable(key, content)
        with workspace.ledger.transaction() as connection:
            published_table.add(connection, issue, sha256=hashlib.sha256(content).hexdigest())
    return Redone(read=len(keys), changed=len(unknown), unchanged=len(keys) - len(unknown))


def _readable(key: str, content: bytes) -> Issue:
    try:
        return Issue.from_bytes(content)
    except StoreDamaged as damage:
        raise StoreDamaged(
            f"{key}: {damage.message}", "Restore it from the backup, then rebuild again."
        ) from None


def _checked(workspace: Workspace, key: str, sha256: str) -> bytes:
    content = workspace.store.get(key)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ChecksumMismatch(f"{key} is not what was issued.")
    return content
