"""Red ink: stamps are taken off the page, lines of red text stay.

A stamp lies over the signer's title and name; in the red channel it is nearly white and black print is not. Titles
of certificates are printed in red, too: a flat red shape is a line of text and is read in the green channel.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.reading.scans import Grey, as_grey, flattened

_COPY_DPI = 50
_MM_PER_INCH = 25.4
_RED = 18
_RED_FOR_SURE = 35
_LEAST_RED_CELLS = 12
# Letters of a line are no further apart; a line of text is no higher, and longer than high.
_LETTER_GAP_MM = 3.0
_LINE_HEIGHT_MM = 9.0
_LINE_SHAPE = 2.0
# Paper and black print differ less in the two channels.
_TINGE = 20
_FLAT_SHAPE = 1


def without_red_ink(image: Image.Image, dpi: float) -> tuple[Grey, bool]:
    """The picture in grey without red stamps, and whether it bears anything red.

    Args:
        image: any mode.
        dpi: its resolution.
    """
    shown = flattened(image)
    if shown.mode not in {"RGB", "P", "CMYK"}:
        return np.asarray(as_grey(shown)), False
    colour = shown if shown.mode == "RGB" else shown.convert("RGB")
    red, green = np.asarray(colour.getchannel("R")), np.asarray(colour.getchannel("G"))
    share = _COPY_DPI / dpi
    size = (max(1, round(red.shape[1] * share)), max(1, round(red.shape[0] * share)))
    small = [cv2.resize(channel, size, interpolation=cv2.INTER_AREA) for channel in (red, green)]
    redness = cv2.subtract(small[0], small[1])
    inked = (redness > _RED).astype(np.uint8)
    if int((redness > _RED_FOR_SURE).sum()) < _LEAST_RED_CELLS:
        return red, False
    grey = cv2.add(red, cv2.subtract(cv2.subtract(red, green), _TINGE))
    for left, top, right, bottom in _red_lines(inked):
        rows, columns = slice(int(top / share), int(bottom / share)), slice(int(left / share), int(right / share))
        grey[rows, columns] = green[rows, columns]
    return np.asarray(grey, np.uint8), True


def _red_lines(inked: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Where lines of red text stand on the small copy: left, top, right, bottom."""
    cells = _COPY_DPI / _MM_PER_INCH
    reach = round(_LETTER_GAP_MM * cells)
    joined = cv2.dilate(inked, np.ones((1, 2 * reach + 1), np.uint8))
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    return [
        (left, max(0, top - 1), left + width, top + height + 1)
        for left, top, width, height, _ in stats.tolist()
        if height <= _LINE_HEIGHT_MM * cells and width - 2 * reach >= _LINE_SHAPE * height and height > 2
    ]
