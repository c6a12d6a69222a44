"""Comparing folded words as OCR leaves them: letters misread, words joined and split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr.understanding.head import Tokens

# So many words more or fewer than wanted may hold the same letters.
_WORD_SLIPS = 2
# In a heading of so many letters one letter in so many may be wrong; a shorter one must be exact.
_EXACT_BELOW = 8
_LETTERS_PER_ERROR = 7
# A word is misread where up to a third of its letters is wrong; beyond that it is another word.
_WORD_SHARE = 3
# So many letters in a row that nobody wanted are a word of their own (`ĐĂNG KÝ LẠI KHAI SINH`).
_INSERTED = 3
# In a line as long as this one word may be quite misread.
_LONG = 40


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


def find(beginnings: Sequence[str], wanted: Tokens, *, at_least: int = 0) -> Stretch | None:
    """The beginning that is closest to the wanted tokens, if each of them is there, misread at most.

    `at_least`: so many wrong letters are allowed in a short heading too, where more than it decides.
    """
    target = "".join(wanted)
    allowed = max(at_least, _allowed_errors(len(target)))
    if not beginnings or not _may_hold(beginnings[-1], target, allowed):
        return None
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
    if best is None or _is_each_word_there(beginnings[best.tokens - 1], wanted, best.errors):
        return best
    return None


def _may_hold(text: str, target: str, allowed: int) -> bool:
    """Whether a look at as many letters as wanted leaves a chance: each error shifts the end by one."""
    most = 2 * allowed
    return Levenshtein.distance(text[: len(target)], target, score_cutoff=most) <= most


def may_begin_with(text: str, first: str) -> bool:
    """Whether a text may begin with a word, misread; quick, for choosing what to look at closely."""
    allowed = 1 + max(1, len(first) // _WORD_SHARE)
    return Levenshtein.distance(text[: len(first)], first, score_cutoff=allowed) <= allowed


def _allowed_errors(letters: int) -> int:
    """None in a short heading: BẢN SAO is one letter from BẢN ÁN."""
    return 0 if letters < _EXACT_BELOW else max(1, letters // _LETTERS_PER_ERROR)


def _is_each_word_there(text: str, wanted: Tokens, errors: int) -> bool:
    """Errors of OCR lie scattered; where they lie in one word, another word stands there."""
    if errors <= 1:
        return True
    target = "".join(wanted)
    word_at = [number for number, word in enumerate(wanted) for _ in word]
    wrong: Counter[int] = Counter()
    inserted: Counter[int] = Counter()
    for edit in Levenshtein.editops(target, text):
        wrong[word_at[min(edit.src_pos, len(word_at) - 1)]] += 1
        inserted[edit.src_pos] += edit.tag == "insert"
    lost = sum(count > max(1, len(wanted[word]) // _WORD_SHARE) for word, count in wrong.items())
    return lost <= (len(target) >= _LONG) and max(inserted.values()) < _INSERTED
