"""The issues of reports in the ledger: what each `issue.json` of the store says, found without reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text

from dossiers.issues import Issue, Occasion, occasion_of
from dossiers.periods import Period
from storage.instants import as_utc
from storage.schema import published_reports

_COMMA = ","


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One issue. `key` and `sha256` are those of its `issue.json`; `occasion` follows from where it lies."""

    id: str
    period: Period
    issued_at: datetime
    as_of: datetime
    rule_sets: tuple[str, ...]
    key: str
    sha256: str
    run_id: str | None

    @property
    def occasion(self) -> Occasion:
        """Why it was issued."""
        return occasion_of(self.key, self.period, self.issued_at)


def add(connection: Connection, issue: Issue, *, sha256: str) -> bool:
    """Remembers an issue whose index has these bytes; again changes nothing. Whether it is new."""
    known = connection.execute(select(published_reports.c.id).where(published_reports.c.id == issue.id))
    if known.first() is not None:
        return False
    connection.execute(
        insert(published_reports).values(
            id=issue.id,
            period_first=issue.period.first,
            period_last=issue.period.last,
            issued_at=as_utc(issue.issued_at),
            as_of=as_utc(issue.as_of),
            rule_sets=_COMMA.join(issue.rule_sets),
            key=issue.key,
            sha256=sha256,
            run_id=issue.run_id,
        )
    )
    return True


def remove(connection: Connection, issue: str) -> None:
    """Forgets an issue of which the store holds nothing any more."""
    connection.execute(delete(published_reports).where(published_reports.c.id == issue))


def hold(connection: Connection) -> None:
    """Waits for whoever enters an issue, and keeps others from it until the transaction ends.

    SQLite's transactions hold the whole ledger already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE published_reports IN SHARE MODE"))


def by_id(connection: Connection, issue: str) -> PublishedRow | None:
    """One issue, or None."""
    row = connection.execute(select(published_reports).where(published_reports.c.id == issue)).first()
    return _row(row) if row else None


def newest_first(
    connection: Connection, *, beginning: date | None = None, within: Period | None = None
) -> tuple[PublishedRow, ...]:
    """The issues, the newest first.

    Args:
        connection: of the ledger.
        beginning: only of periods that begin on this day.
        within: only of periods that lie in this one.
    """
    table = published_reports
    query = select(table).order_by(table.c.issued_at.desc(), table.c.period_first.desc(), table.c.id.desc())
    if beginning is not None:
        query = query.where(table.c.period_first == beginning)
    if within is not None:
        query = query.where(table.c.period_first >= within.first, table.c.period_last <= within.last)
    return tuple(_row(row) for row in connection.execute(query))


def _row(row: Row[Any]) -> PublishedRow:
    return PublishedRow(
        id=row.id,
        period=Period(first=row.period_first, last=row.period_last),
        issued_at=as_utc(row.issued_at),
        as_of=as_utc(row.as_of),
        rule_sets=tuple(row.rule_sets.split(_COMMA)) if row.rule_sets else (),
        key=row.key,
        sha256=row.sha256,
        run_id=row.run_id,
    )
