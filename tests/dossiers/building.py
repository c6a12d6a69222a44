"""Dossiers built in one line, and how they stand: what the tests of the domain share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dossiers.completeness import DossierStatusReport, SlotStatus, dossier_status
from dossiers.indicators import Cohort, Indicators
from dossiers.periods import VIETNAM, Period
from dossiers.procedures import Procedure
from dossiers.register import ComponentRow, DossierRecord
from dossiers.reporting import Breakdown, Report, make_report
from dossiers.rules import RuleSet, rule_set_on
from dossiers.states import Paper

QD766 = RuleSet(
    id="2022-766", valid_from=date(2022, 8, 1), source="Quyết định 766/QĐ-TTg", online_exempt=False
)
ND118 = RuleSet(
    id="2025-118", valid_from=date(2025, 7, 1), source="Nghị định 118/2025/NĐ-CP", online_exempt=True
)
RULE_SETS = (QD766, ND118)

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


def report(
    *statuses: DossierStatusReport,
    period: Period = Q1_2024,
    cohort: Cohort = Cohort.RECEIVED,
    by: Iterable[Breakdown] = (),
    with_dossiers: bool = False,
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
    )


def fractions(indicators: Indicators) -> dict[str, str]:
    """Indicators as `numerator/denominator`."""
    return {name: f"{ratio.numerator}/{ratio.denominator}" for name, ratio in indicators.items()}


def indicators_of(*statuses: DossierStatusReport, **options: Any) -> dict[str, str]:
    """The indicators of a report as `numerator/denominator`."""
    return fractions(report(*statuses, **options).total)
