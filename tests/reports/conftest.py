"""Reports to print: one counted from dossiers of the shipped catalogue, one with the figures of Đô Lương."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from config.catalogue import load_catalogue
from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.indicators import INDICATORS, Cohort
from dossiers.periods import VIETNAM, Period
from dossiers.ratios import Ratio
from dossiers.register import Channel, DossierRecord, DossierStatus, Level
from dossiers.reporting import Breakdown, Doubts, RegisterSource, Report
from dossiers.states import GateFailure, Paper, PaperState
from reports.names import Names
from tests.dossiers.building import QD766, make_report

QUARTER = Period(first=date(2024, 1, 1), last=date(2024, 3, 31))
RULES = QD766
MADE_AT = datetime(2024, 4, 5, 10, 15, 30, tzinfo=VIETNAM)
SOURCE = RegisterSource(
    file="so-theo-doi-quy-1.csv", sha256="ab" * 32, kind="dossiers", rows=3351, imported_at=MADE_AT
)
HOSTILE = "<script>alert(1)</script>"


def record(code: str, procedure: str = "1.001193", **changes: object) -> DossierRecord:
    values: dict[str, object] = {
        "dossier_code": code,
        "procedure_code": procedure,
        "unit_code": "H40.12",
        "level": Level.COMMUNE,
        "field": "Hộ tịch",
        "channel": Channel.DIRECT,
        "received_on": date(2024, 1, 5),
        "resolved_on": date(2024, 1, 8),
        "status": DossierStatus.RESOLVED,
        "facts": "-",
    }
    return DossierRecord.model_validate(values | changes)


def status_of(dossier: DossierRecord, papers: tuple[Paper, ...] = ()) -> DossierStatusReport:
    procedure = load_catalogue().get(dossier.procedure_code)
    return dossier_status(dossier, procedure=procedure, rows=(), papers=papers, rules=RULES)


BLURRED = GateFailure(
    finding="blurred", page=1, property="sharpness", measured=22.5, limit=40, severity="warning"
)
COARSE = GateFailure(
    finding="low_resolution", page=2, property="dpi", measured=150, limit=200, severity="error"
)


def paper(
    number: int,
    slot: str | None,
    *findings: str,
    state: PaperState = PaperState.USABLE,
    failures: tuple[GateFailure, ...] = (),
) -> Paper:
    return Paper(
        number=number, slot=slot, state=state, pages=(1, 2), findings=findings, gate_failures=failures
    )


@pytest.fixture(scope="session")
def names() -> Names:
    return Names(catalogue=load_catalogue(), units={"H40.12": "UBND xã Đông Hải", "H40.13": HOSTILE})


@pytest.fixture
def statuses() -> list[DossierStatusReport]:
    """Complete; lacking a paper and the result; undetermined; of an unknown procedure."""
    form = load_catalogue().get("1.001193").components[0].id
    others = tuple(paper(n, c.id) for n, c in enumerate(load_catalogue().get("1.001193").components, 2))
    return [
        status_of(record("000.00.12.H40-240105-0001"), (paper(1, "result"), *others)),
        status_of(
            record("000.00.12.H40-240105-0002", unit_code="H40.13", channel=Channel.POST),
            (
                paper(
                    *(1, form, "blurred", "low_resolution"),
                    state=PaperState.FAILED_GATE,
                    failures=(BLURRED, COARSE),
                ),
                paper(2, None, "wrong_dossier"),
            ),
        ),
        status_of(record("000.00.12.H40-240205-0003", "1.010801", received_on=date(2024, 2, 5), facts="")),
        status_of(
            record("000.00.12.H40-240206-0004", "9.999999", received_on=date(2024, 2, 6), unit_code="=1+1")
        ),
    ]


@pytest.fixture
def counted(statuses: list[DossierStatusReport]) -> Report:
    return make_report(
        statuses,
        period=QUARTER,
        cohort=Cohort.RECEIVED,
        breakdowns=[Breakdown.MONTH, Breakdown.CHANNEL, Breakdown.UNIT],
        with_dossiers=True,
        sources=[SOURCE],
        generated_at=MADE_AT,
    )


@pytest.fixture
def do_luong() -> Report:
    """Đô Lương district, first quarter of 2024 (domain figures; the other indicators are empty)."""
    published = {
        "co_so_hoa_tphs": Ratio(numerator=3350, denominator=3351),
        "so_hoa_day_du_tphs": Ratio(numerator=3343, denominator=3351),
        "so_hoa_ket_qua": Ratio(numerator=3294, denominator=3294),
        "thanh_phan_so_hoa": Ratio(numerator=29_999, denominator=30_000),
    }
    return Report(
        period=QUARTER,
        cohort=Cohort.RECEIVED,
        rule_set="2022-766",
        rule_sets=(),
        generated_at=MADE_AT,
        total={indicator.id: published.get(indicator.id, Ratio()) for indicator in INDICATORS},
        counted=3351,
        doubts=Doubts(undetermined=1204, unknown_due_set=2, nothing_to_digitise=3, unassigned_papers=4),
        register_sources=(SOURCE,),
    )
