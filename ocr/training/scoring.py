"""How good a model is on papers that it was not trained on, and how sure it may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sklearn.linear_model import LogisticRegression

from ocr.training.card import Score, Sure
from ocr.training.texts import STRANGER, TrainingText
from ocr.understanding.kind_model import Calibration, Guess, Sight

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98)
# Kinds with fewer papers say nothing about themselves.
_FEWEST_OF_A_KIND = 5
_WORST = 12
# The model is asked where a title is not enough: papers that have theirs must not make it bold.
_HEADED_COUNTS = 0.2


def calibrated(seen: Sequence[tuple[Sight | None, TrainingText, tuple[str, ...]]]) -> Calibration:
    """The calibration that fits what models made of papers they were not trained on.

    `seen` holds for each paper what the model saw, the paper, and the kinds of that model.
    """
    rows = [[sight.best, sight.lead, sight.known] for sight, _, _ in seen if sight]
    right = [_told(sight, kinds) == text.kind for sight, text, kinds in seen if sight]
    # One paper of either outcome: nothing is ever quite certain, and the fit needs both.
    counts = [_counted(text) for sight, text, _ in seen if sight]
    rows += [[10.0, 10.0, 1.0], [-10.0, 0.0, 0.0]]
    fitted = LogisticRegression(C=1e3).fit(rows, [*right, True, False], [*counts, 1.0, 1.0])
    score, lead, known = (float(value) for value in fitted.coef_[0])
    return Calibration(constant=float(fitted.intercept_[0]), score=score, lead=lead, known=known)


def score(guessed: Sequence[tuple[TrainingText, tuple[Guess, ...]]]) -> Score:
    """The score of what was guessed of papers, by models that were not trained on them."""
    papers = [
        (text.kind, guesses[0].kind if guesses else "", guesses[0].probability if guesses else 0.0)
        for text, guesses in guessed
        if text.kind != STRANGER
    ]
    strangers = [
        guesses[0].probability if guesses else 0.0 for text, guesses in guessed if text.kind == STRANGER
    ]
    right = sum(kind == told for kind, told, _ in papers)
    return Score(
        papers=len(papers),
        right=right,
        accuracy=_share(right, len(papers)),
        strangers=len(strangers),
        sure=tuple(_sure(at, papers, strangers) for at in THRESHOLDS),
        worst=_worst(papers),
    )


def _sure(at: float, papers: Sequence[tuple[str, str, float]], strangers: Sequence[float]) -> Sure:
    sure = [kind == told for kind, told, probability in papers if probability >= at]
    return Sure(
        at=at,
        papers=len(sure),
        right=sum(sure),
        coverage=_share(len(sure), len(papers)) or 0.0,
        accuracy=_share(sum(sure), len(sure)),
        strangers=sum(probability >= at for probability in strangers),
    )


def _worst(papers: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    count = Counter(kind for kind, _, _ in papers)
    right = Counter(kind for kind, told, _ in papers if kind == told)
    shares = {kind: right[kind] / count[kind] for kind in count if count[kind] >= _FEWEST_OF_A_KIND}
    least = sorted(shares, key=lambda kind: (shares[kind], kind))[:_WORST]
    return {kind: round(shares[kind], 3) for kind in least}


def _counted(text: TrainingText) -> float:
    is_easy = text.is_headed and not text.is_confirmed and text.kind != STRANGER
    return _HEADED_COUNTS if is_easy else 1.0


def _told(sight: Sight, kinds: tuple[str, ...]) -> str:
    return kinds[sight.order[0] - 1] if sight.order[0] else STRANGER


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
