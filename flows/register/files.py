"""Register files (sổ theo dõi hồ sơ) become typed rows, and the rows that cannot go in are named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.mapping import RegisterMapping
from config.settings import MappingSettings
from dossiers.errors import RegisterRefused
from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_columns import RegisterKind
from dossiers.register_rows import (
    RegisterRecord,
    RejectedRow,
    RowReader,
    distinct,
    unit_code_lookup,
    unit_codes_by_name,
    with_unit_codes,
)
from flows.register.headers import Header, find_header
from flows.register.tables import Line, Table, are_blank, open_tables

__all__ = ["RegisterFile", "RejectedRow", "read_register"]

_TOO_MANY_CELLS = "The row has more cells than the header: put cells that hold the delimiter in quotes."


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What one register file holds.

    Attributes:
        file: its path as given.
        sha256: of its bytes, lower-case hex.
        rows: the rows that go in, in file order, each key once.
        row_numbers: of each row, as a spreadsheet shows it (the header is 1, blank rows count).
        rejected: the rows that do not go in, in file order.
        columns: those the file has; what an earlier export said in others stays.
    """

    file: str
    sha256: str
    kind: RegisterKind
    rows: tuple[DossierRecord, ...] | tuple[ComponentRow, ...] | tuple[Unit, ...]
    row_numbers: tuple[int, ...]
    rejected: tuple[RejectedRow, ...]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as read, before names of units become codes."""

    file: str
    sha256: str
    kind: RegisterKind
    rows: list[tuple[int, RegisterRecord]]
    rejected: list[RejectedRow]
    columns: frozenset[str]


def read_register(
    paths: Sequence[Path], *, mapping: MappingSettings, unit_codes: Mapping[str, str] | None = None
) -> tuple[RegisterFile, ...]:
    """Reads register files: dossiers, components or units, each told apart by its headers.

    Args:
        paths: CSV (UTF-8, UTF-16 with byte order mark; `,`, `;` or tab) or XLSX files.
        mapping: the user's words beside the shipped ones.
        unit_codes: folded name of a unit to its code, as known so far; the units read here come before them.

    Raises:
        RegisterRefused: a file cannot be read at all, or lacks columns.
        SettingsRefused: the mapping names a column that does not exist.
    """
    compiled = RegisterMapping(mapping)
    read = [_read(path, compiled) for path in paths]
    units = [record for entry in read for _, record in entry.rows if isinstance(record, Unit)]
    codes = unit_codes_by_name(units, unit_codes or {})
    known = {*codes.values(), *(unit.unit_code for unit in units)}
    code_of = unit_code_lookup(codes, known)
    return tuple(_settled(entry, code_of) for entry in read)


def _settled(entry: _Read, code_of: Callable[[str], str]) -> RegisterFile:
    named = ((row, with_unit_codes(record, code_of)) for row, record in entry.rows)
    kept, repeated = distinct(entry.kind, named)
    return RegisterFile(
        file=entry.file,
        sha256=entry.sha256,
        kind=entry.kind,
        rows=tuple(record for _, record in kept),  # type: ignore[arg-type]  # one kind a file: see RowReader
        row_numbers=tuple(row for row, _ in kept),
        rejected=tuple(sorted([*entry.rejected, *repeated], key=lambda rejected: rejected.row)),
        columns=entry.columns,
    )


def _read(path: Path, mapping: RegisterMapping) -> _Read:
    file = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegisterRefused(f"The register file {file} cannot be read: {error.strerror}.") from None

    with open_tables(file, data, mapping.known) as tables:
        table, header = find_header(file, tables, mapping)
        rows, rejected = _rows(table, header, mapping)
    return _Read(
        file, hashlib.sha256(data).hexdigest(), header.kind, rows, rejected, frozenset(header.places)
    )


def _rows(
    table: Table, header: Header, mapping: RegisterMapping
) -> tuple[list[tuple[int, RegisterRecord]], list[RejectedRow]]:
    reader = RowReader(header.kind, header.places, mapping.words)
    rows: list[tuple[int, RegisterRecord]] = []
    rejected: list[RejectedRow] = []
    for line in header.rows_of(table):
        read = _fault(line, table, len(header.line.cells)) or reader.read(line.number, line.cells)
        if isinstance(read, RejectedRow):
            rejected.append(read)
        else:
            rows.append((line.number, read))
    return rows, rejected


def _fault(line: Line, table: Table, width: int) -> RejectedRow | None:
    """What is wrong with the row as a whole: cells may have shifted into columns that are not theirs."""
    if line.fault:
        return RejectedRow(row=line.number, column="", why=line.fault)
    if table.delimited and len(line.cells) > width and not are_blank(line.cells[width:]):
        return RejectedRow(row=line.number, column="", why=_TOO_MANY_CELLS)
    return None
