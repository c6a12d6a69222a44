"""The points of the digitisation group of Decision 766 (domain/indicators.md 1.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dossiers.ratios import Ratio
from dossiers.scoring import scored
from tests.dossiers.building import QD766, component, look, paper, procedure, record, report, resolved

RULE = QD766.scoring


def points(**parts: tuple[int, int]) -> dict[str, str | None]:
    given = {name: Ratio(numerator=n, denominator=d) for name, (n, d) in parts.items()}
    made = scored("2022-766", RULE, given)
    return {score.code: None if score.points is None else str(score.points) for score in made.scores}


def test_the_group_has_22_points_of_which_12_are_measured_here():
    assert {score.code: int(score.most) for score in RULE.scores} == {
        "4.1": 6, "4.2": 4, "4.3": 2, "4.4": 4, "4.5a": 2, "4.5b": 2, "CT": 2,
    }  # fmt: skip
    made = scored("2022-766", RULE, {})
    assert (made.most, made.measured_most, made.points) == (22, 12, None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (80, 100, "4.00"),
        (100, 100, "4.00"),
        (79_999, 100_000, "4.00"),  # 3.99995
        (7999, 10_000, "4.00"),  # 3.9995
        (7989, 10_000, "3.99"),  # 3.9945: half up
        (799, 1000, "4.00"),  # 3.995: half up
        (40, 100, "2.00"),
        (1, 3, "1.67"),
        (0, 5, "0.00"),
        (0, 0, None),
    ],
)
def test_4_2_is_full_from_80_percent_and_pro_rata_below(numerator, denominator, expected):
    assert points(qd766_4_2=(numerator, denominator))["4.2"] == expected


@pytest.mark.parametrize(("numerator", "expected"), [(50, "3.00"), (80, "4.80"), (100, "6.00"), (1, "0.06")])
def test_4_1_is_the_ratio_times_six(numerator, expected):
    assert points(qd766_4_1=(numerator, 100))["4.1"] == expected


def test_what_is_not_measured_has_no_points():
    given = points(qd766_4_1=(1, 1), qd766_4_2=(1, 1), qd766_4_3=(1, 1))
    assert {code for code, value in given.items() if value is None} == {"4.4", "4.5a", "4.5b", "CT"}
    made = scored("2022-766", RULE, {"qd766_4_1": Ratio(numerator=1, denominator=1)})
    assert made.points == Decimal("6.00")


def test_each_rule_set_scores_the_dossiers_that_it_governs():
    known = procedure(component("to_khai", required=True))
    before = look(resolved(), known, papers=[paper("to_khai"), paper("result", number=2)])
    after = look(record(received_on="2025-07-01"), known)
    made = report(before, after, period=type(report().period).parse("2024-01-01..2025-12-31"))
    assert [(entry.rule_set, str(entry.points)) for entry in made.scoring] == [
        ("2022-766", "10.00"),
        ("2025-118", "0.00"),
    ]
