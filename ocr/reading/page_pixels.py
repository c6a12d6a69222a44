"""How many pixels a page of a PDF has, before anything is decoded or rendered.

Pictures count as they are stored, though a large JPEG may be decoded smaller: a progressive one keeps all its
coefficients in memory whatever its scale. A page that must be rendered is rendered smaller before it is
refused: a plan in A0 has 62 megapixels at 200 dpi and can still be read at 100.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import pikepdf

from ocr.content import frame_of, pixels_of, survey
from ocr.geometry import POINTS_PER_INCH
from ocr.triage import refuse_too_large

_FULL_DPI = 200
_LEAST_DPI = 100
_DEEPEST = 4


def rendering_dpi(size: tuple[float, float], *, max_pixels: int, wanted: float = _FULL_DPI) -> float:
    """The resolution to render a page at: the wanted one, less where the page is very large.

    Args:
        size: of the page, points.
        max_pixels: the limit.
        wanted: dots per inch.

    Raises:
        FileRefused: `too_large` where 100 dpi would still be too much.
    """
    inches = size[0] / POINTS_PER_INCH, size[1] / POINTS_PER_INCH
    least = min(wanted, _LEAST_DPI)
    refuse_too_large((round(inches[0] * least), round(inches[1] * least)), max_pixels)
    return min(wanted, sqrt(max_pixels / (inches[0] * inches[1])))


def largest_page(pdf: pikepdf.Pdf, *, max_pixels: int) -> int:
    """The pixels of the largest page.

    Raises:
        FileRefused: `too_large`.
    """
    return max(_pixels(page, max_pixels) for page in pdf.pages)


def _pixels(page: pikepdf.Page, max_pixels: int) -> int:
    try:
        size = frame_of(page).size
        pictures = max((width * height for width, height in _pictures(page.obj)), default=0)
        if pictures > max_pixels:  # it may stand in the resources and be drawn on another page only
            drawn = [picture.pixels for picture in survey(page).pictures]
            pictures = max((width * height for width, height in drawn), default=0)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return 0  # a damaged page is refused as such when it is its turn
    refuse_too_large((pictures, 1), max_pixels)
    dpi = rendering_dpi(size, max_pixels=max_pixels)
    return pictures or round(size[0] * size[1] * (dpi / POINTS_PER_INCH) ** 2)


def _pictures(page: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - a page, or a form within
    waiting = [(page, 0)]
    while waiting:
        holder, depth = waiting.pop()
        for drawn in _drawn_by(holder):
            if not isinstance(drawn, pikepdf.Stream):
                continue
            if drawn.get("/Subtype") == "/Image":
                yield pixels_of(drawn)
            elif depth < _DEEPEST:
                waiting.append((drawn, depth + 1))


def _drawn_by(holder: Any) -> list[Any]:  # noqa: ANN401
    resources = holder.get("/Resources") or holder.get("/Parent", {}).get("/Resources")
    listed = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    return [drawn for _, drawn in listed.items()] if isinstance(listed, pikepdf.Dictionary) else []
