"""The two columns of a form about two people: `Thông tin | Bên nữ | Bên nam`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossiers.text import fold
from ocr.understanding.head import Line
from ocr.understanding.roles import Role, role_in
from ocr.values import Word

# Two cells of a table stand farther apart than words, measured in heights of the line.
_CELL_GAP = 0.9
# Labels begin where their heading does, within so many points.
_INDENT = 15.0
_SPOUSES = 2


@dataclass(frozen=True, slots=True)
class Column:
    """Where a person's column or label stands, in points from the left."""

    left: float
    role: Role


def spouse_header(line: Line) -> tuple[Column, ...]:
    """The columns that a line opens, each at the middle of its heading; empty for any other line."""
    columns = tuple(Column(middle, role) for middle, role in _headings(line.words))
    return columns if len(columns) == _SPOUSES else ()


def cells_of(words: Sequence[Word], columns: Sequence[Column], label_left: float) -> list[list[Word]]:
    """The words of a row, column by column; those under the heading of the labels are left out."""
    places = [column.left for column in columns]
    cells: list[list[Word]] = [[] for _ in places]
    for cell in _cut(words):
        left, right = cell[0].box[0], cell[-1].box[2]
        if right < places[0] and left < label_left + _INDENT:
            continue
        distances = [max(left - place, place - right, 0.0) for place in places]
        cells[distances.index(min(distances))].extend(cell)
    return cells


def _headings(words: Sequence[Word]) -> Iterator[tuple[float, Role]]:
    for left, right in pairwise(words):
        if fold(left.text) != "BEN":
            continue
        role = role_in(f"BEN {fold(right.text)}")
        if role in (Role.HUSBAND, Role.WIFE):
            yield (left.box[0] + right.box[2]) / 2, role


def _cut(words: Sequence[Word]) -> list[list[Word]]:
    height = max(word.box[3] - word.box[1] for word in words)
    cells = [[words[0]]]
    for left, right in pairwise(words):
        if right.box[0] - left.box[2] > _CELL_GAP * height:
            cells.append([])
        cells[-1].append(right)
    return cells
