"""What can be measured on the picture of a page: ink, traces of writing, sharpness."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from ocr.reading.pages import Picture
from ocr.reading.scans import Scan

_LEAST_PAPER = 128
_DARK_AGAINST_PAPER = 0.75
_MARGIN = 0.03
# Cells of 1 mm at 200 dpi, surroundings of 10 cells, how many shades darker a trace is, how much is dust.
_CELL = 8
_SURROUNDINGS = 10
_TRACE = 8
_MOST_DUST = 0.001


def measured(scan: Scan, grey: Image.Image, ink: float) -> Picture:
    """The figures of a scan; none for a page that is no scan."""
    if scan.dpi is None:
        return Picture()
    return Picture(scan.dpi, scan.colour, round(ink, 6), round(sharpness_of(grey), 2))


def ink_of(grey: Image.Image) -> float:
    """The share of pixels a quarter darker than the paper, the outer 3 % left aside (scanner borders)."""
    shades = np.asarray(_inner(grey).histogram())
    paper = max(_LEAST_PAPER, int(np.searchsorted(shades.cumsum(), shades.sum() / 2)))
    dark = int(shades[: int(paper * _DARK_AGAINST_PAPER)].sum())
    return float(dark / max(1, shades.sum()))


def has_traces(grey: Image.Image) -> bool:
    """Whether something is on the page, however faint: a faded paper must not be taken for an empty one.

    Averaging over cells takes the noise away; what stays darker than its surroundings is writing. On made
    empty sheets (grey, noisy, unevenly lit) that is no cell; on the samples' page faded beyond reading, 6 %.
    """
    inner = _inner(grey)
    size = (max(1, inner.width // _CELL), max(1, inner.height // _CELL))
    cells = inner.resize(size, Image.Resampling.BOX)
    around = cells.filter(ImageFilter.GaussianBlur(_SURROUNDINGS))
    darker = np.asarray(around, dtype=np.int16) - np.asarray(cells, dtype=np.int16)
    return float((darker > _TRACE).mean()) > _MOST_DUST


def _inner(grey: Image.Image) -> Image.Image:
    across, down = round(grey.width * _MARGIN), round(grey.height * _MARGIN)
    return grey.crop((across, down, grey.width - across, grey.height - down))


def sharpness_of(grey: Image.Image) -> float:
    """The variance of the Laplacian: low where the page is blurred."""
    shades = np.asarray(grey, dtype=np.int16)
    if min(shades.shape) < 3:  # noqa: PLR2004 - the Laplacian needs a neighbour on each side
        return 0.0
    centre = shades[1:-1, 1:-1]
    around = shades[:-2, 1:-1] + shades[2:, 1:-1] + shades[1:-1, :-2] + shades[1:-1, 2:]
    return float((around - 4 * centre).var(dtype=np.float64))
