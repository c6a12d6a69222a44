"""Counting in the ledger: what is judged, when again, and that every figure opens to its dossiers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from config.settings import Settings
from dossiers.counting import Which
from dossiers.errors import UsageError
from dossiers.incompleteness import ActionKind
from dossiers.indicators import CONTRACT_IDS, Cohort
from dossiers.periods import Period
from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_guard import Exclusion
from dossiers.reporting import Breakdown, Report
from flows.figures.judgements import bring_up_to_date
from flows.figures.reporting import indicators_of_all, listed, report_on
from flows.statuses import statuses_of
from flows.workspace import Workspace, open_workspace
from storage import documents_table, register_table
from storage.ledger import open_ledger
from storage.schema import judgements
from tests.dossiers.building import fractions, make_report
from tests.dossiers.papers import stored

Q1 = Period.parse("2024-Q1")
FULL = "so_hoa_day_du_tphs"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger: building its tables takes longer than most of these tests."""
    file = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    open_ledger(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def url(request: pytest.FixtureRequest, empty: Path, tmp_path: Path) -> str:
    if getattr(request, "param", None) == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{shutil.copy(empty, tmp_path / 'ledger.sqlite')}"


BOTH = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)], indirect=True
)


@pytest.fixture
def workspace(url: str, tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(ledger={"url": url}, store={"url": (tmp_path / "store").as_uri()})
    with open_workspace(settings) as workspace:
        yield workspace


def dossier(number: int, **changes: Any) -> DossierRecord:
    """Of birth registration, in commune 1, received on 5 January 2024, resolved five days later."""
    unit = changes.pop("unit", "H40.12.01")
    values = {
        "dossier_code": f"{unit}-240105-{number:04}",
        "procedure_code": "1.001193",
        "unit_code": unit,
        "level": "commune",
        "channel": "direct",
        "received_on": "2024-01-05",
        "resolved_on": "2024-01-10",
        "status": "resolved",
        "facts": "-",
    }
    return DossierRecord.model_validate(values | changes)


def register(workspace: Workspace, *records: DossierRecord, rows: list[dict[str, Any]] | None = None) -> None:
    with workspace.ledger.transaction() as connection:
        register_table.upsert_dossiers(connection, records)
        slips = [ComponentRow.model_validate(row) for row in rows or ()]
        register_table.upsert_component_rows(connection, slips)


def slip(record: DossierRecord, *digitised: str, lacking: str = "giay") -> list[dict[str, Any]]:
    """Two papers, `to_khai` and `giay`, and the result; those named were digitised earlier."""
    slots = ("to_khai", lacking, "result")
    return [
        {
            "dossier_code": record.dossier_code,
            "slot": slot,
            "digitised_on": "2024-01-06" if slot in digitised else None,
        }
        for slot in slots
    ]


def reported(workspace: Workspace, period: Period = Q1, **options: Any) -> Report:
    values: dict[str, Any] = {"cohort": Cohort.RECEIVED, "breakdowns": (), "with_dossiers": False}
    return report_on(workspace, period, **{**values, **options})


def judged_codes(workspace: Workspace) -> set[str]:
    with workspace.ledger.reading() as connection:
        return set(connection.execute(select(judgements.c.dossier_code)).scalars())


def mixed() -> tuple[list[DossierRecord], list[dict[str, Any]]]:
    """Complete, lacking a paper, lacking the result, resolved after, closed, deleted, online, of nobody."""
    records = [
        dossier(1),
        dossier(2, unit="H40.12.02", received_on="2024-02-01", resolved_on="2024-02-20"),
        dossier(3, channel="post", received_on="2024-03-31", resolved_on="2024-04-01"),
        dossier(4, status="refused", resolved_on=None, closed_on="2024-02-01"),
        dossier(5, status="deleted"),
        dossier(6, procedure_code="9.999999", facts="", field="Khác"),
        dossier(7, received_on="2025-07-02", resolved_on=None, status="in_progress", channel="online"),
        dossier(8, received_on="2023-12-31", resolved_on="2024-01-01"),
        dossier(9, unit="H40.13.01", facts=""),
    ]
    rows = [
        *slip(records[0], "to_khai", "giay", "result"),
        *slip(records[1], "to_khai", "result"),
        *slip(records[2], "to_khai", "giay", "result"),
        *slip(records[3]),
        *slip(records[4], "to_khai"),
        *slip(records[7], "to_khai", "giay"),
    ]
    return records, rows


@BOTH
@pytest.mark.parametrize(
    ("cohort", "period"),
    [(Cohort.RECEIVED, "2024-Q1"), (Cohort.RESOLVED, "2024-01"), (Cohort.RECEIVED, "2023-12-31..2025-12-31")],
)
def test_the_ledger_counts_what_the_dossiers_say(workspace: Workspace, cohort: Cohort, period: str) -> None:
    """The same figures as counted one by one in memory."""
    records, rows = mixed()
    register(workspace, *records, rows=rows)
    by = (Breakdown.MONTH, Breakdown.UNIT, Breakdown.CHANNEL, Breakdown.PROCEDURE)
    made = reported(workspace, Period.parse(period), cohort=cohort, breakdowns=by, with_dossiers=True)
    with workspace.ledger.reading() as connection:
        statuses = list(statuses_of(workspace, connection, [entry.dossier_code for entry in records]))
    expected = make_report(
        statuses,
        period=Period.parse(period),
        cohort=cohort,
        breakdowns=by,
        with_dossiers=True,
        sources=(),
        generated_at=made.generated_at,
    )
    for name in ("total", "groups", "counted", "doubts", "scoring", "distribution", "rule_set", "rule_sets"):
        assert getattr(made, name) == getattr(expected, name), name
    for name in ("units", "causes", "excluded_counts", "definitions"):
        assert getattr(made, name) == getattr(expected, name), name
    assert sorted(made.dossiers, key=str) == sorted(expected.dossiers, key=str)
    assert sum(group.indicators[FULL].denominator for group in made.groups) == made.total[FULL].denominator


@BOTH
def test_only_what_changed_is_judged_again(workspace: Workspace) -> None:
    records = [dossier(number) for number in range(1, 6)]
    register(workspace, *records)
    assert bring_up_to_date(workspace) == 5
    assert bring_up_to_date(workspace) == 0
    register(workspace, *records)  # the same export again
    assert bring_up_to_date(workspace) == 0
    register(workspace, records[0].model_copy(update={"facts": ""}), *records[1:])
    register(workspace, rows=slip(records[1], "to_khai"))
    with workspace.ledger.transaction() as connection:
        documents_table.replace_documents(connection, records[2].dossier_code, [stored(1)])
    changed = {record.dossier_code for record in records[:3]}
    assert judged_codes(workspace) == {record.dossier_code for record in records} - changed
    assert bring_up_to_date(workspace) == 3
    with workspace.ledger.transaction() as connection:
        documents_table.reassign_documents(connection, records[2].dossier_code, [stored(1, None)])
    assert bring_up_to_date(workspace) == 1


def test_a_change_that_is_rolled_back_drops_nothing(workspace: Workspace) -> None:
    register(workspace, dossier(1))
    bring_up_to_date(workspace)

    def change_and_fail() -> None:
        with workspace.ledger.transaction() as connection:
            register_table.upsert_dossiers(connection, [dossier(1, facts="")])
            raise TimeoutError

    with pytest.raises(TimeoutError):
        change_and_fail()
    assert judged_codes(workspace) == {dossier(1).dossier_code}


def test_a_report_judges_its_period_alone(workspace: Workspace) -> None:
    register(
        workspace, dossier(1), dossier(2, received_on="2023-10-01"), dossier(3, received_on="2025-01-01")
    )
    assert reported(workspace).counted == 1
    assert judged_codes(workspace) == {dossier(1).dossier_code}


def test_another_catalogue_or_rule_set_asks_for_new_judgements(workspace: Workspace) -> None:
    register(workspace, dossier(1))
    bring_up_to_date(workspace)
    with workspace.ledger.transaction() as connection:
        connection.execute(text("UPDATE judgements SET basis = 'older', facts = 0, digitised = 99"))
    assert reported(workspace).total["thanh_phan_so_hoa"].numerator == 0
    assert bring_up_to_date(workspace) == 0


def test_a_dossier_resolved_or_closed_after_the_period_is_open_in_it(workspace: Workspace) -> None:
    late = dossier(1, resolved_on="2024-04-01")
    register(workspace, late, rows=slip(late, "to_khai", "giay"))
    made = reported(workspace)
    assert fractions(made.total)["so_hoa_ket_qua"] == "0/0"
    assert fractions(made.total)["qd766_4_2"] == "1/1"
    assert made.causes == ()
    later = reported(workspace, Period.parse("2024-H1"))
    assert fractions(later.total)["so_hoa_ket_qua"] == "0/1"
    assert [cause.slot for cause in later.causes] == ["result"]


def test_the_field_is_the_registers_else_that_of_the_procedure(workspace: Workspace) -> None:
    register(workspace, dossier(1, field="Tư pháp"), dossier(2), dossier(3, procedure_code="9.999999"))
    made = reported(workspace, breakdowns=[Breakdown.FIELD])
    procedure = workspace.catalogue.get("1.001193")
    assert procedure is not None
    assert {group.by["field"] for group in made.groups} == {"Tư pháp", procedure.field, ""}


def test_units_roll_up_by_the_tree(workspace: Workspace) -> None:
    """By the parents that are given, else by the agency code; roots add up to the total."""
    with workspace.ledger.transaction() as connection:
        given = [Unit(unit_code="H40"), Unit(unit_code="SNV", parent_code="H40"), Unit(unit_code="H40.12")]
        register_table.upsert_units(connection, given)
    register(workspace, *(dossier(n, unit=u) for n, u in enumerate(("H40.12", "H40.12.01", "SNV", "H99"))))
    made = reported(workspace)
    assert [(line.unit_code, line.depth, line.counted) for line in made.units] == [
        ("H40", 0, 3),
        ("H40.12", 1, 2),
        ("H40.12.01", 2, 1),
        ("SNV", 1, 1),
        ("H99", 0, 1),
    ]
    roots = [line.indicators[FULL].denominator for line in made.units if line.depth == 0]
    assert sum(roots) == made.total[FULL].denominator
    below = reported(workspace, under="H40.12")
    assert [(line.unit_code, line.depth) for line in below.units] == [("H40.12", 0), ("H40.12.01", 1)]
    assert below.counted == 2
    with pytest.raises(UsageError):
        reported(workspace, under="H77")


def test_the_trend_is_by_month_of_the_period_or_of_the_year_that_ends_with_it(workspace: Workspace) -> None:
    days = ("2022-12-31", "2023-02-01", "2023-12-05", "2024-01-05", "2024-01-20")
    register(workspace, *(dossier(n, received_on=day, resolved_on=day) for n, day in enumerate(days)))
    month = reported(workspace, Period.parse("2024-01"))
    denominators = {group.by["month"]: group.indicators[FULL].denominator for group in month.trend}
    assert (denominators["2023-02"], denominators["2023-03"], denominators["2024-01"]) == (1, 0, 2)
    assert next(iter(denominators)) == "2023-02"
    assert month.counted == 2
    half = reported(workspace, Period.parse("2023-12-01..2024-01-10"))
    assert {g.by["month"]: g.indicators[FULL].denominator for g in half.trend} == {"2023-12": 1, "2024-01": 1}


def test_every_figure_opens_to_the_dossiers_behind_it(workspace: Workspace) -> None:
    records, rows = mixed()
    register(workspace, *records, rows=rows)
    for period in (Q1, Period.parse("2025")):
        made = reported(workspace, period)
        for indicator in CONTRACT_IDS[:-1]:
            found = {which: listed(workspace, period, Cohort.RECEIVED, indicator, which) for which in Which}
            ratio = made.total[indicator]
            assert len(found[Which.NUMERATOR]) == ratio.numerator
            assert len(found[Which.DENOMINATOR]) == ratio.denominator
            assert len(found[Which.MISSING]) == ratio.denominator - ratio.numerator
            behind = len(found[Which.DENOMINATOR]) + len(found[Which.EXCLUDED])
            assert behind == made.counted + made.excluded_counts.get(Exclusion.DELETED, 0)
    (line,) = listed(workspace, Q1, Cohort.RECEIVED, FULL, Which.MISSING, under="H40.12.02")
    assert line.missing == ("giay",)
    undetermined = listed(workspace, Q1, Cohort.RECEIVED, FULL, Which.UNDETERMINED)
    assert {line.complete for line in undetermined} <= {None, False}
    assert {line.dossier_code[-4:] for line in undetermined} == {"0006", "0009"}
    components = listed(workspace, Q1, Cohort.RECEIVED, "thanh_phan_so_hoa", Which.MISSING)
    assert all(line.due > line.digitised for line in components)
    with pytest.raises(UsageError):
        listed(workspace, Q1, Cohort.RECEIVED, "ty_le", Which.MISSING)


def test_excluded_dossiers_are_listed_with_the_rule(workspace: Workspace) -> None:
    records, rows = mixed()
    register(workspace, *records, rows=rows)
    (deleted,) = reported(workspace).excluded
    assert (deleted.why, deleted.dossier_code) == (Exclusion.DELETED, records[4].dossier_code)
    assert "quy tắc 2" in deleted.rule
    (online,) = reported(workspace, Period.parse("2025")).excluded
    assert online.why is Exclusion.FILED_ONLINE
    assert "điều 5" in online.rule


@BOTH
def test_what_to_do_next(workspace: Workspace) -> None:
    records = [dossier(number) for number in range(1, 4)]
    rows = [*slip(records[0], "result"), *slip(records[1], "to_khai"), *slip(records[2], "to_khai", "giay")]
    register(workspace, *records, rows=rows)
    waits, settled = stored(1, None, review_reason="no_slot"), stored(2, None)
    with workspace.ledger.transaction() as connection:
        documents_table.replace_documents(connection, records[1].dossier_code, [waits, settled])
        documents_table.replace_documents(connection, records[2].dossier_code, [settled])
    assert reported(workspace).actions is None
    made = reported(workspace, with_actions=True)
    assert [(action.dossier_code[-4:], action.steps) for action in made.actions] == [
        ("0002", ((ActionKind.REVIEW, "giay"), (ActionKind.SCAN, "result"))),
        ("0001", ((ActionKind.SCAN, "to_khai"), (ActionKind.SCAN, "giay"))),
        ("0003", ((ActionKind.SCAN, "result"),)),
    ]
    assert made.doubts.unassigned_papers == 1


def test_all_registered_dossiers_as_they_stand_today(workspace: Workspace) -> None:
    records, rows = mixed()
    register(workspace, *records, rows=rows)
    assert fractions(indicators_of_all(workspace))["so_hoa_ket_qua"] == "3/6"


def test_small_figures_are_withheld(workspace: Workspace) -> None:
    register(workspace, *(dossier(number) for number in range(6)), dossier(9, unit="H40.99"))
    made = reported(workspace, breakdowns=[Breakdown.UNIT], suppress_below=5)
    assert all(FULL in group.suppressed for group in made.groups)
    assert made.total[FULL].denominator == 7


@BOTH
def test_a_province_counts_by_its_own_rules_from_its_day_on(url: str, tmp_path: Path) -> None:
    """Two rule sets in one period: each dossier by its own; the indicator of the province after the seven."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(
        "{id: H40-2024, extends: 2022-766, valid_from: 2024-02-01, source: x, indicators: ["
        "{id: qua_buu_chinh, name_vi: Qua bưu chính, name_en: By post, source: x, population: received, "
        "denominator: received, numerator: filed_by_post}, "
        "{id: thanh_phan_so_hoa, name_vi: a, name_en: b, source: x, population: received, "
        "denominator: received, numerator: complete}]}",
        encoding="utf-8",
    )
    settings = Settings(
        ledger={"url": url}, store={"url": (tmp_path / "s").as_uri()}, rules={"path": tmp_path / "rules"}
    )
    with open_workspace(settings) as workspace:
        first, second = dossier(1, channel="post"), dossier(2, received_on="2024-02-02", channel="post")
        register(workspace, first, second, rows=[*slip(first, "to_khai"), *slip(second, "to_khai", "giay")])
        made = reported(workspace, breakdowns=[Breakdown.MONTH])
    assert [*made.total] == [*CONTRACT_IDS, "qua_buu_chinh"]
    assert made.rule_sets == ("2022-766", "H40-2024")
    assert fractions(made.total)["qua_buu_chinh"] == "1/1"
    assert fractions(made.total)["thanh_phan_so_hoa"] == "2/3"  # one of two components, and one dossier
    assert [fractions(group.indicators)["thanh_phan_so_hoa"] for group in made.groups] == ["1/2", "1/1"]
    assert [fractions(group.indicators)["qua_buu_chinh"] for group in made.groups] == ["0/0", "1/1"]
