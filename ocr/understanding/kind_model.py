"""The learned model at work: the kinds that a text may be of, each with how probable it is.

It needs neither numpy nor scikit-learn: a page costs a few thousand additions.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ocr.understanding.grams import grams_of, word_hashes, words_of

_HIGHEST = 0.999
_STEEPEST = 500.0


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that a text may be of; `probability`, 0 to 1, is calibrated on papers not trained on."""

    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Sight:
    """The score of each class for a text, and the share of its words that training knew."""

    scores: list[float]
    known: float

    @property
    def order(self) -> list[int]:
        """The classes, best first."""
        return sorted(range(len(self.scores)), key=lambda which: -self.scores[which])

    @property
    def best(self) -> float:
        """The best score."""
        return max(self.scores)

    @property
    def lead(self) -> float:
        """How far the best score is ahead of the second."""
        best, second = sorted(self.scores, reverse=True)[:2]
        return best - second


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure the best guess is: the logistic of a weighted sum, fitted on held-back papers."""

    constant: float
    score: float
    lead: float
    known: float

    def probability(self, sight: Sight) -> float:
        """That the class with the best score is the right one."""
        total = self.constant + self.score * sight.best + self.lead * sight.lead + self.known * sight.known
        return min(_HIGHEST, 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, total)))))


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear classifier, sparse by feature. Class 0 is what is no known kind; `kinds[i]` is class i + 1.

    Attributes:
        bias: float32 a class.
        scale: float32 a class; a weight is its int8 times this.
        hashes: uint32 a feature, ascending.
        rarity: float32 a feature, its inverse document frequency.
        offsets: uint32, one more than features; the weights of feature i are `offsets[i]:offsets[i + 1]`.
        classes, values: uint16 and int8 a weight.
    """

    bias: array[float]
    scale: array[float]
    hashes: array[int]
    rarity: array[float]
    offsets: array[int]
    classes: array[int]
    values: array[int]


@dataclass(frozen=True, slots=True)
class KindModel:
    """The learned kinds of paper."""

    kinds: tuple[str, ...]
    weights: Weights
    calibration: Calibration

    def guess(self, text: str, limit: int = 2) -> tuple[Guess, ...]:
        """The most probable kinds of a paper from the text of its first page, best first.

        Nothing where the text shares no word with what was trained on. What looks like no known kind (a
        letter, a leaflet) gets low probabilities.
        """
        sight = self.look(text)
        return self.guesses_of(sight, limit) if sight else ()

    def look(self, text: str) -> Sight | None:
        """What the model sees in a text, before it is said how sure that is; None where it knows no word."""
        words = words_of(text)
        found = sorted(index for index in map(self._index, grams_of(words)) if index is not None)
        if not found:
            return None
        singles = word_hashes(words)
        return Sight(
            scores=self._scores(found),
            known=sum(self._index(word) is not None for word in singles) / len(singles),
        )

    def _scores(self, features: list[int]) -> list[float]:
        weights = self.weights
        totals = [0.0] * len(weights.bias)
        classes, values, offsets = weights.classes, weights.values, weights.offsets
        for feature in features:
            rarity = weights.rarity[feature]
            begin, end = offsets[feature], offsets[feature + 1]
            for which, value in zip(classes[begin:end], values[begin:end], strict=True):
                totals[which] += rarity * value
        length = math.sqrt(sum(weights.rarity[feature] ** 2 for feature in features))
        return [
            bias + scale * total / length
            for bias, scale, total in zip(weights.bias, weights.scale, totals, strict=True)
        ]

    def _index(self, gram: int) -> int | None:
        hashes = self.weights.hashes
        index = bisect_left(hashes, gram)
        return index if index < len(hashes) and hashes[index] == gram else None

    def guesses_of(self, sight: Sight, limit: int = 2) -> tuple[Guess, ...]:
        """The most probable kinds of a text that was looked at."""
        return tuple(self._guesses(sight, limit))

    def _guesses(self, sight: Sight, limit: int) -> Iterator[Guess]:
        first, second = sight.order[:2]
        top = self.calibration.probability(sight)
        rest = {which: math.exp(sight.scores[which] - sight.scores[second]) for which in sight.order[1:]}
        ceiling = top if first else 1 - top
        for which in [which for which in sight.order if which][:limit]:
            probability = top if which == first else (1 - top) * rest[which] / sum(rest.values())
            yield Guess(kind=self.kinds[which - 1], probability=round(min(probability, ceiling), 4))
