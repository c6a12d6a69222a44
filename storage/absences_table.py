"""Dossiers that the register knows and that later exports do not hold any more: told, never deleted.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from dossiers.periods import Period
from dossiers.register import DossierStatus
from dossiers.register_guard import Shrinkage, Shrinking
from storage.chunks import chunks
from storage.instants import as_utc
from storage.night_schema import register_absences
from storage.schema import dossiers, register_imports

_COUNTS = dossiers.c.status != DossierStatus.DELETED.value


@dataclass(frozen=True, slots=True)
class RegisteredDossier:
    """A dossier that the register counts, by what tells whether an export should hold it."""

    dossier_code: str
    unit_code: str
    field: str
    received_on: date


@dataclass(frozen=True, slots=True)
class AbsentDossier:
    """A dossier that the last exports lack.

    Attributes:
        since: when the first export came that lacked it.
        exports: how many have lacked it in a row.
        file, sha256: the first of them.
    """

    dossier_code: str
    unit_code: str
    received_on: date
    since: datetime
    exports: int
    file: str
    sha256: str


def counted_within(connection: Connection, period: Period) -> Iterator[RegisteredDossier]:
    """The dossiers received in the period that count."""
    columns = (dossiers.c.dossier_code, dossiers.c.unit_code, dossiers.c.field, dossiers.c.received_on)
    query = select(*columns).where(_COUNTS, dossiers.c.received_on.between(period.first, period.last))
    for row in connection.execute(query):
        yield RegisteredDossier(*row)


def lacked(connection: Connection, codes: Sequence[str], *, import_id: int, at: datetime) -> None:
    """An export came that lacks these dossiers."""
    for chunk in chunks(codes):
        known = absent_among(connection, chunk)
        more = {register_absences.c.exports.name: register_absences.c.exports + 1}
        again = register_absences.c.dossier_code.in_(known)
        connection.execute(update(register_absences).where(again).values(more))
        new = [
            {"dossier_code": code, "import_id": import_id, "since": at, "exports": 1}
            for code in chunk
            if code not in known
        ]
        if new:
            connection.execute(insert(register_absences), new)


def are_there(connection: Connection) -> bool:
    """Whether any dossier is absent."""
    return connection.execute(select(register_absences.c.dossier_code).limit(1)).first() is not None


def absent_among(connection: Connection, codes: Sequence[str]) -> frozenset[str]:
    """Those of the dossiers that are absent, after however many exports."""
    query = select(register_absences.c.dossier_code).where(register_absences.c.dossier_code.in_(codes))
    return frozenset(connection.execute(query).scalars())


def found_again(connection: Connection, codes: Collection[str]) -> int:
    """An import holds these dossiers; returns how many of them had been absent."""
    held = delete(register_absences).where(register_absences.c.dossier_code.in_(codes))
    return connection.execute(held).rowcount


def absent(connection: Connection, *, after_exports: int) -> tuple[AbsentDossier, ...]:
    """The dossiers that so many exports in a row lack, by unit, day of reception and code."""
    table = register_absences.c
    query = (
        select(
            table.dossier_code,
            dossiers.c.unit_code,
            dossiers.c.received_on,
            table.since,
            table.exports,
            register_imports.c.file,
            register_imports.c.sha256,
        )
        .join(dossiers, dossiers.c.dossier_code == table.dossier_code)
        .join(register_imports, register_imports.c.id == table.import_id)
        .where(table.exports >= after_exports)
        .order_by(dossiers.c.unit_code, dossiers.c.received_on, table.dossier_code)
    )
    return tuple(
        AbsentDossier(
            row.dossier_code,
            row.unit_code,
            row.received_on,
            as_utc(row.since),
            row.exports,
            row.file,
            row.sha256,
        )
        for row in connection.execute(query)
    )


def months(connection: Connection, period: Period, *, after_exports: int) -> tuple[Shrinkage, ...]:
    """By month of the period: how many the register counts, and how many of them the exports still hold."""
    found: list[Shrinkage] = []
    if not are_there(connection):
        return ()
    for month in period.months:
        within = dossiers.c.received_on.between(month.first, month.last)
        query = (
            select(func.count().label("number"), func.max(register_absences.c.import_id).label("last"))
            .join(dossiers, dossiers.c.dossier_code == register_absences.c.dossier_code)
            .where(within, _COUNTS, register_absences.c.exports >= after_exports)
        )
        row = connection.execute(query).one()
        if row.number:
            counted = select(func.count()).select_from(dossiers).where(_COUNTS, within)
            before = int(connection.execute(counted).scalar_one())
            export = connection.execute(
                select(register_imports).where(register_imports.c.id == row.last)
            ).one()
            found.append(
                Shrinkage(
                    month=month.first.replace(day=1),
                    before=before,
                    after=before - row.number,
                    how=Shrinking.ABSENT,
                    file=export.file,
                    imported_at=as_utc(export.imported_at),
                )
            )
    return tuple(found)
