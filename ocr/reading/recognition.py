"""A scanned page becomes words: prepared, turned upright, read, read again where in doubt, put in order.

Between preparing and the rest the engine reads it, together with its neighbours: `ocr.reading.windows`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ocr.reading import page_image
from ocr.reading.engine import Engine, Layout, PixelWord
from ocr.reading.handwriting import marked
from ocr.reading.measures import has_traces, ink_of, measured, measured_on_words, traces_of
from ocr.reading.order import arranged
from ocr.reading.page_image import PageImage
from ocr.reading.pages import WORD_FLOOR, PageWord, Picture, bare, confidence_of, page_answer
from ocr.reading.scans import Scan
from ocr.reading.skew import Lie
from ocr.reading.syllables import is_legal
from ocr.reading.windows import Answer, Waiting

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
class _Sheet:
    """What its answer says of a page, whatever is read."""

    number: int
    size: tuple[float, float]
    findings: tuple[str, ...]
    picture: Picture
    reason: str
    banner: str | None


@dataclass(frozen=True)
class _View:
    """A page as it is read first: evenly lit, how it lies, the turn and the skew that were believed."""

    page: PageImage
    lie: Lie
    turn: int
    skew: float
    ready: PageImage


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
    first = _first_view(page_image.evenly_lit(page))

    def finished(words: Sequence[PixelWord], engine: Engine) -> Answer:
        read = _surest(first, _placed(words, first.ready), engine)
        return _blank(sheet) if may_be_blank and not read.words else _answer(sheet, read)

    return Waiting(first.ready, _layout(first.ready), finished)


def picture_beside_text(scan: Scan, finished: Callable[[list[PageWord]], Answer]) -> Waiting:
    """A picture that stands upright.

    Args:
        scan: the picture.
        finished: makes the answer of its words, with boxes in points on its page.
    """
    page = page_image.evenly_lit(page_image.capped(scan))
    ready = _ready(page, page_image.lie(page).skew)

    def placed(words: Sequence[PixelWord], _: Engine) -> Answer:
        read = _placed(words, ready)
        return finished(_as_scanned(arranged(read.words, ready.size).words, ready))

    return Waiting(ready, _layout(ready), placed)


def _first_view(page: PageImage) -> _View:
    lie = page_image.lie(page)
    turn = lie.turn if lie.margin >= _SURELY_TURNED else 0
    skew = lie.skew if lie.turn % 180 == turn % 180 else 0.0
    return _View(page, lie, turn, skew, _ready(page_image.turned_upright(page, turn), skew))


def _surest(first: _View, read: _Read, engine: Engine) -> _Read:
    """The first reading, or where it is in doubt the best of all that can be tried."""
    if read.confidence >= _SURELY_READ:
        return read
    page, lie, turn = first.page, first.lie, first.turn
    readings = [read, _read_plainly(replace(page_image.turned_upright(page, turn), skew=first.skew), engine)]
    if lie.turn != turn:
        readings.append(_read(page_image.turned_upright(page, lie.turn), lie.skew, engine))
    elif read.confidence < _HARDLY_READ and (told := engine.turn(page.grey, page.dpi)) not in {None, turn}:
        other = page_image.turned_upright(page, told or 0)
        readings.append(_read(other, page_image.lie(other).skew, engine))
    return max(readings, key=lambda each: each.worth)


def _ready(page: PageImage, skew: float) -> PageImage:
    return page_image.cleared(page_image.darkened(page_image.straightened(page, skew)))


def _read(page: PageImage, skew: float, engine: Engine) -> _Read:
    ready = _ready(page, skew)
    return _read_as_it_is(ready, _layout(ready), engine)


def _read_plainly(page: PageImage, engine: Engine) -> _Read:
    """The second reading of a page that preparing may have harmed: neither straightened nor cleared."""
    return _read_as_it_is(page, Layout.AUTO, engine)


def _read_as_it_is(page: PageImage, layout: Layout, engine: Engine) -> _Read:
    (words,) = engine.words([page.grey], page.dpi, layout)
    return _placed(words, page)


def _placed(words: Sequence[PixelWord], page: PageImage) -> _Read:
    placed = [PageWord(word.text, page.in_points(word.box), word.confidence, word.line) for word in words]
    return _Read(page, placed)


def _is_plausible(text: str) -> bool:
    return bare(text).isdigit() or is_legal(bare(text))


def _layout(page: PageImage) -> Layout:
    """Forms and tables are read as one column; Tesseract finds columns in them that are none."""
    return Layout.ONE_COLUMN if page.leaders >= _A_FORM or page.rules >= _A_TABLE else Layout.AUTO


def _as_scanned(words: Sequence[PageWord], page: PageImage) -> list[PageWord]:
    return [word._replace(box=page.as_scanned(word.box)) for word in words]


def _answer(sheet: _Sheet, read: _Read) -> Answer:
    ordered = arranged(read.words, read.page.size)
    words = _as_scanned(marked(ordered.words), read.page)
    return page_answer(
        sheet.number,
        "ocr",
        words,
        size=read.page.size,
        reason=sheet.reason,
        banner="\n".join(filter(None, [sheet.banner, ordered.banner])) or None,
        picture=replace(sheet.picture, **measured_on_words(words, read.page.size)._asdict()),
        rotation=read.page.rotation,
        skew=read.page.skew,
        findings=sheet.findings,
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
