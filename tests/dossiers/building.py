"""Dossiers built in one line, and how they stand: what the tests of the domain share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from config.rule_sets import load_rule_sets
from dossiers.completeness import DossierStatusReport, SlotStatus, dossier_status
from dossiers.counting import Cell, Counting, Kind, Sums, Tally
from dossiers.facts import DossierFacts, Ending, facts_of
from dossiers.indicators import Cohort, Indicators
from dossiers.periods import VIETNAM, Period
from dossiers.procedures import Procedure
from dossiers.register import ComponentRow, DossierRecord
from dossiers.report_making import Figures
from dossiers.report_making import make_report as make
from dossiers.reporting import Breakdown, RegisterSource, Report, line_of
from dossiers.rules import RuleSet, rule_set_on
from dossiers.states import Paper
from dossiers.unit_tree import unit_tree

RULE_SETS = load_rule_sets()
QD766, ND118 = RULE_SETS

CODE = "H41.12-240105-0001"
Q1_2024 = Period(first=date(2024, 1, 1), last=date(2024, 3, 31))
DAWN = datetime(2024, 4, 1, 5, 0, tzinfo=VIETNAM)
Row = dict[str, Any]


def record(**changes: object) -> DossierRecord:
    """A dossier handed in on paper on 5 January 2024 and still in progress."""
    values: Row = {
        "dossier_code": CODE,
        "procedure_code": "1.001193",
        "unit_code": "H41.12",
        "level": "commune",
        "channel": "direct",
        "received_on": "2024-01-05",
        "status": "in_progress",
    }
    return DossierRecord.model_validate(values | changes)


def resolved(**changes: object) -> DossierRecord:
    """The same dossier, resolved five days later."""
    return record(**{"status": "resolved", "resolved_on": "2024-01-10", **changes})


def component(slot: str, **attributes: object) -> Row:
    """A component as a row of the catalogue; neither required nor conditional unless it says so."""
    return {"id": slot, "name_vi": slot, **attributes}


def procedure(*components: Row, **attributes: object) -> Procedure:
    """A procedure with these components that ends in a document."""
    values: Row = {"code": "1.001193", "name_vi": "Đăng ký khai sinh", "components": components}
    return Procedure.model_validate(values | attributes)


def unlisted_procedure() -> Procedure:
    """A procedure known by code and name alone."""
    return Procedure(code="1.000080", name_vi="Đăng ký nhận cha, mẹ, con")


def row(slot: str, **attributes: object) -> ComponentRow:
    """A line of the receipt slip."""
    return ComponentRow.model_validate({"dossier_code": CODE, "slot": slot, **attributes})


def paper(slot: str | None, state: str = "usable", number: int = 1, *findings: str) -> Paper:
    """A stored paper."""
    return Paper.model_validate(
        {"number": number, "slot": slot, "state": state, "pages": (1,), "findings": findings}
    )


def look(
    dossier: DossierRecord,
    known: Procedure | None,
    *,
    rows: Iterable[ComponentRow] = (),
    papers: Iterable[Paper] = (),
) -> DossierStatusReport:
    """How the dossier stands, under the rule set of its reception date."""
    return dossier_status(
        dossier,
        procedure=known,
        rows=tuple(rows),
        papers=tuple(papers),
        rules=rule_set_on(dossier.received_on, RULE_SETS),
    )


def slot_of(status: DossierStatusReport, slot: str) -> SlotStatus:
    """One slot of a dossier."""
    return next(entry for entry in status.slots if entry.id == slot)


def due_and_state(status: DossierStatusReport) -> dict[str, tuple[bool | None, str]]:
    """Every slot with whether it is due, and its state."""
    return {slot.id: (slot.due, slot.state.value) for slot in status.slots}


def counts(status: DossierStatusReport) -> tuple[int | None, int, int]:
    """Due, digitised, undetermined."""
    return status.components.due, status.components.digitised, status.components.undetermined


def tally_of(statuses: Iterable[DossierStatusReport], as_of: date | None = None) -> Tally:
    """The dossiers by kind, as the ledger counts them."""
    found: dict[Kind, Sums] = {}
    for status in statuses:
        facts = facts_of(status)
        kind = Kind(status.rule_set, facts.bits, ending_as_of(*Ending.of(status.record), as_of))
        one = Sums(1, facts.due or 0, facts.digitised, facts.unassigned)
        found[kind] = found.get(kind, Sums()).plus(one)
    return found


def count(
    statuses: Iterable[DossierStatusReport], period: Period | None, rule_sets: Sequence[RuleSet] = RULE_SETS
) -> Indicators:
    """The indicators over these dossiers, as of the end of the period."""
    counting = Counting(rule_sets)
    return counting.indicators(counting.cell(tally_of(statuses, period.last if period else None)))


def make_report(
    statuses: Iterable[DossierStatusReport],
    *,
    period: Period,
    cohort: Cohort,
    breakdowns: Sequence[Breakdown],
    with_dossiers: bool,
    sources: Sequence[RegisterSource],
    generated_at: datetime,
    rule_sets: Sequence[RuleSet] = RULE_SETS,
    suppress_below: int = 0,
) -> Report:
    """The report on the dossiers of the cohort, counted in memory; others are passed over."""
    counting = Counting(rule_sets)
    chosen = [status for status in statuses if _is_told(status.record, cohort, period)]
    lines = [status for status in chosen if not status.record.is_deleted]

    def cells(key: Callable[[DossierStatusReport], Any]) -> dict[Any, Cell]:
        members: dict[Any, list[DossierStatusReport]] = {}
        for status in lines:
            members.setdefault(key(status), []).append(status)
        return {name: counting.cell(tally_of(own, period.last)) for name, own in members.items()}

    return make(
        Figures(
            tally=tally_of(chosen, period.last),
            groups=cells(lambda status: tuple(_value(by, status, cohort) for by in breakdowns))
            if breakdowns
            else {},
            units=cells(lambda status: status.record.unit_code),
            lacking=_lacking(lines, period.last),
        ),
        counting=counting,
        tree=unit_tree((), {status.record.unit_code for status in lines}),
        period=period,
        cohort=cohort,
        breakdowns=breakdowns,
        sources=sources,
        generated_at=generated_at,
        suppress_below=suppress_below,
        dossiers=[line_of(status) for status in lines] if with_dossiers else None,
    )


def _is_told(dossier: DossierRecord, cohort: Cohort, period: Period) -> bool:
    """Of the cohort, or deleted and received in the period."""
    deleted = dossier.is_deleted and cohort is Cohort.RECEIVED and dossier.received_on in period
    return deleted or cohort.holds(dossier, period)


def _value(by: Breakdown, status: DossierStatusReport, cohort: Cohort) -> str:
    dossier = status.record
    day = dossier.received_on if cohort is Cohort.RECEIVED else dossier.resolved_on
    values: dict[Breakdown, str] = {
        Breakdown.UNIT: dossier.unit_code,
        Breakdown.LEVEL: dossier.level.value,
        Breakdown.FIELD: dossier.field,
        Breakdown.PROCEDURE: dossier.procedure_code,
        Breakdown.CHANNEL: dossier.channel.value,
        Breakdown.MONTH: f"{day:%Y-%m}",
    }
    return values[by]


def _lacking(statuses: Iterable[DossierStatusReport], as_of: date) -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for status in statuses:
        resolved = ending_as_of(*Ending.of(status.record), as_of) is Ending.RESOLVED
        facts: DossierFacts = facts_of(status)
        for slot, state in facts.lacks:
            if slot != "result" or resolved:
                found[status.record.procedure_code, slot, state] += 1
    return dict(found)


def report(
    *statuses: DossierStatusReport,
    period: Period = Q1_2024,
    cohort: Cohort = Cohort.RECEIVED,
    by: Iterable[Breakdown] = (),
    with_dossiers: bool = False,
    **options: Any,
) -> Report:
    """The report on these dossiers."""
    return make_report(
        statuses,
        period=period,
        cohort=cohort,
        breakdowns=tuple(by),
        with_dossiers=with_dossiers,
        sources=(),
        generated_at=DAWN,
        **options,
    )


def fractions(indicators: Indicators) -> dict[str, str]:
    """Indicators as `numerator/denominator`."""
    return {name: f"{ratio.numerator}/{ratio.denominator}" for name, ratio in indicators.items()}


def indicators_of(*statuses: DossierStatusReport, **options: Any) -> dict[str, str]:
    """The indicators of a report as `numerator/denominator`."""
    return fractions(report(*statuses, **options).total)


def ending_as_of(ending: Ending, ended_on: date | None, day: date | None) -> Ending:
    """How it had ended by the end of that day (None: today): by dates, as the ledger's SQL says it."""
    is_later = day is not None and ended_on is not None and ended_on > day
    return Ending.OPEN if is_later and ending is not Ending.DELETED else ending
