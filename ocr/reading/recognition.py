"""A scanned page becomes words: prepared, turned upright, read, read again where in doubt, put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ocr.reading import page_image
from ocr.reading.engine import Engine, Layout
from ocr.reading.handwriting import marked
from ocr.reading.measures import has_traces, ink_of, measured, measured_on_words, traces_of
from ocr.reading.order import arranged
from ocr.reading.page_codes import codes_of
from ocr.reading.page_image import PageImage
from ocr.reading.pages import WORD_FLOOR, FoundCode, PageWord, Picture, bare, confidence_of, page_answer
from ocr.reading.scans import Scan
from ocr.reading.spreads import arranged_page
from ocr.reading.syllables import is_legal

_LEAST_INK = 0.00005
_LITTLE_INK = 0.002
# The front shines through an empty back in 0.0013 of its cells at most (real pages); a faded page has 0.06.
_SHINES_THROUGH = 0.003
# From here on the profile is believed when it says that the page was turned: on the photographs of the corpus
# it is then wrong only where they are no documents. Below, a page stands upright until it reads badly.
_SURELY_TURNED = 0.1
# Below the first a page is read again, plainly, and in the turn that was not sure; below the second Tesseract
# is asked how it is turned. Office scans are read with 85 to 96, forms filled in by hand with 60 to 80.
_SURELY_READ = 75
_HARDLY_READ = 50
_A_FORM = 40
_A_TABLE = 8


@dataclass(frozen=True)
class _Read:
    page: PageImage
    words: list[PageWord]

    @property
    def confidence(self) -> float:
        return confidence_of(self.words)

    @property
    def worth(self) -> float:
        """How much was surely read: the confidence of all characters in syllables and numbers."""
        kept = (word for word in self.words if word.confidence >= WORD_FLOOR and _is_plausible(word.text))
        return sum(word.confidence * len(word.text) for word in kept)


def read_scan(number: int, scan: Scan, engine: Engine, *, reason: str = "") -> dict[str, Any]:
    """The answer for a page that is read from its picture."""
    page = page_image.capped(scan)
    ink = ink_of(page.grey)
    picture = measured(scan, page.grey, ink)
    if not page.has_red_ink and ink < _LEAST_INK and not has_traces(page.grey):
        return _blank(number, scan, picture)
    lit = page_image.evenly_lit(page)
    read = _upright(lit, engine)
    codes = codes_of(page_image.turned_upright(lit, read.page.rotation), read.page.skew)
    if not read.words and not codes and ink < _LITTLE_INK and traces_of(page.grey) <= _SHINES_THROUGH:
        return _blank(number, scan, picture)
    ordered, spread = arranged_page(read.words, read.page.size)
    words = _as_scanned(marked(ordered.words), read.page)
    return page_answer(
        number,
        "ocr",
        words,
        size=read.page.size,
        reason=reason,
        banner=ordered.banner,
        codes=codes,
        picture=replace(picture, **measured_on_words(words, read.page.size)._asdict()),
        rotation=read.page.rotation,
        skew=read.page.skew,
        findings=(*scan.findings, *spread),
    )


def scan_words(scan: Scan, engine: Engine) -> tuple[list[PageWord], list[FoundCode]]:
    """The words and codes of a picture that stands upright, with boxes in points on its page."""
    page = page_image.evenly_lit(page_image.capped(scan))
    skew = page_image.lie(page).skew
    read = _read(page, skew, engine)
    return _as_scanned(arranged(read.words, read.page.size).words, read.page), codes_of(page, skew)


def _upright(page: PageImage, engine: Engine) -> _Read:
    lie = page_image.lie(page)
    turn = lie.turn if lie.margin >= _SURELY_TURNED else 0
    skew = lie.skew if lie.turn % 180 == turn % 180 else 0.0
    upright = page_image.turned_upright(page, turn)
    read = _read(upright, skew, engine)
    if read.confidence >= _SURELY_READ:
        return read
    readings = [read, _read_plainly(replace(upright, skew=skew), engine)]
    if lie.turn != turn:
        readings.append(_read(page_image.turned_upright(page, lie.turn), lie.skew, engine))
    elif read.confidence < _HARDLY_READ and (told := engine.turn(page.grey, page.dpi)) not in {None, turn}:
        other = page_image.turned_upright(page, told or 0)
        readings.append(_read(other, page_image.lie(other).skew, engine))
    return max(readings, key=lambda each: each.worth)


def _read(page: PageImage, skew: float, engine: Engine) -> _Read:
    ready = page_image.cleared(page_image.darkened(page_image.straightened(page, skew)))
    return _read_as_it_is(ready, _layout(ready), engine)


def _read_plainly(page: PageImage, engine: Engine) -> _Read:
    """The second reading of a page that preparing may have harmed: neither straightened nor cleared."""
    return _read_as_it_is(page, Layout.AUTO, engine)


def _read_as_it_is(page: PageImage, layout: Layout, engine: Engine) -> _Read:
    words = [
        PageWord(word.text, page.in_points(word.box), word.confidence, word.line)
        for word in engine.words(page.grey, page.dpi, layout)
    ]
    return _Read(page, words)


def _is_plausible(text: str) -> bool:
    return bare(text).isdigit() or is_legal(bare(text))


def _layout(page: PageImage) -> Layout:
    """Forms and tables are read as one column; Tesseract finds columns in them that are none."""
    return Layout.ONE_COLUMN if page.leaders >= _A_FORM or page.rules >= _A_TABLE else Layout.AUTO


def _as_scanned(words: Sequence[PageWord], page: PageImage) -> list[PageWord]:
    return [word._replace(box=page.as_scanned(word.box)) for word in words]


def _blank(number: int, scan: Scan, picture: Picture) -> dict[str, Any]:
    findings = (*scan.findings, "blank")
    return page_answer(
        number, "blank", (), size=scan.size, picture=picture, findings=findings, reason="no_ink"
    )
