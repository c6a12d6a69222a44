"""Dotted leaders (dòng chấm) are taken off the page: they are read as words, or take their line with them."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.reading.scans import Grey

_INK = 190
# In millimetres: a dot is no larger; dots that ran together are no higher and no longer; neighbours are no
# further apart; their feet stand on one line.
_DOT = 0.95
_FLAT = 0.6
_LONGEST_RUN = 6.0
_PITCH = 3.2
_ONE_LINE = 0.35
# So many dots make a leader, an ellipsis has three; or fewer pieces that are so long together.
_FEWEST = 5
_FEWEST_RUNS = 2
_LONG = 6.0
_LEAST_FLAT_PIXELS = 3.0
_MM_PER_INCH = 25.4

_X, _Y, _WIDTH, _HEIGHT = 0, 1, 2, 3
_Stats = NDArray[np.int32]
_Indices = NDArray[np.intp]


def without_leaders(grey: Grey, dpi: float) -> tuple[Grey, int]:
    """The page without its dotted leaders, and how many pieces were taken off.

    Args:
        grey: evenly lit and straight.
        dpi: its resolution.
    """
    mm = dpi / _MM_PER_INCH
    _, labels, found, _ = cv2.connectedComponentsWithStats((grey < _INK).astype(np.uint8), connectivity=8)
    stats = np.asarray(found, np.int32)
    pieces = _pieces(stats, mm)
    leaders = list(_leaders(stats[pieces], mm))
    if not leaders:
        return grey, 0
    erased = pieces[np.unique(np.concatenate(leaders))]
    marked = np.zeros(len(stats), np.uint8)
    marked[erased] = 1
    mask = cv2.dilate(marked[labels], np.ones((3, 3), np.uint8))
    return np.where(mask > 0, np.uint8(255), grey), len(erased)


def _pieces(stats: _Stats, mm: float) -> _Indices:
    """The components that may belong to a leader: dots, and flat runs of dots that touch."""
    width, height = stats[:, _WIDTH], stats[:, _HEIGHT]
    dot = (width <= _DOT * mm) & (height <= _DOT * mm)
    flat = max(_LEAST_FLAT_PIXELS, _FLAT * mm)
    run = (height <= flat) & (width > height) & (width <= _LONGEST_RUN * mm)
    found = dot | run
    found[0] = False  # the paper
    return np.flatnonzero(found)


def _leaders(stats: _Stats, mm: float) -> Iterator[_Indices]:
    """The pieces of each leader: side by side, on one line, close together."""
    feet = stats[:, _Y] + stats[:, _HEIGHT]
    order = np.argsort(feet, kind="stable")
    sorted_feet = feet[order]
    start = 0
    while start < len(order):
        end = int(np.searchsorted(sorted_feet, sorted_feet[start] + max(1.0, _ONE_LINE * mm), side="right"))
        if end - start < _FEWEST_RUNS:
            start += 1
            continue
        yield from _close_together(order[start:end], stats, mm)
        start += max(1, (end - start) // 2)  # the next band overlaps: a leader may lie across


def _close_together(row: _Indices, stats: _Stats, mm: float) -> Iterator[_Indices]:
    row = row[np.argsort(stats[row, _X], kind="stable")]
    left, right = stats[row, _X], stats[row, _X] + stats[row, _WIDTH]
    gaps = left[1:] - right[:-1]
    for run in np.split(row, np.flatnonzero(gaps > _PITCH * mm) + 1):
        length = stats[run, _WIDTH].sum() / mm
        if len(run) >= _FEWEST or (len(run) >= _FEWEST_RUNS and length >= _LONG):
            yield run
