"""QR codes and barcodes of a page (TCVN 7322): where they may stand is found first, then read by zxing-cpp.

A code is half ink over its whole area, text is a fifth at most: looking for such patches costs a hundredth of
searching the whole page in every direction, and most pages have none.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import MM_PER_INCH
from ocr.reading.page_image import PageImage
from ocr.reading.pages import FoundCode
from ocr.reading.scans import Grey
from ocr.reading.shrinking import shrunk

if TYPE_CHECKING:
    import zxingcpp

Pixels = tuple[int, int, int, int]
_Decoded = tuple[str, str, Pixels]

# The darkness of a patch of 5 x 5 mm, 0 to 255: a code printed faintly has 60 and more, bold capitals 50.
_PATCH = 5
_DARK = 45
# Millimetres: a code of a centimetre; bars 7 mm high. A bold line is no higher than 5, unless it is askew.
_LEAST_AREA = 60
_LEAST_SIDE = 6
# More places than that are a photograph or a table in black; the darkest and largest are looked at.
_MOST_PLACES = 5
_LOOKED_AT_AGAIN = 3
# Quiet zone and the rim of the patches, millimetres.
_MARGIN = 5
_ENLARGED = 2
# The longer side, pixels at 200 dpi: bars of 10 cm. What is larger is a black edge or a picture.
_LARGE = 850
_FORMATS = "QRCode,DataMatrix,Code128,Code39,PDF417"
_WHITE = 255


def codes_of(page: PageImage, skew: float) -> list[FoundCode]:
    """The codes of an upright, evenly lit page from top to bottom, each once, with boxes in points on it.

    Args:
        page: not straightened: straightening blurs what is as fine as bars.
        skew: degrees by which its lines rise; a code that is not read as it lies is turned level.
    """
    found: dict[tuple[str, str], FoundCode] = {}
    again = _LOOKED_AT_AGAIN
    for place in _places(page.grey, page.dpi):
        patch, at = _cut(page.grey, place), (place[0], place[1])
        codes = _decoded(patch, at)
        if not codes and again and max(patch.shape) <= _LARGE:
            codes = _decoded_level(patch, at, skew)
            again -= 1
        for form, text, box in codes:
            found.setdefault((form, text), FoundCode(form, text, page.in_points(box)))
    return sorted(found.values(), key=lambda code: (code.box[1], code.box[0]))


def _places(grey: Grey, dpi: float) -> list[Pixels]:
    """Where codes may stand, the likeliest first."""
    cell = max(1, round(dpi / MM_PER_INCH))
    if min(grey.shape) < cell * _PATCH:
        return []
    dark = cv2.blur(_WHITE - shrunk(grey, cell), (_PATCH, _PATCH), borderType=cv2.BORDER_CONSTANT)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((dark >= _DARK).astype(np.uint8))
    weights = np.bincount(labels.ravel(), dark.ravel(), count)
    large = [index for index in range(1, count) if _is_large(stats[index])]
    likeliest = sorted(large, key=lambda index: -weights[index])[:_MOST_PLACES]
    return [_with_margin(stats[index], cell, grey.shape) for index in likeliest]


def _is_large(place: NDArray[np.int32]) -> bool:
    _, _, across, down, area = (int(value) for value in place)
    return min(across, down) >= _LEAST_SIDE and area >= _LEAST_AREA


def _with_margin(place: NDArray[np.int32], cell: int, shape: tuple[int, ...]) -> Pixels:
    x, y, across, down = (int(side) for side in place[:4])
    right, bottom = (x + across + _MARGIN) * cell, (y + down + _MARGIN) * cell
    left, top = max(0, (x - _MARGIN) * cell), max(0, (y - _MARGIN) * cell)
    return left, top, min(shape[1], right), min(shape[0], bottom)


def _cut(grey: Grey, place: Pixels) -> Grey:
    left, top, right, bottom = place
    return np.ascontiguousarray(grey[top:bottom, left:right])


def _decoded_level(patch: Grey, at: tuple[int, int], skew: float) -> list[_Decoded]:
    """The codes of a part of the page turned level and twice as large, where they stood before."""
    height, width = patch.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, _ENLARGED)
    size = (width * _ENLARGED, height * _ENLARGED)
    turn[:, 2] += (width * (_ENLARGED - 1) / 2, height * (_ENLARGED - 1) / 2)
    level = cv2.warpAffine(patch, turn, size, flags=cv2.INTER_CUBIC, borderValue=_WHITE)
    here = (at[0], at[1], at[0] + width, at[1] + height)
    return [(form, text, here) for form, text, _ in _decoded(np.asarray(level, np.uint8), at)]


def _decoded(patch: Grey, at: tuple[int, int]) -> list[_Decoded]:
    import zxingcpp  # only where something may be a code

    formats = zxingcpp.barcode_formats_from_str(_FORMATS)
    thorough = max(patch.shape) <= _LARGE * _ENLARGED
    codes = zxingcpp.read_barcodes(
        patch, formats=formats, try_invert=False, try_rotate=thorough, try_downscale=thorough
    )
    return [
        (code.format.name, unicodedata.normalize("NFC", code.text), _box(code.position, at))
        for code in codes
        if code.text.strip()
    ]


def _box(position: zxingcpp.Position, at: tuple[int, int]) -> Pixels:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs, ys = [corner.x + at[0] for corner in corners], [corner.y + at[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)
