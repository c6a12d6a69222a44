"""What is drawn on a page, piece by piece: the boxes of the connected components of its ink."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.reading.scans import Grey

Marks = NDArray[np.int32]
"""One row a component, its columns LEFT, TOP, WIDTH, HEIGHT in pixels."""

LEFT, TOP, WIDTH, HEIGHT = 0, 1, 2, 3
INK = 190
"""Darker is ink, on an evenly lit page."""
_PARENT = 3


def marks_of(grey: Grey) -> Marks:
    """The components of an evenly lit page, by their outlines: a third of the time of labelling."""
    _, ink = cv2.threshold(grey, INK - 1, 1, cv2.THRESH_BINARY_INV)
    outlines, relations = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return np.zeros((0, 4), np.int32)
    outer = np.flatnonzero(relations[0, :, _PARENT] < 0)
    return np.array([cv2.boundingRect(outlines[index]) for index in outer.tolist()], np.int32)
