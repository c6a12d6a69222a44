"""The pen under a seal: strokes of a signature are taken off, for they are read as scraps of words.

Bare Tesseract drops signature and seal together as a picture; without the seal the pen looks like writing.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.marks import HEIGHT, INK, LEFT, TOP, WIDTH, Marks
from ocr.reading.scans import Grey

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom."""

# All sizes: seen on the signatures of 12 stamped papers of one province, tried on the tuning pages.
# How far a signature may reach beyond its seal, left, up, right and down; it begins no further from it.
_SURROUNDINGS_MM = (25.0, 60.0, 75.0, 25.0)
_NEAR_MM = 8.0
# Letters of 14 pt with their marks are 6 mm high; words whose letters touch are as long, but not as thin.
_TALL_MM = 8.0
_LONG_MM = 15.0
# Strokes fill that much of the box around them at most; print and emblems fill more.
_THIN = 0.3
# Letters, how far apart they stand in a line, what a mark over them needs that touches them and one that does
# not, how long a line is at least.
_LETTER_HEIGHT_MM = (1.6, 6.0)
_LETTER_WIDTH_MM = 7.0
_LETTER_GAP_MM = 4.5
_MARKS_MM = 0.8
_LOOSE_MARKS_MM = 2.0
_LINE_MM = 22.0
_LEAST_LETTERS = 4
# A faint stroke is torn: what lies within so much of one and is no letter belongs to it. With 6 mm and more a
# title of one of the papers lost letters.
_TORN_MM = 3.0
_WHITE = 255
_AREA = 4


def erase_pen(grey: Grey, marks: Marks, seals: Sequence[PixelBox], dpi: float) -> int:
    """Paints the pen strokes about seals white but where they cross a line of print; returns how many.

    Args:
        grey: evenly lit, upright, straight, without its seals; it is changed.
        marks: what is drawn on it.
        seals: where they stood; they may reach over the edges.
        dpi: its resolution.
    """
    return sum(_erased_about(grey, marks, seal, dpi / MM_PER_INCH) for seal in seals)


def _erased_about(grey: Grey, marks: Marks, seal: PixelBox, mm: float) -> int:
    left, top, right, bottom = (round(reach * mm) for reach in _SURROUNDINGS_MM)
    zone = (seal[0] - left, seal[1] - top, seal[2] + right, seal[3] + bottom)
    around = marks[
        (marks[:, LEFT] >= zone[0])
        & (marks[:, TOP] >= zone[1])
        & (marks[:, LEFT] + marks[:, WIDTH] <= zone[2])
        & (marks[:, TOP] + marks[:, HEIGHT] <= zone[3])
    ]
    strokes = around[_may_be_strokes(around, seal, mm)]
    letters = around[_are_letters(around, mm)]
    return sum(_erased(grey, stroke, letters, mm) for stroke in strokes.tolist())


def _may_be_strokes(marks: Marks, seal: PixelBox, mm: float) -> NDArray[np.bool_]:
    near = round(_NEAR_MM * mm)
    return np.asarray(
        ((marks[:, HEIGHT] >= _TALL_MM * mm) | (marks[:, WIDTH] >= _LONG_MM * mm))
        & (marks[:, LEFT] < seal[2] + near)
        & (marks[:, LEFT] + marks[:, WIDTH] > seal[0] - near)
        & (marks[:, TOP] < seal[3] + near)
        & (marks[:, TOP] + marks[:, HEIGHT] > seal[1] - near),
        np.bool_,
    )


def _are_letters(marks: Marks, mm: float) -> NDArray[np.bool_]:
    least, most = (height * mm for height in _LETTER_HEIGHT_MM)
    fits = (marks[:, HEIGHT] >= least) & (marks[:, HEIGHT] <= most)
    return np.asarray(fits & (marks[:, WIDTH] <= _LETTER_WIDTH_MM * mm), np.bool_)


def _erased(grey: Grey, stroke: Sequence[int], letters: Marks, mm: float) -> bool:
    """Whether a mark is a thin stroke; then it is painted white where no line of print stands."""
    torn = round(_TORN_MM * mm)
    x, y = max(0, stroke[LEFT] - torn), max(0, stroke[TOP] - torn)
    inner = (stroke[LEFT] - x, stroke[TOP] - y, stroke[WIDTH], stroke[HEIGHT])
    part = grey[y : stroke[TOP] + stroke[HEIGHT] + torn, x : stroke[LEFT] + stroke[WIDTH] + torn]
    _, ink = cv2.threshold(part, INK - 1, 1, cv2.THRESH_BINARY_INV)
    _, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats = np.asarray(found, np.int32)
    pen = (stats[:, :_AREA] == inner).all(axis=1)
    if not pen.any() or stats[pen, _AREA].min() > _THIN * inner[WIDTH] * inner[HEIGHT]:
        return False
    kept = _lines_of_print(letters, (x, y), part.shape, mm)
    torn_off = _are_torn_off(stats, part.shape, mm)[labels] & (ink > 0) & ~_with_marks(kept, mm)
    shape = torn_off | pen[labels]
    part[cv2.dilate(shape.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~kept] = _WHITE
    return True


def _with_marks(lines: NDArray[np.bool_], mm: float) -> NDArray[np.bool_]:
    """Lines of print with the marks over and under their letters."""
    reach = round(_LOOSE_MARKS_MM * mm)
    return np.asarray(cv2.dilate(lines.astype(np.uint8), np.ones((2 * reach + 1, 1), np.uint8)), np.bool_)


def _are_torn_off(stats: NDArray[np.int32], shape: tuple[int, ...], mm: float) -> NDArray[np.bool_]:
    """Which components of a part of the page are pieces of strokes: no letters, and not cut by its edges."""
    ends = stats[:, LEFT] + stats[:, WIDTH], stats[:, TOP] + stats[:, HEIGHT]
    begins = (stats[:, LEFT] > 0) & (stats[:, TOP] > 0)
    low = stats[:, HEIGHT] < _LETTER_HEIGHT_MM[0] * mm
    thin = stats[:, _AREA] <= _THIN * stats[:, WIDTH] * stats[:, HEIGHT]
    return np.asarray(begins & (ends[0] < shape[1]) & (ends[1] < shape[0]) & (low | thin), np.bool_)


def _lines_of_print(
    letters: Marks, corner: tuple[int, int], shape: tuple[int, ...], mm: float
) -> NDArray[np.bool_]:
    """Where in a part of the page, by its upper left corner, lines of print stand: letters side by side."""
    room = round(_LINE_MM * mm)
    lines = np.zeros((shape[0] + 2 * room, shape[1] + 2 * room), np.uint8)
    reach, marks = round(_LETTER_GAP_MM * mm), round(_MARKS_MM * mm)
    middles = []
    for left, top, width, height in letters.tolist():
        x, y = left - corner[0] + room, top - corner[1] + room
        if 0 <= x < lines.shape[1] and 0 <= y < lines.shape[0]:
            lines[max(0, y - marks) : y + height + marks, max(0, x - reach) : x + width + reach] = 1
            middles.append((y, x))
    _, labels, found, _ = cv2.connectedComponentsWithStats(lines, connectivity=4)
    counts = np.bincount([labels[place] for place in middles], minlength=len(found))
    is_line = (np.asarray(found)[:, WIDTH] >= room) & (counts >= _LEAST_LETTERS)
    is_line[0] = False
    return np.asarray(is_line[labels][room:-room, room:-room], np.bool_)
