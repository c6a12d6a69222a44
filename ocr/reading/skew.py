"""How a page lies: by which quarter it was turned, and by the few degrees that a scanner adds.

Both are told by the profile of its rows: text lines that lie level make it lively, and in upright text ink
ends more abruptly at the foot of a line than it begins at its head, where capitals and diacritics stand out.
Some 15 ms a page; Tesseract's own orientation detection costs half a reading and has no answer on most
photographs.
"""

from __future__ import annotations

from math import radians, tan
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.reading.scans import Grey
from ocr.reading.shrinking import shrunk

# Degrees to either side of the best so far, in steps.
_COARSE = ((7.0, 0.5),)
_FINE = ((0.5, 0.1), (0.1, 0.02))
# By whether the lines lie level, and whether they end abruptly going down (or right).
_TURNS = {(True, True): 0, (True, False): 180, (False, True): 270, (False, False): 90}
_SIDE = 800
_STROKE = 9
_FAINTEST = 30
_INK_SHARE = 90
_MOST_POINTS = 20_000
_FEWEST_POINTS = 200
# On the copy: a dot is within 1 mm; letters that touch are no longer than so many times their height.
_SPECK = 3
_RULE = 12
_LONGEST = 300
# Rows of the copy that hold one line or two: what each of them says is weighed against the others. Capitals
# have no ascenders, so that a few lines of them say anything. Chosen on made pages of 1 to 20 lines in five
# typefaces: of those in capitals, level, one in 120 is surely turned wrongly, one in 8 without this; upright
# and upside-down real pages stay as sure as they must be.
_BAND = 20
_FEWEST_BANDS = 2.0
_DOUBT = 0.5

_Points = NDArray[np.float32]
_Search = tuple[tuple[float, float], ...]


class Lie(NamedTuple):
    """How a page lies.

    Attributes:
        turn: clockwise degrees (0, 90, 180, 270) by which it must be turned to stand upright.
        skew: degrees by which its lines then rise, counter-clockwise positive, within 7.
        margin: 0 to 1; how clearly the turn was told.
    """

    turn: int
    skew: float
    margin: float


class _Found(NamedTuple):
    angle: float
    liveliness: float
    profile: NDArray[np.float64]


_NOTHING = _Found(0.0, -1.0, np.zeros(1))


def lie_of(grey: Grey) -> Lie:
    """How the page lies; nothing is told of an empty one (margin 0)."""
    across, down = _ink(grey)
    if len(across) < _FEWEST_POINTS:
        return Lie(0, 0.0, 0.0)
    level, upright = _straightest(across, down, _COARSE), _straightest(down, -across, _COARSE)
    lies_level = level.liveliness >= upright.liveliness
    along, rows = (across, down) if lies_level else (down, -across)
    coarse, quiet = (level, upright) if lies_level else (upright, level)
    found = _straightest(along, rows, _FINE, around=coarse)
    asymmetry, at_least = _asymmetry(found.profile)
    clarity = 1 - quiet.liveliness / found.liveliness
    # On a page that lies on its side either answer is nearer the truth than none.
    margin = min(clarity, at_least) if lies_level else clarity
    return Lie(_TURNS[lies_level, asymmetry >= 0], found.angle, margin)


def _ink(grey: Grey) -> tuple[_Points, _Points]:
    """Across and down of the strokes on a copy of some 800 pixels."""
    small = shrunk(grey, max(1, round(max(grey.shape) / _SIDE)))
    strokes = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((_STROKE, _STROKE), np.uint8))
    limit = max(_FAINTEST, float(np.percentile(strokes[::4, ::4], _INK_SHARE)))
    down, across = np.nonzero(_letters((strokes > limit).astype(np.uint8)))
    every = len(down) // _MOST_POINTS + 1
    return across[::every].astype(np.float32), down[::every].astype(np.float32)


def _letters(ink: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The ink without specks, dots and rules: they have no head and no foot."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    longer, shorter = sides.max(axis=1), sides.min(axis=1)
    kept = (longer > _SPECK) & (longer < _RULE * shorter) & (longer < _LONGEST)
    kept[0] = False
    return np.asarray(kept[labels], bool)


def _straightest(along: _Points, rows: _Points, search: _Search, around: _Found = _NOTHING) -> _Found:
    """The angle whose profile is liveliest."""
    best = around
    for reach, step in search:
        middle = best.angle
        for angle in np.arange(middle - reach, middle + reach + step / 2, step):
            profile = _profile(along, rows, float(angle))
            liveliness = float(np.square(np.diff(profile)).sum())
            if liveliness > best.liveliness:
                best = _Found(float(angle), liveliness, profile)
    return best


def _profile(along: _Points, rows: _Points, angle: float) -> NDArray[np.float64]:
    levelled = (rows + along * tan(radians(angle))).astype(np.int32)
    levelled -= levelled.min()
    return np.bincount(levelled).astype(np.float64)


def _asymmetry(profile: NDArray[np.float64]) -> tuple[float, float]:
    """-1 to 1: positive where ink ends more abruptly than it begins, going down; and how much it is at least.

    At least: by half the error that the bands of the page, taken as a sample of lines, leave in their mean.
    """
    steps = np.diff(profile)
    cubes = np.abs(steps) ** 3
    bands = np.arange(0, len(steps), _BAND)
    loudness = np.add.reduceat(cubes, bands)
    votes = np.add.reduceat(np.where(steps < 0, cubes, -cubes), bands)
    total = max(1.0, float(loudness.sum()))
    asymmetry = float(votes.sum()) / total
    heard = total**2 / max(1.0, float(np.square(loudness).sum()))
    if heard < _FEWEST_BANDS:
        return asymmetry, 0.0
    error = float(np.linalg.norm(votes - asymmetry * loudness)) / total * (heard / (heard - 1)) ** 0.5
    return asymmetry, max(0.0, abs(asymmetry) - _DOUBT * error)
