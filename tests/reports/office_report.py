"""A report with everything in it, small enough to check by hand: what an office of two communes hands in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from config.catalogue import load_catalogue
from dossiers.incompleteness import Action, ActionKind, Cause, CompletenessBand
from dossiers.indicators import INDICATORS, Cohort, Indicators
from dossiers.operations import Operations, OperationsRow, SumCheck
from dossiers.periods import VIETNAM, Period
from dossiers.ratios import Ratio
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
from dossiers.scoring import Score, Scoring
from dossiers.states import GateFailure, SlotState
from reports.names import Names

QUARTER = Period(first=date(2024, 1, 1), last=date(2024, 3, 31))
MADE_AT = datetime(2024, 4, 5, 10, 15, 30, tzinfo=VIETNAM)
BIRTH = "1.001193"
BIRTH_FORM, BIRTH_PROOF = (component.id for component in load_catalogue().get(BIRTH).components[:2])
FORMULA = '=HYPERLINK("http://example.invalid")'
COARSE = GateFailure(
    finding="low_resolution", page=2, property="dpi", measured=150, limit=200, severity="error"
)


def ratios(some: tuple[int, int], full: tuple[int, int], result: tuple[int, int]) -> Indicators:
    """The three headlines; of the others there is nothing, but 29,999 of 30,000 components."""
    figures = {"co_so_hoa_tphs": some, "so_hoa_day_du_tphs": full, "so_hoa_ket_qua": result}
    figures["thanh_phan_so_hoa"] = (29_999, 30_000)
    pairs = {indicator.id: figures.get(indicator.id, (0, 0)) for indicator in INDICATORS}
    return {name: Ratio(numerator=pair[0], denominator=pair[1]) for name, pair in pairs.items()}


TOTAL = ratios((3350, 3351), (3343, 3351), (3294, 3294))
TOWN = ratios((2000, 2001), (1995, 2001), (1994, 1994))
VILLAGE = ratios((1350, 1350), (1348, 1350), (1300, 1300))


def office_names() -> Names:
    units = {
        "H40": "UBND huyện Đô Lương",
        "H40.1": "UBND thị trấn Đô Lương",
        "H40.2": FORMULA,
    }
    return Names(catalogue=load_catalogue(), units=units)


def office_report(**changes: object) -> Report:
    """Everything that a report can hold; `changes` to its fields."""
    report = Report(
        period=QUARTER,
        cohort=Cohort.RECEIVED,
        rule_set="2022-766",
        rule_sets=(),
        generated_at=MADE_AT,
        total=TOTAL,
        breakdowns=(Breakdown.UNIT, Breakdown.FIELD),
        groups=tuple(_groups()),
        dossiers=_dossiers(),
        counted=3351,
        doubts=Doubts(
            undetermined=12,
            unknown_due_set=2,
            nothing_to_digitise=3,
            unassigned_papers=4,
            level_out_of_time=1,
        ),
        register_sources=(
            RegisterSource(
                file="+so-theo-doi.csv",
                sha256="ab" * 32,
                kind="dossiers",
                rows=3351,
                imported_at=MADE_AT,
                imported_by="nguyen.van.an",
            ),
        ),
        scoring=(_scoring(),),
        definitions=tuple(_definitions()),
        operations=_operations(),
        units=(
            UnitLine(unit_code="H40", depth=0, counted=3351, indicators=TOTAL),
            UnitLine(unit_code="H40.1", depth=1, counted=2001, indicators=TOWN),
            UnitLine(unit_code="H40.2", depth=1, counted=1350, indicators=VILLAGE),
        ),
        trend=tuple(
            Group(by={"month": month}, indicators=VILLAGE) for month in ("2024-01", "2024-02", "2024-03")
        ),
        distribution={CompletenessBand.NONE: 1, CompletenessBand.BELOW_ALL: 7, CompletenessBand.ALL: 3343},
        causes=(
            Cause(procedure_code=BIRTH, slot=BIRTH_FORM, state=SlotState.FAILED_GATE, dossiers=7),
            Cause(procedure_code=BIRTH, slot="result", state=SlotState.MISSING, dossiers=1),
        ),
        actions=_actions(),
        excluded=(
            Excluded(
                dossier_code="-1+1", unit_code="H40.1", why=Exclusion.DELETED, rule="Sổ theo dõi: đã xóa"
            ),
        ),
        excluded_counts={Exclusion.DELETED: 1, Exclusion.NOTHING_TO_DIGITISE: 3},
        shrunk=(
            Shrinkage(
                month=date(2024, 2, 1), before=1200, after=1180, file="thang-2.csv", imported_at=MADE_AT
            ),
        ),
    )
    return report.model_copy(update=changes)


def _groups() -> list[Group]:
    fields = ("Hộ tịch", "Người có công")
    town = (ratios((1000, 1001), (995, 1001), (994, 994)), ratios((1000, 1000), (1000, 1000), (1000, 1000)))
    village = (ratios((900, 900), (900, 900), (900, 900)), ratios((450, 450), (448, 450), (400, 400)))
    return [
        Group(by={"unit": unit, "field": field}, indicators=own)
        for unit, parts in (("H40.1", town), ("H40.2", village))
        for field, own in zip(fields, parts, strict=True)
    ]


def _dossiers() -> tuple[DossierLine, ...]:
    shape = {"procedure_code": BIRTH, "undetermined": 0, "result": SlotState.USABLE}
    return (
        DossierLine(
            dossier_code="000.00.12.H40-240105-0001",
            unit_code="H40.1",
            due=2,
            digitised=2,
            ratio="100.00",
            complete=True,
            missing=(),
            **shape,
        ),
        DossierLine(
            dossier_code="000.00.12.H40-240105-0002",
            unit_code="H40.2",
            due=2,
            digitised=0,
            ratio="0.00",
            complete=False,
            missing=(BIRTH_FORM, BIRTH_PROOF),
            gate_failures={BIRTH_FORM: (COARSE,)},
            **shape,
        ),
        DossierLine(
            dossier_code="@000.00.12.H40-240105-0003",
            unit_code="H40.2",
            due=None,
            digitised=0,
            ratio=None,
            complete=None,
            missing=(),
            **shape,
        ),
    )


def _actions() -> tuple[Action, ...]:
    steps = ((ActionKind.RESCAN, BIRTH_FORM), (ActionKind.SCAN, BIRTH_PROOF))
    return (
        Action(
            dossier_code="000.00.12.H40-240105-0002", unit_code="H40.2", procedure_code=BIRTH, steps=steps
        ),
    )


def _scoring() -> Scoring:
    scores = (
        Score(
            code="4.1",
            name_vi="Tỷ lệ cấp kết quả điện tử",
            name_en="Electronic results",
            indicator="qd766_4_1",
            most=Decimal(6),
            full_at=None,
            points=Decimal("5.91"),
        ),
        Score(
            code="4.2",
            name_vi="Tỷ lệ số hóa hồ sơ, kết quả",
            name_en="Dossiers and results digitised",
            indicator="qd766_4_2",
            most=Decimal(4),
            full_at=Decimal(80),
            points=Decimal(4),
        ),
        Score(
            code="4.4",
            name_vi="Đồng bộ với kho dữ liệu cá nhân",
            name_en="Synchronised with the personal store",
            indicator=None,
            most=Decimal(4),
            full_at=None,
            points=None,
        ),
    )
    return Scoring(
        rule_set="2022-766",
        most=Decimal(22),
        measured_most=Decimal(10),
        points=Decimal("9.91"),
        scores=scores,
    )


def _definitions() -> list[Definition]:
    return [
        Definition(
            rule_set="2022-766",
            id=indicator.id,
            name_vi=indicator.name_vi,
            name_en=indicator.name_en,
            source="Quyết định 766/QĐ-TTg",
            numerator_vi=f"Tử số của {indicator.id}",
            numerator_en=f"Numerator of {indicator.id}",
            denominator_vi=f"Mẫu số của {indicator.id}",
            denominator_en=f"Denominator of {indicator.id}",
        )
        for indicator in INDICATORS
    ]


def _operations() -> tuple[OperationsRow, ...]:
    town = Operations(
        carried_in=10,
        received={"direct": 1500, "online": 490, "post": 1, "linked": 10},
        early=1000,
        on_time=980,
        late=14,
        returned=5,
        refused=1,
        withdrawn=1,
        supplements_asked=30,
        carried_out=9,
        overdue=1,
    )
    village = Operations(
        carried_in=3,
        closed_undated=2,
        received={"direct": 1350, "online": 0, "post": 0, "linked": 0},
        early=1300,
        carried_out=53,
    )
    wrong = SumCheck(what="carried_in_is_left_before", left=13, right=15)
    right = SumCheck(what="total_is_its_units", left=3364, right=3364)
    return (
        OperationsRow(unit_code=None, operations=town + village, checks=(wrong, right)),
        OperationsRow(unit_code="H40", operations=town + village, checks=(right,)),
        OperationsRow(unit_code="H40.1", depth=1, operations=town, checks=(right,)),
        OperationsRow(unit_code="H40.2", depth=1, operations=village, checks=(right,)),
    )
