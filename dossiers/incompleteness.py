"""What keeps dossiers from being complete, how far they are, and which actions raise the ratio most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.register import RESULT_SLOT
from dossiers.states import SlotState


class Cause(BaseModel):
    """A due paper that is lacking in so many dossiers.

    Attributes:
        procedure_code, slot: the paper; slot `result` for the result.
        state: how it lacks: missing, failed_gate, unreadable, undetermined.
        dossiers: in how many dossiers of the cohort.
        suppressed: the number is withheld (and 0 here).
    """

    model_config = ConfigDict(frozen=True)

    procedure_code: str
    slot: str
    state: SlotState
    dossiers: int
    suppressed: bool = False


class CompletenessBand(StrEnum):
    """Bands of the completeness ratio of single dossiers (digitised over due components).

    `ALL` only where nothing is undetermined; `UNKNOWN` where the due set is unknown, or all that is surely
    due is digitised and something is undetermined. A ledger keeps the bands by their order here.
    """

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
    """What is to be done with one dossier, and whether it is complete then.

    Attributes:
        steps: what is to be done, with the slot (`result` for the result; empty where nobody knows which
            papers are due).
        completes: whether the dossier is digitised in full after these: never where a person has to look at
            papers or to ask first, for nobody knows what comes of it.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    procedure_code: str
    steps: tuple[tuple[ActionKind, str], ...]
    completes: bool = True


@dataclass(frozen=True, slots=True)
class Lacking:
    """A dossier that lacks something.

    Attributes:
        unassigned: papers of it that wait for a person.
        due_set_unknown: nobody knows which papers are due.
        lacks: slot and state of each due paper that is not digitised or undetermined, `result` among them.
    """

    dossier_code: str
    unit_code: str
    procedure_code: str
    unassigned: int
    due_set_unknown: bool
    lacks: tuple[tuple[str, SlotState], ...]


_EFFORT = tuple(ActionKind)
_KINDS = {
    SlotState.FAILED_GATE: ActionKind.RESCAN,
    SlotState.UNREADABLE: ActionKind.RESCAN,
    SlotState.MISSING: ActionKind.SCAN,
    SlotState.UNDETERMINED: ActionKind.ASK,
}
_SURE = frozenset({ActionKind.RESCAN, ActionKind.SCAN})


def band_of(due: int | None, digitised: int, undetermined: int) -> CompletenessBand:
    """The band of a dossier's completeness, by whole numbers."""
    if due is None:
        return CompletenessBand.UNKNOWN
    if digitised == due:
        if undetermined:
            return CompletenessBand.UNKNOWN
        return CompletenessBand.ALL if due else CompletenessBand.NOTHING_DUE
    if digitised == 0:
        return CompletenessBand.NONE
    if digitised * 2 < due:
        return CompletenessBand.BELOW_HALF
    return CompletenessBand.BELOW_80 if digitised * 5 < due * 4 else CompletenessBand.BELOW_ALL


def actions_for(dossiers: Iterable[Lacking]) -> tuple[Action, ...]:
    """What to do next, those first that raise `so_hoa_day_du_tphs` most for the fewest actions.

    Dossiers whose components need one step come first, rescans before scans before what needs a person's
    thought; those that lack the result alone come last, for they do not raise it. Then by unit and code.
    """
    return tuple(sorted((_action(dossier) for dossier in dossiers), key=_order))


def _action(dossier: Lacking) -> Action:
    steps = tuple(_steps(dossier))
    components = [kind for kind, slot in steps if slot != RESULT_SLOT]
    return Action(
        dossier_code=dossier.dossier_code,
        unit_code=dossier.unit_code,
        procedure_code=dossier.procedure_code,
        steps=steps,
        completes=bool(components) and _SURE.issuperset(components),
    )


def _steps(dossier: Lacking) -> Iterable[tuple[ActionKind, str]]:
    """The least effort first; what lies unassigned may be what is missing: it is looked at before a scan."""
    waiting = dossier.unassigned
    found = []
    for slot, state in dossier.lacks:
        kind = _KINDS[state]
        if kind is ActionKind.SCAN and waiting and slot != RESULT_SLOT:
            waiting -= 1
            kind = ActionKind.REVIEW
        found.append((kind, slot))
    if dossier.due_set_unknown:
        found.append((ActionKind.ASK, ""))
    return sorted(found, key=lambda step: (step[1] == RESULT_SLOT, _EFFORT.index(step[0])))


def _order(action: Action) -> tuple[bool, int, Sequence[int], str, str]:
    efforts = [_EFFORT.index(kind) for kind, slot in action.steps if slot != RESULT_SLOT]
    return not efforts, len(efforts), sorted(efforts, reverse=True), action.unit_code, action.dossier_code
