"""The quarantine in the ledger: files that were refused, why, and under which circumstances."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from dossiers.reasons import Reason
from storage.chunks import chunks
from storage.files_table import FileOutcome, Role, Sighting
from storage.instants import as_utc, now
from storage.schema import dossiers, files


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file could not be taken in.

    Attributes:
        transient: the same try may go through another time (a property of the error's class).
        refused_under: the limits, or what else outside of the file the refusal rests on.
        register_state: the register as it stood (`register_table.register_state`).
    """

    reason: Reason
    detail: str
    transient: bool
    refused_under: str
    register_state: str


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A file in quarantine.

    Attributes:
        path: relative to the inbox; absolute where the file never lay there (`sohoa ingest`).
        waits_for: the dossier it cannot go on without: its own, or one that a batch scan names.
        refused_under: None where an older version refused it.
        tries: how often it was refused, unchanged.
        is_released: a person wants it to be tried again.
    """

    id: int
    path: str
    dossier_code: str | None
    waits_for: str | None
    declared_slot: str | None
    bytes: int
    modified_ns: int
    reason: Reason
    detail: str
    transient: bool
    refused_under: str | None
    register_state: str | None
    first_refused_at: datetime
    last_tried_at: datetime
    tries: int
    is_released: bool

    @property
    def sighting(self) -> Sighting:
        """The file as it was when it was refused."""
        return Sighting(
            path=self.path,
            dossier_code=self.dossier_code,
            role=Role.of(self.declared_slot),
            declared_slot=self.declared_slot,
            bytes=self.bytes,
            modified_ns=self.modified_ns,
        )

    def is_of(self, sighting: Sighting) -> bool:
        """Whether the file is the one that was refused, unchanged."""
        return (self.bytes, self.modified_ns) == (sighting.bytes, sighting.modified_ns)


def refuse(connection: Connection, file_id: int, refusal: Refusal) -> None:
    """Puts a claimed file into quarantine."""
    connection.execute(
        update(files)
        .where(files.c.id == file_id)
        .values(
            outcome=FileOutcome.QUARANTINED.value,
            sha256=None,
            pages=None,
            reason=refusal.reason.value,
            detail=refusal.detail,
            transient=refusal.transient,
            refused_under=refusal.refused_under,
            register_state=refusal.register_state,
            first_refused_at=func.coalesce(files.c.first_refused_at, files.c.claimed_at),
            tries=files.c.tries + 1,
            released_at=None,
        )
    )


def quarantined(connection: Connection) -> list[QuarantinedRow]:
    """All files in quarantine, the one that was refused first at the front."""
    return _lying(connection)


def quarantined_at(connection: Connection, paths: Sequence[str]) -> list[QuarantinedRow]:
    """Those of these files that are in quarantine."""
    return [row for chunk in chunks(paths) for row in _lying(connection, files.c.path.in_(chunk))]


def quarantined_for(connection: Connection, codes: Sequence[str]) -> list[QuarantinedRow]:
    """The files in quarantine of these dossiers, or that wait for them."""
    return [
        row
        for chunk in chunks(codes)
        for row in _lying(connection, or_(files.c.dossier_code.in_(chunk), files.c.waits_for.in_(chunk)))
    ]


def homeless_since(connection: Connection, moment: datetime) -> list[QuarantinedRow]:
    """The files in quarantine of no dossier that a register holds, looked at since this moment."""
    whose = func.coalesce(files.c.waits_for, files.c.dossier_code)
    is_registered = select(dossiers.c.dossier_code).where(dossiers.c.dossier_code == whose).exists()
    return _lying(connection, ~is_registered, files.c.claimed_at >= as_utc(moment))


def _lying(connection: Connection, *conditions: ColumnElement[bool]) -> list[QuarantinedRow]:
    """Files in quarantine of which all this holds, the one that was refused first at the front."""
    rows = connection.execute(
        select(files)
        .where(files.c.outcome == FileOutcome.QUARANTINED.value, *conditions)
        .order_by(files.c.first_refused_at, files.c.id)
    )
    return [_quarantined_row(row) for row in rows]


def release(connection: Connection, file_ids: Collection[int]) -> None:
    """Marks files in quarantine: the next batch takes them in although nothing changed."""
    for file_id in file_ids:
        connection.execute(
            update(files)
            .where(files.c.id == file_id, files.c.outcome == FileOutcome.QUARANTINED.value)
            .values(released_at=now())
        )


def _quarantined_row(row: Row[Any]) -> QuarantinedRow:
    return QuarantinedRow(
        id=row.id,
        path=row.path,
        dossier_code=row.dossier_code,
        waits_for=row.waits_for or row.dossier_code,
        declared_slot=row.declared_slot,
        bytes=row.bytes,
        modified_ns=row.modified_ns,
        reason=Reason(row.reason),
        detail=row.detail or "",
        transient=bool(row.transient),
        refused_under=row.refused_under,
        register_state=row.register_state,
        first_refused_at=as_utc(row.first_refused_at or row.claimed_at),
        last_tried_at=as_utc(row.claimed_at),
        tries=row.tries,
        is_released=row.released_at is not None,
    )
