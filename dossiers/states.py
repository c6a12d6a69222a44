"""The states of slots and documents, and the findings a document can carry."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class SlotState(StrEnum):
    """How a slot stands; the values are public (contract.md, `sohoa status`)."""

    USABLE = "usable"
    FAILED_GATE = "failed_gate"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    REUSED = "reused"
    NOT_DUE = "not_due"
    UNDETERMINED = "undetermined"
    PRESENT_ONLY = "present_only"
    EXEMPT = "exempt"

    @property
    def is_digitised(self) -> bool:
        """Whether the paper counts as digitised."""
        return self in {SlotState.USABLE, SlotState.REUSED}


class PaperState(StrEnum):
    """Whether one stored paper can be used, best first."""

    USABLE = "usable"
    FAILED_GATE = "failed_gate"
    UNREADABLE = "unreadable"


class Standing(StrEnum):
    """Whether a stored paper counts at all."""

    COUNTS = "counts"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class GateFailure(BaseModel):
    """One quality gate that did not hold.

    Attributes:
        finding: the stable word under which it is reported.
        page: in the file the paper came in, from 1; None where the paper as a whole fails.
        property: what was measured (`config.gates.Property`).
        measured: what it is.
        limit: what it must reach, stay under, or not be.
        severity: `warning`, `error` (failed gate) or `unreadable`.
    """

    model_config = ConfigDict(frozen=True)

    finding: str
    page: int | None
    property: str
    measured: int | float | str
    limit: int | float | str
    severity: str


class Paper(BaseModel):
    """A stored paper, as far as completeness needs to know it.

    Attributes:
        number: its number in the dossier (document id `<dossier code>/<NN>`).
        slot: the slot it fills, `result`, or None while unassigned.
        also_slots: further slots that it fills, by a person's word.
        reused: a person said that it is used again from another dossier (khai thác, sử dụng lại).
        settled: it fills no slot, and nobody has to look at it: the office's own paper, or a person said so.
        purged: the classes of its objects that were deleted after their retention; it counts as before.
        pages: its pages in the file it came in, from 1.
        findings: what the checks found, stable words.
        gate_failures: the quality gates that do not hold, with page, measured value and limit.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    slot: str | None
    state: PaperState
    pages: tuple[int, ...]
    findings: tuple[str, ...] = ()
    gate_failures: tuple[GateFailure, ...] = ()
    also_slots: tuple[str, ...] = ()
    reused: bool = False
    settled: bool = False
    purged: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Every slot that it fills."""
        return tuple(dict.fromkeys(name for name in (self.slot, *self.also_slots) if name is not None))
