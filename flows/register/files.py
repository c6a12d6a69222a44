"""Register files (sổ theo dõi hồ sơ) become typed rows, and the rows that cannot go in are named."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.mapping import RegisterMapping
from config.sections import MappingSettings, RegisterFilesSettings
from dossiers.register import Unit
from dossiers.register_columns import RegisterKind
from dossiers.register_rows import (
    RegisterRecord,
    RejectedRow,
    RowReader,
    key_mark,
    repeats,
    unit_code_lookup,
    unit_codes_by_name,
    with_unit_codes,
)
from flows.register.apart import opened_apart
from flows.register.headers import Header, find_header
from flows.register.spooled import Spool, SpooledRows
from flows.register.tables import Line, Table, are_blank

__all__ = ["RegisterFile", "RejectedRow", "read_register"]

_TOO_MANY_CELLS = "The row has more cells than the header: put cells that hold the delimiter in quotes."


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """What one register file holds.

    Attributes:
        file: its path as given; what no terminal shows is a question mark.
        sha256: of its bytes, lower-case hex.
        rows: the rows that go in, in file order, each key once; they lie on the disk.
        row_numbers: of each row, as a spreadsheet shows it (the header is 1, blank rows count).
        rejected: the rows that do not go in, in file order.
        columns: those the file has; what an earlier export said in others stays.
        named: the dossier codes of rejected rows: the file does hold these dossiers.
    """

    file: str
    sha256: str
    kind: RegisterKind
    rows: SpooledRows
    row_numbers: Sequence[int]
    rejected: tuple[RejectedRow, ...]
    columns: frozenset[str]
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as read, before names of units become codes."""

    file: str
    sha256: str
    header: Header
    spool: Spool
    numbers: array[int]
    marks: array[int]
    rejected: list[RejectedRow]
    named: set[str]


def read_register(
    paths: Sequence[Path],
    *,
    mapping: MappingSettings,
    unit_codes: Mapping[str, str] | None = None,
    limits: RegisterFilesSettings | None = None,
) -> tuple[RegisterFile, ...]:
    """Reads register files: dossiers, components or units, each told apart by its headers.

    Args:
        paths: CSV (UTF-8, UTF-16 with byte order mark; `,`, `;` or tab) or XLSX files.
        mapping: the user's words beside the shipped ones.
        unit_codes: folded name of a unit to its code, as known so far; the units read here come before them.
        limits: of the process that reads each.

    Raises:
        RegisterRefused: a file cannot be read at all, lacks columns, or meets a limit.
        SettingsRefused: the mapping names a column that does not exist.
    """
    compiled = RegisterMapping(mapping)
    read = [_read(path, compiled, limits or RegisterFilesSettings()) for path in paths]
    units = [record for entry in read if entry.header.kind == "units" for record in _units(entry)]
    codes = unit_codes_by_name(units, unit_codes or {})
    known = {*codes.values(), *(unit.unit_code for unit in units)}
    code_of = unit_code_lookup(codes, known)
    return tuple(_settled(entry, code_of) for entry in read)


def _units(entry: _Read) -> Iterator[Unit]:
    for place in range(len(entry.spool)):
        record = entry.spool.at(place)
        if isinstance(record, Unit):
            yield record


def _settled(entry: _Read, code_of: Callable[[str], str]) -> RegisterFile:
    def named(record: RegisterRecord) -> RegisterRecord:
        return with_unit_codes(record, code_of)

    rows = SpooledRows(entry.spool, range(len(entry.spool)), named)
    numbers: Sequence[int] = entry.numbers
    again, refused = repeats(entry.header.kind, entry.marks, rows.__getitem__, numbers.__getitem__)
    if again:
        rows = rows.without(again)
        numbers = array("L", (number for place, number in enumerate(numbers) if place not in again))
    return RegisterFile(
        file=entry.file,
        sha256=entry.sha256,
        kind=entry.header.kind,
        rows=rows,
        row_numbers=numbers,
        rejected=tuple(sorted([*entry.rejected, *refused], key=lambda rejected: rejected.row)),
        columns=frozenset(entry.header.places),
        named=frozenset(entry.named),
    )


def _read(path: Path, mapping: RegisterMapping, limits: RegisterFilesSettings) -> _Read:
    file = _shown(path)
    with opened_apart(path, file, limits) as opened:
        table, header = find_header(file, opened.tables, mapping)
        reader = RowReader(header.kind, header.places, mapping.words)
        entry = _Read(file, opened.sha256, header, Spool(reader.record), array("L"), array("q"), [], set())
        _take_rows(entry, table, reader)
    return entry


def _shown(path: Path) -> str:
    """A name on one line that every terminal and database takes."""
    return "".join(char if char.isprintable() else "?" for char in str(path))


def _take_rows(entry: _Read, table: Table, reader: RowReader) -> None:
    width = len(entry.header.line.cells)
    for line in entry.header.rows_of(table):
        read = _fault(line, table, width) or reader.read(line.number, line.cells)
        if isinstance(read, RejectedRow):
            entry.rejected.append(read)
            entry.named.update(_codes_in(line, entry.header))
        else:
            entry.spool.append(read)
            entry.numbers.append(line.number)
            entry.marks.append(key_mark(read))


def _codes_in(line: Line, header: Header) -> Iterator[str]:
    """What stands where the dossier's code should."""
    for place in header.places.get("dossier_code", ()):
        if place < len(line.cells) and line.cells[place] is not None:
            yield str(line.cells[place]).strip()


def _fault(line: Line, table: Table, width: int) -> RejectedRow | None:
    """What is wrong with the row as a whole: cells may have shifted into columns that are not theirs."""
    if line.fault:
        return RejectedRow(row=line.number, column="", why=line.fault)
    if table.delimited and len(line.cells) > width and not are_blank(line.cells[width:]):
        return RejectedRow(row=line.number, column="", why=_TOO_MANY_CELLS)
    return None
