"""What a report says, before it takes a form: period, cohort, totals, groups, dossiers.

Rows in, a report out; `reports/` turns it into tables and files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dossiers.completeness import DossierStatusReport
from dossiers.incompleteness import Action, Cause, CompletenessBand
from dossiers.indicators import Cohort, count
from dossiers.operations import OperationsRow
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.register import RESULT_SLOT
from dossiers.register_guard import Excluded, Exclusion, Shrinkage
from dossiers.rules import MIXED, name_of
from dossiers.scoring import Scoring
from dossiers.states import GateFailure, SlotState


class Breakdown(StrEnum):
    """By what a report groups its dossiers."""

    UNIT = "unit"
    LEVEL = "level"
    FIELD = "field"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    MONTH = "month"


class RegisterSource(BaseModel):
    """A register file the report rests on: a truncated export must not raise a ratio unnoticed."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str
    kind: str
    rows: int
    imported_at: AwareDatetime


class Group(BaseModel):
    """One group of dossiers, `by` its values, and its indicators."""

    model_config = ConfigDict(frozen=True)

    by: dict[str, str]
    indicators: dict[str, Ratio]


class DossierLine(BaseModel):
    """One dossier of a report and its own completeness ratio.

    `gate_failures`: of the papers of missing slots and of a missing result, by slot.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    procedure_code: str
    due: int | None
    digitised: int
    undetermined: int
    ratio: str | None
    complete: bool | None
    result: SlotState
    missing: tuple[str, ...]
    gate_failures: dict[str, tuple[GateFailure, ...]] = {}


class Doubts(BaseModel):
    """How many dossiers nobody can call complete or incomplete: they are in the denominators."""

    model_config = ConfigDict(frozen=True)

    undetermined: int
    unknown_due_set: int
    nothing_to_digitise: int
    unassigned_papers: int


class UnitLine(BaseModel):
    """A unit of the agency-code tree with all below it.

    Attributes:
        depth: in the tree of the report, from 0.
        counted: dossiers of the cohort.
    """

    model_config = ConfigDict(frozen=True)

    unit_code: str
    depth: int
    counted: int
    indicators: dict[str, Ratio]


class Report(BaseModel):
    """A report on one cohort (contract.md, `sohoa report`).

    Attributes:
        units: the tree of units, each with all below it, parents before children.
        trend: by month of the cohort's date, over the period, or over the 12 months that end with it where
            it is shorter.
        distribution: how many dossiers of the cohort have which completeness.
        causes: most frequent first.
        actions: what to do next, the fewest actions that raise the ratio most first; None: not asked for.
        excluded: at most as many as a report lists; `excluded_counts` has them all.
        suppressed_below: cells of fewer dossiers are not shown; 0: all are.
    """

    model_config = ConfigDict(frozen=True)

    period: Period
    cohort: Cohort
    rule_set: str
    rule_sets: tuple[str, ...]
    generated_at: AwareDatetime
    total: dict[str, Ratio]
    breakdowns: tuple[Breakdown, ...] = ()
    groups: tuple[Group, ...] = ()
    dossiers: tuple[DossierLine, ...] | None = None
    counted: int
    doubts: Doubts
    register_sources: tuple[RegisterSource, ...] = Field(())
    scoring: tuple[Scoring, ...] = ()
    operations: tuple[OperationsRow, ...] = ()
    units: tuple[UnitLine, ...] = ()
    trend: tuple[Group, ...] = ()
    distribution: dict[CompletenessBand, int] = {}
    causes: tuple[Cause, ...] = ()
    actions: tuple[Action, ...] | None = None
    excluded: tuple[Excluded, ...] = ()
    excluded_counts: dict[Exclusion, int] = {}
    shrunk: tuple[Shrinkage, ...] = ()
    suppressed_below: int = 0


def make_report(
    statuses: Iterable[DossierStatusReport],
    *,
    period: Period,
    cohort: Cohort,
    breakdowns: Sequence[Breakdown],
    with_dossiers: bool,
    sources: Sequence[RegisterSource],
    generated_at: datetime,
) -> Report:
    """The report on the dossiers of the cohort; `statuses` may hold others, they are passed over."""
    chosen = [status for status in statuses if cohort.holds(status.record, period)]
    rule_sets = tuple(sorted({status.rule_set for status in chosen}))
    rule_set = name_of(rule_sets)
    return Report(
        period=period,
        cohort=cohort,
        rule_set=rule_set,
        rule_sets=rule_sets if rule_set == MIXED else (),
        generated_at=generated_at,
        total=count(chosen, period),
        breakdowns=tuple(breakdowns),
        groups=tuple(_groups(chosen, breakdowns, period, cohort)),
        dossiers=tuple(_line(status) for status in chosen) if with_dossiers else None,
        counted=len(chosen),
        doubts=_doubts(chosen),
        register_sources=tuple(sources),
    )


def _groups(
    statuses: Iterable[DossierStatusReport], breakdowns: Sequence[Breakdown], period: Period, cohort: Cohort
) -> Iterable[Group]:
    if not breakdowns:
        return
    members: dict[tuple[str, ...], list[DossierStatusReport]] = {}
    for status in statuses:
        key = tuple(_key_of(breakdown, cohort)(status) for breakdown in breakdowns)
        members.setdefault(key, []).append(status)
    names = [breakdown.value for breakdown in breakdowns]
    for key in sorted(members):
        yield Group(by=dict(zip(names, key, strict=True)), indicators=count(members[key], period))


def _key_of(breakdown: Breakdown, cohort: Cohort) -> Callable[[DossierStatusReport], str]:
    def month(status: DossierStatusReport) -> str:
        record = status.record
        day = record.received_on if cohort is Cohort.RECEIVED else record.resolved_on or record.received_on
        return f"{day:%Y-%m}"

    return {
        Breakdown.UNIT: lambda status: status.record.unit_code,
        Breakdown.LEVEL: lambda status: status.record.level.value,
        Breakdown.FIELD: lambda status: status.record.field,
        Breakdown.PROCEDURE: lambda status: status.record.procedure_code,
        Breakdown.CHANNEL: lambda status: status.record.channel.value,
        Breakdown.MONTH: month,
    }[breakdown]


def _line(status: DossierStatusReport) -> DossierLine:
    counts = status.components
    return DossierLine(
        dossier_code=status.record.dossier_code,
        unit_code=status.record.unit_code,
        procedure_code=status.record.procedure_code,
        due=counts.due,
        digitised=counts.digitised,
        undetermined=counts.undetermined,
        ratio=counts.ratio,
        complete=status.complete,
        result=status.result.state,
        missing=status.missing,
        gate_failures=dict(_failures(status)),
    )


def _failures(status: DossierStatusReport) -> Iterable[tuple[str, tuple[GateFailure, ...]]]:
    missing = set(status.missing)
    papers = [(slot.id, slot.papers) for slot in status.slots if slot.id in missing]
    if not status.result.state.is_digitised:
        papers.append((RESULT_SLOT, status.result.papers))
    for slot, own in papers:
        failures = tuple(failure for paper in own for failure in paper.gate_failures)
        if failures:
            yield slot, failures


def _doubts(statuses: Sequence[DossierStatusReport]) -> Doubts:
    return Doubts(
        undetermined=sum(status.components.undetermined > 0 for status in statuses),
        unknown_due_set=sum(status.components.due is None for status in statuses),
        nothing_to_digitise=sum(status.has_nothing_to_digitise for status in statuses),
        unassigned_papers=sum(len(status.unassigned) for status in statuses),
    )
