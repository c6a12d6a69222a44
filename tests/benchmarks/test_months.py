"""The simulated month: its arithmetic, and docs/scale.md, which is made from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import year
from benchmarks.months import DAYS, OFFICES, Office, Rates, month_of, pages_by_day
from benchmarks.process_tree import Cost
from benchmarks.rerun import Night, judged
from benchmarks.scale import PAGES_FIGURE


def test_the_document_is_what_its_script_makes_of_the_rates() -> None:
    text = year.DOCUMENT.read_text(encoding="utf-8")
    measured = json.loads(year.RATES.read_text(encoding="utf-8"))
    assert year.document(text, measured) == text


@given(st.integers(0, 400_000), st.integers(0, 100_000))
def test_nothing_is_lost_between_a_night_and_the_next(dossiers: int, capacity: int) -> None:
    office = Office("any", dossiers, "made up")
    month = month_of(office, capacity)
    assert month.pages == sum(pages_by_day(office))
    assert month.pages - DAYS * capacity <= month.queue <= month.longest_queue <= month.pages
    assert (month.full_nights == 0) == (month.longest_queue == 0)


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_who_reads_more_leaves_no_more(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert month_of(OFFICES[-1], more).queue <= month_of(OFFICES[-1], less).queue


def test_a_worker_more_brings_what_was_measured() -> None:
    rates = Rates(pages_a_second=1.0, second_worker_brings=0.5, fixed_seconds=0)
    assert [rates.pages_a_night(workers) for workers in (1, 2, 3)] == [21_600, 32_400, 43_200]


def test_the_pages_of_a_month_are_those_of_its_quarter() -> None:
    for office in OFFICES:
        expected = office.dossiers_a_quarter * 30 / 91 * 12
        assert sum(pages_by_day(office)) == pytest.approx(expected, rel=0.001)


def night(stored: int, duplicate: int, *, seconds: float, calls: int = 0) -> Night:
    counts = {"seen": stored + duplicate, "stored": stored, "duplicate": duplicate}
    return Night("a", Cost(0, seconds, seconds), counts, calls)


def test_a_second_night_is_judged_by_its_cpu_and_its_calls() -> None:
    first = night(100, 0, seconds=100, calls=100)
    assert all(figure.met for figure in judged(first, night(0, 100, seconds=1)))
    assert [figure.met for figure in judged(first, night(0, 100, seconds=2, calls=1))] == [False, False]


def test_a_second_night_over_other_files_says_nothing() -> None:
    figures = judged(night(100, 0, seconds=100), night(1, 99, seconds=1))
    assert [figure.value for figure in figures] == [None, None]
    assert "99 duplicates of 100" in str(figures[0].note)


def test_a_second_night_says_nothing_where_nobody_counted_the_calls() -> None:
    figures = judged(night(100, 0, seconds=100, calls=99), night(0, 100, seconds=1))
    assert [figure.value for figure in figures] == [None, None]


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_a_whole_run_of_bench_scale_gave_is_taken_for_the_rates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_whole: bool
) -> None:
    def row(**values: object) -> dict[str, object]:
        return values

    document = {
        "figures": [
            {"name": "two workers against one", "value": 1.7},
            {"name": PAGES_FIGURE, "value": 2000, "met": is_whole},
        ],
        "corpus": "an office's scans",
        "commit": "0123456789abcdef",
        "tables": [
            {"title": "nights", "rows": [row(**{"pages/s": 1.1}), row(**{"pages/s": 1.87})]},
            {"title": "CPU of the night of 2000 pages", "rows": [row(part="all", **{"ms a page": 860.0})]},
        ],
    }
    printed = tmp_path / "scale.json"
    printed.write_text(json.dumps(document), encoding="utf-8")
    here = {"pages_a_second": 0.5, "second_worker_brings": 0.6, "fixed_seconds": 0}
    monkeypatch.setattr(year, "_measured_now", lambda _: here)
    rates = year.rates_of(year.measured_rates(14, printed))
    assert (rates == Rates(0.5, 0.6, 0)) is not is_whole
    assert not is_whole or rates == Rates(pages_a_second=1.1, second_worker_brings=0.7, fixed_seconds=60.0)
