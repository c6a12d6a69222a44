"""Runs in the ledger: who works, and whether they still live.

A run promises until when it lives, by the database's clock, and renews that while it works
(flows/heartbeat.py). On this machine it is dead as soon as its process is; one whose process goes on to other
things, and could not write that the run ended, is dead when its promise is over. Whoever is wrongly taken for
dead finds its claims lost (`files_table.hold`).
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, func, insert, literal, select, update

from storage.instants import as_utc, now
from storage.liveness import host, is_of_earlier_boot, process_started
from storage.schema import runs

# What a run promises that nothing renews: as nine heartbeats of `[night] heartbeat_seconds`.
PROMISED_SECONDS = 180.0


def begin_run(
    connection: Connection,
    note: str = "",
    *,
    promised_seconds: float = PROMISED_SECONDS,
    part_of: str | None = None,
) -> str:
    """Enters this process as a run; returns the run's id.

    Args:
        connection: of the transaction that it begins in.
        note: what a person said of it.
        promised_seconds: how long it is taken for living from now on, whatever is seen of it.
        part_of: the run in whose night it takes part: it never closes that night.
    """
    run_id = f"{now():%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"
    connection.execute(
        insert(runs).values(
            run_id=run_id,
            host=host(),
            pid=os.getpid(),
            process_started=process_started(os.getpid()) or "",
            note=note,
            started_at=now(),
            seen_at=now(),
            alive_until=_from_now(connection, promised_seconds),
            part_of=part_of or _at_work_tonight(connection),
            night=night_of(connection, part_of) if part_of else _this_night(connection),
        )
    )
    return run_id


def _this_night(connection: Connection) -> int:
    """Goes on while no run of it came to its end: what was killed is finished as if it never had been."""
    last = _last_night(connection)
    closed = select(runs.c.run_id).where(runs.c.night == last, runs.c.is_complete, runs.c.part_of.is_(None))
    is_over = last == 0 or connection.execute(closed).first() is not None
    return last + 1 if is_over else last


def _last_night(connection: Connection) -> int:
    return int(connection.execute(select(func.max(runs.c.night))).scalar() or 0)


def _at_work_tonight(connection: Connection) -> str | None:
    """The run that works on a night that goes on; one that begins beside it is a part of that night.

    The end of a single file at noon is not the end of the batch that takes in the whole inbox.
    """
    last = _last_night(connection)
    if _this_night(connection) != last:
        return None
    query = select(runs).where(runs.c.night == last, runs.c.finished_at.is_(None), runs.c.part_of.is_(None))
    for row in connection.execute(query.order_by(runs.c.started_at)):
        if _lives(connection, row):
            return str(row.run_id)
    return None


def night_of(connection: Connection, run_id: str) -> int:
    """Which night's papers a run takes in (dossiers/manifest.py, `Arrival`)."""
    return int(connection.execute(select(runs.c.night).where(runs.c.run_id == run_id)).scalar_one())


def keep_nights_above(connection: Connection, run_id: str, night: int) -> None:
    """Makes sure that the run, and so whatever comes after it, is of a later night than this one."""
    connection.execute(
        update(runs).where(runs.c.run_id == run_id, runs.c.night <= night).values(night=night + 1)
    )


def renew(connection: Connection, run_id: str, promised_seconds: float) -> None:
    """Promises that the run lives so long from now on."""
    until = _from_now(connection, promised_seconds)
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(alive_until=until, seen_at=now()))


def finish_run(connection: Connection, run_id: str, *, is_complete: bool = True) -> None:
    """Marks the run as ended: what it claimed and did not finish is free.

    `is_complete` where it did all that it meant to.
    """
    ended = {"finished_at": now(), "is_complete": is_complete}
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(**ended))


def is_alive(connection: Connection, run_id: str) -> bool:
    """Whether the run still works: its promise holds, and, here, its process lives."""
    row = connection.execute(select(runs).where(runs.c.run_id == run_id)).first()
    return row is not None and _lives(connection, row)


def living(connection: Connection, run_ids: Collection[str]) -> frozenset[str]:
    """Those of these runs that still work."""
    rows = connection.execute(select(runs).where(runs.c.run_id.in_(run_ids))).all()
    return frozenset(row.run_id for row in rows if _lives(connection, row))


def living_since(connection: Connection) -> datetime | None:
    """When the eldest run that still works began; None where none does."""
    unfinished = select(runs).where(runs.c.finished_at.is_(None)).order_by(runs.c.started_at)
    for row in connection.execute(unfinished).all():
        if _lives(connection, row):
            return as_utc(row.started_at)
    return None


def _lives(connection: Connection, row: Row[Any]) -> bool:
    if row.finished_at is not None:
        return False
    is_here = bool(row.host == host())
    if is_here and process_started(row.pid) != row.process_started:
        return False
    if row.alive_until is None:  # by a version whose runs made no promise
        return is_here
    if is_of_earlier_boot(row.host, as_utc(row.seen_at)):
        return False
    # The transaction's own time is never after what it sees: in doubt a run lives.
    moment = select(func.now()) if connection.dialect.name == "postgresql" else select(literal(now()))
    return bool(as_utc(row.alive_until) > as_utc(connection.execute(moment).scalar_one()))


def _from_now(connection: Connection, seconds: float) -> ColumnElement[datetime] | datetime:
    """An instant by the database's clock; the one of SQLite is the machine's."""
    if connection.dialect.name == "postgresql":
        return func.clock_timestamp() + literal(timedelta(seconds=seconds))
    return now() + timedelta(seconds=seconds)
