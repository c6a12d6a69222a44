"""The dossiers of a report as data for its page: each once, with what it lacks; texts stand in tables.

The page's script filters and shows them; the data is no script, and nothing of it is ever taken as markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from dossiers.register import RESULT_SLOT
from dossiers.reporting import DossierLine, Report
from dossiers.states import SlotState
from reports.failure_words import FailureWords
from reports.names import Names, paper_name
from reports.notation import plain
from reports.texts import Text
from reports.words import Words

MOST_DOSSIERS = 20_000  # two megabytes of page
_LACKING_RESULT = {SlotState.MISSING, SlotState.FAILED_GATE, SlotState.UNREADABLE}
_UNREADABLE = "unreadable"  # the severity of a gate, `dossiers.states.GateFailure`
_VERDICTS = {True: 1, False: 0, None: 2}

Lack = tuple[int, int, int]  # index of the paper, of the state, of the reason; -1 for no reason


class _Table:
    """Texts by the index under which rows name them."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, ...], int] = {}

    def index(self, *entry: str) -> int:
        return self.entries.setdefault(entry, len(self.entries))

    def rows(self) -> list[tuple[str, ...]]:
        return list(self.entries)


@dataclass(frozen=True)
class Drilldown:
    """What the page's script needs.

    Attributes:
        shown, of: how many dossiers the page has, and of how many.
        causes: by (procedure, slot, state) the value by which the page filters; only of what a shown dossier
            lacks.
    """

    shown: int
    of: int
    tables: dict[str, list[tuple[str, ...]]]
    dossiers: list[list[object]]
    causes: dict[tuple[str, str, SlotState], str] = field(default_factory=dict)

    def as_json(self, **more: object) -> Markup:
        """The data block; `<` is escaped, so no text can end it."""
        data = {**self.tables, "dossiers": self.dossiers, **more}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no `<` is left


def drilldown(report: Report, names: Names, words: Words) -> Drilldown:
    """The dossiers of the report, those that lack something first; at most as many as a page can hold."""
    return _Maker(names, words).make(report)


class _Maker:
    def __init__(self, names: Names, words: Words) -> None:
        self._names, self._words = names, words
        self._failures = FailureWords(words.language)
        self._units, self._procedures, self._papers = _Table(), _Table(), _Table()
        self._states, self._reasons = _Table(), _Table()
        self._causes: dict[tuple[str, str, SlotState], str] = {}

    def make(self, report: Report) -> Drilldown:
        lines = report.dossiers or ()
        for unit in report.units:
            self._unit(unit.unit_code)
        shown = sorted(lines, key=_rank)[:MOST_DOSSIERS]
        rows = [self._row(line) for line in shown]
        tables = {
            "units": self._units.rows(),
            "procedures": self._procedures.rows(),
            "papers": self._papers.rows(),
            "states": self._states.rows(),
            "reasons": self._reasons.rows(),
        }
        return Drilldown(len(shown), len(lines), tables, rows, self._causes)

    def _unit(self, code: str) -> int:
        return self._units.index(plain(code), self._names.unit(code))

    def _row(self, line: DossierLine) -> list[object]:
        procedure = self._procedures.index(
            plain(line.procedure_code), self._names.procedure(line.procedure_code)
        )
        return [
            plain(line.dossier_code),
            self._unit(line.unit_code),
            procedure,
            line.digitised,
            line.due,
            _VERDICTS[line.complete],
            list(self._lacks(line, procedure)),
        ]

    def _lacks(self, line: DossierLine, procedure: int) -> Iterator[Lack]:
        for slot in line.missing:
            yield self._lack(line, procedure, slot, state_of(line, slot))
        if line.result in _LACKING_RESULT:
            yield self._lack(line, procedure, RESULT_SLOT, line.result)
        undetermined = self._states.index(self._words.state(SlotState.UNDETERMINED))
        if line.due is None:
            yield (self._papers.index("", self._words.say(Text.DUE_UNKNOWN)), undetermined, -1)
        if line.undetermined:
            said = self._words.say(Text.TODO_UNDETERMINED, line.undetermined)
            yield (self._papers.index("", said), undetermined, -1)

    def _lack(self, line: DossierLine, procedure: int, slot: str, state: SlotState) -> Lack:
        paper = self._papers.index(
            plain(slot), paper_name(line.procedure_code, slot, self._names, self._words)
        )
        said = self._states.index(self._words.state(state))
        reasons = "; ".join(self._failures.reasons(line.gate_failures.get(slot, ())))
        self._causes[(line.procedure_code, slot, state)] = f"{procedure} {paper} {said}"
        return (paper, said, self._reasons.index(reasons) if reasons else -1)


def state_of(line: DossierLine, slot: str) -> SlotState:
    """How a due paper lacks: a scan that fails its gates has their failures, no scan has none."""
    failures = line.gate_failures.get(slot, ())
    if not failures:
        return SlotState.MISSING
    if any(failure.severity == _UNREADABLE for failure in failures):
        return SlotState.UNREADABLE
    return SlotState.FAILED_GATE


def _rank(line: DossierLine) -> tuple[bool, str]:
    lacks = bool(line.missing or line.undetermined or line.due is None or line.result in _LACKING_RESULT)
    return (not lacks, line.dossier_code)
