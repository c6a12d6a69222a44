"""Red ink: stamps are taken off the page, lines of red text stay.

A stamp lies over the signer's title and name; in the red channel it is nearly white and black print is not.
Titles of certificates are printed in red, too: a flat red shape is a line of text, read in the green channel.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.scans import Grey
from ocr.reading.shrinking import shrunk

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
# A seal holds together over gaps of 3 mm; round ones of offices measure 36 mm, 41 with a blurred rim.
_SEAL_GAP_MM = 3.0
_SEAL_SIDES_MM = (22.0, 60.0)
_SEAL_SHAPE = 1.6


class RedInk(NamedTuple):
    """What red ink was found: whether any, and where seals stand: left, top, right, bottom in pixels."""

    is_there: bool
    seals: tuple[tuple[int, int, int, int], ...] = ()


def without_red_ink(colour: Colour, dpi: float) -> tuple[Grey, RedInk]:
    """The picture in grey without red stamps, and what of red it bears.

    Args:
        colour: red, green, blue.
        dpi: its resolution.
    """
    red, green = cv2.extractChannel(colour, 0), cv2.extractChannel(colour, 1)
    whole = max(1, round(dpi / _COPY_DPI))
    redness = cv2.subtract(shrunk(_grey(red), whole), shrunk(_grey(green), whole))
    inked = (redness > _RED).astype(np.uint8)
    if int((redness > _RED_FOR_SURE).sum()) < _LEAST_RED_CELLS:
        return _grey(red), RedInk(is_there=False)
    excess = cv2.subtract(cv2.subtract(red, green), np.full_like(red, _TINGE))
    grey = _grey(cv2.add(red, excess))
    for left, top, right, bottom in _red_lines(inked):
        part = slice(top * whole, bottom * whole), slice(left * whole, right * whole)
        grey[part] = green[part]
    seals = tuple(
        (left * whole, top * whole, right * whole, bottom * whole)
        for left, top, right, bottom in _seals(inked)
    )
    return grey, RedInk(is_there=True, seals=seals)


def _seals(inked: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Where shapes of the size of a seal stand on the small copy: left, top, right, bottom."""
    cells = _COPY_DPI / MM_PER_INCH
    reach = round(_SEAL_GAP_MM * cells)
    joined = cv2.dilate(inked, np.ones((reach, reach), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    least, most = (side * cells + reach for side in _SEAL_SIDES_MM)
    return [
        (left, top, left + width, top + height)
        for left, top, width, height, _ in stats.tolist()
        if least <= min(width, height) and max(width, height) <= min(most, _SEAL_SHAPE * min(width, height))
    ]


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
