"""The number that a page bears at its top or its foot: `2`, `- 2 -`, `2/3`, `Trang 2/3`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ocr.understanding.head import Line

_PLAIN = re.compile(r"[\W_]*(\d{1,3})[\W_]*")
_OF = re.compile(
    r"\W*(?:trang|tr\.|page|tờ|sheet)?\W*(?P<number>\d{1,3})\s*(?:/|trên|of)\s*(?P<last>\d{1,3})\W*",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\W*(?:trang|page)\W*(\d{1,3})\W*", re.IGNORECASE)
# At the top the number may stand beside or under a mark; at the foot a copy's name may stand under it.
_LINES_AT_AN_EDGE = 2


class PageNumber(NamedTuple):
    """What a page says of its place.

    Attributes:
        number: from 1.
        last: of how many; None where it does not say so.
        is_plain: a bare number, without `Trang` or `/`; at the foot of a page it may be anything.
        at_foot: it stands at the foot of the page.
    """

    number: int
    last: int | None = None
    is_plain: bool = False
    at_foot: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether nothing but a page number looks so."""
        return not (self.is_plain and self.at_foot)


def page_number(lines: Sequence[Line]) -> PageNumber | None:
    """The number at the very top of a page, or at its foot; None where there is none."""
    edges = [(line, False) for line in lines[:_LINES_AT_AN_EDGE]]
    edges += [(line, True) for line in reversed(lines[_LINES_AT_AN_EDGE:][-_LINES_AT_AN_EDGE:])]
    found = [number for line, at_foot in edges if (number := _number_in(line.text, at_foot=at_foot))]
    return next((number for number in found if number.is_sure), next(iter(found), None))


def _number_in(text: str, *, at_foot: bool) -> PageNumber | None:
    if of := _OF.fullmatch(text):
        number, last = int(of["number"]), int(of["last"])
        return PageNumber(number, last, at_foot=at_foot) if 1 <= number <= last else None
    if labelled := _LABELLED.fullmatch(text):
        return PageNumber(int(labelled[1]), at_foot=at_foot)
    if plain := _PLAIN.fullmatch(text):
        return PageNumber(int(plain[1]), is_plain=True, at_foot=at_foot)
    return None
