"""The audit trail in the ledger: rows are added at the end of the transaction that did what they tell.

What happened is noted while a transaction goes on, and written as its last act: the trail is held by one
transaction at a time, and so only for as long as it takes to write.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, Row, func, insert, select

from config.version import VERSION
from dossiers.audit import FIRST_LINK, ChainedEvent, Event, chained
from storage.account import account
from storage.audit_schema import events
from storage.instants import as_utc, now

_NOTED = "sohoa_noted_events"
# Any number, the same for every process of ours: it names the lock of the trail in PostgreSQL.
_TRAIL_LOCK = 7_230_119


def note(connection: Connection, *noted: Event) -> None:
    """Notes what this transaction does; it stands in the trail if, and only if, the transaction holds."""
    connection.info.setdefault(_NOTED, []).extend(noted)


def write_noted(connection: Connection) -> None:
    """Adds what was noted to the trail; the last act of a transaction."""
    noted: list[Event] = connection.info.pop(_NOTED, [])
    if not noted:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_TRAIL_LOCK)))
    number, previous = _last(connection)
    rows, happened_at, actor = [], now(), account()
    for event in noted:
        number += 1
        link = chained(
            event, number=number, happened_at=happened_at, actor=actor, version=VERSION, previous=previous
        )
        previous = link.hash
        details = json.dumps(link.details, ensure_ascii=False, sort_keys=True)
        rows.append({**link.model_dump(exclude={"details"}), "details": details})
    connection.execute(insert(events), rows)


def forget_noted(connection: Connection) -> None:
    """What a failed transaction noted did not happen."""
    connection.info.pop(_NOTED, None)


def event_of(row: Row[tuple[object, ...]]) -> ChainedEvent:
    """A row of the trail as an event."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["happened_at"] = as_utc(values["happened_at"])
    values["details"] = json.loads(values["details"])
    return ChainedEvent.model_validate(values)


def _last(connection: Connection) -> tuple[int, str]:
    row = connection.execute(
        select(events.c.number, events.c.hash).order_by(events.c.number.desc()).limit(1)
    ).first()
    return (int(row.number), row.hash) if row else (0, FIRST_LINK)
