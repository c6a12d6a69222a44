"""Where the rows of a register begin: the header row of a table, and the one table of a file that has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from config.mapping import KINDS, RegisterMapping
from dossiers.errors import RegisterRefused
from dossiers.register_columns import COLUMNS, RegisterKind
from dossiers.register_encodings import CONVERT, garbled
from dossiers.text import fold
from flows.register.tables import HEADER_WITHIN, Line, Table

_Places = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: what kind of rows follow it and where each column lies."""

    kind: RegisterKind
    line: Line
    places: _Places

    @property
    def missing(self) -> list[str]:
        """The columns that the kind needs and the header lacks."""
        return _missing(self.kind, self.places)

    def rows_of(self, table: Table) -> Iterator[Line]:
        """The rows below the header that hold anything."""
        return (line for line in table.lines() if line.number > self.line.number)


def find_header(file: str, tables: Sequence[Table], mapping: RegisterMapping) -> tuple[Table, Header]:
    """The table of a file that holds the register, and its header: in a CSV, by the delimiter that fits best.

    A second sheet with rows (one a month, say) is refused: passing over it would take dossiers out of the
    denominators, and nobody would see it.

    Raises:
        RegisterRefused: no table has the columns of the contract, or more than one has.
    """
    refusals: list[RegisterRefused] = []
    heads = {number: _head(table, refusals) for number, table in enumerate(tables)}
    if all(table.delimited for table in tables):
        likeliest = max(heads, key=lambda number: _known(heads[number], mapping), default=0)
        heads = {number: head for number, head in heads.items() if number == likeliest}
    found = [
        (tables[number], header)
        for number, head in heads.items()
        if (header := _header(file, head, mapping)) is not None
    ]
    complete = [(table, header) for table, header in found if not header.missing]
    if not found and refusals:
        raise refusals[0]
    if not complete:
        _refuse_old_letters(file, heads.values())
        raise _without_columns(file, [header for _, header in found], mapping)
    filled = complete
    if len(complete) > 1:
        filled = [(table, header) for table, header in complete if any(header.rows_of(table))]
    if len(filled) > 1:
        raise RegisterRefused(
            f"The register file {file} has register rows on {len(filled)} sheets.",
            "Save each sheet as a file of its own and import them together.",
        )
    table, header = (filled or complete)[0]
    _refuse_repeated(file, header)
    return table, header


def _head(table: Table, refusals: list[RegisterRefused]) -> list[Line]:
    """The rows among which the header is looked for, as far as they can be read."""
    lines: list[Line] = []
    try:
        lines.extend(takewhile(lambda line: line.number <= HEADER_WITHIN, table.lines()))
    except RegisterRefused as refusal:  # by the wrong delimiter quotes may seem open
        if not table.delimited:
            raise
        refusals.append(refusal)
    return lines


def _known(head: Sequence[Line], mapping: RegisterMapping) -> int:
    return max((mapping.known(line.cells) for line in head), default=0)


def _refuse_old_letters(file: str, heads: Iterable[Sequence[Line]]) -> None:
    """A table whose headers nobody knows may be typed in a font from before Unicode."""
    cells = (cell for head in heads for line in head for cell in line.cells if isinstance(cell, str))
    if encoding := next(filter(None, map(garbled, cells)), None):
        raise RegisterRefused(f"The register file {file} is written in {encoding}, not in Unicode.", CONVERT)


def _header(file: str, head: Sequence[Line], mapping: RegisterMapping) -> Header | None:
    """The row with the most known headers: title rows may stand above it and hold one by chance."""
    line = max(head, key=lambda row: mapping.known(row.cells), default=None)
    if line is None or not mapping.known(line.cells):
        return None
    places = {kind: mapping.columns(kind, line.cells) for kind in KINDS}
    kind = _kind(file, places)
    return Header(kind, line, places[kind])


def _kind(file: str, places: Mapping[RegisterKind, _Places]) -> RegisterKind:
    """Units need one column, which the others have too: they are units only where nothing fits better."""
    complete = [kind for kind in KINDS if not _missing(kind, places[kind])]
    more_than_a_slot = len(places["components"]) > len(_needed("components"))
    if "dossiers" in complete and "components" in complete and more_than_a_slot:
        raise RegisterRefused(
            f"The register file {file} has the columns of dossiers and of components in one table.",
            "Import them as two files, one row a dossier and one row a component.",
        )
    likeliest = max(KINDS, key=lambda kind: len(places[kind]))
    if "units" in complete and len(places["units"]) == len(places[likeliest]):
        return "units"
    return next((kind for kind in complete if kind != "units"), likeliest)


def _needed(kind: RegisterKind) -> list[str]:
    return [name for name, column in COLUMNS[kind].items() if column.in_header]


def _missing(kind: RegisterKind, places: _Places) -> list[str]:
    return [name for name in _needed(kind) if name not in places]


def _refuse_repeated(file: str, header: Header) -> None:
    cells = header.line.cells
    for column, places in header.places.items():
        if max(Counter(fold(str(cells[place])) for place in places).values()) > 1:
            raise RegisterRefused(
                f"The register file {file} has the column {column} twice under the same header.",
                "Remove one of the two columns.",
            )


def _without_columns(file: str, headers: Sequence[Header], mapping: RegisterMapping) -> RegisterRefused:
    if not headers:
        return RegisterRefused(
            f"The register file {file} has no header of a register in its first {HEADER_WITHIN} rows."
        )
    nearest = max(headers, key=lambda header: len(header.places))
    missing = ", ".join(mapping.label(nearest.kind, column) for column in nearest.missing)
    return RegisterRefused(
        f"The register file {file} lacks columns of {nearest.kind}: {missing}.",
        "Export them too, or name the header they stand under in [mapping.headers].",
    )
