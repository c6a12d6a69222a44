"""Locks in the ledger: one holds while its run lives, so nobody has to give it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from storage.instants import as_utc, now
from storage.night_schema import locks
from storage.runs_table import is_alive

NIGHTLY = "nightly"


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a lock, and since when."""

    run_id: str
    since: datetime


def take(connection: Connection, name: str, run_id: str) -> bool:
    """Takes the lock for a run; False while another run that lives holds it."""
    _one_at_a_time(connection, name)
    row = connection.execute(select(locks).where(locks.c.name == name)).first()
    if row is None:
        connection.execute(insert(locks).values(name=name, run_id=run_id, taken_at=now()))
        return True
    if row.run_id != run_id and is_alive(connection, row.run_id):
        return False
    connection.execute(update(locks).where(locks.c.name == name).values(run_id=run_id, taken_at=now()))
    return True


def holder(connection: Connection, name: str) -> Held | None:
    """The living run that holds the lock; None where it is free."""
    row = connection.execute(select(locks).where(locks.c.name == name)).first()
    if row is None or not is_alive(connection, row.run_id):
        return None
    return Held(row.run_id, as_utc(row.taken_at))


def _one_at_a_time(connection: Connection, name: str) -> None:
    """Until the transaction ends; SQLite's transactions hold the whole ledger already."""
    if connection.dialect.name == "postgresql":
        key = func.hashtextextended(f"lock {name}", 0)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
