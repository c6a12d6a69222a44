"""What keeps dossiers from being complete, how far they are, and which actions raise the ratio most."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.states import SlotState


class Cause(BaseModel):
    """A due paper that is lacking in so many dossiers.

    Attributes:
        procedure_code, slot: the paper; slot `result` for the result.
        state: how it lacks: missing, failed_gate, unreadable, undetermined.
        dossiers: in how many dossiers of the cohort.
    """

    model_config = ConfigDict(frozen=True)

    procedure_code: str
    slot: str
    state: SlotState
    dossiers: int


class CompletenessBand(StrEnum):
    """Bands of the completeness ratio of single dossiers (digitised over due components)."""

    NONE = "0"
    BELOW_HALF = "0-50"
    BELOW_80 = "50-80"
    BELOW_ALL = "80-100"
    ALL = "100"
    UNKNOWN = "unknown"
    NOTHING_DUE = "nothing_due"


class ActionKind(StrEnum):
    """What is to be done with a dossier, least effort first."""

    RESCAN = "rescan"
    SCAN = "scan"
    REVIEW = "review"
    ASK = "ask"


class Action(BaseModel):
    """One dossier that becomes complete by so many actions.

    Attributes:
        steps: what is to be done, with the slot (`result` for the result).
        completes: whether the dossier is digitised in full after these.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    procedure_code: str
    steps: tuple[tuple[ActionKind, str], ...]
    completes: bool = True
