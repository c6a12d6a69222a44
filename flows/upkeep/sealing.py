"""Sealing: the events that the store does not hold yet become objects of it, each written once.

A piece is entered in the ledger before it is stored. Who is killed in between leaves it to the next run,
which stores the same bytes under the same key: events never change. Two runs at once seal the same piece, or
one after the other.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from config.fault_points import FaultPoint, passed
from dossiers.periods import VIETNAM
from dossiers.seals import MEDIA_TYPE, Piece, sealed_bytes
from flows.workspace import Workspace
from storage import seals_table, trail_reading
from storage.instants import as_utc, now
from storage.seals_table import SealRow

PIECE_EVENTS = 10_000
"""Most events of a piece: some six megabytes."""


def seal_trail(workspace: Workspace) -> int:
    """Seals every event that is in the ledger; how many pieces that took, none where there is nothing new.

    Raises:
        StoreOutOfReach: the store does not answer; the next run goes on.
        ChecksumMismatch, ObjectConflict: events were changed between entering a piece and storing it, or
            another ledger sealed events of this number on this day.
    """
    stored = 0
    while (entered := _entered(workspace)) is not None:
        row, content = entered
        workspace.store.put(row.key, content, sha256=row.sha256, media_type=MEDIA_TYPE, if_absent=True)
        passed(FaultPoint.EVENTS_SEALED)
        with workspace.ledger.transaction() as connection:
            seals_table.stored(connection, row.piece)
        stored += 1
    return stored


def seal_of_yesterday(workspace: Workspace) -> int:
    """Seals where an event of an earlier day waits: what takes in one file need not leave an object each."""
    with workspace.ledger.reading() as connection:
        oldest = seals_table.oldest_unsealed(connection)
        waits = seals_table.waiting(connection) is not None
    return seal_trail(workspace) if waits or (oldest is not None and _day(oldest) < _day(now())) else 0


def _entered(workspace: Workspace) -> tuple[SealRow, bytes] | None:
    """The next piece and its content: one that waits to be stored, or what comes after the last."""
    with workspace.ledger.reading() as connection:
        if seals_table.waiting(connection) is None and seals_table.oldest_unsealed(connection) is None:
            return None
    with workspace.ledger.transaction() as connection:
        seals_table.hold_sealing(connection)
        row = seals_table.waiting(connection)
        after = row.piece.first - 1 if row else seals_table.last_sealed(connection)
        at_most = row.piece.last - after if row else PIECE_EVENTS
        links = list(trail_reading.links(connection, after=after, at_most=at_most))
        content = sealed_bytes([link.line for link in links])
        if row is not None:
            return row, content
        if not links:
            return None
        piece = Piece(links[0].number, links[-1].number, _day(now()))
        digest = hashlib.sha256(content).hexdigest()
        return seals_table.enter(connection, piece, sha256=digest, size=len(content)), content


def _day(instant: datetime) -> date:
    return as_utc(instant).astimezone(VIETNAM).date()
