"""How well a page was read: character and word error rates, and word recall without regard to order.

Both sides are normalised alike: NFC; white space collapsed; runs of dots (the leaders of forms), `|` and `_`
(rules read as letters) dropped; quotes and dashes made one. A page may be read in any of the orders its
truth allows (two columns side by side, tables): the cheapest one counts, for every engine alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from rapidfuzz.distance import Levenshtein

Unit = Sequence[Sequence[str]]
"""A part of a page: the orders of its lines that are allowed, at least one."""

_DOTS = re.compile(r"(?:[.…‥·]\s?){2,}|…")
_RULES = re.compile(r"[|_¦]+")
_ONE_FORM = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'")}) | str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
)
_MOST_ORDERS = 1000


@dataclass(frozen=True)
class Score:
    """The counts behind the rates of a page, or of many (they add up).

    Attributes:
        characters: of the reference.
        character_errors: insertions, deletions and substitutions of characters.
        words: of the reference.
        word_errors: insertions, deletions and substitutions of words.
        found: words of the reference that were read anywhere on the page.
    """

    characters: int = 0
    character_errors: int = 0
    words: int = 0
    word_errors: int = 0
    found: int = 0

    def __add__(self, other: Score) -> Score:
        """Both together, as if they were one page."""
        return Score(
            self.characters + other.characters,
            self.character_errors + other.character_errors,
            self.words + other.words,
            self.word_errors + other.word_errors,
            self.found + other.found,
        )

    @property
    def cer(self) -> float:
        """Character errors in per cent of the reference's characters; can exceed 100."""
        return _percent(self.character_errors, self.characters)

    @property
    def wer(self) -> float:
        """Word errors in per cent of the reference's words."""
        return _percent(self.word_errors, self.words)

    @property
    def recall(self) -> float:
        """Words found, in any order, in per cent of the reference's words."""
        return _percent(self.found, self.words)


def normalised(text: str) -> str:
    """The form in which two texts are compared."""
    text = unicodedata.normalize("NFC", text).translate(_ONE_FORM)
    return " ".join(_RULES.sub(" ", _DOTS.sub(" ", text)).split())


def score(units: Sequence[Unit], read: str) -> Score:
    """Compares what was read with a page's truth in the order that costs least.

    Args:
        units: the page from the top down, each part with its allowed orders.
        read: the text of the page as an engine gave it.
    """
    hypothesis = normalised(read)
    reference = _cheapest(units, hypothesis)
    words, read_words = reference.split(), hypothesis.split()
    return Score(
        characters=len(reference),
        character_errors=Levenshtein.distance(reference, hypothesis),
        words=len(words),
        word_errors=Levenshtein.distance(words, read_words),
        found=(Counter(words) & Counter(read_words)).total(),
    )


def total(scores: Iterable[Score]) -> Score:
    """All of them as one: long pages weigh more than short ones."""
    return sum(scores, Score())


def _cheapest(units: Sequence[Unit], hypothesis: str) -> str:
    orders = [[normalised("\n".join(lines)) for lines in unit] for unit in units]
    if prod(map(len, orders)) <= _MOST_ORDERS:
        candidates: Iterable[Sequence[str]] = product(*orders)
    else:
        candidates = [_one_after_another(orders, hypothesis)]
    return min(map(_joined, candidates), key=lambda text: Levenshtein.distance(text, hypothesis))


def _one_after_another(orders: list[list[str]], hypothesis: str) -> list[str]:
    """Too many combinations to try each: the best order of every part, the others as they stand."""
    chosen = [unit[0] for unit in orders]
    for position, unit in enumerate(orders):
        before, after = chosen[:position], chosen[position + 1 :]
        costs = [Levenshtein.distance(_joined([*before, order, *after]), hypothesis) for order in unit]
        chosen[position] = unit[costs.index(min(costs))]
    return chosen


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
