"""Which paper lacks in which dossier, why, and what is to be done, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossiers.incompleteness import Action, ActionKind
from dossiers.register import RESULT_SLOT
from dossiers.reporting import DossierLine, Report
from dossiers.states import SlotState
from reports.failure_words import FailureWords
from reports.names import Names, paper_name
from reports.notation import Notation
from reports.texts import Text
from reports.words import Words

_LACKING_RESULT = {SlotState.MISSING, SlotState.FAILED_GATE, SlotState.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Lack:
    """A paper that a dossier lacks.

    Attributes:
        paper: its name, in words.
        reasons: why what was scanned does not count; empty where nothing was, or no dossiers were asked for.
        step: what is to be done; None where no actions were asked for.
        completes: whether the dossier is complete after all its steps.
    """

    dossier_code: str
    unit_code: str
    procedure_code: str
    paper: str
    reasons: tuple[str, ...] = ()
    step: ActionKind | None = None
    completes: bool | None = None


def lacks(report: Report, names: Names, words: Words) -> Iterator[Lack]:
    """What is to be done, in its order; then what else the listed dossiers lack."""
    lines = {line.dossier_code: line for line in report.dossiers or ()}
    acted_on = set()
    for action in report.actions or ():
        acted_on.add(action.dossier_code)
        yield from _lacks_of_action(action, lines.get(action.dossier_code), names, words)
    for line in lines.values():
        if line.dossier_code not in acted_on:
            yield from _lacks_of(line, names, words)


def _lacks_of(line: DossierLine, names: Names, words: Words) -> Iterator[Lack]:
    """The papers that a dossier lacks or of which that is undetermined."""
    for slot in line.missing:
        yield _lack(line, names.paper(line.procedure_code, slot), _reasons(line, slot, words))
    if line.result in _LACKING_RESULT:
        result = words.say(Text.TODO_RESULT, words.result(line.result))
        yield _lack(line, result, _reasons(line, RESULT_SLOT, words))
    if line.due is None:
        yield _lack(line, words.say(Text.DUE_UNKNOWN))
    if line.undetermined:
        undetermined = Notation(words.language).count(line.undetermined)
        yield _lack(line, words.say(Text.TODO_UNDETERMINED, undetermined))


def _lacks_of_action(action: Action, line: DossierLine | None, names: Names, words: Words) -> Iterator[Lack]:
    for kind, slot in action.steps:
        yield Lack(
            dossier_code=action.dossier_code,
            unit_code=action.unit_code,
            procedure_code=action.procedure_code,
            paper=paper_name(action.procedure_code, slot, names, words),
            reasons=_reasons(line, slot, words) if line else (),
            step=kind,
            completes=action.completes,
        )


def _lack(line: DossierLine, paper: str, reasons: tuple[str, ...] = ()) -> Lack:
    return Lack(line.dossier_code, line.unit_code, line.procedure_code, paper, reasons)


def _reasons(line: DossierLine, slot: str, words: Words) -> tuple[str, ...]:
    """Why a paper that was scanned does not count."""
    return tuple(FailureWords(words.language).reasons(line.gate_failures.get(slot, ())))
