"""`sohoa model`: training a model on confirmed papers, and saying which one is in use.

A model is never written over another, and taken into use only where it is not worse than the one before on
confirmed papers that neither was trained on.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from config.kinds import load_kinds
from config.settings import Settings
from dossiers.errors import InputRefused, UsageError
from flows.review.confirmed import confirmed_texts
from flows.workspace import Workspace
from ocr.training.card import Card, Comparison, Score, read_card
from ocr.training.texts import TrainingText, is_held_back
from ocr.understanding.model import KindModel, load_model
from ocr.understanding.model_file import (
    SHIPPED_MODEL,
    card_path,
    model_in_use,
    models_folder,
    next_model,
    take_into_use,
)
from storage.disk import make_private, private_file
from storage.instants import now

FEWEST_CONFIRMED = 50
# Fewer held-back papers cannot tell the better model from the worse.
_FEWEST_HELD_BACK = 5
_SURE = 0.9


class ModelReport(BaseModel):
    """A model: its name, whether it is the shipped one and the one in use, and its card."""

    model_config = ConfigDict(frozen=True)

    model: str
    shipped: bool
    in_use: bool
    kinds: int
    card: Card


def show_model(settings: Settings) -> ModelReport:
    """The model in use.

    Raises:
        CatalogueRefused: the model or its card is damaged or missing.
    """
    path = model_in_use(settings.classify.model)
    return ModelReport(
        model=path.name,
        shipped=path == SHIPPED_MODEL,
        in_use=True,
        kinds=len(_loaded(path).kinds),
        card=read_card(path),
    )


def train_model(
    workspace: Workspace, *, out: Path | None = None, fewest: int = FEWEST_CONFIRMED
) -> ModelReport:
    """Trains a model on generated and confirmed papers, and takes it into use where it is not worse.

    `out` is a file to write instead; that one is not taken into use.

    Raises:
        InputRefused: there are fewer confirmed papers than `fewest`.
        UsageError: `out` is there already.
    """
    from ocr.training.field import trained_on

    target = _target(workspace.settings, out)
    before = _loaded(model_in_use(workspace.settings.classify.model))
    confirmed = list(confirmed_texts(workspace))
    if len(confirmed) < fewest:
        raise InputRefused(
            f"There are {len(confirmed)} confirmed papers; {fewest} are needed to train on.",
            "Decide more papers with `sohoa review`, or ask for fewer with --min.",
        )
    held = [text for text in confirmed if is_held_back(text.group)]
    trained = trained_on(load_kinds(), [text for text in confirmed if not is_held_back(text.group)])
    new, old = _score(trained.model, held), _score(before, held)
    is_taken = out is None and _may_serve(workspace.settings) and is_not_worse(new, old)
    card = trained.card.model_copy(
        update={
            "comparison": Comparison(new=new, before=old, taken_into_use=is_taken),
            "trained_at": now(),
        }
    )
    _write(target, trained.content, card)
    if is_taken:
        take_into_use(target)
    return ModelReport(
        model=target.name, shipped=False, in_use=is_taken, kinds=len(trained.model.kinds), card=card
    )


def is_not_worse(new: Score, before: Score) -> bool:
    """Right at least as often, wrong where sure at most as often, on papers enough to tell."""
    return (
        new.papers >= _FEWEST_HELD_BACK
        and new.right >= before.right
        and _wrong_where_sure(new) <= _wrong_where_sure(before)
    )


def _wrong_where_sure(score: Score) -> int:
    return next(entry.papers - entry.right for entry in score.sure if entry.at == _SURE)


def _score(model: KindModel, held: list[TrainingText]) -> Score:
    from ocr.training.scoring import score

    return score([(text, model.guess(text.text, 1)) for text in held])


def _loaded(path: Path) -> KindModel:
    model = load_model(path)
    if model is None:
        raise InputRefused(
            f"There is no model {path.name}.", "Put it back, or mend [classify] model in the settings."
        )
    return model


def _may_serve(settings: Settings) -> bool:
    """A model that the settings name by its file stays in use until the settings change."""
    return settings.classify.model is None or not settings.classify.model.is_file()


def _target(settings: Settings, out: Path | None) -> Path:
    target = out or next_model(models_folder(settings.classify.model))
    if out and (out.suffix != ".bin" or out.exists() or card_path(out).exists()):
        raise UsageError(
            f"A model cannot be written to {out.name}.", "Name a file ending in .bin that is not there yet."
        )
    return target


def _write(target: Path, content: bytes, card: Card) -> None:
    """For this user only: words that stand on many papers may be an applicant's name."""
    make_private(target.parent)
    with private_file(card_path(target)) as file:
        file.write(card.to_bytes())
    with private_file(target) as file:
        file.write(content)
