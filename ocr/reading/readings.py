"""The readings of one page: how it is read first, and what is tried where that is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.reading import page_image
from ocr.reading.engine import Engine, Layout, PixelWord
from ocr.reading.page_image import PageImage
from ocr.reading.pages import WORD_FLOOR, PageWord, bare, confidence_of
from ocr.reading.skew import Lie
from ocr.reading.syllables import is_legal

# From here on the profile is believed when it says that the page was turned: on the photographs of the corpus
# it is then wrong only where they are no documents. Below, a page stands upright until it reads badly.
_SURELY_TURNED = 0.1
# Below the first a page is read again, plainly, and in the turn that was not sure; below the second Tesseract
# is asked how it is turned. Office scans are read with 85 to 96, forms filled in by hand with 60 to 80.
_SURELY_READ = 75
_HARDLY_READ = 50
# Tesseract reads lines that run up or down the page as well, in an order that is none: so many words of so
# many letters are enough to tell, and turned by a quarter it reads at least that much of them.
_ON_ITS_SIDE = (90, 270)
_LONG_WORD = 4
_FEWEST_WORDS = 8
_AS_GOOD = 0.8
_A_FORM = 40
_A_TABLE = 8


@dataclass(frozen=True)
class View:
    """A page as it is read first: evenly lit, how it lies, the turn and the skew that were believed."""

    page: PageImage
    lie: Lie
    turn: int
    skew: float
    ready: PageImage


@dataclass(frozen=True)
class Read:
    """What was read on a page; the boxes are in points on the straight one."""

    page: PageImage
    words: list[PageWord]

    @property
    def confidence(self) -> float:
        """The mean over the words, 0 to 100."""
        return confidence_of(self.words)

    @property
    def lies_on_its_side(self) -> bool:
        """Whether most of the long words run up or down the page."""
        shapes = [word.box for word in self.words if len(word.text) >= _LONG_WORD]
        upright = sum(bottom - top > right - left for left, top, right, bottom in shapes)
        return len(shapes) >= _FEWEST_WORDS and 2 * upright > len(shapes)

    @property
    def worth(self) -> float:
        """How much was surely read: the confidence of all characters in syllables and numbers."""
        kept = (word for word in self.words if word.confidence >= WORD_FLOOR and _is_plausible(word.text))
        return sum(word.confidence * len(word.text) for word in kept)


def first_view(page: PageImage) -> View:
    """An evenly lit page as it is read first."""
    lie = page_image.lie(page)
    turn = lie.turn if lie.margin >= _SURELY_TURNED else 0
    skew = lie.skew if lie.turn % 180 == turn % 180 else 0.0
    return View(page, lie, turn, skew, made_ready(page_image.turned_upright(page, turn), skew))


def surest(first: View, read: Read, engine: Engine) -> Read:
    """The first reading, or where it is in doubt the best of all that can be tried."""
    if read.lies_on_its_side:
        turned = max((_read_turned(first, first.turn + more, engine) for more in _ON_ITS_SIDE), key=_worth)
        return turned if turned.worth >= _AS_GOOD * read.worth else read
    if read.confidence >= _SURELY_READ:
        return read
    plain = _read_plainly(page_image.turned_upright(first.page, first.turn), first.skew, engine)
    others = (_read_turned(first, turn, engine) for turn in _other_turns(first, read, engine))
    return max((read, plain, *others), key=_worth)


def _other_turns(first: View, read: Read, engine: Engine) -> Iterator[int]:
    """The turns in which a page that reads badly may stand upright."""
    if first.lie.turn != first.turn:
        yield first.lie.turn
    elif first.turn % 180:  # it lies on its side, and which way up the text runs was a guess
        yield first.turn + 180
    elif read.confidence < _HARDLY_READ:
        told = engine.turn(first.page.grey, first.page.dpi)
        if told is not None and told != first.turn:
            yield told


def _read_turned(first: View, turn: int, engine: Engine) -> Read:
    turned = page_image.turned_upright(first.page, turn % 360)
    return _read(turned, page_image.lie(turned).skew, engine)


def _worth(read: Read) -> float:
    return read.worth


def made_ready(page: PageImage, skew: float) -> PageImage:
    """An upright, evenly lit page as the engine gets it."""
    return page_image.cleared(page_image.darkened(page_image.straightened(page, skew)))


def _read(page: PageImage, skew: float, engine: Engine) -> Read:
    ready = made_ready(page, skew)
    return _read_as_it_is(ready, layout_of(ready), engine)


def _read_plainly(page: PageImage, skew: float, engine: Engine) -> Read:
    """The second reading of a page that preparing may have harmed: neither straightened nor cleared."""
    return _read_as_it_is(replace(page, skew=skew), Layout.AUTO, engine)


def _read_as_it_is(page: PageImage, layout: Layout, engine: Engine) -> Read:
    (words,) = engine.words([page.grey], page.dpi, layout)
    return read_of(words, page)


def read_of(words: Sequence[PixelWord], page: PageImage) -> Read:
    """The words of the engine, placed on the page."""
    placed = [PageWord(word.text, page.in_points(word.box), word.confidence, word.line) for word in words]
    return Read(page, placed)


def _is_plausible(text: str) -> bool:
    return bare(text).isdigit() or is_legal(bare(text))


def layout_of(page: PageImage) -> Layout:
    """Forms and tables are read as one column; Tesseract finds columns in them that are none."""
    return Layout.ONE_COLUMN if page.leaders >= _A_FORM or page.rules >= _A_TABLE else Layout.AUTO
