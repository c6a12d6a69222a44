"""From figures to a report: nothing is counted here, and nothing takes a form yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dossiers.counting import Cell, Counting, Tally
from dossiers.fact_names import Fact
from dossiers.facts import Ending, band_in
from dossiers.incompleteness import Action, Cause, CompletenessBand
from dossiers.indicators import Cohort
from dossiers.operations import OperationsRow
from dossiers.periods import Period
from dossiers.publishable import publishable
from dossiers.ratio_suppression import COUNTED, TOTAL, Place, Printed, hidden_ratios, shown
from dossiers.register_guard import Excluded, Exclusion, Shrinkage
from dossiers.reporting import (
    Breakdown,
    Definition,
    DossierLine,
    Doubts,
    Group,
    RegisterSource,
    Report,
    UnitLine,
)
from dossiers.rules import MIXED, name_of
from dossiers.scoring import Scoring, scored
from dossiers.states import SlotState
from dossiers.unit_tree import UnitTree
from dossiers.withholding import hidden_together

Lacking = tuple[str, str, SlotState]
"""A procedure, a slot, and how the paper is lacking."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted for a report.

    Attributes:
        tally: the dossiers of the cohort by kind, and the deleted ones of the period.
        trend: the same by month, `2024-01`.
        groups: by the values of the breakdowns, in their order.
        units: each unit without what is below it.
        lacking: dossiers by procedure, slot and state of what they lack.
    """

    tally: Tally
    trend: Mapping[str, Tally] = field(default_factory=dict)
    groups: Mapping[tuple[str, ...], Cell] = field(default_factory=dict)
    units: Mapping[str, Cell] = field(default_factory=dict)
    lacking: Mapping[Lacking, int] = field(default_factory=dict)


def make_report(
    figures: Figures,
    *,
    counting: Counting,
    tree: UnitTree,
    period: Period,
    cohort: Cohort,
    breakdowns: Sequence[Breakdown],
    sources: Sequence[RegisterSource],
    generated_at: datetime,
    suppress_below: int = 0,
    dossiers: Sequence[DossierLine] | None = None,
    actions: Sequence[Action] | None = None,
    excluded: Sequence[Excluded] = (),
    operations: Sequence[OperationsRow] = (),
    shrunk: Sequence[Shrinkage] = (),
) -> Report:
    """The report that these figures make; where small counts are withheld, it names no dossier."""
    counted = {kind: sums for kind, sums in figures.tally.items() if kind.ending is not Ending.DELETED}
    rule_sets = tuple(sorted({kind.rule_set for kind in counted}))
    rule_set = name_of(rule_sets)
    printed = Printed(
        total=counting.cell(counted),
        units=tree.rolled_up(figures.units, Cell.plus),
        tree=tree,
        months={month: counting.cell(tally) for month, tally in figures.trend.items()},
        groups=figures.groups,
        breakdowns=breakdowns,
    )
    hidden, rows = hidden_together(
        printed, operations, counting=counting, period=period, cohort=cohort, below=suppress_below
    )
    show = _Shown(counting, hidden)
    total = show.all_of(TOTAL, printed.total)
    report = Report(
        period=period,
        cohort=cohort,
        rule_set=rule_set,
        rule_sets=rule_sets if rule_set == MIXED else (),
        generated_at=generated_at,
        total=total["indicators"],
        breakdowns=tuple(breakdowns),
        groups=_groups(printed.groups, breakdowns, show),
        dossiers=None if dossiers is None else tuple(dossiers),
        counted=total["counted"],
        suppressed=total["suppressed"],
        doubts=_doubts(counted),
        register_sources=tuple(sources),
        scoring=tuple(_scoring(counted, counting, rule_sets, suppress_below)),
        definitions=tuple(_definitions(counting, rule_sets)),
        operations=rows,
        units=_units(printed.units, tree, show),
        trend=_trend(printed.months, show),
        distribution=_distribution(counted),
        causes=_causes(figures.lacking),
        actions=None if actions is None else tuple(actions),
        excluded=tuple(excluded),
        excluded_counts=_excluded_counts(figures.tally, counting),
        shrunk=tuple(shrunk),
        suppressed_below=suppress_below,
    )
    return publishable(report)


def _groups(
    cells: Mapping[tuple[str, ...], Cell], breakdowns: Sequence[Breakdown], show: _Shown
) -> tuple[Group, ...]:
    """Sorted by their values."""
    names = [breakdown.value for breakdown in breakdowns]
    return tuple(
        Group(by=dict(zip(names, key, strict=True)), **show.ratios(Place("group", key), cells[key]))
        for key in sorted(cells)
    )


def _trend(months: Mapping[str, Cell], show: _Shown) -> tuple[Group, ...]:
    return tuple(
        Group(by={Breakdown.MONTH.value: month}, **show.ratios(Place("month", (month,)), months[month]))
        for month in sorted(months)
    )


def _units(cells: Mapping[str, Cell], tree: UnitTree, show: _Shown) -> tuple[UnitLine, ...]:
    return tuple(
        UnitLine(unit_code=unit, depth=tree.depths[unit], **show.all_of(Place("unit", (unit,)), cell))
        for unit, cell in cells.items()
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of each cell."""

    counting: Counting
    hidden: Mapping[Place, tuple[str, ...]]

    def ratios(self, place: Place, cell: Cell) -> dict[str, Any]:
        """Its ratios, and which are withheld."""
        hidden = tuple(name for name in self.hidden.get(place, ()) if name != COUNTED)
        return {"indicators": shown(self.counting.indicators(cell), hidden), "suppressed": hidden}

    def all_of(self, place: Place, cell: Cell) -> dict[str, Any]:
        """Its ratios and the number of its dossiers, and what of these is withheld."""
        hidden = self.hidden.get(place, ())
        counted = 0 if COUNTED in hidden else cell.counted
        return {**self.ratios(place, cell), "counted": counted, "suppressed": hidden}


def _causes(lacking: Mapping[Lacking, int]) -> tuple[Cause, ...]:
    causes = (
        Cause(procedure_code=procedure, slot=slot, state=state, dossiers=number)
        for (procedure, slot, state), number in lacking.items()
    )
    return tuple(
        sorted(causes, key=lambda cause: (-cause.dossiers, cause.procedure_code, cause.slot, cause.state))
    )


def _scoring(counted: Tally, counting: Counting, rule_sets: Iterable[str], below: int) -> Iterable[Scoring]:
    """Points tell a ratio: one over few dossiers gives none."""
    for name in rule_sets:
        rule = counting.rule_set(name).scoring
        if rule is not None:
            cell = counting.cell({kind: sums for kind, sums in counted.items() if kind.rule_set == name})
            hidden = hidden_ratios(Printed(cell), counting, None, below).get(TOTAL, ())
            yield scored(name, rule, shown(counting.indicators(cell), hidden))


def _definitions(counting: Counting, rule_sets: Iterable[str]) -> Iterable[Definition]:
    for name in rule_sets:
        rules = {rule.id: rule for rule in counting.rule_set(name).indicators}
        for rule in (rules[indicator] for indicator in counting.ids if indicator in rules):
            yield Definition(rule_set=name, **rule.model_dump(include=set(Definition.model_fields)))


def _distribution(counted: Tally) -> dict[CompletenessBand, int]:
    numbers = dict.fromkeys(CompletenessBand, 0)
    for kind, sums in counted.items():
        numbers[band_in(kind.facts)] += sums.dossiers
    return numbers


def _excluded_counts(tally: Tally, counting: Counting) -> dict[Exclusion, int]:
    numbers: dict[Exclusion, int] = {}
    for kind, sums in tally.items():
        why = counting.exclusion(kind)
        if why is not None:
            numbers[why] = numbers.get(why, 0) + sums.dossiers
    return {why: numbers[why] for why in Exclusion if why in numbers}


def _doubts(counted: Tally) -> Doubts:
    def number(fact: Fact) -> int:
        return sum(sums.dossiers for kind, sums in counted.items() if kind.facts & fact.bit)

    return Doubts(
        undetermined=number(Fact.UNDETERMINED),
        unknown_due_set=number(Fact.DUE_SET_UNKNOWN),
        nothing_to_digitise=number(Fact.NOTHING_TO_DIGITISE),
        unassigned_papers=sum(sums.unassigned for sums in counted.values()),
        level_out_of_time=number(Fact.LEVEL_OUT_OF_TIME),
    )
