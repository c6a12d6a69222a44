"""What a report says, before it takes a form: period, cohort, totals, groups, dossiers.

`dossiers/report_making.py` makes one from what was counted; `reports/` turns it into tables and files.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dossiers.completeness import DossierStatusReport
from dossiers.incompleteness import Action, Cause, CompletenessBand
from dossiers.indicators import Cohort
from dossiers.operations import OperationsRow
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.register import RESULT_SLOT
from dossiers.register_guard import Excluded, Exclusion, Shrinkage
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
    imported_by: str = ""


class Group(BaseModel):
    """One group of dossiers, `by` its values, and its indicators.

    Attributes:
        suppressed: the indicators of which the numbers are withheld (and 0 here): renderers say so.
    """

    model_config = ConfigDict(frozen=True)

    by: dict[str, str]
    indicators: dict[str, Ratio]
    suppressed: tuple[str, ...] = ()


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
    """How many dossiers nobody can call complete or incomplete: they are in the denominators.

    Attributes:
        level_out_of_time: received by a district after 30 June 2025, when there were none any more.

    None is withheld.
    """

    model_config = ConfigDict(frozen=True)

    undetermined: int | None
    unknown_due_set: int | None
    nothing_to_digitise: int | None
    unassigned_papers: int | None
    level_out_of_time: int | None = 0


class Definition(BaseModel):
    """How a rule set counts an indicator, in words.

    Attributes:
        source: the paragraph it rests on.
    """

    model_config = ConfigDict(frozen=True)

    rule_set: str
    id: str
    name_vi: str
    name_en: str
    source: str
    numerator_vi: str
    numerator_en: str
    denominator_vi: str
    denominator_en: str


class UnitLine(BaseModel):
    """A unit of the agency-code tree with all below it.

    Attributes:
        depth: in the tree of the report, from 0.
        counted: dossiers of the cohort.
        suppressed: the indicators of which the numbers are withheld (and 0 here), `counted` among them.
    """

    model_config = ConfigDict(frozen=True)

    unit_code: str
    depth: int
    counted: int
    indicators: dict[str, Ratio]
    suppressed: tuple[str, ...] = ()


class Report(BaseModel):
    """A report on one cohort (contract.md, `sohoa report`).

    Attributes:
        total: the indicators of the contract first, then a province's own; `definitions` names them all.
        definitions: of each rule set of the dossiers, in the order of `total`.
        units: the tree of units, each with all below it, parents before children.
        trend: by month of the cohort's date, over the period, or over the 12 months that end with it where
            it is shorter.
        distribution: how many dossiers of the cohort have which completeness; None is withheld.
        causes: most frequent first.
        actions: what to do next, the fewest actions that raise the ratio most first; None: not asked for.
        excluded: at most as many as a report lists; `excluded_counts` has them all (None: withheld).
        shrunk: months of the period of which an import made the register smaller.
        suppressed: of `total` and `counted` what is withheld (and 0 here).
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
    definitions: tuple[Definition, ...] = ()
    operations: tuple[OperationsRow, ...] = ()
    units: tuple[UnitLine, ...] = ()
    trend: tuple[Group, ...] = ()
    distribution: dict[CompletenessBand, int | None] = {}
    causes: tuple[Cause, ...] = ()
    actions: tuple[Action, ...] | None = None
    excluded: tuple[Excluded, ...] = ()
    excluded_counts: dict[Exclusion, int | None] = {}
    shrunk: tuple[Shrinkage, ...] = ()
    suppressed: tuple[str, ...] = ()
    suppressed_below: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it is about no dossier at all."""
        return not self.counted and not self.suppressed


def line_of(status: DossierStatusReport) -> DossierLine:
    """A dossier as a report lists it."""
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
