"""Comparing folded words as OCR leaves them: letters misread, words joined and split."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr.understanding.head import Tokens

# So many words more or fewer than wanted may hold the same letters.
_WORD_SLIPS = 2


class Stretch(NamedTuple):
    """A beginning of tokens that reads like the wanted ones: how many tokens, how many wrong letters."""

    tokens: int
    errors: int


def begins_with(tokens: Sequence[str], wanted: Tokens) -> bool:
    """Whether tokens begin like the wanted ones, misread letters and wrongly split words allowed."""
    return find(beginnings(tokens), wanted) is not None


def beginnings(tokens: Sequence[str]) -> tuple[str, ...]:
    """The first token, the first two joined, and so on: OCR joins and splits words."""
    return tuple(accumulate(tokens))


def find(beginnings: Sequence[str], wanted: Tokens) -> Stretch | None:
    """The beginning that is closest to the wanted tokens, if one is close enough."""
    target = "".join(wanted)
    allowed = _allowed_errors(len(target))
    best: Stretch | None = None
    for count in range(
        max(1, len(wanted) - _WORD_SLIPS), min(len(beginnings), len(wanted) + _WORD_SLIPS) + 1
    ):
        text = beginnings[count - 1]
        if abs(len(text) - len(target)) > allowed:
            continue
        errors = Levenshtein.distance(text, target, score_cutoff=allowed)
        if errors <= allowed and (best is None or errors < best.errors):
            best = Stretch(tokens=count, errors=errors)
    return best


def _allowed_errors(letters: int) -> int:
    """None in a short heading (BẢN SAO is one letter from BẢN ÁN), one in 16 in a long one."""
    for limit, errors in ((8, 0), (16, 1), (48, 2)):
        if letters < limit:
            return errors
    return letters // 16
