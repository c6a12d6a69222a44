"""What the law says about counting, each rule with its paragraph, under each shipped rule set."""

from __future__ import annotations

from datetime import date

import pytest

from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.register_guard import Exclusion
from tests.dossiers.building import (
    RULE_SETS,
    component,
    indicators_of,
    look,
    paper,
    procedure,
    record,
    report,
    resolved,
    row,
)

FORM = procedure(component("to_khai", required=True))
SHOWN = procedure(component("can_cuoc", required=True, present_only=True))
Q3_2025 = Period(first=date(2025, 7, 1), last=date(2025, 9, 30))
COMPONENT_RATIOS = ("co_so_hoa_tphs", "so_hoa_day_du_tphs", "thanh_phan_so_hoa")
OF_766 = ("qd766_4_1", "qd766_4_2", "qd766_4_3")
DAYS = pytest.mark.parametrize(
    ("day", "period"),
    [("2024-02-01", Period.parse("2024-Q1")), ("2025-08-01", Q3_2025)],
    ids=["2022-766", "2025-118"],
)


def rule(made, why: Exclusion) -> str:
    (rules,) = (entry for entry in RULE_SETS if entry.id == made.rule_set)
    return rules.exclusions[why]


@DAYS
def test_indicators_1_5_rule_5_an_empty_digitisable_set(day, period):
    """1.5 rule 5: in neither part of the component ratios; 766-style counting keeps it in the denominator."""
    made = report(look(record(received_on=day), SHOWN, papers=[paper("can_cuoc")]), period=period)
    assert [made.total[name].denominator for name in COMPONENT_RATIOS] == [0, 0, 0]
    assert [made.total[name].ratio for name in COMPONENT_RATIOS] == [None] * 3
    assert [made.total[name].denominator for name in OF_766] == [1, 1, 1]
    assert made.total["qd766_4_2"].numerator == 1
    assert made.excluded_counts == {Exclusion.NOTHING_TO_DIGITISE: 1}
    assert "quy tắc 5" in rule(made, Exclusion.NOTHING_TO_DIGITISE)


@DAYS
@pytest.mark.parametrize("status", ["returned", "refused", "withdrawn"])
def test_indicators_1_5_rule_2_refused_withdrawn_returned(status, day, period):
    """1.5 rule 2: excluded from "resolved" but kept in "received"."""
    papers = [paper("to_khai"), paper("result")]
    closed = look(record(received_on=day, status=status, closed_on=day), FORM, papers=papers)
    counted = indicators_of(closed, period=period)
    assert counted["so_hoa_ket_qua"] == "0/0"
    assert counted["co_so_hoa_tphs"] == counted["so_hoa_day_du_tphs"] == "1/1"
    assert counted["qd766_4_3"] == "0/1"
    assert counted["qd766_4_1"] == "1/1"
    assert report(closed, cohort=Cohort.RESOLVED, period=period).counted == 0


@DAYS
def test_indicators_1_5_rule_2_deleted_ones_are_excluded(day, period):
    """1.5 rule 2: deleted and never-received excluded; the report tells how many."""
    made = report(look(resolved(received_on=day, resolved_on=day, status="deleted"), FORM), period=period)
    assert made.counted == 0
    assert made.excluded_counts == {Exclusion.DELETED: 1}


@pytest.mark.parametrize(
    ("day", "period", "denominator"),
    [("2025-06-30", Period.parse("2025-Q2"), 1), ("2025-07-01", Q3_2025, 0)],
)
def test_circular_03_2025_article_5_online_dossiers_are_exempt(day, period, denominator):
    """Circular 03/2025 art. 5 (i): online e-submissions are not scanned, from 1 July 2025."""
    made = report(look(record(received_on=day, channel="online"), FORM), period=period)
    assert [made.total[name].denominator for name in COMPONENT_RATIOS] == [denominator] * 3
    assert [made.total[name].denominator for name in OF_766] == [1, 1, 1]
    assert made.excluded_counts == ({} if denominator else {Exclusion.FILED_ONLINE: 1})


@DAYS
def test_circular_01_2023_article_4_present_only_papers(day, period):
    """Circular 01/2023 art. 4, Circular 03/2025 art. 5 (ii): what is only shown is not digitised."""
    rows = [row("to_khai", digitised_on=day), row("can_cuoc", form="present_only")]
    counted = indicators_of(look(record(received_on=day), FORM, rows=rows), period=period)
    assert counted["so_hoa_day_du_tphs"] == counted["thanh_phan_so_hoa"] == "1/1"


@DAYS
@pytest.mark.parametrize("form", ["certified_copy", "copy"])
def test_circular_01_2023_article_4_copies_and_certified_copies(form, day, period):
    """Circular 01/2023 art. 4 (indicators.md 1.5 rule 3): photocopies and certified paper copies are out."""
    rows = [row("to_khai", digitised_on=day), row("ban_sao", form=form)]
    counted = indicators_of(look(record(received_on=day), FORM, rows=rows), period=period)
    assert counted["so_hoa_day_du_tphs"] == counted["thanh_phan_so_hoa"] == "1/1"


def test_indicators_1_5_rule_4_unknown_conditions_are_undetermined():
    """1.5 rule 4: unknown condition -> report separately as "undetermined", never silently complete."""
    known = procedure(component("to_khai", required=True), component("uy_quyen", when="được ủy quyền"))
    made = report(look(record(facts=""), known, papers=[paper("to_khai")]))
    assert (made.total["so_hoa_day_du_tphs"].numerator, made.total["so_hoa_day_du_tphs"].denominator) == (
        0,
        1,
    )
    assert made.doubts.undetermined == 1


def test_indicators_section_3_districts_end_on_30_june_2025():
    """Section 3, "Levels": a district after 30 June 2025 is counted and named as a doubt."""
    days = ("2025-06-30", "2025-07-01")
    districts = [look(record(received_on=day, level="district"), FORM) for day in days]
    made = report(*districts, period=Period.parse("2025"))
    assert (made.counted, made.doubts.level_out_of_time) == (2, 1)
