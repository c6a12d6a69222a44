"""A scanned page becomes words: grey, at most 200 dpi, measured, read, turned where it lies on its side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from ocr.geometry import Box, turned, turned_size
from ocr.reading.pages import PageWord, Picture, confidence_of, page_answer
from ocr.reading.tesseract import Tesseract

# 13 pt text reads the same from 150 to 300 dpi; the cap saves a quarter of the time and reads stamped
# pages better.
READING_DPI = 200
_LEAST_INK = 0.00005
_LITTLE_INK = 0.002
_DARK_AGAINST_PAPER = 0.75
_LEAST_PAPER = 128
_DOUBTFUL = 50
_MARGIN = 0.03
# Cells of 1 mm at 200 dpi, surroundings of 10 cells, how many shades darker a trace is, how much is dust.
_CELL = 8
_SURROUNDINGS = 10
_TRACE = 8
_MOST_DUST = 0.001
_LONG_WORD = 3
_FEW_WORDS = 5
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


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


def read_scan(number: int, scan: Scan, tesseract: Tesseract) -> dict[str, Any]:
    """The answer for a page that is read from its picture."""
    grey, dpi = capped(scan)
    ink = ink_of(grey)
    picture = measured(scan, grey, ink)
    empty = not has_traces(grey)
    if empty and ink < _LEAST_INK:
        return _blank(number, scan, picture)
    words, rotation = _upright_words(scan, grey, dpi, tesseract)
    if empty and not words and ink < _LITTLE_INK:
        return _blank(number, scan, picture)
    return page_answer(
        number,
        "ocr",
        words,
        size=turned_size(scan.size, rotation),
        picture=picture,
        rotation=rotation,
        findings=scan.findings,
    )


def measured(scan: Scan, grey: Image.Image, ink: float) -> Picture:
    """The figures of a scan; none for a page that is no scan."""
    if scan.dpi is None:
        return Picture()
    return Picture(scan.dpi, scan.colour, round(ink, 6), round(sharpness_of(grey), 2))


def words_of(scan: Scan, grey: Image.Image, dpi: int, tesseract: Tesseract) -> list[PageWord]:
    """The words of the page as it is, with boxes in points."""
    left, top, right, bottom = scan.area
    across, down = (right - left) / grey.width, (bottom - top) / grey.height
    return [
        PageWord(
            word.text,
            (
                left + word.box[0] * across,
                top + word.box[1] * down,
                left + word.box[2] * across,
                top + word.box[3] * down,
            ),
            word.confidence,
            word.line,
        )
        for word in tesseract.words(grey, dpi)
    ]


def capped(scan: Scan) -> tuple[Image.Image, int]:
    """The picture in grey at no more than 200 dpi, and its resolution."""
    grey = as_grey(scan.image)
    if scan.image_dpi <= READING_DPI:
        return grey, round(scan.image_dpi)
    share = READING_DPI / scan.image_dpi
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    return grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), READING_DPI


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


def _blank(number: int, scan: Scan, picture: Picture) -> dict[str, Any]:
    findings = (*scan.findings, "blank")
    return page_answer(number, "blank", (), size=scan.size, picture=picture, findings=findings)


def _upright_words(
    scan: Scan, grey: Image.Image, dpi: int, tesseract: Tesseract
) -> tuple[list[PageWord], int]:
    """The best reading and its turn.

    Upright is assumed until a reading is doubtful: asking Tesseract first costs half a reading per page.
    """
    best, rotation = words_of(scan, grey, dpi, tesseract), 0
    doubtful = confidence_of(best) < _DOUBTFUL
    turns = _likely_turns(grey, dpi, tesseract) if doubtful else _turns_read_by_tesseract(best)
    for turn in turns:
        area = turned(scan.area, scan.size, turn)
        other = words_of(replace(scan, area=area), grey.transpose(_TURNS[turn]), dpi, tesseract)
        if confidence_of(other) > (confidence_of(best) if doubtful else _DOUBTFUL):
            best, rotation = other, turn
        if rotation and confidence_of(best) >= _DOUBTFUL:
            break
    return best, rotation


def _turns_read_by_tesseract(words: list[PageWord]) -> tuple[int, ...]:
    """Tesseract reads lines that run down or up the page without telling: words taller than wide."""
    long = [word for word in words if len(word.text) >= _LONG_WORD]
    tall = sum(1 for _, (left, top, right, bottom), _, _ in long if bottom - top > right - left)
    if len(long) < _FEW_WORDS or tall * 2 < len(long):
        return ()
    downward = sum(
        1 if after.box[1] > word.box[1] else -1 for word, after in pairwise(words) if word.line == after.line
    )
    return (270,) if downward > 0 else (90,)


def _likely_turns(grey: Image.Image, dpi: int, tesseract: Tesseract) -> tuple[int, ...]:
    told = tesseract.turn(grey, dpi)
    if told is not None:
        return (told,) if told else ()
    return (90, 270) if _lines_run_down(grey) else (180,)


def _lines_run_down(grey: Image.Image) -> bool:
    """Whether the text lines stand upright: the profile across them is the livelier one."""
    small = np.asarray(grey.resize((600, 600), Image.Resampling.BOX), dtype=np.float32)
    rows, columns = small.mean(axis=1), small.mean(axis=0)
    return float(np.abs(np.diff(columns)).mean()) > float(np.abs(np.diff(rows)).mean())
