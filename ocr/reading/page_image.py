"""The picture that the engine gets: 200 dpi, no stamps, rules and leaders, evenly lit, upright, straight.

Each step is worth 2 to 12 points of CER on made forms; on clean real pages the cap alone earns most. Boxes
find their way back: `in_points` and `as_scanned` undo what was done to the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box, turned, turned_size
from ocr.reading.leaders import erase_leaders
from ocr.reading.marks import marks_of
from ocr.reading.pen_strokes import erase_pen
from ocr.reading.red_ink import RedInk, without_red_ink
from ocr.reading.ruling import erase_rules
from ocr.reading.scans import READING_DPI, Grey, Scan, as_grey, flattened
from ocr.reading.shrinking import shrunk
from ocr.reading.skew import Lie, lie_of

# Up to so much above it a picture is taken as it is.
_ABOUT = 1.05
# The paper in cells of 1 mm (at 200 dpi): the brightest within 5 cells, smoothed over 7.
_CELL = 8
_REACH = 5
_SMOOTH = 7
# Paper whose darkest part is as bright as this share of its brightest is even as it is.
_EVEN = 0.97
# Less skew than this costs Tesseract nothing, straightening would only blur.
_LEAST_SKEW = 0.15
# A coarser scan is enlarged: on faded pages of 150 dpi that takes the CER from 4.7 to 3.0 (tuning pages).
_COARSE = 190
# A picture on a sheet of metres has next to no resolution; OpenCV moves no picture with a longer side.
_MOST_ENLARGED = 2.0
_LONGEST_SIDE = 32_000
_HALF = 0.5
_COLOURED = frozenset({"RGB", "P", "CMYK", "YCbCr", "LAB", "HSV"})
_WHITE = 255
# Print is nearly black; where half of the ink is no darker than this, the page is faded.
_FADED = 60
# What is lighter than that much of the way from the threshold to the paper turns white, as does the back
# that shines through; that much of the median ink turns black.
_PAPER_FROM = 0.4
_INK_UP_TO = 0.7


@dataclass(frozen=True)
class PageImage:
    """A page on its way to the engine.

    Attributes:
        grey: the picture.
        dpi: its resolution.
        size: width and height of the upright page, points.
        area: where the picture lies on the upright page before it was straightened.
        rotation: clockwise degrees by which it was turned.
        skew: degrees by which the lines rise on the page as it was scanned, counter-clockwise positive.
        straightened: degrees by which it was turned back; 0 for a page taken as it lies.
        leaders: how many dots were taken off.
        rules: how many ruled lines were taken off.
        has_red_ink: something red stands on the page.
        seals: where red seals stand on the upright page before it was straightened, points.
    """

    grey: Grey
    dpi: float
    size: tuple[float, float]
    area: Box
    rotation: int = 0
    skew: float = 0.0
    straightened: float = 0.0
    leaders: int = 0
    rules: int = 0
    has_red_ink: bool = False
    seals: tuple[Box, ...] = ()

    def in_points(self, box: tuple[int, int, int, int]) -> Box:
        """A box in pixels as it lies on the straight page, points."""
        left, top, right, bottom = self.area
        height, width = self.grey.shape
        across, down = (right - left) / width, (bottom - top) / height
        return left + box[0] * across, top + box[1] * down, left + box[2] * across, top + box[3] * down

    def in_pixels(self, box: Box) -> tuple[int, int, int, int]:
        """A box on the page as it was scanned, as it lies on the picture; it may reach over its edges."""
        box = self._swung(box, -self.straightened)
        left, top, right, bottom = self.area
        height, width = self.grey.shape
        across, down = width / (right - left), height / (bottom - top)
        x, y = round((box[0] - left) * across), round((box[1] - top) * down)
        return x, y, round((box[2] - left) * across), round((box[3] - top) * down)

    def as_scanned(self, box: Box) -> Box:
        """The box around a box of the straight page, on the page as it was scanned."""
        return self._swung(box, self.straightened) if self.straightened else box

    def _swung(self, box: Box, degrees: float) -> Box:
        """The box around a box turned counter-clockwise about the middle of the picture."""
        middle_x, middle_y = (self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2
        x, y = (box[0] + box[2]) / 2 - middle_x, (box[1] + box[3]) / 2 - middle_y
        sine, cosine = sin(radians(degrees)), cos(radians(degrees))
        x, y = middle_x + x * cosine + y * sine, middle_y - x * sine + y * cosine
        width, height = box[2] - box[0], box[3] - box[1]
        half_width = (width * cosine + height * abs(sine)) / 2
        half_height = (height * cosine + width * abs(sine)) / 2
        return x - half_width, y - half_height, x + half_width, y + half_height


def capped(scan: Scan) -> PageImage:
    """The picture in grey at no more than 200 dpi, without red ink but for red lines of text."""
    shown = flattened(scan.image)
    coloured = shown.mode in _COLOURED
    if coloured and shown.mode != "RGB":
        shown = shown.convert("RGB")
    pixels = np.asarray(shown if coloured else as_grey(shown))
    dpi = scan.image_dpi
    if dpi > READING_DPI * _ABOUT:
        pixels, dpi = _reduced(pixels, READING_DPI / dpi), READING_DPI
    grey, red = without_red_ink(pixels, dpi) if coloured else (pixels, RedInk(is_there=False))
    page = PageImage(grey, dpi, scan.size, scan.area, has_red_ink=red.is_there)
    return replace(page, seals=tuple(map(page.in_points, red.seals)))


def _reduced(pixels: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    # From 300 to 200 dpi four neighbours make a pixel; averaging areas takes seven times as long.
    way = cv2.INTER_LINEAR if share > _HALF else cv2.INTER_AREA
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    return _grey(cv2.resize(pixels, size, interpolation=way))


def evenly_lit(page: PageImage) -> PageImage:
    """The page divided by its paper: shadows, folds and grey paper turn white, ink keeps its darkness."""
    height, width = page.grey.shape
    paper = cv2.dilate(shrunk(page.grey, _CELL), np.ones((_REACH, _REACH), np.uint8))
    paper = cv2.medianBlur(paper, _SMOOTH)
    if float(paper.min()) >= _EVEN * float(paper.max()):
        return page
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return replace(page, grey=_grey(cv2.divide(page.grey, paper, scale=_WHITE)))


def lie(page: PageImage) -> Lie:
    """How an evenly lit page lies."""
    return lie_of(page.grey)


def turned_upright(page: PageImage, turn: int) -> PageImage:
    """The page turned clockwise by a multiple of 90 degrees."""
    if not turn:
        return page
    grey = np.ascontiguousarray(np.rot90(page.grey, -turn // 90))
    return replace(
        page,
        grey=grey,
        size=turned_size(page.size, turn),
        area=turned(page.area, page.size, turn),
        seals=tuple(turned(seal, page.size, turn) for seal in page.seals),
        rotation=(page.rotation + turn) % 360,
    )


def straightened(page: PageImage, skew: float) -> PageImage:
    """The page with its lines level, and at 200 dpi where it was scanned coarser."""
    page = replace(page, skew=skew)
    share = min(READING_DPI / page.dpi, _MOST_ENLARGED) if page.dpi < _COARSE else 1.0
    if abs(skew) < _LEAST_SKEW:
        skew = 0.0
    if max(page.grey.shape) * share > _LONGEST_SIDE:
        share, skew = 1.0, 0.0
    if not skew and share == 1:
        return page
    height, width = page.grey.shape
    size = (round(width * share), round(height * share))
    move = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, share)
    move[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    way = cv2.INTER_CUBIC if share > 1 else cv2.INTER_LINEAR
    grey = cv2.warpAffine(page.grey, move, size, flags=way, borderValue=_WHITE)
    return replace(page, grey=_grey(grey), dpi=page.dpi * share, straightened=skew)


def darkened(page: PageImage) -> PageImage:
    """A faded page with its ink black and its paper white; any other as it is."""
    some = np.ascontiguousarray(page.grey[::4, ::4])
    threshold, _ = cv2.threshold(some, 0, _WHITE, cv2.THRESH_OTSU)
    ink = some[some < threshold]
    if not len(ink) or (faded := float(np.median(ink))) < _FADED:
        return page
    black, white = faded * _INK_UP_TO, threshold + (_WHITE - threshold) * _PAPER_FROM
    shades = np.clip((np.arange(256) - black) / (white - black) * _WHITE, 0, _WHITE)
    return replace(page, grey=_grey(cv2.LUT(page.grey, shades.astype(np.uint8))))


def cleared(page: PageImage) -> PageImage:
    """The page without its ruled lines, its dotted leaders and the pen about its seals."""
    grey, marks = page.grey.copy(), marks_of(page.grey)
    erase_pen(grey, marks, [page.in_pixels(seal) for seal in page.seals], page.dpi)
    rules = erase_rules(grey, marks, page.dpi)
    leaders = erase_leaders(grey, marks, page.dpi)
    return replace(page, grey=grey, leaders=leaders, rules=rules)


def _grey(array: cv2.typing.MatLike) -> Grey:
    return np.asarray(array, np.uint8)
