"""The picture of a page before it is read, and how it becomes grey."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.geometry import Box

Grey = NDArray[np.uint8]
"""A page in 8-bit grey, rows by columns."""

TRUNCATED = "truncated"
"""The finding of a page whose picture breaks off: what is left of it is read."""

# 13 pt text reads the same from 150 to 300 dpi; the cap saves a quarter of the time and reads stamped
# pages better.
READING_DPI = 200


@dataclass(frozen=True)
class Scan:
    """The picture of a page, as a viewer shows it.

    Attributes:
        image: any mode.
        image_dpi: pixels per inch of `image`.
        size: width and height of the page, points.
        area: where the image lies on the page.
        dpi: of the scan itself; None for a page that is no scan.
        colour: how it was scanned, the value of `ocr.values.ColourMode`; None for a page that is no scan.
        findings: of the page, so far.
    """

    image: Image.Image
    image_dpi: float
    size: tuple[float, float]
    area: Box
    dpi: int | None
    colour: str | None
    findings: tuple[str, ...] = ()


def as_grey(image: Image.Image) -> Image.Image:
    """8-bit grey; what is transparent shows white paper."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return Image.fromarray((np.asarray(image, dtype=np.float32) / 256).clip(0, 255).astype(np.uint8))
    return flattened(image).convert("L")


def flattened(image: Image.Image) -> Image.Image:
    """The image on white paper where it is transparent, itself where it is not."""
    if not image.has_transparency_data:
        return image
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
