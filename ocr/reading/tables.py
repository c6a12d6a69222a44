"""Tables that Tesseract read column by column become rows again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ocr.reading.rows import Piece, are_level, joined

Row = list[Piece]
# Two columns may be a text; three side by side, and that twice, are a table.
_CELLS = 3
_ROWS = 2
# In line heights: how far below a row the next one may begin.
_NEXT_ROW = 4.0


def with_rows(lines: Sequence[Piece]) -> list[Piece]:
    """The lines with each row of a table in one, cells from left to right, where the first cell stood."""
    ordered = list(lines)
    for table in _tables(_rows_of(lines)):
        cells = {id(cell) for cell in chain.from_iterable(table)}
        place = next(place for place, line in enumerate(ordered) if id(line) in cells)
        after = [line for line in ordered[place:] if id(line) not in cells]
        ordered = [*ordered[:place], *map(joined, table), *after]
    return ordered


def _rows_of(lines: Sequence[Piece]) -> list[Row]:
    """What stands at one height, from top to bottom."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if rows and all(are_level(line, cell) and _are_apart(line, cell) for cell in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _are_apart(one: Piece, other: Piece) -> bool:
    return one.box[2] <= other.box[0] or other.box[2] <= one.box[0]


def _tables(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows that follow each other closely, from the first to the last of three cells or more."""
    run: list[Row] = []
    for row in [*rows, None]:
        if row and run and _follows(row, run[-1]):
            run.append(row)
            continue
        whole = [place for place, cells in enumerate(run) if len(cells) >= _CELLS]
        if len(whole) >= _ROWS:
            yield run[whole[0] : whole[-1] + 1]
        run = [row] if row else []


def _follows(row: Row, above: Row) -> bool:
    foot = max(cell.box[3] for cell in above)
    return min(cell.box[1] for cell in row) - foot <= _NEXT_ROW * above[0].height
