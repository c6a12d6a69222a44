"""Ruled lines (tables, underlines, frames) are taken off the page: fragments of them are read as letters."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.reading.scans import Grey

_INK = 200
_MM_PER_INCH = 25.4
# No stroke of a letter is longer.
_SHORTEST_MM = 12.0


def without_rules(grey: Grey, dpi: float) -> tuple[Grey, int]:
    """The page without its rules, and how many were found.

    Args:
        grey: evenly lit and straight.
        dpi: its resolution.
    """
    ink = (grey < _INK).astype(np.uint8)
    length = round(_SHORTEST_MM * dpi / _MM_PER_INCH)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    rules = cv2.dilate(level, np.ones((3, 1), np.uint8)) | cv2.dilate(upright, np.ones((1, 3), np.uint8))
    if not rules.any():
        return grey, 0
    count = cv2.connectedComponents(rules)[0] - 1
    return np.where(rules > 0, np.uint8(255), grey), count
