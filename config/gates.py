"""The quality gates of a profile, loaded from `data/gates.yaml`: property, operation, value, severity."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.faults import first_fault
from config.files import DATA, read_yaml
from config.settings import Profile
from dossiers.errors import CatalogueRefused
from dossiers.states import PaperState

FILE = "gates.yaml"


class Property(StrEnum):
    """What a gate looks at; all but the last are of a page."""

    DPI = "dpi"
    COLOUR = "colour"
    CONFIDENCE = "confidence"
    WORDS = "words"
    SHARPNESS = "sharpness"
    SOURCE = "source"
    WRITTEN_PAGES = "written_pages"


_NUMBERS = frozenset(
    {Property.DPI, Property.CONFIDENCE, Property.WORDS, Property.SHARPNESS, Property.WRITTEN_PAGES}
)


class Operation(StrEnum):
    """What must hold between the property and the value."""

    AT_LEAST = "at_least"
    IS_NOT = "is_not"


class Severity(StrEnum):
    """What follows where a gate does not hold."""

    WARNING = "warning"
    ERROR = "error"
    UNREADABLE = "unreadable"

    @property
    def state(self) -> PaperState:
        """The best state that is left to the paper."""
        return _STATES[self]


_STATES = {
    Severity.WARNING: PaperState.USABLE,
    Severity.ERROR: PaperState.FAILED_GATE,
    Severity.UNREADABLE: PaperState.UNREADABLE,
}


class Gate(BaseModel):
    """One gate. `only` narrows it to kinds that bear a red stamp as a rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    property: Property
    operation: Operation
    value: float | str
    severity: Severity
    only: Literal["stamped"] | None = None

    @model_validator(mode="after")
    def _value_fits(self) -> Self:
        numeric = isinstance(self.value, float)
        if numeric != (self.operation is Operation.AT_LEAST) or numeric != (self.property in _NUMBERS):
            raise ValueError(f"{self.property} {self.operation} {self.value} cannot be judged")
        return self

    def holds(self, measured: float | str | None) -> bool:
        """Whether a measured value passes; what was not measured does."""
        if measured is None:
            return True
        if isinstance(self.value, float) and not isinstance(measured, str):
            return measured >= self.value
        return measured != self.value


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    profiles: dict[Profile, tuple[Gate, ...]]


@cache
def load_gates(profile: Profile) -> tuple[Gate, ...]:
    """The shipped gates of a profile, in the order of the file.

    Raises:
        CatalogueRefused: a gate has the wrong shape; file and entry are named.
    """
    return parse_gates(read_yaml(DATA / FILE), FILE)[profile]


def parse_gates(raw: Any, file: str) -> dict[Profile, tuple[Gate, ...]]:  # noqa: ANN401 - pydantic judges it
    """The gates of a file's content, by profile.

    Raises:
        CatalogueRefused: a gate has the wrong shape, or a profile is missing; file and entry are named.
    """
    try:
        profiles = _File.model_validate(raw).profiles
    except ValidationError as error:
        raise CatalogueRefused(f"The data file {file} is wrong: {first_fault(error, raw)}.") from None
    missing = [profile for profile in Profile if profile not in profiles]
    if missing:
        raise CatalogueRefused(f"The data file {file} has no gates for the profile {missing[0]}.")
    return profiles
