"""Red ink: stamps are taken off the page, lines of red text stay.

A stamp lies over the signer's title and name; in the red channel it is nearly white and black print is not.
Titles of certificates are printed in red, too: a flat red shape is a line of text, read in the green channel.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.scans import Grey

Colour = NDArray[np.uint8]
"""Rows by columns by red, green, blue."""

_COPY_DPI = 50
_RED = 18
_RED_FOR_SURE = 35
_LEAST_RED_CELLS = 12
# Letters of a line are no further apart; a line of text is no higher, and longer than high.
_LETTER_GAP_MM = 3.0
_LINE_HEIGHT_MM = 9.0
_LINE_SHAPE = 2.0
_LEAST_CELLS_HIGH = 3
# Cells above and below the letters in which their diacritics stand.
_MARKS = 4
# Paper and black print differ less in the two channels.
_TINGE = 20


def without_red_ink(colour: Colour, dpi: float) -> tuple[Grey, bool]:
    """The picture in grey without red stamps, and whether it bears anything red.

    Args:
        colour: red, green, blue.
        dpi: its resolution.
    """
    red, green = cv2.extractChannel(colour, 0), cv2.extractChannel(colour, 1)
    share = _COPY_DPI / dpi
    whole = max(1, round(1 / share))
    small = [
        cv2.resize(channel, None, fx=1 / whole, fy=1 / whole, interpolation=cv2.INTER_AREA)
        for channel in (red, green)
    ]
    redness = cv2.subtract(small[0], small[1])
    inked = (redness > _RED).astype(np.uint8)
    if int((redness > _RED_FOR_SURE).sum()) < _LEAST_RED_CELLS:
        return _grey(red), False
    excess = cv2.subtract(cv2.subtract(red, green), np.full_like(red, _TINGE))
    grey = _grey(cv2.add(red, excess))
    for left, top, right, bottom in _red_lines(inked):
        part = slice(top * whole, bottom * whole), slice(left * whole, right * whole)
        grey[part] = green[part]
    return grey, True


def _red_lines(inked: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Where lines of red text stand on the small copy: left, top, right, bottom."""
    cells = _COPY_DPI / MM_PER_INCH
    reach = round(_LETTER_GAP_MM * cells)
    joined = cv2.dilate(inked, np.ones((1, 2 * reach + 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    return [
        (left, max(0, top - _MARKS), left + width, top + height + _MARKS)
        for left, top, width, height, _ in stats.tolist()
        if height <= _LINE_HEIGHT_MM * cells
        and width - 2 * reach >= _LINE_SHAPE * height
        and height >= _LEAST_CELLS_HIGH
    ]


def _grey(array: cv2.typing.MatLike) -> Grey:
    return np.asarray(array, np.uint8)
