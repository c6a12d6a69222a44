"""Which events lie sealed in the store. Every function works within the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from dossiers.seals import Piece
from storage.audit_schema import events, seals
from storage.instants import now

# Any number, the same for every process of ours: it names the lock of sealing in PostgreSQL.
_SEALING_LOCK = 7_230_120


@dataclass(frozen=True, slots=True)
class SealRow:
    """A piece as it was entered: what it is, the SHA-256 (hex) of its bytes, and whether it is stored."""

    piece: Piece
    key: str
    sha256: str
    bytes: int
    is_stored: bool


def hold_sealing(connection: Connection) -> None:
    """Holds the sealing until the transaction ends: pieces do not overlap."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_SEALING_LOCK)))


def all_seals(connection: Connection) -> Iterator[SealRow]:
    """Every piece, by its events."""
    for row in connection.execute(select(seals).order_by(seals.c.first_number)):
        yield _row(row)


def waiting(connection: Connection) -> SealRow | None:
    """The piece that was entered and is not known to be stored, if any."""
    row = connection.execute(select(seals).where(seals.c.sealed_at.is_(None)).limit(1)).first()
    return _row(row) if row else None


def last_sealed(connection: Connection) -> int:
    """The number of the last event that belongs to a piece; 0 where none does."""
    return int(connection.execute(select(func.max(seals.c.last_number))).scalar() or 0)


def oldest_unsealed(connection: Connection) -> Any | None:  # noqa: ANN401 - as the driver gives instants
    """When the first event happened that belongs to no piece; None where all do."""
    query = select(events.c.happened_at).where(events.c.number > last_sealed(connection))
    return connection.execute(query.order_by(events.c.number).limit(1)).scalar()


def enter(
    connection: Connection, piece: Piece, *, sha256: str, size: int, is_stored: bool = False
) -> SealRow:
    """Enters a piece that is to be stored, or lies in the store already."""
    connection.execute(
        insert(seals).values(
            first_number=piece.first,
            last_number=piece.last,
            day=piece.day,
            key=piece.key,
            sha256=sha256,
            bytes=size,
            sealed_at=now() if is_stored else None,
        )
    )
    return SealRow(piece, piece.key, sha256, size, is_stored)


def stored(connection: Connection, piece: Piece) -> None:
    """Marks that a piece lies in the store."""
    connection.execute(update(seals).where(seals.c.first_number == piece.first).values(sealed_at=now()))


def _row(row: Row[Any]) -> SealRow:
    return SealRow(
        piece=Piece(row.first_number, row.last_number, row.day),
        key=row.key,
        sha256=row.sha256,
        bytes=row.bytes,
        is_stored=row.sealed_at is not None,
    )
