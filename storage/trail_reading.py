"""Reading the audit trail, be it sound or not: nothing that stands in a row ends the reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, Row, Select, Text, and_, cast, or_, select, type_coerce

from dossiers.audit import Link, Step, canonical, instant_text, link_of
from storage.audit_schema import events
from storage.instants import as_utc

_AT_ONCE = 2000
# As text, for an instant that was tampered with may be one that no driver can give.
_HAPPENED_AT = type_coerce(cast(events.c.happened_at, Text), Text).label("happened_at")
_COLUMNS = tuple(_HAPPENED_AT if column.name == "happened_at" else column for column in events.c)


def links(connection: Connection, *, after: int | None = None, at_most: int | None = None) -> Iterator[Link]:
    """The events by number, some at a time: memory does not grow with the trail.

    Args:
        connection: of the ledger.
        after: only those with a larger number; None: all, whatever their number.
        at_most: that many.
    """
    left = at_most
    while left is None or left > 0:
        size = _AT_ONCE if left is None else min(left, _AT_ONCE)
        query = select(*_COLUMNS).order_by(events.c.number).limit(size)
        rows = connection.execute(query if after is None else query.where(events.c.number > after)).all()
        yield from map(_link, rows)
        if len(rows) < size:
            return
        after = rows[-1].number
        left = None if left is None else left - len(rows)


def newest(
    connection: Connection,
    *,
    limit: int,
    dossier_code: str | None = None,
    subject: str | None = None,
    step: Step | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[dict[str, JsonValue]]:
    """What the newest events say that fit, in the order of their numbers.

    Args:
        connection: of the ledger.
        limit: how many at most.
        dossier_code: those about the dossier, its papers, its objects and the files that came for it.
        subject: those about exactly this object.
        step: those of this step.
        since: not before.
        until: before.
    """
    query: Select[Any] = select(*_COLUMNS).order_by(events.c.number.desc()).limit(limit)
    conditions = [
        None
        if dossier_code is None
        else or_(events.c.dossier_code == dossier_code, events.c.subject == dossier_code),
        None if subject is None else events.c.subject == subject,
        None if step is None else events.c.step == step.value,
        None if since is None else events.c.happened_at >= since,
        None if until is None else events.c.happened_at < until,
    ]
    query = query.where(and_(True, *(entry for entry in conditions if entry is not None)))  # noqa: FBT003
    return [_told(row)[0] for row in reversed(connection.execute(query).all())]


def _link(row: Row[Any]) -> Link:
    told, is_canonical = _told(row)
    link = link_of(told)
    return link if is_canonical else Link(link.number, link.previous, link.hash, link.line, is_genuine=False)


def _told(row: Row[Any]) -> tuple[dict[str, JsonValue], bool]:
    """What a row says, and whether it says it as it was written."""
    told = {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - its public name
    told["happened_at"] = _instant(told["happened_at"])
    written = told["details"]
    try:
        told["details"] = json.loads(str(written))
    except (ValueError, RecursionError):
        return told, False
    return told, canonical(told["details"]) == written


def _instant(written: JsonValue) -> JsonValue:
    try:
        return instant_text(as_utc(datetime.fromisoformat(str(written))))
    except (ValueError, OverflowError):
        return written


def _plain(value: Any) -> JsonValue:  # noqa: ANN401 - SQLite's columns hold what was put there
    return value if isinstance(value, str | int | float | None) else repr(value)
