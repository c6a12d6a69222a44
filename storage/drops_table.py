"""Register files that were met where the province drops them, each as it was last read.

Every function works within the caller's transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.instants import as_utc
from storage.night_schema import register_drops
from storage.schema import register_imports

_LONGEST_KEY = 1000  # bytes: more than the key of any object has, and less than PostgreSQL indexes


class DropOutcome(StrEnum):
    """What became of a register file."""

    IMPORTED = "imported"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Seen:
    """By what a file is known again without being read: it is another one as soon as one of these differs."""

    bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """A register file as it was last read.

    Attributes:
        sha256: of its bytes; None where it was refused before they were known.
        reason, detail: the code of the error that refused it, and its words.
        rejected: how many of its rows did not go in.
        register_state: as it was when rows of it named dossiers that no register held; else None.
    """

    seen: Seen
    outcome: DropOutcome
    taken_at: datetime
    sha256: str | None = None
    reason: str | None = None
    detail: str | None = None
    kind: str | None = None
    rows: int = 0
    rejected: int = 0
    register_state: str | None = None


def key_of(place: str, name: str) -> str:
    """How the ledger calls a file of a place; where that is too long, by its beginning and its hash."""
    key = f"{place.rstrip('/')}/{name}"
    content = key.encode()
    if len(content) <= _LONGEST_KEY:
        return key
    mark = f"… {hashlib.sha256(content).hexdigest()}"
    return content[: _LONGEST_KEY - len(mark.encode())].decode(errors="ignore") + mark


def all_dropped(connection: Connection) -> dict[str, Dropped]:
    """Every file that was ever met, by its key."""
    return {row["path"]: _read(row) for row in connection.execute(select(register_drops)).mappings()}


def dropped(connection: Connection, key: str) -> Dropped | None:
    """One file as it was last met; None where it never was."""
    row = connection.execute(select(register_drops).where(register_drops.c.path == key)).mappings().first()
    return _read(row) if row else None


def imported_since(connection: Connection, dropped: Dropped) -> bool:
    """Whether the bytes of a file that was refused were imported afterwards."""
    query = select(register_imports.c.id).where(
        register_imports.c.sha256 == dropped.sha256, register_imports.c.imported_at >= dropped.taken_at
    )
    return connection.execute(query).first() is not None


def remember(connection: Connection, key: str, dropped: Dropped) -> None:
    """Keeps what became of a file, in place of what was known of it before."""
    values = asdict(dropped)
    values |= {**values.pop("seen"), "outcome": dropped.outcome.value}
    known = register_drops.c.path == key
    if connection.execute(update(register_drops).where(known).values(values)).rowcount == 0:
        connection.execute(insert(register_drops).values(path=key, **values))


def _read(row: RowMapping) -> Dropped:
    return Dropped(
        seen=Seen(bytes=row["bytes"], modified_ns=row["modified_ns"]),
        outcome=DropOutcome(row["outcome"]),
        taken_at=as_utc(row["taken_at"]),
        sha256=row["sha256"],
        reason=row["reason"],
        detail=row["detail"],
        kind=row["kind"],
        rows=row["rows"],
        rejected=row["rejected"],
        register_state=row["register_state"],
    )
