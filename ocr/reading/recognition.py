"""A scanned page becomes words: prepared, turned upright, read, read again where in doubt, put in order.

Between preparing and the rest the engine reads it, together with its neighbours: `ocr.reading.windows`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ocr.reading import page_image
from ocr.reading.engine import Engine, PixelWord
from ocr.reading.handwriting import marked
from ocr.reading.measures import has_traces, ink_of, measured, measured_on_words, traces_of
from ocr.reading.order import arranged
from ocr.reading.page_codes import codes_of
from ocr.reading.page_image import PageImage
from ocr.reading.pages import FoundCode, PageWord, Picture, page_answer
from ocr.reading.readings import Read, first_view, layout_of, made_ready, read_of, surest
from ocr.reading.scans import Scan
from ocr.reading.spreads import arranged_page
from ocr.reading.windows import Answer, Waiting

_LEAST_INK = 0.00005
_LITTLE_INK = 0.002
# The front shines through an empty back in 0.0013 of its cells at most (real pages); a faded page has 0.06.
_SHINES_THROUGH = 0.003


@dataclass(frozen=True)
class _Sheet:
    """What its answer says of a page, whatever is read."""

    number: int
    size: tuple[float, float]
    findings: tuple[str, ...]
    picture: Picture
    reason: str
    banner: str | None


def scanned_page(number: int, scan: Scan, *, reason: str = "", banner: str | None = None) -> Answer | Waiting:
    """A page that is read from its picture: the answer where that is empty, else what waits for the engine.

    Args:
        number: of the page.
        scan: its picture, of which nothing is kept but what reading needs.
        reason: why it is read from its picture.
        banner: what is known already to stand in its banner.
    """
    page = page_image.capped(scan)
    ink = ink_of(page.grey)
    sheet = _Sheet(number, scan.size, scan.findings, measured(scan, page.grey, ink), reason, banner)
    if not page.has_red_ink and ink < _LEAST_INK and not has_traces(page.grey):
        return _blank(sheet)
    may_be_blank = ink < _LITTLE_INK and traces_of(page.grey) <= _SHINES_THROUGH
    first = first_view(page_image.evenly_lit(page))

    def finished(words: Sequence[PixelWord], engine: Engine) -> Answer:
        read = surest(first, read_of(words, first.ready), engine)
        codes = codes_of(page_image.turned_upright(first.page, read.page.rotation), read.page.skew)
        is_blank = may_be_blank and not read.words and not codes
        return _blank(sheet) if is_blank else _answer(sheet, read, codes)

    return Waiting(first.ready, layout_of(first.ready), finished)


def picture_beside_text(scan: Scan, finished: Callable[[list[PageWord], list[FoundCode]], Answer]) -> Waiting:
    """A picture that stands upright.

    Args:
        scan: the picture.
        finished: makes the answer of its words and codes, with boxes in points on its page.
    """
    page = page_image.evenly_lit(page_image.capped(scan))
    skew = page_image.lie(page).skew
    ready = made_ready(page, skew)

    def placed(words: Sequence[PixelWord], _: Engine) -> Answer:
        read = read_of(words, ready)
        return finished(_as_scanned(arranged(read.words, ready.size).words, ready), codes_of(page, skew))

    return Waiting(ready, layout_of(ready), placed)


def _as_scanned(words: Sequence[PageWord], page: PageImage) -> list[PageWord]:
    return [word._replace(box=page.as_scanned(word.box)) for word in words]


def _answer(sheet: _Sheet, read: Read, codes: Sequence[FoundCode]) -> Answer:
    ordered, spread = arranged_page(read.words, read.page.size)
    words = _as_scanned(marked(ordered.words), read.page)
    return page_answer(
        sheet.number,
        "ocr",
        words,
        size=read.page.size,
        reason=sheet.reason,
        banner="\n".join(filter(None, [sheet.banner, ordered.banner])) or None,
        codes=codes,
        picture=replace(sheet.picture, **measured_on_words(words, read.page.size)._asdict()),
        rotation=read.page.rotation,
        skew=read.page.skew,
        findings=(*sheet.findings, *spread),
    )


def _blank(sheet: _Sheet) -> Answer:
    return page_answer(
        sheet.number,
        "blank",
        (),
        size=sheet.size,
        reason="no_ink",
        banner=sheet.banner,
        picture=sheet.picture,
        findings=(*sheet.findings, "blank"),
    )
