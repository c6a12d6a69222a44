"""What a sheet is made of: columns, rows, and how high a row must be for all of its text to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from textwrap import wrap

from reports.xlsx_formats import Kind

LINE = 16.0  # points
_INDENT = 1.5  # characters
_LETTER = 0.84  # of a digit's width, on an average

Cell = str | int | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the width in characters, and the merged head over it and its neighbours."""

    heading: str
    kind: Kind
    width: float
    head: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells.

    Attributes:
        depth: in a tree, from 0: it indents and folds.
        is_sum: it sums other rows, and is set in bold.
        disagrees: its check is marked.
    """

    cells: Sequence[Cell]
    depth: int = 0
    is_sum: bool = False
    disagrees: bool = False


def height_of(columns: Sequence[Column], row: Row) -> float:
    """Of a row, for all of its text to be seen: not every program fits heights when it opens a file."""
    indent = row.depth * _INDENT
    lines = (
        lines_of(cell, column.width - (indent if column.kind is Kind.NAME else 0))
        for column, cell in zip(columns, row.cells, strict=True)
        if isinstance(cell, str)
    )
    return LINE * max(lines, default=1)


@lru_cache(maxsize=8192)
def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, which is counted in digits."""
    letters = max(1, int(width / _LETTER))
    return 1 if len(text) <= letters else len(wrap(text, letters))
