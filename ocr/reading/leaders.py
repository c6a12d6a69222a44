"""Dotted leaders (dòng chấm) are taken off the page: they are read as words, or take their line with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.marks import HEIGHT, LEFT, TOP, WIDTH, Marks
from ocr.reading.scans import Grey

_WHITE = 255
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

_Indices = NDArray[np.intp]


def erase_leaders(grey: Grey, marks: Marks, dpi: float) -> int:
    """Paints the dotted leaders white; returns how many pieces they had.

    Args:
        grey: evenly lit and straight; it is changed.
        marks: what is drawn on it.
        dpi: its resolution.
    """
    mm = dpi / MM_PER_INCH
    pieces = marks[_may_be_a_piece(marks, mm)]
    leaders = list(_leaders(pieces, mm))
    if not leaders:
        return 0
    erased = pieces[np.unique(np.concatenate(leaders))]
    for left, top, width, height in erased.tolist():
        grey[max(0, top - 1) : top + height + 1, max(0, left - 1) : left + width + 1] = _WHITE
    return len(erased)


def _may_be_a_piece(marks: Marks, mm: float) -> NDArray[np.bool_]:
    """Dots, and flat runs of dots that touch."""
    width, height = marks[:, WIDTH], marks[:, HEIGHT]
    dot = (width <= _DOT * mm) & (height <= _DOT * mm)
    flat = max(_LEAST_FLAT_PIXELS, _FLAT * mm)
    run = (height <= flat) & (width > height) & (width <= _LONGEST_RUN * mm)
    return np.asarray(dot | run, bool)


def _leaders(stats: Marks, mm: float) -> Iterator[_Indices]:
    """The pieces of each leader: side by side, on one line, close together."""
    feet = stats[:, TOP] + stats[:, HEIGHT]
    order = np.argsort(feet, kind="stable")
    sorted_feet = feet[order]
    start = 0
    while start < len(order):
        end = int(np.searchsorted(sorted_feet, sorted_feet[start] + max(1.0, _ONE_LINE * mm), side="right"))
        row = order[start:end]
        if len(row) < _FEWEST and stats[row, WIDTH].sum() < _LONG * mm:
            start += 1
            continue
        yield from _close_together(row, stats, mm)
        start += max(1, (end - start) // 2)  # the next band overlaps: a leader may lie across


def _close_together(row: _Indices, stats: Marks, mm: float) -> Iterator[_Indices]:
    row = row[np.argsort(stats[row, LEFT], kind="stable")]
    left, right = stats[row, LEFT], stats[row, LEFT] + stats[row, WIDTH]
    gaps = left[1:] - right[:-1]
    for run in np.split(row, np.flatnonzero(gaps > _PITCH * mm) + 1):
        length = stats[run, WIDTH].sum() / mm
        if len(run) >= _FEWEST or (len(run) >= _FEWEST_RUNS and length >= _LONG):
            yield run
