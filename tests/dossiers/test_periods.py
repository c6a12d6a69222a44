"""Periods by their names, and the months they touch."""

from __future__ import annotations

from datetime import date

import pytest

from dossiers.errors import UsageError
from dossiers.periods import Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        (" 2024-q4 ", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2023-9M", "2023-01-01", "2023-09-30"),
        ("2023-12M", "2023-01-01", "2023-12-31"),
        ("2024-01-15..2024-02-14", "2024-01-15", "2024-02-14"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_period_by_its_name(text, first, last):
    assert Period.parse(text) == Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-00", "2024-Q5", "2024-H3", "2024-0M", "2024-13M", "0000", "quý 1",
     "2024-02-30..2024-03-01", "2024-03-01..2024-02-01", "2024-01-01"],
)  # fmt: skip
def test_what_names_no_period_is_refused_with_the_forms(text):
    with pytest.raises(UsageError):
        Period.parse(text)


def test_the_months_cover_the_period_once():
    months = Period.parse("2024-01-15..2024-03-10").months
    assert [(str(month.first), str(month.last)) for month in months] == [
        ("2024-01-15", "2024-01-31"),
        ("2024-02-01", "2024-02-29"),
        ("2024-03-01", "2024-03-10"),
    ]
    assert len(Period.parse("9999").months) == 12


def test_the_year_that_ends_with_a_period():
    year = Period.parse("2024-01-05..2024-01-20").year_to_its_end()
    assert (str(year.first), str(year.last), len(year.months)) == ("2023-02-01", "2024-01-20", 12)
