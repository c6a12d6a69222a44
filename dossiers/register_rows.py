"""Rows of a register file become dossiers, component rows and units; what cannot is named by row and column.

A row names its first fault alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_cells import Cell
from dossiers.register_columns import COLUMNS, Column, RegisterKind, Words
from dossiers.text import fold

RegisterRecord = DossierRecord | ComponentRow | Unit


@dataclass(frozen=True, slots=True)  # there may be a million of them, and a model takes six times the memory
class RejectedRow:
    """A row that does not go in: its number in a spreadsheet, the column ("" for the whole row), and why."""

    row: int
    column: str
    why: str


_RECORDS: Mapping[RegisterKind, type[RegisterRecord]] = {
    "dossiers": DossierRecord,
    "components": ComponentRow,
    "units": Unit,
}
_ONE_OF_A_KIND = frozenset({"dossier_code", "evidence"})  # no value comes twice: remembering them only costs


class RowReader:
    """Reads the rows of one file.

    Words, days and names come again and again: each is read once and shared by the records.
    """

    def __init__(self, kind: RegisterKind, places: Mapping[str, Sequence[int]], words: Words) -> None:
        """Keeps where each column lies; of several places of a column the first that is filled counts."""
        self._record = _RECORDS[kind]
        self._columns = [
            (name, places[name], _reader(name, column, words), column.filled)
            for name, column in COLUMNS[kind].items()
            if name in places
        ]

    @property
    def record(self) -> type[RegisterRecord]:
        """What the rows become."""
        return self._record

    def read(self, row: int, row_cells: Sequence[Cell]) -> RegisterRecord | RejectedRow:
        """The record of a row, or its first fault."""
        values: dict[str, object] = {}
        for name, places, read, filled in self._columns:
            try:
                value = read(_first_filled(row_cells, places))
            except ValueError as fault:
                return RejectedRow(row=row, column=name, why=str(fault))
            if value is not None and value != "":
                values[name] = value
            elif filled:
                return RejectedRow(row=row, column=name, why="The cell is empty, and every row needs it.")
        record = self._record.model_validate(values)
        return _out_of_order(row, record) or record


def key_mark(record: RegisterRecord) -> int:
    """A number that records of one key share; others may share it too."""
    return hash(_key(record))


def repeats(
    kind: RegisterKind,
    marks: Sequence[int],
    record_at: Callable[[int], RegisterRecord],
    row_at: Callable[[int], int],
) -> tuple[set[int], list[RejectedRow]]:
    """The records of a key that is there already: an identical one is passed over, another is refused.

    Args:
        kind: of the file.
        marks: the `key_mark` of each record, in the order of the file.
        record_at: the record at a place of that order.
        row_at: its row.

    Returns:
        The places of all of them, and those that are refused.
    """
    places: set[int] = set()
    refused: list[RejectedRow] = []
    for alike in _sharing(marks):
        kept: dict[tuple[str, str], int] = {}
        for place in alike:
            record = record_at(place)
            first = kept.setdefault(_key(record), place)
            if first == place:
                continue
            places.add(place)
            if record_at(first) != record:
                column = {"dossiers": "dossier_code", "components": "slot", "units": "unit_code"}[kind]
                why = (
                    f"Given again with other values than in row {row_at(first)}: keep the row that is right."
                )
                refused.append(RejectedRow(row=row_at(place), column=column, why=why))
    return places, refused


def _sharing(marks: Sequence[int]) -> Iterator[list[int]]:
    """The places that share a mark, in rising order; sorted: a table of a million keys takes 200 MB."""
    order = sorted(range(len(marks)), key=marks.__getitem__)
    for _, alike in groupby(order, key=marks.__getitem__):
        places = list(alike)
        if len(places) > 1:
            yield places


def unit_codes_by_name(units: Iterable[Unit], before: Mapping[str, str]) -> dict[str, str]:
    """The code of each unit by its folded name: as known before, and these units, which come first.

    A name that two of the units bear leads to neither: nobody knows which is meant.
    """
    found: dict[str, set[str]] = {}
    for unit in units:
        found.setdefault(fold(unit.name), set()).add(unit.unit_code)
    codes = {name: code for name, code in before.items() if name not in found}
    codes.update({name: next(iter(same)) for name, same in found.items() if name and len(same) == 1})
    return codes


def unit_code_lookup(codes: Mapping[str, str], known: Container[str]) -> Callable[[str], str]:
    """From what a row calls a unit to the unit's code; what leads nowhere stays as it is.

    Args:
        codes: folded name to code.
        known: codes of units, which are no names whatever they look like.
    """

    @cache
    def code_of(given: str) -> str:
        return given if given in known else codes.get(fold(given), given)

    return code_of


def with_unit_codes(record: RegisterRecord, code_of: Callable[[str], str]) -> RegisterRecord:
    """The record with a unit's code where it gives the unit's name. Component rows name no unit."""
    if isinstance(record, ComponentRow):
        return record
    column = "unit_code" if isinstance(record, DossierRecord) else "parent_code"
    given: str = getattr(record, column)
    code = code_of(given)
    return record if code == given else record.model_copy(update={column: code})


def _key(record: RegisterRecord) -> tuple[str, str]:
    if isinstance(record, Unit):
        return record.unit_code, ""
    return record.dossier_code, record.slot if isinstance(record, ComponentRow) else ""


def _reader(name: str, column: Column, words: Words) -> Callable[[Cell], object]:
    def read(cell: Cell) -> object:
        return column.read(cell, words)

    return read if name in _ONE_OF_A_KIND else lru_cache(maxsize=1 << 14, typed=True)(read)


def _first_filled(row_cells: Sequence[Cell], places: Sequence[int]) -> Cell:
    cell: Cell = None
    for place in places:
        cell = row_cells[place] if place < len(row_cells) else None
        if cell is not None and (len(places) == 1 or not isinstance(cell, str) or cell.strip()):
            return cell
    return cell


def _out_of_order(row: int, record: RegisterRecord) -> RejectedRow | None:
    if not isinstance(record, DossierRecord) or record.resolved_on is None:
        return None
    if record.resolved_on >= record.received_on:
        return None
    why = f"Resolved on {record.resolved_on}, before it was received on {record.received_on}."
    return RejectedRow(row=row, column="resolved_on", why=why)
