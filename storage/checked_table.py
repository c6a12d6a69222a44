"""What verifications hashed anew, in the ledger: one that was ended from outside goes on where it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.audit_schema import checked_objects, sweeps
from storage.chunks import chunks
from storage.instants import as_utc, now

# What a verification found whole longer ago than this says nothing of today: it begins anew.
_FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verification was asked to hash; None where nothing narrows it.

    Attributes:
        sample: so many objects (`500`), or so many of a hundred (`5%`).
        seed: which sample; None: any.
        older_than: only what was not checked within so many days.
    """

    sample: str | None = None
    seed: str | None = None
    older_than: int | None = None


@dataclass(frozen=True, slots=True)
class Sweep:
    """One verification of the store; `goes_on` where an earlier call of the program began it."""

    number: int
    started_at: datetime
    seed: str | None
    goes_on: bool


def begin(connection: Connection, asked: Asked, *, new_seed: str, fresh: bool) -> Sweep:
    """The sweep that was asked for: the one that was not finished, where there is one, else a new one."""
    unfinished = None if fresh else _unfinished(connection, asked)
    if unfinished is not None:
        started_at = as_utc(unfinished.started_at)
        return Sweep(unfinished.number, started_at, unfinished.seed, goes_on=True)
    started_at = now()
    values: dict[str, Any] = {"sample": asked.sample, "older_than": asked.older_than}
    values["seed"] = None if asked.sample is None else asked.seed or new_seed
    added = insert(sweeps).values(started_at=started_at, **values).returning(sweeps.c.number)
    return Sweep(int(connection.execute(added).scalar_one()), started_at, values["seed"], goes_on=False)


def _unfinished(connection: Connection, asked: Asked) -> Row[Any] | None:
    """The last sweep, if it was asked the same and not finished: what came after it made it stale."""
    last = connection.execute(select(sweeps).order_by(sweeps.c.number.desc()).limit(1)).first()
    if last is None or last.finished_at is not None or now() - as_utc(last.started_at) > _FRESH:
        return None
    same = (last.sample, last.older_than) == (asked.sample, asked.older_than)
    return last if same and asked.seed in {None, last.seed} else None


def whole_in(connection: Connection, sweep: int, keys: Collection[str]) -> frozenset[str]:
    """Those of the objects that this sweep found whole already."""
    return _whole(connection, keys, checked_objects.c.sweep == sweep)


def whole_since(connection: Connection, instant: datetime, keys: Collection[str]) -> frozenset[str]:
    """Those of the objects that were found whole since then, when they were last looked at."""
    return _whole(connection, keys, checked_objects.c.checked_at >= instant)


def _whole(connection: Connection, keys: Collection[str], condition: Any) -> frozenset[str]:  # noqa: ANN401
    found: set[str] = set()
    for chunk in chunks(list(keys)):
        query = select(checked_objects.c.key).where(
            checked_objects.c.key.in_(chunk), checked_objects.c.damage.is_(None), condition
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def record(connection: Connection, sweep: int, found: Mapping[str, str | None]) -> None:
    """Writes what was found of these objects, by key; None: they are whole."""
    if not found:
        return
    upsert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement: Any = upsert(checked_objects)
    statement = statement.on_conflict_do_update(
        index_elements=[checked_objects.c.key],
        set_={name: statement.excluded[name] for name in ("sweep", "damage", "checked_at")},
    )
    at = now()
    # In one order for all, so that two verifications never wait for each other.
    rows = [
        {"key": key, "sweep": sweep, "damage": damage, "checked_at": at}
        for key, damage in sorted(found.items())
    ]
    connection.execute(statement, rows)


def finish(connection: Connection, sweep: int, *, everything: bool) -> None:
    """Marks the sweep as done; after one of everything, what it did not meet is forgotten: it is gone."""
    connection.execute(update(sweeps).where(sweeps.c.number == sweep).values(finished_at=now()))
    if everything:
        connection.execute(delete(checked_objects).where(checked_objects.c.sweep < sweep))
