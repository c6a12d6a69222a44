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
# A dot below a letter (dấu nặng) that stands on a leader is no piece of it: it breaks the pitch, or it is
# larger than its fellows, for it runs together with one of them. In pitches, how far a dot stands from its
# place; how many neighbours to either side tell the place; how many of a leader must be in their places for
# it to have a pitch. In pixels and in deviations from the median, how much larger: width and height together
# (tuning pages and made ones at 200 dpi: by 2 to 9, their fellows by 1).
_OUT_OF_PLACE = 0.2
_NEIGHBOURS = 3
_REGULAR = 0.7
_LARGER = 2.0
_DEVIATIONS = 3.0
# In millimetres: letters are at least so high, and not so high; the gap down to their dot (tuning pages: 0.25
# to 0.4; leaders stand 0.75 and more below print of that size). The dot stands in the middle of its letter,
# by shares of its width.
_LETTER = (1.2, 6.0)
_GAP = (0.1, 0.55)
_MIDDLE = (0.25, 0.75)

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
    erased = pieces[np.setdiff1d(np.concatenate(leaders), _dots_below(leaders, pieces, marks, mm))]
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
    begins = np.arange(len(order))
    ends = np.searchsorted(feet[order], feet[order] + max(1.0, _ONE_LINE * mm), side="right")
    lengths = np.concatenate(([0], np.cumsum(stats[order, WIDTH])))
    full = (ends - begins >= _FEWEST) | (lengths[ends] - lengths[begins] >= _LONG * mm)
    start = 0
    while full[start:].any():
        start += int(full[start:].argmax())
        end = int(ends[start])
        yield from _close_together(order[start:end], stats, mm)
        start += max(1, (end - start) // 2)  # the next band overlaps: a leader may lie across


def _close_together(row: _Indices, stats: Marks, mm: float) -> Iterator[_Indices]:
    row = row[np.argsort(stats[row, LEFT], kind="stable")]
    left, right = stats[row, LEFT], stats[row, LEFT] + stats[row, WIDTH]
    gaps = left[1:] - right[:-1]
    for run in np.split(row, np.flatnonzero(gaps > _PITCH * mm) + 1):
        length = stats[run, WIDTH].sum() / mm
        if len(run) >= _FEWEST or (len(run) >= _FEWEST_RUNS and length >= _LONG):
            yield run


def _dots_below(leaders: list[_Indices], pieces: Marks, marks: Marks, mm: float) -> _Indices:
    """Those that stand under the middle of a letter and are no piece of their leader."""
    height = marks[:, HEIGHT]
    letters = marks[(height >= _LETTER[0] * mm) & (height <= _LETTER[1] * mm)]
    letters = letters[np.argsort(letters[:, TOP] + letters[:, HEIGHT])]
    found = [np.empty(0, np.intp)]
    for run in leaders:
        under = run[_are_under_letters(pieces[run], letters, mm)]
        if len(under):  # telling the strange ones costs more, and few stand under a letter
            found.append(np.intersect1d(under, _strange(run, pieces)))
    return np.concatenate(found)


def _strange(run: _Indices, pieces: Marks) -> _Indices:
    """The pieces of a leader that are out of place or larger than the others; none if it has no pitch."""
    if len(run) < _FEWEST:
        return run[:0]
    run = run[np.argsort(pieces[run, LEFT], kind="stable")]
    size = pieces[run, WIDTH] + pieces[run, HEIGHT]
    in_place = _in_place(pieces[run, LEFT] + pieces[run, WIDTH] / 2)
    if in_place.mean() < _REGULAR:
        return run[:0]
    usual = np.median(size)
    larger = size >= usual + max(_LARGER, _DEVIATIONS * np.median(np.abs(size - usual)))
    return np.asarray(run[~in_place | larger], np.intp)


def _in_place(middles: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each is a whole number of pitches away from most of its neighbours."""
    pitch = float(np.median(np.diff(middles)))
    away = np.abs(middles[:, None] - middles[None, :]) / max(1.0, pitch)
    rank = np.arange(len(middles))
    near = np.abs(rank[:, None] - rank[None, :])
    near = (near > 0) & (near <= _NEIGHBOURS)
    fits = near & (away > 1 - 2 * _OUT_OF_PLACE) & (np.abs(away - np.rint(away)) <= _OUT_OF_PLACE)
    return np.asarray(2 * fits.sum(axis=1) >= near.sum(axis=1), bool)


def _are_under_letters(dots: Marks, letters: Marks, mm: float) -> NDArray[np.bool_]:
    """Whether each dot of a leader stands close under the middle of a letter; letters by their feet."""
    feet = letters[:, TOP] + letters[:, HEIGHT]
    top = dots[:, TOP]
    first, last = np.searchsorted(feet, [top.min() - _GAP[1] * mm, top.max() - _GAP[0] * mm + 1])
    near, feet = letters[first:last], feet[first:last]
    gap = top[:, None] - feet[None, :]
    middle = dots[:, LEFT] + dots[:, WIDTH] / 2
    across = (middle[:, None] - near[None, :, LEFT]) / near[None, :, WIDTH]
    close = (gap >= _GAP[0] * mm) & (gap <= _GAP[1] * mm)
    return np.asarray((close & (across >= _MIDDLE[0]) & (across <= _MIDDLE[1])).any(axis=1), bool)
