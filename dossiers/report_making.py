"""From figures to a report: nothing is counted here, and nothing takes a form yet."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from dossiers.counting import Cell, Counting, Tally
from dossiers.fact_names import Fact
from dossiers.facts import Ending, band_in
from dossiers.incompleteness import Action, Cause, CompletenessBand
from dossiers.indicators import Cohort
from dossiers.operations import OperationsRow
from dossiers.periods import Period
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
from dossiers.suppression import shown, withheld
from dossiers.unit_tree import UnitTree

Key = TypeVar("Key", bound=Hashable)
Lacking = tuple[str, str, SlotState]
"""A procedure, a slot, and how the paper is lacking."""

_COUNTED = "counted"


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
    """The report that these figures make."""
    counted = {kind: sums for kind, sums in figures.tally.items() if kind.ending is not Ending.DELETED}
    rule_sets = tuple(sorted({kind.rule_set for kind in counted}))
    rule_set = name_of(rule_sets)
    total = counting.cell(counted)
    return Report(
        period=period,
        cohort=cohort,
        rule_set=rule_set,
        rule_sets=rule_sets if rule_set == MIXED else (),
        generated_at=generated_at,
        total=counting.indicators(total),
        breakdowns=tuple(breakdowns),
        groups=_groups(figures.groups, breakdowns, counting, suppress_below),
        dossiers=None if dossiers is None else tuple(dossiers),
        counted=total.counted,
        doubts=_doubts(counted),
        register_sources=tuple(sources),
        scoring=tuple(_scoring(counted, counting, rule_sets)),
        definitions=tuple(_definitions(counting, rule_sets)),
        operations=tuple(operations),
        units=_units(figures.units, tree, counting, suppress_below),
        trend=_trend(figures.trend, counting, suppress_below),
        distribution=_distribution(counted),
        causes=_causes(figures.lacking, suppress_below),
        actions=None if actions is None else tuple(actions),
        excluded=tuple(excluded),
        excluded_counts=_excluded_counts(figures.tally, counting),
        shrunk=tuple(shrunk),
        suppressed_below=suppress_below,
    )


def _groups(
    cells: Mapping[tuple[str, ...], Cell], breakdowns: Sequence[Breakdown], counting: Counting, below: int
) -> tuple[Group, ...]:
    """Sorted by their values. The sums of units and of months are printed elsewhere in a report."""
    names = [breakdown.value for breakdown in breakdowns]
    keys = sorted(cells)
    slices = [keys]
    for place, breakdown in enumerate(breakdowns):
        if breakdown in {Breakdown.UNIT, Breakdown.MONTH}:
            parts: dict[str, list[tuple[str, ...]]] = {}
            for key in keys:
                parts.setdefault(key[place], []).append(key)
            slices += parts.values()
    hidden = _hidden(cells, slices, counting.ids, below)
    return tuple(
        Group(
            by=dict(zip(names, key, strict=True)),
            indicators=shown(counting.indicators(cells[key]), hidden.get(key, ())),
            suppressed=hidden.get(key, ()),
        )
        for key in keys
    )


def _trend(tallies: Mapping[str, Tally], counting: Counting, below: int) -> tuple[Group, ...]:
    cells: dict[tuple[str, ...], Cell] = {(month,): counting.cell(tally) for month, tally in tallies.items()}
    return _groups(cells, (Breakdown.MONTH,), counting, below)


def _units(own: Mapping[str, Cell], tree: UnitTree, counting: Counting, below: int) -> tuple[UnitLine, ...]:
    cells = tree.rolled_up(own, Cell.plus)
    children: dict[str | None, list[str]] = {}
    for unit in cells:
        children.setdefault(tree.parents[unit], []).append(unit)
    hidden = _hidden(cells, children.values(), (*counting.ids, _COUNTED), below)
    return tuple(
        UnitLine(
            unit_code=unit,
            depth=tree.depths[unit],
            counted=0 if _COUNTED in hidden.get(unit, ()) else cell.counted,
            indicators=shown(counting.indicators(cell), hidden.get(unit, ())),
            suppressed=hidden.get(unit, ()),
        )
        for unit, cell in cells.items()
    )


def _hidden(
    cells: Mapping[Key, Cell], slices: Iterable[Sequence[Key]], names: Collection[str], below: int
) -> dict[Key, tuple[str, ...]]:
    """By cell, what of it is withheld: indicators by their denominators, `counted` by the dossiers."""
    found: dict[Key, tuple[str, ...]] = {}
    if below <= 1:
        return found
    parts = [list(part) for part in slices]
    for place, name in enumerate(names):
        sizes = {key: (*cell.parts[1::2], cell.counted)[place] for key, cell in cells.items()}
        for key in withheld(sizes, parts, below):
            found[key] = (*found.get(key, ()), name)
    return found


def _causes(lacking: Mapping[Lacking, int], below: int) -> tuple[Cause, ...]:
    hidden = withheld(lacking, [list(lacking)], below)
    causes = [
        Cause(
            procedure_code=procedure,
            slot=slot,
            state=state,
            dossiers=0 if (procedure, slot, state) in hidden else number,
            suppressed=(procedure, slot, state) in hidden,
        )
        for (procedure, slot, state), number in lacking.items()
    ]
    return tuple(
        sorted(causes, key=lambda cause: (-cause.dossiers, cause.procedure_code, cause.slot, cause.state))
    )


def _scoring(counted: Tally, counting: Counting, rule_sets: Iterable[str]) -> Iterable[Scoring]:
    for name in rule_sets:
        rule = counting.rule_set(name).scoring
        if rule is not None:
            own = {kind: sums for kind, sums in counted.items() if kind.rule_set == name}
            yield scored(name, rule, counting.indicators(counting.cell(own)))


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
