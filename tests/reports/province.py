"""A whole province to print: 30 units in a tree, nine fields, six months, papers missing, sums that disagree.

Every figure comes from `dossiers/`; the same at every call.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from functools import cache

from config.catalogue import load_catalogue
from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.incompleteness import Lacking, actions_for
from dossiers.indicators import Cohort
from dossiers.operations import Operations, OperationsRow, SumCheck
from dossiers.periods import VIETNAM, Period
from dossiers.register import RESULT_SLOT, Channel, DossierRecord, DossierStatus, Level
from dossiers.register_guard import Excluded, Exclusion, Shrinkage
from dossiers.reporting import Breakdown, Group, RegisterSource, Report, UnitLine
from dossiers.states import GateFailure, Paper, PaperState, SlotState
from reports.names import Names
from tests.dossiers.building import QD766, count, make_report

HALF_YEAR = Period(first=date(2024, 1, 1), last=date(2024, 6, 30))
MADE_AT = datetime(2024, 7, 3, 8, 30, tzinfo=VIETNAM)
DOSSIERS = 1000

FIELDS = (
    ("Hộ tịch", ("1.001193", "1.000656", "2.000635", "1.004873")),
    ("Người có công", ("1.010801", "1.010824", "1.010821")),
    ("Bảo trợ xã hội", ("1.001776", "1.001699")),
    ("Hưu trí xã hội", ("1.014027",)),
    ("Việc làm", ("1.014748",)),
    ("Mai táng phí", ("1.001731", "2.002307")),
    ("Chứng thực", ("9.000001",)),
    ("Khuyết tật và trẻ em có hoàn cảnh đặc biệt khó khăn", ("1.001699",)),
    ("Thờ cúng liệt sĩ", ("1.010803",)),
)
DISTRICTS = {
    "H40": "UBND tỉnh Nam Định",
    "H40.07": "Sở Lao động, Thương binh và Xã hội tỉnh Nam Định",
    "H40.21": "UBND huyện Đông Hải",
    "H40.22": "UBND huyện An Lộc",
    "H40.23": "UBND thành phố Thiên Trường",
    "H40.24": "UBND huyện Vũ Bản Thượng",
}
COMMUNES = (
    "xã Đông Hải",
    "xã An Lộc Đông",
    "thị trấn Cổ Lễ",
    "phường Nguyễn Thị Minh Khai",
    "xã Trực Thái",
    "xã Yên Khánh",
)
_FAILED = GateFailure(
    finding="low_resolution", page=1, property="dpi", measured=150, limit=200, severity="error"
)
_BLURRED = GateFailure(
    finding="blurred", page=2, property="sharpness", measured=12.5, limit=20, severity="unreadable"
)


def unit_names() -> dict[str, str]:
    """A province, its department, four districts with six communes each: 30 units."""
    named = dict(DISTRICTS)
    for district in list(DISTRICTS)[2:]:
        for number, commune in enumerate(COMMUNES, 1):
            named[f"{district}.{number:02}"] = f"UBND {commune} {district[-1]}"
    return named


def province_names() -> Names:
    return Names(catalogue=load_catalogue(), units=unit_names())


@cache
def province() -> Report:
    """The report of the first half of 2024, by field, with dossiers and everything else."""
    statuses = _statuses()
    base = make_report(
        statuses,
        period=HALF_YEAR,
        cohort=Cohort.RECEIVED,
        breakdowns=[Breakdown.FIELD],
        with_dossiers=True,
        sources=_sources(),
        generated_at=MADE_AT,
    )
    return base.model_copy(
        update={
            "units": tuple(_units(statuses)),
            "trend": tuple(_trend(statuses)),
            "actions": actions_for(_lacking(status) for status in statuses if status.complete is not True),
            "operations": tuple(_operations()),
            "excluded": tuple(_excluded()),
            "excluded_counts": {Exclusion.DELETED: 4, Exclusion.NOTHING_TO_DIGITISE: 8},
            "shrunk": (
                Shrinkage(
                    month=date(2024, 3, 1),
                    before=182,
                    after=171,
                    file="so-theo-doi-thang-3.csv",
                    imported_at=MADE_AT,
                ),
            ),
        }
    )


@cache
def wide_province(units: int, dossiers: int) -> Report:
    """The same with more units and dossiers than a page can show."""
    base = province()
    assert base.dossiers
    template = base.units[-1]
    lines = tuple(
        template.model_copy(
            update={
                "unit_code": f"H40.{number // 10:03}.{number % 10:02}",
                "indicators": base.units[number % 28 + 2].indicators,
            }
        )
        for number in range(units)
    )
    copies = tuple(
        base.dossiers[number % len(base.dossiers)].model_copy(
            update={
                "dossier_code": f"H40.21-240105-{number:06}",
                "unit_code": lines[number % units].unit_code,
            }
        )
        for number in range(dossiers)
    )
    return base.model_copy(update={"units": (base.units[0], *lines), "dossiers": copies, "counted": dossiers})


@cache
def _statuses() -> list[DossierStatusReport]:
    chance = random.Random(20240630)  # noqa: S311 - a test's dice
    leaves = [code for code in unit_names() if code.count(".") == 2] + ["H40.07"]
    return [_status(chance, leaves, number) for number in range(DOSSIERS)]


def _status(chance: random.Random, leaves: list[str], number: int) -> DossierStatusReport:
    unit = chance.choice(leaves)
    field, procedures = chance.choice(FIELDS)
    received = HALF_YEAR.first + timedelta(days=chance.randrange(182))
    resolved = received + timedelta(days=chance.randrange(3, 40))
    is_resolved = resolved <= HALF_YEAR.last
    record = DossierRecord(
        dossier_code=f"{unit}-{received:%y%m%d}-{number:04}",
        procedure_code=chance.choice(procedures),
        unit_code=unit,
        level=Level.PROVINCE if unit == "H40.07" else Level.COMMUNE,
        field=field,
        channel=chance.choice(list(Channel)),
        received_on=received,
        resolved_on=resolved if is_resolved else None,
        status=DossierStatus.RESOLVED if is_resolved else DossierStatus.IN_PROGRESS,
        facts="" if chance.random() < 0.02 else "-",
    )
    procedure = load_catalogue().get(record.procedure_code)
    weakness = 0.03 + 0.12 * (sum(map(ord, unit)) % 5 == 0) + 0.1 * (received.month == 3)
    papers = []
    slots = [component.id for component in procedure.components if component.required] if procedure else []
    for slot in [*slots, *([RESULT_SLOT] if is_resolved else [])]:
        luck = chance.random()
        if luck < weakness / 2:
            continue
        state, failures = PaperState.USABLE, ()
        if luck < weakness * 0.8:
            state, failures = PaperState.FAILED_GATE, (_FAILED,)
        elif luck < weakness:
            state, failures = PaperState.UNREADABLE, (_BLURRED,)
        papers.append(
            Paper(number=len(papers) + 1, slot=slot, state=state, pages=(1, 2), gate_failures=failures)
        )
    return dossier_status(record, procedure=procedure, rows=(), papers=papers, rules=QD766)


def _units(statuses: list[DossierStatusReport]) -> list[UnitLine]:
    lines = []
    for code in sorted(unit_names()):
        below = [status for status in statuses if f"{status.record.unit_code}.".startswith(f"{code}.")]
        lines.append(
            UnitLine(
                unit_code=code,
                depth=code.count("."),
                counted=len(below),
                indicators=count(below, HALF_YEAR),
            )
        )
    return lines


def _trend(statuses: list[DossierStatusReport]) -> list[Group]:
    return [
        Group(
            by={"month": f"2024-{month:02}"},
            indicators=count(
                [status for status in statuses if status.record.received_on.month == month], HALF_YEAR
            ),
        )
        for month in range(1, 7)
    ]


def _lacking(status: DossierStatusReport) -> Lacking:
    lacks = [
        (slot.id, slot.state)
        for slot in status.slots
        if slot.id in status.missing or slot.state is SlotState.UNDETERMINED
    ]
    return Lacking(
        dossier_code=status.record.dossier_code,
        unit_code=status.record.unit_code,
        procedure_code=status.record.procedure_code,
        unassigned=len(status.unassigned),
        due_set_unknown=status.components.due is None,
        lacks=tuple(lacks),
    )


def _operations() -> list[OperationsRow]:
    """The published sums of Hà Tĩnh, nine months of 2023, spread over the units."""
    whole = Operations(
        carried_in=695,
        received={"direct": 7712, "online": 1939, "post": 0, "linked": 2655},
        early=9000,
        on_time=3215,
        late=81,
        returned=8,
        supplements_asked=155,
        carried_out=690,
        overdue=7,
    )
    check = SumCheck(what="total_is_resolved_closed_open", left=whole.total, right=13001)
    broken = SumCheck(what="carried_in_is_left_before", left=695, right=692)
    part = Operations(
        carried_in=3,
        received={"direct": 40, "online": 12, "post": 0, "linked": 5},
        early=30,
        on_time=20,
        late=2,
        carried_out=7,
        overdue=1,
    )
    return [
        OperationsRow(unit_code=None, operations=whole, checks=(check, broken)),
        *(
            OperationsRow(
                unit_code=code,
                depth=code.count("."),
                operations=part,
                checks=(SumCheck(what="total_is_resolved_closed_open", left=60, right=60),),
            )
            for code in sorted(unit_names())
        ),
    ]


def _excluded() -> list[Excluded]:
    return [
        Excluded(
            dossier_code=f"H40.21.01-240210-{number:04}",
            unit_code="H40.21.01",
            why=Exclusion.DELETED,
            rule="Hồ sơ đã xóa không thuộc kỳ nào (indicators.md 1.5, quy tắc 2)",
        )
        for number in range(4)
    ]


def _sources() -> list[RegisterSource]:
    return [
        RegisterSource(file=name, sha256=digest * 32, kind=kind, rows=rows, imported_at=MADE_AT)
        for name, digest, kind, rows in (
            ("so-theo-doi-6-thang-dau-nam-2024-toan-tinh.csv", "ab", "dossiers", 1004),
            ("thanh-phan-ho-so.csv", "cd", "components", 3120),
            ("don-vi.csv", "ef", "units", 30),
        )
    ]
