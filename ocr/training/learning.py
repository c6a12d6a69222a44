"""From texts to a model.

Hashed words weighted by their rarity, one linear classifier a kind, pruned and rounded to small integers.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import normalize

from ocr.training.texts import STRANGER, TrainingText
from ocr.understanding.grams import grams_of, words_of
from ocr.understanding.kind_model import Calibration, KindModel, Weights

# A word of fewer papers is a name, a number, a misreading.
FEWEST_GROUPS = 4
# A word of more of the papers than this tells none from the other.
_LARGEST_SHARE = 0.3
_ROUNDS = 6
_PENALTY = 2e-5
# The strongest weights of each kind say all but a little of what all say.
WEIGHTS_A_KIND = 400
_LEAST = 2
_LARGEST = 127
# A real paper says more than an invented one.
_CONFIRMED_COUNTS = 3.0

UNCALIBRATED = Calibration(constant=0.0, score=1.0, lead=0.0, known=0.0)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    hashes: list[int]
    rarity: NDArray[np.float64]


def fit(texts: Sequence[TrainingText]) -> KindModel:
    """A model of the kinds of these texts; not calibrated yet. The same texts make the same model."""
    grams = [grams_of(words_of(text.text)) for text in texts]
    vocabulary = _vocabulary(texts, grams)
    matrix = _matrix(grams, vocabulary)
    classifier = SGDClassifier(loss="log_loss", alpha=_PENALTY, max_iter=_ROUNDS, tol=None, random_state=0)
    counts = [_CONFIRMED_COUNTS if text.is_confirmed else 1.0 for text in texts]
    classifier.fit(matrix, [text.kind for text in texts], sample_weight=counts)
    names = [str(name) for name in classifier.classes_]
    coefficients, bias = classifier.coef_, classifier.intercept_
    if names[0] != STRANGER or len(names) != len(coefficients):
        raise ValueError("the texts need strangers and two kinds at least")
    return KindModel(
        kinds=tuple(names[1:]),
        weights=_pruned(coefficients, bias, vocabulary),
        calibration=UNCALIBRATED,
    )


def _vocabulary(texts: Sequence[TrainingText], grams: Sequence[set[int]]) -> _Vocabulary:
    by_group: defaultdict[str, set[int]] = defaultdict(set)
    for text, found in zip(texts, grams, strict=True):
        by_group[text.group] |= found
    groups = Counter(gram for found in by_group.values() for gram in found)
    most = _LARGEST_SHARE * len(by_group)
    hashes = sorted(gram for gram, count in groups.items() if FEWEST_GROUPS <= count <= most)
    rarity = [math.log((1 + len(by_group)) / (1 + groups[gram])) + 1 for gram in hashes]
    return _Vocabulary(hashes, np.array(rarity))


def _matrix(grams: Sequence[set[int]], vocabulary: _Vocabulary) -> csr_matrix:
    place = {gram: index for index, gram in enumerate(vocabulary.hashes)}
    rows = [sorted(place[gram] for gram in found if gram in place) for found in grams]
    columns = np.array([column for row in rows for column in row], dtype=np.int32)
    ends = np.cumsum([0, *(len(row) for row in rows)])
    values = vocabulary.rarity[columns]
    return normalize(csr_matrix((values, columns, ends), shape=(len(rows), len(place))))


def _pruned(coefficients: NDArray[np.float64], bias: NDArray[np.float64], vocabulary: _Vocabulary) -> Weights:
    """The strongest weights of each class as int8 with a scale, by feature; features without any go."""
    scale = np.abs(coefficients).max(axis=1) / _LARGEST
    whole = np.rint(coefficients / scale[:, None]).astype(np.int8)
    kept = min(WEIGHTS_A_KIND, coefficients.shape[1])
    weakest = np.argpartition(-np.abs(coefficients), kept - 1, axis=1)[:, kept:]
    np.put_along_axis(whole, weakest, 0, axis=1)
    whole[np.abs(whole) < _LEAST] = 0
    by_feature = whole.T
    used = np.flatnonzero(by_feature.any(axis=1))
    features, classes = np.nonzero(by_feature[used])
    ends = np.searchsorted(features, np.arange(len(used) + 1))
    return Weights(
        bias=array("f", bias.tolist()),
        scale=array("f", scale.tolist()),
        hashes=array("I", [vocabulary.hashes[index] for index in used]),
        rarity=array("f", vocabulary.rarity[used].tolist()),
        offsets=array("I", ends.tolist()),
        classes=array("H", classes.tolist()),
        values=array("b", by_feature[used][features, classes].tolist()),
    )
