"""A scanned page becomes words: grey, at most 200 dpi, measured, read, turned where it lies on its side."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from ocr.geometry import turned, turned_size
from ocr.reading.measures import has_traces, ink_of, measured
from ocr.reading.pages import PageWord, Picture, confidence_of, page_answer
from ocr.reading.scans import READING_DPI, Scan, as_grey
from ocr.reading.tesseract import Tesseract

_LEAST_INK = 0.00005
_LITTLE_INK = 0.002
_DOUBTFUL = 50
_LONG_WORD = 3
_FEW_WORDS = 5
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


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


def scan_words(scan: Scan, tesseract: Tesseract) -> list[PageWord]:
    """The words of a picture that stands upright, with boxes in points on its page."""
    return words_of(scan, *capped(scan), tesseract)


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
    tall = sum(1 for _, (left, top, right, bottom), *_ in long if bottom - top > right - left)
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
