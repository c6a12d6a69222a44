"""The audit trail in the ledger: rows are added at the end of the transaction that did what they tell.

What happened is noted while a transaction goes on, and written as its last act: the trail is held by one
transaction at a time, and so only for as long as it takes to write.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from config.version import VERSION
from dossiers.audit import FIRST_LINK, ChainedEvent, Event, canonical, chained
from storage.account import account
from storage.audit_schema import events
from storage.chunks import chunks
from storage.instants import now

_PROGRAM = f"sohoa {VERSION}"
# Where a transaction keeps what it noted. Not with the connection of the driver: that may be gone by the end.
_NOTED = "sohoa_noted_events"
# Any number, the same for every process of ours: it names the lock of the trail in PostgreSQL.
_TRAIL_LOCK = 7_230_119


def begin_noting(connection: Connection) -> None:
    """Lets this transaction note what it does; `ledger.transaction()` calls it first."""
    connection.execution_options(**{_NOTED: []})


def note(connection: Connection, *noted: Event) -> None:
    """Notes what this transaction does; it stands in the trail if, and only if, the transaction holds."""
    connection.get_execution_options()[_NOTED].extend(noted)


def write_noted(connection: Connection) -> None:
    """Adds what was noted to the trail; the last act of a transaction."""
    noted: list[Event] = connection.get_execution_options()[_NOTED]
    if not noted:
        return
    hold_trail(connection)
    number, previous = last_link(connection)
    links, happened_at, actor = [], now(), account()
    for event in noted:
        number += 1
        link = chained(
            event, number=number, happened_at=happened_at, actor=actor, version=_PROGRAM, previous=previous
        )
        previous = link.hash
        links.append(link)
    noted.clear()
    add(connection, links)


def hold_trail(connection: Connection) -> None:
    """Holds the trail until the transaction ends: its numbers have no gap.

    SQLite's transactions hold the whole ledger already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_TRAIL_LOCK)))


def last_link(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event; 0 and `FIRST_LINK` before the first."""
    row = connection.execute(
        select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
    ).first()
    return (int(row.number), row.hash) if row else (0, FIRST_LINK)


def add(connection: Connection, links: Iterable[ChainedEvent]) -> None:
    """Adds events as they are. The caller holds the trail."""
    rows = [{**dict(link), "details": canonical(link.details)} for link in links]
    for some in chunks(rows):
        connection.execute(insert(events), some)
