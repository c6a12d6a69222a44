"""The audit trail comes back: a ledger that was lost goes on where the sealed events end.

Whatever lies sealed is brought back as it lies there, so that `sohoa audit verify` still finds what was done
to it. What was never sealed is lost with the ledger; an event says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection

from dossiers.audit import ChainedEvent, Event, Step
from dossiers.seals import AUDIT_PREFIX, Piece, sealed_links
from storage import events_table, seals_table
from storage.ledger import Ledger
from storage.objects import ObjectStore

TRAIL = "trail"
_NUL = "\\u0000"  # as JSON writes it; PostgreSQL takes none


def continue_trail(ledger: Ledger, store: ObjectStore) -> None:
    """Brings the sealed events into a new ledger; one that has or had events of its own is left alone.

    Comes before anything else is noted in a new ledger: its first event follows the last that was sealed.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    with ledger.reading() as connection:
        if not _is_new(connection):
            return
    pieces = stored_pieces(store)
    if not pieces:
        return
    with ledger.transaction() as connection:
        events_table.hold_trail(connection)
        if _is_new(connection):
            _bring_back(connection, store, pieces)


def _is_new(connection: Connection) -> bool:
    return not events_table.last_link(connection)[0] and not seals_table.last_sealed(connection)


def stored_pieces(store: ObjectStore) -> list[Piece]:
    """The pieces that lie in the store, by their events."""
    pieces = [Piece.of_key(entry.key) for entry in store.list(AUDIT_PREFIX)]
    return sorted((piece for piece in pieces if piece), key=lambda piece: (piece.first, piece.last))


def _bring_back(connection: Connection, store: ObjectStore, pieces: list[Piece]) -> None:
    brought_back, last = 0, 0
    for piece in pieces:
        if piece.first <= last:
            continue  # of another ledger; `sohoa audit verify` names it
        content = store.get(piece.key)
        events = [event for event in _events(content) if last < event.number <= piece.last]
        events_table.add(connection, events)
        digest = hashlib.sha256(content).hexdigest()
        seals_table.enter(connection, piece, sha256=digest, size=len(content), is_stored=True)
        brought_back, last = brought_back + len(events), piece.last
    lost = Event(
        step=Step.REBUILD,
        subject=TRAIL,
        details={"brought_back": brought_back, "events_lost_after": last},
    )
    events_table.note(connection, lost)


def _events(content: bytes) -> Iterator[ChainedEvent]:
    """The events of a piece in their order; a line that is none, or is out of its order, is left out."""
    last = 0
    for link in sealed_links(content):
        try:
            readable = link is not None and _NUL not in link.line
            event = ChainedEvent.from_line(link.line) if link and readable else None
        except ValueError:
            continue
        if event is not None and event.number > last:
            yield event
            last = event.number
