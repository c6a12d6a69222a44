"""The register in the ledger: rows in, rows out. Every function works within the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.reporting import RegisterSource
from storage import checks_table, judgements_table
from storage.chunks import chunks
from storage.instants import as_utc
from storage.schema import component_rows, dossiers, register_imports, units

# Any number, the same for every process of ours: it names the lock of the register in PostgreSQL.
_REGISTER_LOCK = 7_230_121


@dataclass(frozen=True, slots=True)
class Upserted:
    """How many rows were new, changed, or as before."""

    added: int
    updated: int
    unchanged: int


def hold_register(connection: Connection) -> None:
    """Holds the register until the transaction ends: two imports of one dossier would meet in its row.

    SQLite's transactions hold the whole ledger already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_REGISTER_LOCK)))


def upsert_dossiers(
    connection: Connection, records: Sequence[DossierRecord], columns: Collection[str] | None = None
) -> Upserted:
    """Brings dossiers in; a later export updates the columns it has (None: all).

    What was counted of a dossier that changed is dropped.
    """
    return _upsert(connection, dossiers, [record.model_dump() for record in records], columns)


def upsert_component_rows(
    connection: Connection,
    rows: Sequence[ComponentRow],
    columns: Collection[str] | None = None,
    *,
    first_position: int = 0,
) -> Upserted:
    """Brings component rows in, in the order of the file. Their dossiers must be registered."""
    values = [{**row.model_dump(), "position": position} for position, row in enumerate(rows, first_position)]
    return _upsert(connection, component_rows, values, columns or ComponentRow.model_fields)


def upsert_units(
    connection: Connection, rows: Sequence[Unit], columns: Collection[str] | None = None
) -> Upserted:
    """Brings units in."""
    return _upsert(connection, units, [row.model_dump() for row in rows], columns)


def record_import(
    connection: Connection,
    *,
    file: str,
    sha256: str,
    kind: str,
    rows: int,
    imported_at: datetime,
    imported_by: str = "",
    changed: bool = True,
) -> int:
    """Remembers a register file, and returns its id: every report names what it rests on.

    Of each content the last import that changed anything; an import that did not leaves no trace.
    """
    same = (register_imports.c.sha256 == sha256) & (register_imports.c.kind == kind)
    known = connection.execute(select(register_imports.c.id, register_imports.c.rows).where(same)).first()
    if known and known.rows == rows and not changed:
        return int(known.id)
    values = {"file": file, "rows": rows, "imported_at": imported_at, "imported_by": imported_by}
    if known:
        connection.execute(update(register_imports).where(same).values(values))
        return int(known.id)
    added = insert(register_imports).values(sha256=sha256, kind=kind, **values)
    return int(connection.execute(added.returning(register_imports.c.id)).scalar_one())


def sources(connection: Connection) -> tuple[RegisterSource, ...]:
    """The register files imported so far, oldest first."""
    rows = connection.execute(select(register_imports).order_by(register_imports.c.imported_at)).mappings()
    return tuple(
        RegisterSource(
            file=row["file"],
            sha256=row["sha256"],
            kind=row["kind"],
            rows=row["rows"],
            imported_at=as_utc(row["imported_at"]),
            imported_by=row["imported_by"],
        )
        for row in rows
    )


def register_state(connection: Connection) -> str:
    """A text that changes when the register has grown (a file waiting for its dossier is tried again)."""
    return str(connection.execute(select(func.count()).select_from(dossiers)).scalar_one())


def known_codes(connection: Connection) -> frozenset[str]:
    """Every registered dossier code."""
    return frozenset(connection.execute(select(dossiers.c.dossier_code)).scalars())


class Appointment(NamedTuple):
    """Until when a dossier was promised (ngày hẹn trả), or where nothing was, when it came; and its unit."""

    day: date
    unit_code: str


def appointments(connection: Connection, codes: Collection[str]) -> dict[str, Appointment]:
    """When those of the dossiers that are registered are due."""
    day = func.coalesce(dossiers.c.due_on, dossiers.c.received_on)
    query = select(dossiers.c.dossier_code, day, dossiers.c.unit_code)
    found: dict[str, Appointment] = {}
    for chunk in chunks(list(codes)):
        rows = connection.execute(query.where(dossiers.c.dossier_code.in_(chunk)))
        found.update((code, Appointment(due, unit)) for code, due, unit in rows)
    return found


def registered(connection: Connection, codes: Collection[str]) -> frozenset[str]:
    """Those of the dossier codes that are registered."""
    query = select(dossiers.c.dossier_code).where(dossiers.c.dossier_code.in_(set(codes)))
    return frozenset(connection.execute(query).scalars())


def unit_codes(connection: Connection) -> frozenset[str]:
    """Every unit of the register."""
    return frozenset(connection.execute(select(units.c.unit_code)).scalars())


def unit_names(connection: Connection) -> dict[str, str]:
    """Unit names by code."""
    return {row.unit_code: row.name for row in connection.execute(select(units)) if row.name}


def all_units(connection: Connection) -> tuple[Unit, ...]:
    """Every unit of the register, by code."""
    rows = connection.execute(select(units).order_by(units.c.unit_code)).mappings()
    return tuple(Unit.model_validate(dict(row)) for row in rows)


def dossier(connection: Connection, code: str) -> DossierRecord | None:
    """One dossier of the register, or None."""
    row = connection.execute(select(dossiers).where(dossiers.c.dossier_code == code)).mappings().first()
    return DossierRecord.model_validate(dict(row)) if row else None


def all_dossiers(connection: Connection) -> Iterator[DossierRecord]:
    """Every dossier, by code."""
    for row in connection.execute(select(dossiers).order_by(dossiers.c.dossier_code)).mappings():
        yield DossierRecord.model_validate(dict(row))


def dossiers_of(connection: Connection, codes: Sequence[str]) -> tuple[DossierRecord, ...]:
    """Those of the dossiers that are registered, by code."""
    query = select(dossiers).where(dossiers.c.dossier_code.in_(codes)).order_by(dossiers.c.dossier_code)
    return tuple(DossierRecord.model_validate(dict(row)) for row in connection.execute(query).mappings())


def rows_of(connection: Connection, code: str) -> tuple[ComponentRow, ...]:
    """The component rows of one dossier, in the order of the register."""
    return rows_by_dossier(connection, [code]).get(code, ())


def rows_by_dossier(connection: Connection, codes: Sequence[str]) -> dict[str, tuple[ComponentRow, ...]]:
    """The component rows of these dossiers, each in the order of the register."""
    names = tuple(ComponentRow.model_fields)
    query = select(*(component_rows.c[name] for name in names))
    query = query.where(component_rows.c.dossier_code.in_(codes)).order_by(component_rows.c.position)
    found: dict[str, list[ComponentRow]] = {}
    for row in connection.execute(query):
        values = dict(zip(names, row, strict=True))
        found.setdefault(values["dossier_code"], []).append(ComponentRow.model_validate(values))
    return {key: tuple(rows) for key, rows in found.items()}


def _upsert(
    connection: Connection,
    table: Table,
    values: Sequence[dict[str, Any]],
    columns: Collection[str] | None,
) -> Upserted:
    """New rows whole; of known rows the columns given, where one of them differs."""
    keys = [column.name for column in table.primary_key]
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    unchanged = 0
    for chunk in chunks(values):
        present = _present(connection, table, keys, chunk)
        for value in chunk:
            before = present.get(tuple(value[key] for key in keys))
            if before is None:
                added.append(value)
                continue
            given = {name: value[name] for name in value if columns is None or name in columns}
            if all(before[name] == given[name] for name in given):
                unchanged += 1
            else:
                changed.append({**given, **{key: value[key] for key in keys}})
    if added:
        connection.execute(insert(table), added)
    if changed:
        _update(connection, table, keys, changed)
    if table is dossiers:
        judgements_table.drop(connection, [value["dossier_code"] for value in changed])
    elif table is component_rows:
        codes = [value["dossier_code"] for value in (*added, *changed)]
        judgements_table.drop(connection, codes)
        checks_table.ask_where_papers_are(connection, codes)  # a row may say that a paper is used again
    return Upserted(len(added), len(changed), unchanged)


def _present(
    connection: Connection, table: Table, keys: Sequence[str], chunk: Sequence[Mapping[str, Any]]
) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    first = table.c[keys[0]]
    rows = connection.execute(select(table).where(first.in_({value[keys[0]] for value in chunk}))).mappings()
    return {tuple(row[key] for key in keys): dict(row) for row in rows}


def _update(
    connection: Connection, table: Table, keys: Sequence[str], values: Iterable[dict[str, Any]]
) -> None:
    statement = update(table)
    for key in keys:
        statement = statement.where(table.c[key] == bindparam(f"key_{key}"))
    renamed = [
        {**{f"key_{key}": value[key] for key in keys}, **{k: v for k, v in value.items() if k not in keys}}
        for value in values
    ]
    connection.execute(
        statement.values({name: bindparam(name) for name in renamed[0] if not name.startswith("key_")}),
        renamed,
    )
