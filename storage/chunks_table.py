"""Parts of a night in the ledger: each is worked on by one run at a time.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from storage import planned_table
from storage.instants import now
from storage.night_schema import chunks
from storage.nights_table import goes_on
from storage.planned_table import PlannedFile
from storage.runs_table import is_alive


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk that is not done.

    Attributes:
        tries: how many runs began on it; `run_id` is the one that has it now.
        given_back: how many of them were told to end, or may take in nothing where they are: no sign that
            anything is wrong with the chunk.
        error: what ended the last try (`SohoaError.document`).
    """

    number: int
    tries: int
    given_back: int
    run_id: str | None
    error: Mapping[str, Any] | None


def enter(connection: Connection, night_id: str, numbers: Collection[int]) -> None:
    """Enters chunks by their numbers."""
    if numbers:
        connection.execute(insert(chunks), [{"night_id": night_id, "number": number} for number in numbers])


def unfinished(connection: Connection, night_id: str) -> list[ChunkRow]:
    """The chunks that are not done, by number."""
    query = select(chunks).where(chunks.c.night_id == night_id, chunks.c.ended_at.is_(None))
    return [_chunk(row) for row in connection.execute(query.order_by(chunks.c.number))]


def hand(connection: Connection, night_id: str, number: int) -> int | None:
    """Notes that somebody is asked to come for the chunk; how often by now, None where it is gone."""
    of_chunk = _of_chunk(night_id, number)
    connection.execute(update(chunks).where(*of_chunk).values(handed=chunks.c.handed + 1))
    return connection.execute(select(chunks.c.handed).where(*of_chunk)).scalar()


def claim(connection: Connection, night_id: str, number: int, run_id: str) -> bool:
    """Gives the chunk to a run; False while another that lives has it, or where nothing is to be done."""
    if not _is_to_be_had(connection, night_id, number):
        return False
    claimed = {"run_id": run_id, "tries": chunks.c.tries + 1, "error": None}
    connection.execute(update(chunks).where(*_of_chunk(night_id, number)).values(**claimed))
    return True


def refuse(connection: Connection, night_id: str, number: int, error: Mapping[str, object]) -> bool:
    """A machine that may take in nothing does not take the chunk: it waits for others, and this was no try.

    False where the chunk was not to be had anyway.
    """
    if not _is_to_be_had(connection, night_id, number):
        return False
    given_back = {"tries": chunks.c.tries + 1, "given_back": chunks.c.given_back + 1}
    refused = {**given_back, "run_id": None, "error": dict(error)}
    connection.execute(update(chunks).where(*_of_chunk(night_id, number)).values(**refused))
    return True


def free(connection: Connection, night_id: str, number: int, run_id: str) -> None:
    """Takes the chunk from a run that died, or gave it up: it waits to be handed out again."""
    of_run = (*_of_chunk(night_id, number), chunks.c.run_id == run_id, chunks.c.ended_at.is_(None))
    connection.execute(update(chunks).where(*of_run).values(run_id=None))


def give_back(connection: Connection, run_id: str) -> None:
    """The run was told to end: whatever it has waits to be handed out again, and this was no try."""
    given_back = {"run_id": None, "given_back": chunks.c.given_back + 1}
    of_run = (chunks.c.run_id == run_id, chunks.c.ended_at.is_(None))
    connection.execute(update(chunks).where(*of_run).values(**given_back))


def fail(
    connection: Connection, night_id: str, number: int, run_id: str, error: Mapping[str, object]
) -> None:
    """The run gives the chunk up, for an error that is no file's fault."""
    of_run = (*_of_chunk(night_id, number), chunks.c.run_id == run_id, chunks.c.ended_at.is_(None))
    connection.execute(update(chunks).where(*of_run).values(error=dict(error)))
    free(connection, night_id, number, run_id)


def end(connection: Connection, night_id: str, number: int, run_id: str) -> None:
    """The run did what there was to do in the chunk."""
    of_run = (*_of_chunk(night_id, number), chunks.c.run_id == run_id, chunks.c.ended_at.is_(None))
    connection.execute(update(chunks).where(*of_run).values(ended_at=now()))


def split(
    connection: Connection, night_id: str, number: int, into: int, *, least_pages: int, share: float
) -> int:
    """Moves dossiers of which nothing is under way from a chunk to a new one, the last ones first.

    Args:
        connection: of the transaction.
        night_id: whose chunk.
        number: of the chunk.
        into: the number of the new one.
        least_pages: fewer are not worth a beginning.
        share: of the pages that are not under way, how much moves at least.

    Returns:
        How many pages moved; 0: none.
    """
    dossiers = _whole_and_untaken(planned_table.waiting_in(connection, night_id, number))
    wanted = max(least_pages, share * sum(file.pages for dossier in dossiers for file in dossier))
    moved: list[PlannedFile] = []
    while dossiers and sum(file.pages for file in moved) < wanted:
        moved += dossiers.pop()
    pages = sum(file.pages for file in moved)
    if not moved or pages < least_pages:
        return 0
    enter(connection, night_id, [into])
    planned_table.move(connection, night_id, moved, into)
    return pages


def _whole_and_untaken(files: Sequence[PlannedFile]) -> list[list[PlannedFile]]:
    """By dossier, what nobody has begun; files of no dossier stand for themselves."""
    dossiers: dict[object, list[PlannedFile]] = {}
    for file in files:
        dossiers.setdefault(file.sighting.dossier_code or file.position, []).append(file)
    return [dossier for dossier in dossiers.values() if not any(file.taken_by for file in dossier)]


def _is_to_be_had(connection: Connection, night_id: str, number: int) -> bool:
    """Holds the chunk until the transaction ends."""
    query = select(chunks).where(*_of_chunk(night_id, number)).with_for_update()
    row = connection.execute(query).first()
    if row is None or row.ended_at is not None or not goes_on(connection, night_id):
        return False
    return row.run_id is None or not is_alive(connection, row.run_id)


def _of_chunk(night_id: str, number: int) -> tuple[ColumnElement[bool], ...]:
    return (chunks.c.night_id == night_id, chunks.c.number == number)


def _chunk(row: Row[Any]) -> ChunkRow:
    return ChunkRow(
        number=row.number,
        tries=row.tries,
        given_back=row.given_back,
        run_id=row.run_id,
        error=row.error,
    )
