"""The files of a night in the ledger: who took them, and what became of them.

A file belongs to the run that took it last, as long as that run lives. Every function works within the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, or_, select, update

from storage.chunks import chunks as parts
from storage.files_table import Role, Sighting
from storage.instants import now
from storage.night_schema import chunks, planned_files
from storage.nights_table import goes_on
from storage.runs_table import is_alive

_WAITING = "waiting"
OWN = 0
"""The number under which files stand that the night's own run takes in itself: nobody is handed them."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of a night.

    Attributes:
        position: in the plan, from 0.
        pages: as estimated.
        taken_by: the last run that began it.
    """

    position: int
    chunk: int
    sighting: Sighting
    pages: int
    taken_by: str | None = None


@dataclass(frozen=True, slots=True)
class FileEnding:
    """What became of a file, as one run tells another.

    Attributes:
        read: pages by source.
        seconds: from its beginning to its end.
    """

    outcome: str
    reason: str | None
    detail: str
    read: Mapping[str, int]
    seconds: float


def enter(connection: Connection, night_id: str, files: Sequence[PlannedFile]) -> None:
    """Enters the files of a night."""
    for part in parts(files):
        connection.execute(insert(planned_files), [_values(night_id, file) for file in part])


def open_files(connection: Connection, night_id: str, number: int | None = None) -> list[PlannedFile]:
    """The files that have not come to their end, in their order; of one chunk, or of the whole night."""
    query = select(planned_files).where(*_open(night_id, number)).order_by(planned_files.c.position)
    return [_planned(row) for row in connection.execute(query)]


def waiting_in(connection: Connection, night_id: str, number: int) -> list[PlannedFile]:
    """As `open_files` of one chunk, and none of them is begun until this transaction ends."""
    query = select(planned_files).where(*_open(night_id, number)).order_by(planned_files.c.position)
    return [_planned(row) for row in connection.execute(query.with_for_update())]


def move(connection: Connection, night_id: str, files: Sequence[PlannedFile], into: int) -> None:
    """Moves files to another chunk."""
    for part in parts([file.position for file in files]):
        of_them = (planned_files.c.night_id == night_id, planned_files.c.position.in_(part))
        connection.execute(update(planned_files).where(*of_them).values(chunk=into))


def take(connection: Connection, night_id: str, file: PlannedFile, run_id: str) -> PlannedFile | None:
    """Gives a file to the run that works on its chunk, just before it begins; the file as it stood before.

    None where it is not to be begun: the night was stopped, the file was moved to another chunk or is done,
    the chunk is another run's by now, or a run that lives works on the file.
    """
    of_file = _of_file(night_id, file.position)
    row = connection.execute(select(planned_files).where(*of_file).with_for_update()).first()
    if row is None or row.ended_at is not None or row.chunk != file.chunk:
        return None
    if not goes_on(connection, night_id) or not _is_with(connection, night_id, file.chunk, run_id):
        return None
    if row.taken_by not in {None, run_id} and is_alive(connection, row.taken_by):
        return None
    connection.execute(update(planned_files).where(*of_file).values(taken_by=run_id))
    return _planned(row)


def record(connection: Connection, night_id: str, position: int, run_id: str, ending: FileEnding) -> bool:
    """Writes what became of a file; False where it is another run's by now, or known to be done."""
    is_its = (planned_files.c.taken_by == run_id, planned_files.c.ended_at.is_(None))
    written = connection.execute(
        update(planned_files)
        .where(*_of_file(night_id, position), *is_its)
        .values(
            outcome=ending.outcome,
            reason=ending.reason,
            detail=ending.detail,
            read=dict(ending.read),
            seconds=ending.seconds,
            ended_at=now(),
        )
    )
    return written.rowcount > 0


def untold(connection: Connection, night_id: str) -> dict[int, FileEnding]:
    """What became of files since it was last asked, by position."""
    is_untold = (planned_files.c.ended_at.is_not(None), planned_files.c.told_at.is_(None))
    query = select(planned_files).where(planned_files.c.night_id == night_id, *is_untold)
    rows = connection.execute(query.order_by(planned_files.c.position))
    return {row.position: _ending(row) for row in rows}


def learned(connection: Connection, night_id: str, positions: Collection[int]) -> None:
    """The night's own run knows of these."""
    for part in parts(sorted(positions)):
        of_them = (planned_files.c.night_id == night_id, planned_files.c.position.in_(part))
        connection.execute(update(planned_files).where(*of_them).values(told_at=now()))


def reopen(connection: Connection, night_id: str, positions: Collection[int]) -> None:
    """Leaves these files to the night's own run, but for what has come to an end other than waiting."""
    is_to_do = or_(planned_files.c.ended_at.is_(None), planned_files.c.outcome == _WAITING)
    anew = dict.fromkeys(("taken_by", "outcome", "reason", "detail", "read", "seconds"))
    for part in parts(sorted(positions)):
        of_them = (planned_files.c.night_id == night_id, planned_files.c.position.in_(part))
        values = {**anew, "chunk": OWN, "ended_at": None, "told_at": None}
        connection.execute(update(planned_files).where(*of_them, is_to_do).values(**values))


def _is_with(connection: Connection, night_id: str, number: int, run_id: str) -> bool:
    """Whether the chunk is the run's."""
    if number == OWN:
        return run_id == night_id
    of_run = (chunks.c.night_id == night_id, chunks.c.number == number, chunks.c.run_id == run_id)
    return connection.execute(select(chunks.c.number).where(*of_run)).first() is not None


def _of_file(night_id: str, position: int) -> tuple[ColumnElement[bool], ...]:
    return (planned_files.c.night_id == night_id, planned_files.c.position == position)


def _open(night_id: str, number: int | None) -> tuple[ColumnElement[bool], ...]:
    is_open = (planned_files.c.night_id == night_id, planned_files.c.ended_at.is_(None))
    return is_open if number is None else (*is_open, planned_files.c.chunk == number)


def _values(night_id: str, file: PlannedFile) -> dict[str, Any]:
    sighting = file.sighting
    return {
        "night_id": night_id,
        "position": file.position,
        "chunk": file.chunk,
        "path": sighting.path,
        "dossier_code": sighting.dossier_code,
        "role": sighting.role.value,
        "declared_slot": sighting.declared_slot,
        "bytes": sighting.bytes,
        "modified_ns": sighting.modified_ns,
        "pages": file.pages,
    }


def _planned(row: Row[Any]) -> PlannedFile:
    sighting = Sighting(
        path=row.path,
        dossier_code=row.dossier_code,
        role=Role(row.role),
        declared_slot=row.declared_slot,
        bytes=row.bytes,
        modified_ns=row.modified_ns,
    )
    return PlannedFile(row.position, row.chunk, sighting, row.pages, row.taken_by)


def _ending(row: Row[Any]) -> FileEnding:
    return FileEnding(row.outcome, row.reason, row.detail or "", row.read or {}, row.seconds or 0.0)
