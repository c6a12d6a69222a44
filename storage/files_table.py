"""Files of the inbox in the ledger: claims and outcomes.

A batch scan has a row without a dossier, and a further one for each dossier that its sheets name (`part_of`).
A row is `claimed` while somebody works on the file, then `stored`, `duplicate` or `quarantined`.
Uniqueness of content covers `stored` alone; a claim whose run is dead is taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from dossiers.reasons import Reason
from dossiers.register import RESULT_SLOT
from storage.instants import now
from storage.runs_table import is_alive
from storage.schema import files, runs

_WHAT_IT_WAS = ("dossier_code", "role", "bytes", "modified_ns")


class Role(StrEnum):
    """As what a file came: the same bytes may be a component and a result."""

    COMPONENT = "component"
    RESULT = "result"

    @classmethod
    def of(cls, declared_slot: str | None) -> Role:
        """The role of a file that was declared to be this slot."""
        return cls.RESULT if declared_slot == RESULT_SLOT else cls.COMPONENT


class FileOutcome(StrEnum):
    """What became of a file."""

    CLAIMED = "claimed"
    STORED = "stored"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A file as it lay in the inbox.

    Attributes:
        path: relative to the inbox, the key of a claim.
        modified_ns: nanoseconds since the epoch.
    """

    path: str
    dossier_code: str | None
    role: Role
    declared_slot: str | None
    bytes: int
    modified_ns: int


def part_of(sighting: Sighting, dossier_code: str) -> Sighting:
    """The pages of a batch scan that belong to one dossier, as a file of their own.

    No path holds two slashes in a row, so that no other file has this one.
    """
    return replace(sighting, path=f"{sighting.path}//{dossier_code}", dossier_code=dossier_code)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the ledger about one file."""

    id: int
    outcome: FileOutcome
    sha256: str | None
    dossier_code: str | None
    run_id: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run made of a file; `pages` by source, those it read."""

    row: FileRow
    outcome: FileOutcome
    reason: Reason | None
    detail: str
    pages: Mapping[str, int]


class ClaimLost(Exception):
    """The file is another run's: it was silent for so long that it was taken for dead."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of a dossier in a row."""

    first: int
    count: int


def _unsettled(connection: Connection, sighting: Sighting) -> FileRow | None:
    """The completed row of a file that was recorded but has not left the inbox."""
    row = connection.execute(
        select(files).where(
            files.c.path == sighting.path,
            files.c.outcome.in_([FileOutcome.STORED.value, FileOutcome.DUPLICATE.value]),
            files.c.settled_at.is_(None),
            files.c.dossier_code.is_not_distinct_from(sighting.dossier_code),
            files.c.role == sighting.role.value,
            files.c.declared_slot.is_not_distinct_from(sighting.declared_slot),
            files.c.bytes == sighting.bytes,
            files.c.modified_ns == sighting.modified_ns,
        )
    ).first()
    return _file_row(row) if row else None


def claim(connection: Connection, sighting: Sighting, run_id: str) -> FileRow | None:
    """Claims the file for the run; None while a living run works on it.

    A file that was recorded and never left the inbox, as its run was killed in between, is given as that
    run left it: it needs no claim.
    """
    row = _claimed(connection, sighting, run_id)
    # Asked last: whoever holds the claim sees what the one before did with the file.
    recorded = _unsettled(connection, sighting) if row else None
    if row is None or recorded is None:
        return row
    release(connection, row.id)
    by_other = recorded.run_id != run_id and is_alive(connection, recorded.run_id)
    return None if by_other else recorded


def _claimed(connection: Connection, sighting: Sighting, run_id: str) -> FileRow | None:
    row = connection.execute(
        select(files)
        .where(
            files.c.path == sighting.path,
            files.c.outcome.in_([FileOutcome.CLAIMED.value, FileOutcome.QUARANTINED.value]),
        )
        .with_for_update()
    ).first()
    values = _claim_values(sighting, run_id)
    if row is None:
        return _first_claim(connection, values)
    held = row.outcome == FileOutcome.CLAIMED.value and row.run_id != run_id
    if held and is_alive(connection, row.run_id):
        return None
    if any(getattr(row, name) != values[name] for name in _WHAT_IT_WAS):
        # Another file, or for another dossier: the numbers that were reserved are that one's.
        values.update(sha256=None, first_number=None, number_count=None, first_refused_at=None, tries=0)
    connection.execute(update(files).where(files.c.id == row.id).values(**values))
    return _by_id(connection, row.id)


def _first_claim(connection: Connection, values: dict[str, Any]) -> FileRow | None:
    """The row of a file nobody claimed yet; None where another run was a moment faster."""
    try:
        with connection.begin_nested():
            key = connection.execute(insert(files).values(**values)).inserted_primary_key
    except IntegrityError:
        return None
    return _by_id(connection, int(key[0])) if key else None


def hold(connection: Connection, row: FileRow) -> None:
    """Makes sure that a claim still stands, until the transaction ends: before anything is written for it.

    Raises:
        ClaimLost: another run took it over, and may be done with it.
    """
    query = select(files.c.run_id).where(files.c.id == row.id, files.c.outcome == FileOutcome.CLAIMED.value)
    if connection.execute(query.with_for_update()).scalar() != row.run_id:
        raise ClaimLost


def recorded_in_night(connection: Connection, sighting: Sighting, night_id: str) -> Recorded | None:
    """What a run that takes part in a night made of this very file; None where none came to its end."""
    of_night = select(runs.c.run_id).where(or_(runs.c.run_id == night_id, runs.c.part_of == night_id))
    query = select(files).where(
        files.c.path == sighting.path,
        files.c.bytes == sighting.bytes,
        files.c.modified_ns == sighting.modified_ns,
        files.c.outcome != FileOutcome.CLAIMED.value,
        files.c.run_id.in_(of_night),
    )
    row = connection.execute(query.order_by(files.c.id.desc())).first()
    if row is None:
        return None
    return Recorded(
        row=_file_row(row),
        outcome=FileOutcome(row.outcome),
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail or "",
        pages=row.pages or {},
    )


def wait_for_dossier(connection: Connection, file_id: int, code: str) -> None:
    """Remembers which dossier a claimed batch scan cannot go on without."""
    connection.execute(update(files).where(files.c.id == file_id).values(waits_for=code))


def release(connection: Connection, file_id: int) -> None:
    """Gives a claim back as if it had never been made; what another run finished meanwhile stays."""
    claimed = files.c.outcome == FileOutcome.CLAIMED.value
    connection.execute(delete(files).where(files.c.id == file_id, claimed))


def keep_numbers(connection: Connection, file_id: int, first_number: int, count: int) -> None:
    """Remembers the numbers reserved for a file: a run that takes over uses the same."""
    connection.execute(
        update(files).where(files.c.id == file_id).values(first_number=first_number, number_count=count)
    )


def kept_numbers(connection: Connection, file_id: int) -> Numbers | None:
    """The numbers that were reserved for a file before, in this run or in one that was killed."""
    query = select(files.c.first_number, files.c.number_count).where(files.c.id == file_id)
    row = connection.execute(query).one()
    return None if row.first_number is None else Numbers(row.first_number, row.number_count)


def finish(
    connection: Connection,
    file_id: int,
    outcome: FileOutcome,
    *,
    sha256: str | None = None,
    pages: dict[str, int] | None = None,
    settled: bool = False,
) -> None:
    """Writes that the file is stored, or a duplicate; `settled` where it lies in no inbox."""
    connection.execute(
        update(files)
        .where(files.c.id == file_id)
        .values(
            outcome=outcome.value,
            sha256=sha256,
            reason=None,
            detail=None,
            pages=pages,
            settled_at=now() if settled else None,
        )
    )


def in_somebodys_hands(connection: Connection, paths: Sequence[str]) -> frozenset[str]:
    """Those of the paths whose file is claimed, in quarantine, or recorded and not gone from the inbox."""
    open_ = files.c.outcome.in_([FileOutcome.CLAIMED.value, FileOutcome.QUARANTINED.value])
    query = select(files.c.path).where(files.c.path.in_(paths), or_(open_, files.c.settled_at.is_(None)))
    return frozenset(connection.execute(query).scalars())


def last_rows(connection: Connection, paths: Sequence[str]) -> dict[str, int]:
    """The id of the last row of each path that has any: another one, and somebody had the file in hand."""
    query = select(files.c.path, func.max(files.c.id).label("last")).where(files.c.path.in_(paths))
    return {row.path: row.last for row in connection.execute(query.group_by(files.c.path))}


def record_duplicates(
    connection: Connection, duplicates: Sequence[tuple[Sighting, str]], run_id: str
) -> tuple[FileRow, ...]:
    """Files with their hashes that are stored already, each in one row; they have not left the inbox.

    They are claimed first: who claims one of them meanwhile waits for the end of the transaction.

    Raises:
        IntegrityError: another run has claimed one of them; the transaction is lost.
    """
    values = [{**_claim_values(sighting, run_id), "sha256": sha256} for sighting, sha256 in duplicates]
    statement = insert(files).returning(files, sort_by_parameter_order=True)
    claimed = [_file_row(row) for row in connection.execute(statement, values)]
    ended = FileOutcome.DUPLICATE
    query = update(files).where(files.c.id.in_([row.id for row in claimed]))
    connection.execute(query.values(outcome=ended.value))
    return tuple(replace(row, outcome=ended) for row in claimed)


def settle(connection: Connection, file_id: int) -> bool:
    """Marks that the file has left the inbox; False where that was known."""
    query = update(files).where(files.c.id == file_id, files.c.settled_at.is_(None))
    return connection.execute(query.values(settled_at=now())).rowcount > 0


def bring_back(
    connection: Connection,
    code: str,
    role: Role,
    *,
    path: str,
    declared_slot: str | None,
    sha256: str,
    size: int,
    run_id: str,
) -> None:
    """Enters a file that the store's manifest knows as stored and gone from the inbox."""
    connection.execute(
        insert(files).values(
            path=path,
            dossier_code=code,
            role=role.value,
            declared_slot=declared_slot,
            bytes=size,
            modified_ns=0,
            sha256=sha256,
            outcome=FileOutcome.STORED.value,
            run_id=run_id,
            claimed_at=now(),
            settled_at=now(),
        )
    )


def _claim_values(sighting: Sighting, run_id: str) -> dict[str, Any]:
    return {
        "path": sighting.path,
        "dossier_code": sighting.dossier_code,
        "role": sighting.role.value,
        "declared_slot": sighting.declared_slot,
        "bytes": sighting.bytes,
        "modified_ns": sighting.modified_ns,
        "outcome": FileOutcome.CLAIMED.value,
        "waits_for": None,
        "run_id": run_id,
        "claimed_at": now(),
    }


def _by_id(connection: Connection, file_id: int) -> FileRow:
    return _file_row(connection.execute(select(files).where(files.c.id == file_id)).one())


def _file_row(row: Row[Any]) -> FileRow:
    return FileRow(
        id=row.id,
        outcome=FileOutcome(row.outcome),
        sha256=row.sha256,
        dossier_code=row.dossier_code,
        run_id=row.run_id,
    )
