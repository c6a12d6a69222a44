"""How a dossier is judged, in the words that people compare: before a change, and after it.

A verdict is told from what counting keeps of a dossier (dossiers/facts.py), so that one that stands in the
ledger and one that was just made can be held side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from dossiers.fact_names import Fact
from dossiers.facts import DossierFacts
from dossiers.register import RESULT_SLOT
from dossiers.states import SlotState

DIGITISED = "digitised"
NOT_DUE = "not_due"


class Verdict(BaseModel):
    """How one dossier is judged.

    Attributes:
        complete: as in contract.md, `sohoa status`; None where nobody knows.
        result: `digitised`, `not_due`, or how it is lacking.
        due, digitised, undetermined: its components; `due` None where nobody knows them.
        lacks: the due components that are not digitised or undetermined, and how.
    """

    model_config = ConfigDict(frozen=True)

    complete: bool | None
    result: str
    due: int | None
    digitised: int
    undetermined: int
    lacks: dict[str, str]


class ChangedSlot(BaseModel):
    """A slot that is lacking before or after, and not the same way; None: nothing is lacking there."""

    model_config = ConfigDict(frozen=True)

    slot: str
    before: str | None
    after: str | None


class ChangedDossier(BaseModel):
    """A dossier that is judged otherwise than before."""

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    before: Verdict
    after: Verdict
    slots: tuple[ChangedSlot, ...]

    @property
    def move(self) -> str:
        """From which word on completeness to which: `complete -> incomplete`."""
        return f"{completeness_word(self.before)} -> {completeness_word(self.after)}"


def verdict_of(facts: DossierFacts) -> Verdict:
    """The verdict that a dossier's facts hold."""
    lacks = dict(facts.lacks)
    result = lacks.pop(RESULT_SLOT, None)
    complete = True if facts.bits & Fact.COMPLETE.bit else None
    return Verdict(
        complete=False if facts.bits & Fact.INCOMPLETE.bit else complete,
        result=_result(result, facts.bits),
        due=facts.due,
        digitised=facts.digitised,
        undetermined=facts.undetermined,
        lacks={slot: state.value for slot, state in lacks.items()},
    )


def changed_dossier(code: str, unit: str, before: Verdict, after: Verdict) -> ChangedDossier | None:
    """What differs; None where nothing does."""
    if before == after:
        return None
    return ChangedDossier(
        dossier_code=code, unit_code=unit, before=before, after=after, slots=tuple(_slots(before, after))
    )


def completeness_word(verdict: Verdict) -> str:
    """`complete`, `incomplete` or `unknown`."""
    if verdict.complete is None:
        return "unknown"
    return "complete" if verdict.complete else "incomplete"


def _result(lacking: SlotState | None, bits: int) -> str:
    if lacking is not None:
        return lacking.value
    return DIGITISED if bits & Fact.RESULT_FILE.bit else NOT_DUE


def _slots(before: Verdict, after: Verdict) -> Iterable[ChangedSlot]:
    for slot in _in_order(before.lacks, after.lacks):
        if before.lacks.get(slot) != after.lacks.get(slot):
            yield ChangedSlot(slot=slot, before=before.lacks.get(slot), after=after.lacks.get(slot))
    if before.result != after.result:
        yield ChangedSlot(slot=RESULT_SLOT, before=before.result, after=after.result)


def _in_order(*lacks: dict[str, str]) -> Sequence[str]:
    return tuple(dict.fromkeys(slot for own in lacks for slot in own))
