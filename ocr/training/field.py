"""Training in the field: generated papers are the base, confirmed ones count for more."""

from __future__ import annotations

from collections.abc import Sequence

from config.kinds import Kinds
from ocr.training.generated.papers import generated_texts
from ocr.training.shipped import PAPERS_EACH
from ocr.training.texts import TrainingText
from ocr.training.training import Trained, train


def trained_on(kinds: Kinds, confirmed: Sequence[TrainingText], *, each: int = PAPERS_EACH) -> Trained:
    """A model of these kinds, from generated papers and from confirmed ones."""
    return train([*generated_texts(kinds, each=each), *confirmed])
