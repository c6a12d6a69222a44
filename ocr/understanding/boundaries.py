"""Whether a page begins a paper: weighed from what it shows and from the paper before it.

A head, a title, a number that begins again, another sheet and a signed end before speak for it; a number that
counts on and an annex mark speak against it. A page that shows nothing goes with the page before. The weights
were chosen on files made by the samples' generator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self

from ocr.understanding.annexes import Attachment, bears_number
from ocr.understanding.cards import Card, Side
from ocr.understanding.numbering import PageNumber
from ocr.understanding.page_signs import Shape, Signs, TitleSign

_BEGINS = 3.0
_MOTTO = 6.0
_TITLE = {TitleSign.NONE: 0.0, TitleSign.CALLED: 2.5, TitleSign.KNOWN: 4.0, TitleSign.UNREAD: 0.0}
_AGENCY = 1.0
_DATED = 0.5
_FIRST_OF_MANY = 3.0
_FIRST = 1.0
_AFTER_AN_END = 1.0
_AFTER_NO_END = -1.0
_OTHER_SIZE = 1.0
_OTHER_RESOLUTION = 1.0
_OTHER_COLOUR = 0.5
_COUNTS_ON = -6.0
_COUNTS = -3.0
_ANNEX = -5.0
# Two scans of one sheet differ by less.
_SIZE_DIFFERS = 0.08
_LITTLE_TEXT = 4
# A folded sheet has so many pages.
_FOLDED = 4


class PaperSoFar(NamedTuple):
    """What the first and the last page of a paper show, and how many of its pages are written."""

    first: Signs
    last: Signs
    written: int = 1

    @classmethod
    def of(cls, signs: Signs) -> Self:
        """A paper that begins with this page."""
        return cls(signs, signs)

    def with_page(self, signs: Signs) -> Self:
        """The paper with one page more."""
        return self._replace(last=signs, written=self.written + 1)


class Placed(NamedTuple):
    """What a page does to the papers.

    Attributes:
        paper: that of the page, with it; the later one where it shows two.
        begins: the page begins a paper.
        two_papers: its second half begins another one.
    """

    paper: PaperSoFar
    begins: bool
    two_papers: bool = False


def begins(signs: Signs, before: PaperSoFar) -> bool:
    """Whether a page begins a paper after the one before."""
    if signs.card is not None and (told := _card_begins(signs.card, before)) is not None:
        return told
    if signs.attached_to is not None and _is_annex(signs, signs.attached_to, before):
        return False
    return sum(_weights(signs, before)) >= _BEGINS


def placed_on(signs: Sequence[Signs], before: PaperSoFar | None) -> Placed:
    """Where a page belongs.

    Args:
        signs: of the page; of a spread, of its two halves.
        before: the paper before; None where the page can only begin one.
    """
    first = signs[0]
    opens = before is None or begins(first, before)
    paper = PaperSoFar.of(first) if before is None or opens else before.with_page(first)
    for second in signs[1:]:
        if not begins(second, paper):
            paper = paper.with_page(second)
        elif _is_folded(first, second, before):
            paper, opens = PaperSoFar.of(second).with_page(first), True
        else:
            return Placed(PaperSoFar.of(second), begins=opens, two_papers=True)
    return Placed(paper, begins=opens)


def _is_folded(first: Signs, second: Signs, before: PaperSoFar | None) -> bool:
    """Whether a spread is the outer side of a folded sheet: its last page left of its first.

    So it is where no paper is before that the left half could go on with, where its number says so, or where
    hardly anything stands on it.
    """
    if first.motto or first.title is not TitleSign.NONE or first.card is not None:
        return False
    if before is None:
        return True
    if first.number is not None and first.number.is_sure:
        return first.number.number % _FOLDED == 0 and not _counts_on(first.number, before)
    return len(first.lines) < _LITTLE_TEXT and begins(second, before)


def _card_begins(card: Card, before: PaperSoFar) -> bool | None:
    """A back goes with its front, whichever was scanned first; None where only its head can tell."""
    other = before.last.card
    if other is not None:
        return before.written > 1 or not card.is_back_of(other)
    if card.side is Side.BACK:
        return before.first.title is not TitleSign.NONE
    return None


def _is_annex(signs: Signs, attached: Attachment, before: PaperSoFar) -> bool:
    """With a head of its own only by its number: forms are published with decisions of ministers too."""
    return not signs.motto or bears_number(before.first.lines, attached)


def _weights(signs: Signs, before: PaperSoFar) -> Iterator[float]:
    yield _MOTTO * signs.motto
    yield _TITLE[signs.title]
    yield _AGENCY * signs.agency
    yield _DATED * signs.dated
    yield _ANNEX * (signs.annex and not signs.motto)
    weight = _weight_of_number(signs.number, before)
    may_be_other = signs.title is TitleSign.KNOWN and signs.number is not None and signs.number.is_plain
    yield max(weight, _COUNTS) if may_be_other else weight
    yield _AFTER_AN_END if before.last.ends else _AFTER_NO_END
    yield from _weights_of_shape(signs.shape, before.last.shape)


def _weight_of_number(number: PageNumber | None, before: PaperSoFar) -> float:
    if number is None:
        return 0.0
    if number.number == 1:
        return _FIRST_OF_MANY if number.last is not None else _FIRST * number.is_sure
    if _counts_on(number, before):
        return _COUNTS_ON if number.is_sure else _COUNTS
    return _COUNTS * number.is_sure


def _counts_on(number: PageNumber, before: PaperSoFar) -> bool:
    last = before.last.number
    if last is not None and number.last is not None and last.last not in {None, number.last}:
        return False
    return number.number == before.written + 1 or (last is not None and number.number == last.number + 1)


def _weights_of_shape(shape: Shape, before: Shape) -> Iterator[float]:
    yield _OTHER_SIZE * (_differ(shape.short, before.short) or _differ(shape.long, before.long))
    yield _OTHER_RESOLUTION * (shape.dpi != before.dpi)
    yield _OTHER_COLOUR * (shape.colour != before.colour)


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > _SIZE_DIFFERS * max(one, other)
