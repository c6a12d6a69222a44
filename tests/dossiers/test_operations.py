"""The table of an office: its sums, and the period before (domain/indicators.md, section 7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.operations import (
    NOTHING,
    Operations,
    SumCheck,
    carried_over,
    checked,
    parts_add_up,
    period_before,
)
from dossiers.periods import Period

# Hà Tĩnh, 2021 and 2022, as published.
Y2021 = Operations(
    carried_in=277,
    received={"direct": 8466, "linked": 3194, "online": 387},
    on_time=12075,
    late=10,
    carried_out=239,
)
Y2022 = Operations(
    carried_in=239,
    received={"direct": 12584, "linked": 3534, "online": 1214},
    on_time=16771,
    late=97,
    returned=8,
    supplements_asked=155,
    carried_out=695,
)


def differences(*checks: SumCheck) -> dict[str, int]:
    return {check.what: check.difference for check in checks}


def test_the_published_tables_agree() -> None:
    assert (Y2021.total, Y2021.resolved, Y2021.left) == (12324, 12085, 239)
    assert (Y2022.total, Y2022.resolved, Y2022.left) == (17571, 16868, 695)
    assert carried_over(Y2021.left, Y2022).difference == 0
    assert all(check.difference == 0 for check in checked(Y2022, 12584 + 3534 + 1214))


def test_supplements_are_not_subtracted_from_what_is_carried_over() -> None:
    assert Y2022.model_copy(update={"supplements_asked": 0}).left == Y2022.left


@pytest.mark.parametrize(
    ("changes", "what", "difference"),
    [
        ({"late": 96}, "total_is_resolved_closed_open", 1),
        ({"carried_out": 700}, "total_is_resolved_closed_open", -5),
        ({"received": {"direct": 17331}}, "received_is_its_channels", 1),
    ],
)
def test_what_does_not_add_up_is_told_with_the_difference(
    changes: dict[str, object], what: str, difference: int
) -> None:
    found = differences(*checked(Y2022.model_copy(update=changes), 17332))
    assert found[what] == difference


def test_carry_over_and_units_that_do_not_agree_are_told() -> None:
    assert carried_over(240, Y2022) == SumCheck(what="carried_in_is_left_before", left=239, right=240)
    assert parts_add_up(Y2022, [Y2021]).difference == 17571 - 12324


def test_operations_add_up_channel_by_channel() -> None:
    both = Y2021 + Y2022 + NOTHING
    assert both.received == {"direct": 21050, "linked": 6728, "online": 1601, "post": 0}
    assert both.total == Y2021.total + Y2022.total
    assert both.late == 107


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2024-Q1", "2023-Q4"),
        ("2024-01", "2023-12"),
        ("2024", "2023"),
        ("2023-9M", "2022-04-01..2022-12-31"),
        ("2024-02-10..2024-02-19", "2024-01-31..2024-02-09"),
        ("2024-02-29..2024-02-29", "2024-02-28..2024-02-28"),
    ],
)
def test_the_period_before(period: str, before: str) -> None:
    assert period_before(Period.parse(period)) == Period.parse(before)


@given(first=st.dates(), last=st.dates())
def test_the_period_before_ends_the_day_before_or_the_calendar_is_over(first: date, last: date) -> None:
    if last < first:
        first, last = last, first
    before = period_before(Period(first=first, last=last))
    if before is not None:
        assert before.last + timedelta(days=1) == first
        assert before.first <= before.last
