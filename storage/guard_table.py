"""What an import would change in the months of the register, and what imports made smaller.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, exists, func, insert, select

from dossiers.periods import Period
from dossiers.register import DossierStatus
from dossiers.register_guard import Shrinkage, Shrinking
from storage.instants import as_utc
from storage.night_schema import register_absences
from storage.schema import dossiers, register_imports, register_shrinkages

_COUNTS = dossiers.c.status != DossierStatus.DELETED.value


def counted(connection: Connection, period: Period) -> int:
    """How many dossiers received in the period count."""
    query = select(func.count()).where(_COUNTS, dossiers.c.received_on.between(period.first, period.last))
    return int(connection.execute(query).scalar_one())


def expected_by_unit_and_field(connection: Connection, period: Period) -> dict[tuple[str, str], int]:
    """How many dossiers received in the period count and are not known to be absent, by unit and field."""
    keys = (dossiers.c.unit_code, dossiers.c.field)
    absent = exists().where(register_absences.c.dossier_code == dossiers.c.dossier_code)
    query = select(*keys, func.count().label("number")).where(
        _COUNTS, ~absent, dossiers.c.received_on.between(period.first, period.last)
    )
    return {(row.unit_code, row.field): row.number for row in connection.execute(query.group_by(*keys))}


def imported_before(connection: Connection, sha256s: Collection[str]) -> frozenset[str]:
    """Those of the contents that were imported once already."""
    known = select(register_imports.c.sha256).where(register_imports.c.sha256.in_(sha256s))
    return frozenset(connection.execute(known).scalars())


def record_shrinkages(connection: Connection, import_id: int, shrinkages: Iterable[Shrinkage]) -> None:
    """Keeps what an import made smaller, in place of what it kept of it before."""
    for entry in shrinkages:
        same = {"import_id": import_id, "month": entry.month, "how": entry.how.value}
        connection.execute(delete(register_shrinkages).filter_by(**same))
        connection.execute(insert(register_shrinkages).values(before=entry.before, after=entry.after, **same))


def shrinkages(connection: Connection, period: Period) -> tuple[Shrinkage, ...]:
    """What imports made smaller of the months that the period touches, by month, oldest import first."""
    table = register_shrinkages.c
    query = (
        select(register_shrinkages, register_imports.c.file, register_imports.c.imported_at)
        .join(register_imports, register_imports.c.id == table.import_id)
        .where(table.month.between(period.first.replace(day=1), period.last))
        .order_by(table.month, register_imports.c.imported_at, table.how)
    )
    return tuple(
        Shrinkage(
            month=row.month,
            before=row.before,
            after=row.after,
            how=Shrinking(row.how),
            file=row.file,
            imported_at=as_utc(row.imported_at),
        )
        for row in connection.execute(query)
    )
