"""Reading the YAML data that ships with the package."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from dossiers.errors import CatalogueRefused

DATA = files("config") / "data"


def read_yaml(file: Traversable) -> Any:  # noqa: ANN401 - whatever the file holds; pydantic judges it
    """The content of one YAML file.

    Raises:
        CatalogueRefused: it is no YAML.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        raise CatalogueRefused(f"The data file {file.name} is no YAML: {error}.") from None


# libyaml's loader reads the catalogue in a tenth of the time; it is as safe as SafeLoader.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
