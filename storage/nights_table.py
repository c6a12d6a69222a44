"""The nights in the ledger: what was planned, whether one was stopped, how each ended.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.instants import as_utc, now
from storage.night_schema import chunks, nights, planned_files
from storage.runs_table import living

STOPPED = "Stopped"
BATCH = "Batch"
"""The state of a batch that a person, or a schedule of their own, began: `sohoa batch`."""
TOLD = "told"
"""What the summary of a night holds beside its numbers: what it was judged by (`dossiers/alerts.py`)."""


@dataclass(frozen=True, slots=True)
class NightRow:
    """A night.

    Attributes:
        files, pages: how much was planned; pages as estimated before anything was read.
        ended_at, state: None while it works; how it ended, `Stopped` where another began over it.
        summary: the numbers of its `BatchSummary`, without the list of the quarantine.
    """

    run_id: str
    began_at: datetime
    files: int
    pages: int
    stopped_at: datetime | None
    ended_at: datetime | None
    state: str | None
    summary: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a night is.

    Attributes:
        pages, pages_done: of all files, and of those that are done; as estimated before anything was read.
        at_work: how many living runs have a chunk.
    """

    files: int
    pages: int
    files_done: int
    pages_done: int
    at_work: int


def begin(connection: Connection, run_id: str) -> None:
    """Begins the night of a run; older ones that never ended are over, and what was planned for them goes."""
    over = nights.c.ended_at.is_(None)
    ended = {"stopped_at": func.coalesce(nights.c.stopped_at, now()), "ended_at": now(), "state": STOPPED}
    connection.execute(update(nights).where(over).values(**ended))
    connection.execute(delete(planned_files))
    connection.execute(delete(chunks))
    connection.execute(insert(nights).values(run_id=run_id, began_at=now()))


def plan(connection: Connection, run_id: str, *, files: int, pages: int) -> None:
    """Notes how much there is to do."""
    connection.execute(update(nights).where(nights.c.run_id == run_id).values(files=files, pages=pages))


def stop(connection: Connection, run_id: str) -> None:
    """Asks whoever works on the night to begin no other file of it."""
    query = update(nights).where(nights.c.run_id == run_id, nights.c.stopped_at.is_(None))
    connection.execute(query.values(stopped_at=now()))


def goes_on(connection: Connection, run_id: str) -> bool:
    """Whether files of the night may be begun."""
    open_night = (nights.c.run_id == run_id, nights.c.stopped_at.is_(None), nights.c.ended_at.is_(None))
    return connection.execute(select(nights.c.run_id).where(*open_night)).first() is not None


def is_over(connection: Connection, run_id: str) -> bool:
    """Whether the night has ended, by its own run or because another began over it."""
    query = select(nights.c.run_id).where(nights.c.run_id == run_id, nights.c.ended_at.is_not(None))
    return connection.execute(query).first() is not None


def end(connection: Connection, run_id: str, *, state: str, summary: Mapping[str, Any] | None) -> None:
    """Ends the night; one that another night ended already stays as it is."""
    query = update(nights).where(nights.c.run_id == run_id, nights.c.ended_at.is_(None))
    connection.execute(query.values(ended_at=now(), state=state, summary=summary))


def keep_batch(
    connection: Connection, run_id: str, *, began_at: datetime, summary: Mapping[str, Any]
) -> None:
    """Enters what a batch that was no night left to tell; nobody takes it for a night that was due."""
    told = {"began_at": began_at, "ended_at": now(), "state": BATCH, "summary": summary}
    connection.execute(insert(nights).values(run_id=run_id, **told))


def keep_told(connection: Connection, run_id: str, told: Mapping[str, Any]) -> None:
    """Keeps in a night's summary what it was judged by, once its messages are told."""
    summary = connection.execute(select(nights.c.summary).where(nights.c.run_id == run_id)).scalar()
    if summary is not None:
        query = update(nights).where(nights.c.run_id == run_id)
        connection.execute(query.values(summary={**summary, TOLD: told}))


def last(connection: Connection, count: int) -> list[NightRow]:
    """The last nights and batches, the newest first."""
    return _newest(connection, count)


def last_due(connection: Connection, count: int) -> list[NightRow]:
    """The last nights, the newest first; where there is none at all, an office's batches are its nights."""
    return _newest(connection, count, _was_due())


def last_end(connection: Connection, *, states: Collection[str]) -> datetime | None:
    """When the last that was due (`last_due`) ended in one of these states."""
    query = select(func.max(nights.c.ended_at)).where(_was_due(), nights.c.state.in_(states))
    ended_at = connection.execute(query).scalar()
    return ended_at and as_utc(ended_at)


def compared_with(connection: Connection, run_id: str, count: int) -> list[NightRow]:
    """The last others, the newest first: nights alone for a night, for a batch whatever there was."""
    state = connection.execute(select(nights.c.state).where(nights.c.run_id == run_id)).scalar()
    alike = () if state == BATCH else (_is_night(nights),)
    return _newest(connection, count, nights.c.run_id != run_id, *alike)


def began_after(connection: Connection, moment: datetime, *, states: tuple[str, ...]) -> bool:
    """Whether a night that began after this moment ended in one of these states."""
    query = select(nights.c.run_id).where(nights.c.began_at > moment, nights.c.state.in_(states))
    return connection.execute(query).first() is not None


def progress(connection: Connection, run_id: str) -> Progress:
    """How far the night is, of a night that is shared among workers."""
    is_done = planned_files.c.ended_at.is_not(None)
    query = select(
        func.count().label("files"),
        func.coalesce(func.sum(planned_files.c.pages), 0).label("pages"),
        func.count().filter(is_done).label("files_done"),
        func.coalesce(func.sum(planned_files.c.pages).filter(is_done), 0).label("pages_done"),
    ).where(planned_files.c.night_id == run_id)
    row = connection.execute(query).one()
    at_work = select(chunks.c.run_id).where(
        chunks.c.night_id == run_id, chunks.c.run_id.is_not(None), chunks.c.ended_at.is_(None)
    )
    workers = living(connection, list(connection.execute(at_work).scalars()))
    return Progress(row.files, row.pages, row.files_done, row.pages_done, len(workers))


def _newest(connection: Connection, count: int, *conditions: ColumnElement[bool]) -> list[NightRow]:
    query = select(nights).where(*conditions).order_by(nights.c.began_at.desc()).limit(count)
    return [_night(row) for row in connection.execute(query).mappings()]


def _was_due() -> ColumnElement[bool]:
    any_night = nights.alias()
    return or_(_is_night(nights), ~select(any_night.c.run_id).where(_is_night(any_night)).exists())


def _is_night(table: FromClause) -> ColumnElement[bool]:
    return table.c.state.is_distinct_from(BATCH)  # it has none while it works


def _night(row: RowMapping) -> NightRow:
    instants = {name: row[name] and as_utc(row[name]) for name in ("stopped_at", "ended_at")}
    return NightRow(
        run_id=row["run_id"],
        began_at=as_utc(row["began_at"]),
        files=row["files"],
        pages=row["pages"],
        state=row["state"],
        summary=row["summary"],
        **instants,
    )
