"""The card of a model: what it was trained on and how good it is; it lies beside the model as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from config.version import VERSION
from dossiers.errors import CatalogueRefused
from ocr.training.texts import TrainingText
from ocr.understanding.model import FORMAT
from ocr.understanding.model_file import card_path

_HINT = "Put both files back together, or train another: `sohoa model train`."


class Sure(BaseModel):
    """The papers of which a model is as sure as `at`.

    Attributes:
        at: the least probability.
        papers: how many of the papers reach it; `coverage` is
            their share.
        right: how many of them are what the model says; `accuracy` is their share, null where there is
            none.
        strangers: how many texts that are no paper of any kind reach it, too; all of them are wrong.
    """

    model_config = ConfigDict(frozen=True)

    at: float
    papers: int
    right: int
    coverage: float
    accuracy: float | None
    strangers: int


class Score(BaseModel):
    """What a model makes of held-back papers; `worst` are the kinds it knows least, with the share right."""

    model_config = ConfigDict(frozen=True)

    papers: int
    right: int
    accuracy: float | None
    strangers: int
    sure: tuple[Sure, ...]
    worst: dict[str, float]


class Comparison(BaseModel):
    """The new model and the one before it on the same confirmed papers that neither was trained on."""

    model_config = ConfigDict(frozen=True)

    new: Score
    before: Score
    taken_into_use: bool


class Card(BaseModel):
    """What is known of a model. It holds no text of a paper and no name.

    Attributes:
        sha256: of the model's file; the card belongs to that file alone.
        trained_on: papers a kind; `confirmed` those of them that a person decided.
        unseen_wordings: the score on texts of wordings (or dossiers) that were not trained on.
        torn_heads: the same, of those papers alone whose title is not there.
        comparison: on held-back confirmed papers; null for the shipped model.
        trained_at: null for the shipped model, which is a function of its texts alone.
    """

    model_config = ConfigDict(frozen=True)

    schema_version: int = 1
    sha256: str
    format: int = FORMAT
    pipeline_version: str = VERSION
    libraries: dict[str, str]
    trained_on: dict[str, int]
    confirmed: dict[str, int] = {}
    unseen_wordings: Score
    torn_heads: Score
    comparison: Comparison | None = None
    trained_at: AwareDatetime | None = None

    def to_bytes(self) -> bytes:
        """The JSON that lies beside the model."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def card_of(content: bytes, texts: Sequence[TrainingText], unseen: Score, torn: Score) -> Card:
    """The card of a model's file."""
    return Card(
        sha256=sha256(content).hexdigest(),
        libraries={name: version_of(name) for name in ("scikit-learn", "numpy", "scipy")},
        trained_on=_counts([text for text in texts if not text.is_confirmed]),
        confirmed=_counts([text for text in texts if text.is_confirmed]),
        unseen_wordings=unseen,
        torn_heads=torn,
    )


def read_card(model: Path) -> Card:
    """The card beside a model.

    Raises:
        CatalogueRefused: there is none, it is no card, or it belongs to another model.
    """
    try:
        card = Card.model_validate_json(card_path(model).read_bytes())
        belongs = card.sha256 == sha256(model.read_bytes()).hexdigest()
    except (OSError, ValidationError):
        raise CatalogueRefused(f"The card of the model {model.name} cannot be read.", _HINT) from None
    if not belongs:
        raise CatalogueRefused(f"The card beside the model {model.name} belongs to another model.", _HINT)
    return card


def _counts(texts: Sequence[TrainingText]) -> dict[str, int]:
    return dict(sorted(Counter(text.kind or "(stranger)" for text in texts).items()))
