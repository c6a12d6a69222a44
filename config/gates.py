"""The quality gates of a profile, loaded from `data/gates.yaml`: property, operation, value, severity."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, ValidationError, model_validator

from config.faults import first_fault
from config.files import DATA, read_yaml
from config.sections import Profile
from dossiers.errors import CatalogueRefused
from dossiers.states import PaperState

FILE = "gates.yaml"


class Property(StrEnum):
    """What a gate looks at; all but the last are of a page.

    Numbers but `colour` and `source`, whose values are those of a reading (`ocr.values`). `skew` is in
    degrees either way, `borders` and `syllables` are shares from 0 to 1, `size` is by how many millimetres
    the page is off the nearest paper of the file.
    """

    DPI = "dpi"
    COLOUR = "colour"
    CONFIDENCE = "confidence"
    WORDS = "words"
    SHARPNESS = "sharpness"
    SKEW = "skew"
    CUT_OFF = "cut_off"
    BORDERS = "borders"
    SYLLABLES = "syllables"
    SIZE = "size"
    SOURCE = "source"
    WRITTEN_PAGES = "written_pages"


_WORDS = frozenset({Property.COLOUR, Property.SOURCE})


class Operation(StrEnum):
    """What must hold between the property and the value."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
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

Measured = int | float | str | None


class Gate(BaseModel):
    """One gate. `only` narrows it to papers that bear a red stamp by their kind and show none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    finding: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    property: Property
    operation: Operation
    value: int | float | str
    severity: Severity
    only: Literal["stamped"] | None = None

    @model_validator(mode="after")
    def _value_fits(self) -> Self:
        verbal = isinstance(self.value, str)
        if verbal != (self.operation is Operation.IS_NOT) or verbal != (self.property in _WORDS):
            raise ValueError(f"{self.property} {self.operation} {self.value} cannot be judged")
        return self

    def holds(self, measured: Measured) -> bool:
        """Whether a measured value passes; what was not measured does."""
        if measured is None:
            return True
        if isinstance(self.value, str) or isinstance(measured, str):
            return measured != self.value
        return measured >= self.value if self.operation is Operation.AT_LEAST else measured <= self.value


class GateFile(BaseModel):
    """The whole data file.

    Attributes:
        stamp_area: the smallest patch of stamp red that is a stamp, square millimetres.
        papers: the sizes that sheets and cards have, millimetres, the shorter side first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stamp_area: PositiveFloat
    papers: dict[str, tuple[PositiveFloat, PositiveFloat]] = Field(min_length=1)
    profiles: dict[Profile, tuple[Gate, ...]]

    def off_paper(self, width: float, height: float) -> float:
        """By how many millimetres a page of this size, millimetres, is off the paper nearest to it."""
        shorter, longer = sorted((width, height))
        return min(max(abs(shorter - paper[0]), abs(longer - paper[1])) for paper in self.papers.values())


@cache
def gate_file() -> GateFile:
    """The shipped file.

    Raises:
        CatalogueRefused: it has the wrong shape; file and entry are named.
    """
    return parse_gates(read_yaml(DATA / FILE), FILE)


def load_gates(profile: Profile) -> tuple[Gate, ...]:
    """The shipped gates of a profile, in the order of the file.

    Raises:
        CatalogueRefused: the file has the wrong shape; file and entry are named.
    """
    return gate_file().profiles[profile]


def parse_gates(raw: Any, file: str) -> GateFile:  # noqa: ANN401 - pydantic judges it
    """The gates of a file's content, by profile, and what they measure against.

    Raises:
        CatalogueRefused: a gate has the wrong shape, or a profile is missing; file and entry are named.
    """
    try:
        parsed = GateFile.model_validate(raw)
    except ValidationError as error:
        raise CatalogueRefused(f"The data file {file} is wrong: {first_fault(error, raw)}.") from None
    missing = [profile for profile in Profile if profile not in parsed.profiles]
    if missing:
        raise CatalogueRefused(f"The data file {file} has no gates for the profile {missing[0]}.")
    return parsed
