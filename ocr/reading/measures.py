"""What can be measured on the picture of a page: ink, traces, sharpness, stamp red, black borders.

Each on a copy as small as it allows, some 5 ms a page together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.geometry import MM_PER_INCH
from ocr.reading.pages import PageWord, Picture
from ocr.reading.scans import Grey, Scan, flattened
from ocr.reading.shrinking import shrunk
from ocr.reading.syllables import legal_share

Shades = Image.Image | Grey
"""A page in 8-bit grey at 200 dpi or less."""

_LEAST_PAPER = 128
_DARK_AGAINST_PAPER = 0.75
_MARGIN = 0.03
# Cells of 1 mm at 200 dpi, surroundings of 10 cells, how many shades darker a trace is, how much is dust.
_CELL = 8
_SURROUNDINGS = 10
_TRACE = 8
_MOST_DUST = 0.001
# Sharpness is taken from half of the rows, in bands at distances that no spacing of lines keeps step with.
_BAND = 24
_LEAST_STEP = 32
_PRIME = 37
_LEAST_SIDE = 3
# The copy on which red is sought; how much redder than green and blue ink is that JPEG has washed out.
_RED_DPI = 50
_REDDER_THAN_GREEN = 35
_REDDER_THAN_BLUE = 15
# A stamp holds together over gaps of 3 mm; smaller, longer or larger shapes are words, titles, tinted paper.
_GAP_MM = 3.0
_STAMP_SIDES_MM = (15.0, 80.0)
_STAMP_SHAPE = 2.5
# A border is darker than this, begins within 2 cells of the edge, and is more than one cell deep.
_BLACK_AGAINST_PAPER = 0.45
_EDGE = 2
_DEEP = 2
# A word that ends where the picture does: within 0.7 mm, in points. Specks have one letter or a bad reading.
_AT_THE_EDGE = 2.0
_LEAST_LETTERS = 2
_LEAST_CONFIDENCE = 40


class WordMeasures(NamedTuple):
    """What the words of a page tell about its picture: fields of `Picture`."""

    cut_off: int
    syllables: float | None


def measured(scan: Scan, grey: Shades, ink: float) -> Picture:
    """The figures of a scan; none for a page that is no scan."""
    if scan.dpi is None:
        return Picture()
    return Picture(
        scan.dpi,
        scan.colour,
        round(ink, 6),
        round(sharpness_of(grey), 2),
        stamp=round(stamp_red(scan), 1) if scan.colour == "colour" else None,
        borders=round(black_borders(grey), 4),
    )


def measured_on_words(words: Sequence[PageWord], size: tuple[float, float]) -> WordMeasures:
    """What its words tell about a page of this size, points.

    `cut_off`: how many words end at one edge of it, at that with most of them.
    """
    edges = Counter(edge for word in words if _is_text(word) for edge in _edges_of(word, size))
    share = legal_share(word.text for word in words if not word.handwritten)
    return WordMeasures(max(edges.values(), default=0), share if share is None else round(share, 3))


def ink_of(grey: Shades) -> float:
    """The share of pixels a quarter darker than the paper, the outer 3 % left aside (scanner borders)."""
    shades = _histogram(_inner(grey))
    dark = int(shades[: int(_paper(shades) * _DARK_AGAINST_PAPER)].sum())
    return float(dark / max(1, shades.sum()))


def has_traces(grey: Shades) -> bool:
    """Whether something is on the page, however faint: a faded paper must not be taken for an empty one."""
    return traces_of(grey) > _MOST_DUST


def traces_of(grey: Shades) -> float:
    """The share of the page that is darker than its surroundings, however little, 0 to 1.

    Averaging over cells takes the noise away; what stays darker is writing. On made empty sheets (grey,
    noisy, unevenly lit) that is no cell; on backs of sheets through which a stamp shows, its red taken off,
    up to 0.0013; on the samples' page faded beyond reading, 0.06.
    """
    cells = _in_cells(_inner(grey)).astype(np.int16)
    around = cv2.GaussianBlur(cells, (0, 0), _SURROUNDINGS, borderType=cv2.BORDER_REPLICATE)
    return float((around - cells > _TRACE).mean())


def sharpness_of(grey: Shades) -> float:
    """The variance of the Laplacian, grey 0 to 255: low where the page is blurred."""
    shades = np.asarray(grey)
    if min(shades.shape) < _LEAST_SIDE:
        return 0.0
    edges = [cv2.Laplacian(band, cv2.CV_16S)[1:-1, 1:-1] for band in _bands(shades)]
    # Over an area the Laplacian is nothing in the mean, so its variance is the mean of its squares.
    return float(sum(cv2.norm(each, cv2.NORM_L2SQR) for each in edges) / sum(each.size for each in edges))


def stamp_red(scan: Scan) -> float:
    """The area of the largest patch of stamp red that has the shape of a stamp, square millimetres."""
    share = min(1.0, _RED_DPI / scan.image_dpi)
    size = (max(1, round(scan.image.width * share)), max(1, round(scan.image.height * share)))
    small = flattened(scan.image.resize(size, Image.Resampling.NEAREST)).convert("RGB")
    red, green, blue = cv2.split(np.asarray(small))
    inked = (cv2.subtract(red, green) > _REDDER_THAN_GREEN) & (cv2.subtract(red, blue) > _REDDER_THAN_BLUE)
    if not inked.any():
        return 0.0
    cells = share * scan.image_dpi / MM_PER_INCH
    reach = max(1, round(_GAP_MM * cells))
    joined = cv2.dilate(inked.astype(np.uint8), np.ones((reach, reach), np.uint8))
    shapes = (cv2.boundingRect(outline) for outline in _outlines(joined))
    stamps = (
        float(inked[top : top + height, left : left + width].sum()) / cells**2
        for left, top, width, height in shapes
        if _is_stamp_sized((width - reach) / cells, (height - reach) / cells)
    )
    return max(stamps, default=0.0)


def black_borders(grey: Shades) -> float:
    """The share of the page that is black and hangs together with its edge, 0 to 1."""
    shades = np.asarray(grey)
    limit = _paper(_histogram(shades)) * _BLACK_AGAINST_PAPER
    deep = _EDGE * _CELL
    edges = (shades[:deep], shades[-deep:], shades[:, :deep], shades[:, -deep:])
    if not any((_in_cells(edge) < limit).any() for edge in edges):
        return 0.0
    black = (_in_cells(shades) < limit).astype(np.uint8)
    down, across = black.shape
    borders = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=4)
    for left, top, width, height, area in stats[1:].tolist():
        at_edge = left < _EDGE or top < _EDGE or left + width > across - _EDGE or top + height > down - _EDGE
        if at_edge and min(width, height) >= _DEEP:
            borders += area
    return borders / black.size


def _bands(shades: Grey) -> Iterator[Grey]:
    start, number = 0, 0
    while start + _LEAST_SIDE <= shades.shape[0]:
        yield shades[start : start + _BAND]
        number += 1
        start += _LEAST_STEP + number * _PRIME % _LEAST_STEP


def _outlines(picture: cv2.typing.MatLike) -> Sequence[cv2.typing.MatLike]:
    return cv2.findContours(picture, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]


def _is_stamp_sized(width: float, height: float) -> bool:
    shorter, longer = sorted((width, height))
    least, most = _STAMP_SIDES_MM
    return least <= shorter and longer <= most and longer <= _STAMP_SHAPE * shorter


def _is_text(word: PageWord) -> bool:
    return word.confidence >= _LEAST_CONFIDENCE and sum(map(str.isalnum, word.text)) >= _LEAST_LETTERS


def _edges_of(word: PageWord, size: tuple[float, float]) -> list[str]:
    left, top, right, bottom = word.box
    ends = {"left": left, "top": top, "right": size[0] - right, "bottom": size[1] - bottom}
    return [edge for edge, distance in ends.items() if distance <= _AT_THE_EDGE]


def _inner(grey: Shades) -> Grey:
    shades = np.asarray(grey)
    down, across = (round(side * _MARGIN) for side in shades.shape)
    return shades[down : shades.shape[0] - down, across : shades.shape[1] - across]


def _histogram(shades: Grey) -> NDArray[np.int64]:
    """How many pixels have each shade; every fourth row tells it as well."""
    counts = cv2.calcHist([np.ascontiguousarray(shades[::4])], [0], None, [256], [0, 256])
    return counts.ravel().astype(np.int64)


def _paper(shades: NDArray[np.int64]) -> int:
    """The shade of the paper: the middle one, for most of a page is paper."""
    return max(_LEAST_PAPER, int(np.searchsorted(shades.cumsum(), shades.sum() / 2)))


def _in_cells(shades: Grey) -> Grey:
    """The mean of each cell."""
    return shrunk(shades, _CELL)
