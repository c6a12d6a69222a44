"""The two halves of a page that shows two pages side by side, as reading put them one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ocr.understanding.head import Line


def halves_of(lines: Sequence[Line], width: float) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of the first and of the second half: parted where fewest lie on the wrong side.

    Args:
        lines: of the page, in reading order: one half after the other, the right one first in a booklet.
        width: of the page, points.
    """
    sides = [0 if line.box is None else _side(line.box, width) for line in lines]
    before = [0, *accumulate(sides)]
    balance = [2 * count - before[-1] for count in before]
    place = max(range(len(balance)), key=lambda place: abs(balance[place]))
    return lines[:place], lines[place:]


def _side(box: tuple[float, float, float, float], width: float) -> int:
    """-1 on the left, 1 on the right."""
    return -1 if box[0] + box[2] < width else 1
