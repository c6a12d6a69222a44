"""Which model is in use: the shipped one, until one trained here was taken into use.

The models trained in the field lie in one folder, `model-<n>.bin` beside `model-<n>.json`; the file `in-use`
there names the one that is used. It is replaced in one step, so that a killed training leaves the old one.
"""

from __future__ import annotations

import re
from pathlib import Path

from config.files import DATA
from dossiers.errors import CatalogueRefused

SHIPPED_MODEL = Path(str(DATA / "kind_model.bin"))
MODELS = Path("var/models")
IN_USE = "in-use"
_NAME = re.compile(r"model-(\d+)\.bin")
_NUMBER = re.compile(r"model-(\d+)\.(?:bin|json)")


def card_path(model: Path) -> Path:
    """Where the card of a model lies."""
    return model.with_suffix(".json")


def models_folder(choice: Path | None) -> Path:
    """Where the models trained here lie: the chosen folder, else `var/models`."""
    return choice if choice is not None and not choice.is_file() else MODELS


def model_in_use(choice: Path | None = None) -> Path:
    """The model that reads papers.

    `choice` is `[classify] model`: a model's file, or the folder of the models trained here.

    Raises:
        CatalogueRefused: what the folder names is no model of it.
    """
    if choice is not None and choice.is_file():
        return choice
    folder = models_folder(choice)
    try:
        name = (folder / IN_USE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return SHIPPED_MODEL
    if not _NAME.fullmatch(name) or not (folder / name).is_file():
        raise CatalogueRefused(
            "The model in use is not there.",
            f"Put it back, or remove the file {IN_USE} beside the models: the shipped one serves then.",
        )
    return folder / name


def take_into_use(model: Path) -> None:
    """From now on this model reads papers."""
    waiting = model.with_name(f"{IN_USE}.new")
    waiting.write_text(f"{model.name}\n", encoding="utf-8")
    waiting.replace(model.with_name(IN_USE))


def next_model(folder: Path) -> Path:
    """The file of the next model of a folder; numbers are never used again while their files are there."""
    numbers = [int(found[1]) for path in folder.glob("model-*.*") if (found := _NUMBER.fullmatch(path.name))]
    return folder / f"model-{max(numbers, default=0) + 1}.bin"
