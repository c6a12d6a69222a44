"""Ruled lines (tables, underlines, frames) are taken off the page: their fragments are read as letters."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.marks import HEIGHT, INK, WIDTH, Marks
from ocr.reading.scans import Grey

# Serifs of bold capitals touch over a word: a rule is longer than that.
_SHORTEST_MM = 25.0
_WHITE = 255


def erase_rules(grey: Grey, marks: Marks, dpi: float) -> int:
    """Paints ruled lines white, level and upright ones; returns how many there were.

    Args:
        grey: evenly lit and straight; it is changed.
        marks: what is drawn on it; a rule is in a mark at least as long.
        dpi: its resolution.
    """
    length = round(_SHORTEST_MM * dpi / MM_PER_INCH) | 1  # odd: it has a middle
    long = marks[(marks[:, WIDTH] >= length) | (marks[:, HEIGHT] >= length)]
    return sum(
        _erased(grey[top : top + height, left : left + width], length)
        for left, top, width, height in long.tolist()
    )


def _erased(part: Grey, length: int) -> int:
    _, ink = cv2.threshold(part, INK - 1, 1, cv2.THRESH_BINARY_INV)
    count = 0
    for shape, beside in (((length, 1), (3, 1)), ((1, length), (1, 3))):
        rules = _runs(np.asarray(ink, np.uint8), shape)
        if rules.any():
            count += cv2.connectedComponents(rules)[0] - 1
            part[cv2.dilate(rules, np.ones(beside, np.uint8)) > 0] = _WHITE
    return count


def _runs(ink: Grey, shape: tuple[int, int]) -> Grey:
    """The ink in which a run of this width and height fits: an opening, by sums in a fifth of its time."""
    if ink.shape[1] < shape[0] or ink.shape[0] < shape[1]:
        return np.zeros_like(ink)
    middles = (_sums(ink, shape) == max(shape)).astype(np.uint8)
    return (_sums(middles, shape) > 0).astype(np.uint8) if middles.any() else middles


def _sums(ink: Grey, shape: tuple[int, int]) -> NDArray[np.uint16]:
    sums = cv2.boxFilter(ink, cv2.CV_16U, shape, normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(sums, np.uint16)
