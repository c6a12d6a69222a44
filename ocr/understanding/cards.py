"""The sides of an identity card: the front bears the motto, the back goes with it.

Citizen card: Circular 59/2021/TT-BCA; card of 2024: Circular 17/2024/TT-BCA; the machine-readable zone on the
back begins with `IDVNM` (ICAO Doc 9303).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from dossiers.text import fold
from ocr.understanding.head import Line

# A page with more words is a form that mentions the card.
_MOST_WORDS = 170
_ALIKE = 84
_TITLES = ("CAN CUOC CONG DAN", "CITIZEN IDENTITY CARD", "IDENTITY CARD", "CHUNG MINH NHAN DAN")
_LABELS_OF_FRONT = (
    "FULL NAME", "DATE OF BIRTH", "NATIONALITY", "PLACE OF ORIGIN", "PLACE OF RESIDENCE", "NGUYEN QUAN",
    "NOI DANG KY HO KHAU THUONG TRU", "PERSONAL IDENTIFICATION NUMBER",
)  # fmt: skip
_SIGNS_OF_BACK = (
    "DAC DIEM NHAN DANG", "NGON TRO TRAI", "NGON TRO PHAI", "LEFT INDEX FINGER", "RIGHT INDEX FINGER",
    "CUC TRUONG CUC CANH SAT", "DAU VET RIENG VA DI HINH", "MINISTRY OF PUBLIC SECURITY",
)  # fmt: skip
_ZONE = re.compile(r"[I1L]D?VNM[\dOIL]{4}")
_ZONE_NUMBER = re.compile(r"[I1L]D?VNM\d{10}(\d{12})")
_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")
# Read twice, the number of one card differs in fewer places.
_ANOTHER = 5


class Side(StrEnum):
    """What of a card a page shows."""

    FRONT = "front"
    BACK = "back"
    BOTH = "both"


class Card(NamedTuple):
    """The side of a card and its number, where it was read whole."""

    side: Side
    number: str | None

    def is_back_of(self, front: Card) -> bool:
        """Whether both are sides of one card, as far as their numbers tell."""
        if {self.side, front.side} != {Side.FRONT, Side.BACK}:
            return False
        if self.number is None or front.number is None:
            return True
        return sum(map(str.__ne__, self.number, front.number)) < _ANOTHER


def card_of(lines: Sequence[Line]) -> Card | None:
    """The side of a card that a page shows; None for any other page."""
    texts = [fold(line.text) for line in lines]
    if not texts or sum(text.count(" ") + 1 for text in texts) > _MOST_WORDS:
        return None
    whole = " ".join(texts)
    zone = "".join(line.text.upper().replace(" ", "") for line in lines)
    back = _ZONE.search(zone) is not None or _has(whole, _SIGNS_OF_BACK)
    front = _is_front(texts, whole, back=back)
    if not front and not back:
        return None
    side = Side.BOTH if front and back else Side.FRONT if front else Side.BACK
    return Card(side, _number(whole, zone, side))


def _is_front(texts: Sequence[str], whole: str, *, back: bool) -> bool:
    """By its title on a line of its own; beside a back one title tells, elsewhere a label must agree."""
    titled = any(fuzz.ratio(text, title) >= _ALIKE for text in texts for title in _TITLES)
    return titled and (back or _has(whole, _LABELS_OF_FRONT) or _NUMBER.search(whole) is not None)


def _has(text: str, wanted: Sequence[str]) -> bool:
    return any(
        phrase in text or fuzz.partial_ratio(phrase, text, score_cutoff=_ALIKE) >= _ALIKE
        for phrase in wanted
        if len(phrase) <= len(text)
    )


def _number(whole: str, zone: str, side: Side) -> str | None:
    if side is Side.BACK:
        found = _ZONE_NUMBER.search(zone)
        return found[1] if found else None
    plain = _NUMBER.search(whole)
    return plain[0] if plain else None
