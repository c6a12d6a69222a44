"""The catalogue of procedures, loaded from the data that ships with the package."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from pydantic import ValidationError

from config.files import DATA, read_yaml
from config.rule_sets import load_rule_sets
from dossiers.codes import national_procedure_code
from dossiers.errors import CatalogueRefused
from dossiers.procedures import Procedure, index_by_code

__all__ = ["Catalogue", "load_catalogue", "load_rule_sets"]


class Catalogue:
    """The procedures by code. A provincial suffix of the code (`.000.00.00.H15`) is passed over."""

    def __init__(self, procedures: Mapping[str, Procedure]) -> None:
        """Keeps the procedures."""
        self._procedures = procedures

    def __len__(self) -> int:
        """How many procedures it holds."""
        return len(self._procedures)

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes with anything the catalogue says."""
        said = sorted(procedure.model_dump_json() for procedure in self._procedures.values())
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def get(self, code: str) -> Procedure | None:
        """The procedure of that code; None where the catalogue does not know it."""
        return self._procedures.get(code) or self._procedures.get(national_procedure_code(code))


@cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue: procedures with components, and those known by code and name alone.

    Raises:
        CatalogueRefused: a row has the wrong shape; it is named.
    """
    raw = read_yaml(DATA / "procedures.yaml")
    rows = [*raw["procedures"], *raw["index_only"]]
    return Catalogue(index_by_code(_procedure(row) for row in rows))


def _procedure(row: dict[str, Any]) -> Procedure:
    try:
        return Procedure.model_validate(row)
    except ValidationError as error:
        raise CatalogueRefused(f"Procedure {row.get('code')} is wrong: {_first(error)}.") from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
