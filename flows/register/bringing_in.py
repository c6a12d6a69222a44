"""A register file that was read goes into the ledger, within the transaction of its import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from dossiers.audit import Event, Step
from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_columns import RegisterKind
from dossiers.register_rows import RegisterRecord
from dossiers.text import fold
from flows.register.files import RegisterFile, RejectedRow
from flows.register.spooled import SpooledRows
from storage import absences_table, events_table, register_table
from storage.chunks import CHUNK, chunks
from storage.instants import now
from storage.register_table import Upserted

NO_DOSSIER = "no register holds this dossier code"
_TOGETHER = 10_000
# The columns of rows that are there already which a second reading may change; a key changes nothing.
_BRINGS_AGAIN: dict[RegisterKind, frozenset[str]] = {
    "units": frozenset({"unit_code"}),
    "dossiers": frozenset({"unit_code"}),
    "components": frozenset({"dossier_code"}),
}


class ImportedFile(BaseModel):
    """What an import did with one file."""

    model_config = ConfigDict(frozen=True)

    file: str
    kind: str
    added: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]


def bring_in(
    connection: Connection, file: RegisterFile, by: str, *, again: bool = False
) -> tuple[ImportedFile, int]:
    """What was done with a file, and the id of its import.

    Read `again`, after others that came later, it overwrites nothing: it brings the rows that are not there
    yet, and the codes of units whose names had not come when it was read first.
    """
    rejected = [*file.rejected]
    rows = file.rows
    if file.kind == "components" and (unknown := _without_dossier(connection, file)):
        rows = rows.without(unknown)
        rejected += [
            RejectedRow(row=file.row_numbers[place], column="dossier_code", why=NO_DOSSIER)
            for place in sorted(unknown)
        ]
    if file.kind == "dossiers" and not again and absences_table.are_there(connection):
        _find_again(connection, rows)
    done = _upsert(connection, file, rows, again=again)
    import_id = register_table.record_import(
        connection,
        changed=bool(done.added or done.updated),
        file=Path(file.file).name,
        sha256=file.sha256,
        kind=file.kind,
        rows=len(rows),
        imported_at=now(),
        imported_by=by,
    )
    done_with = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
    event = Event(
        step=Step.IMPORT_REGISTER,
        subject=file.kind,
        actor=by,
        details={"sha256": file.sha256, "rows": len(rows), **done_with, "rejected": len(rejected)},
    )
    events_table.note(connection, event)
    imported = ImportedFile(
        file=file.file,
        kind=file.kind,
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        rejected=tuple(sorted(rejected, key=lambda row: row.row)),
    )
    return imported, import_id


def _without_dossier(connection: Connection, file: RegisterFile) -> set[int]:
    """The places of component rows whose dossier no register holds."""
    places: set[int] = set()
    for start in range(0, len(file.rows), CHUNK):
        codes = [
            row.dossier_code for row in file.rows[start : start + CHUNK] if isinstance(row, ComponentRow)
        ]
        known = register_table.registered(connection, codes)
        places.update(place for place, code in enumerate(codes, start) if code not in known)
    return places


def _find_again(connection: Connection, rows: SpooledRows) -> None:
    """What the import holds is no longer absent."""
    for chunk in chunks(rows):
        codes = [row.dossier_code for row in chunk if isinstance(row, DossierRecord)]
        absences_table.found_again(connection, codes)


def _upsert(connection: Connection, file: RegisterFile, rows: SpooledRows, *, again: bool) -> Upserted:
    """In parts: however long the file, few of its rows are in memory."""
    columns = file.columns & _BRINGS_AGAIN[file.kind] if again else file.columns
    added = updated = unchanged = 0
    for start in range(0, len(rows), _TOGETHER):
        together = rows[start : start + _TOGETHER]
        if again:
            together = _where_they_are(connection, together)
        part = _upsert_part(connection, file.kind, together, columns, start)
        added, updated, unchanged = added + part.added, updated + part.updated, unchanged + part.unchanged
    return Upserted(added, updated, unchanged)


def _where_they_are(connection: Connection, rows: Sequence[RegisterRecord]) -> list[RegisterRecord]:
    """The rows; a dossier that is there stays in its unit, unless the register has no more than its name."""
    names = {code: fold(name) for code, name in register_table.unit_names(connection).items()}
    dossiers = [row.dossier_code for row in rows if isinstance(row, DossierRecord)]
    known = register_table.appointments(connection, dossiers)

    def stays(row: RegisterRecord) -> RegisterRecord:
        if not isinstance(row, DossierRecord) or row.dossier_code not in known:
            return row
        unit = known[row.dossier_code].unit_code
        return row if fold(unit) == names.get(row.unit_code) else row.model_copy(update={"unit_code": unit})

    return [stays(row) for row in rows]


def _upsert_part(
    connection: Connection,
    kind: RegisterKind,
    rows: Sequence[RegisterRecord],
    columns: frozenset[str],
    position: int,
) -> Upserted:
    if kind == "units":
        units = [row for row in rows if isinstance(row, Unit)]
        return register_table.upsert_units(connection, units, columns)
    if kind == "dossiers":
        dossiers = [row for row in rows if isinstance(row, DossierRecord)]
        return register_table.upsert_dossiers(connection, dossiers, columns)
    components = [row for row in rows if isinstance(row, ComponentRow)]
    return register_table.upsert_component_rows(connection, components, columns, first_position=position)
