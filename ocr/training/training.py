"""Training a model: learned on all texts, calibrated and measured on families it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.training.card import Card, card_of
from ocr.training.learning import fit
from ocr.training.scoring import calibrated, score
from ocr.training.texts import FAMILIES, TrainingText
from ocr.understanding.model import KindModel, written


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the content of its file, and its card."""

    model: KindModel
    content: bytes
    card: Card


def train(texts: Sequence[TrainingText]) -> Trained:
    """A model of these texts. The same texts make the same bytes.

    For each family of texts a model of the other families says what it makes of it: that calibrates the model
    of all texts, and is its score. What is held in common by neither wording nor dossier is what is measured.
    """
    others = [fit([text for text in texts if text.family != family]) for family in range(FAMILIES)]
    seen = [(others[text.family].look(text.text), text, others[text.family].kinds) for text in texts]
    calibration = calibrated(seen)
    judges = [replace(model, calibration=calibration) for model in others]
    guessed = [(text, judges[text.family].guesses_of(sight, 1) if sight else ()) for sight, text, _ in seen]
    model = replace(fit(texts), calibration=calibration)
    content = written(model)
    card = card_of(
        content,
        texts,
        unseen=score(guessed),
        torn=score([(text, guesses) for text, guesses in guessed if not text.is_headed]),
    )
    return Trained(model=model, content=content, card=card)
