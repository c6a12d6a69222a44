"""Numbers, dates and text as they are printed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.sections import Language
from dossiers.ratios import Ratio
from reports.notation import Notation, page_ranges, plain

VIETNAMESE = Notation(Language.VIETNAMESE)
ENGLISH = Notation(Language.ENGLISH)


def test_the_figures_of_do_luong_read_as_published():
    ratio = Ratio(numerator=3350, denominator=3351)
    assert VIETNAMESE.fraction(ratio) == "3.350 / 3.351"
    assert VIETNAMESE.percent(ratio.ratio) == "99,97 %"
    assert ENGLISH.fraction(ratio) == "3,350 / 3,351"
    assert ENGLISH.percent(ratio.ratio) == "99.97 %"


def test_a_ratio_of_nothing_is_a_dash():
    assert VIETNAMESE.percent(Ratio().ratio) == "–"
    assert VIETNAMESE.count(None) == "–"


@given(st.integers(min_value=0))
def test_a_count_reads_back_in_both_languages(number: int):
    assert int(VIETNAMESE.count(number).replace(".", "")) == number
    assert int(ENGLISH.count(number).replace(",", "")) == number
    assert all(len(part) == 3 for part in VIETNAMESE.count(number).split(".")[1:])


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_percentage_keeps_its_value_and_is_100_only_of_all(parts: tuple[int, int]):
    ratio = Ratio(numerator=parts[0], denominator=parts[1])
    shown = VIETNAMESE.percent(ratio.ratio)
    assert shown.removesuffix(" %").replace(",", ".") == ratio.ratio
    assert (shown == "100,00 %") == (parts[0] == parts[1])


def test_days_and_months():
    assert VIETNAMESE.day(date(2024, 3, 1)) == "01/03/2024"
    assert ENGLISH.day(date(2024, 3, 1)) == "2024-03-01"
    assert VIETNAMESE.month("2024-03") == "03/2024"
    assert ENGLISH.month("2024-03") == "2024-03"


def test_a_moment_is_told_by_the_clocks_of_viet_nam():
    assert VIETNAMESE.moment(datetime(2024, 3, 31, 18, 30, tzinfo=UTC)) == "01/04/2024 01:30"


@pytest.mark.parametrize(
    ("pages", "shown"), [((1,), "1"), ((1, 2, 3, 5), "1–3, 5"), ((2, 1), "2, 1"), ((), "")]
)
def test_runs_of_pages_are_joined(pages: tuple[int, ...], shown: str):
    assert page_ranges(pages) == shown


def test_text_of_a_register_cannot_steer_a_terminal_or_turn_a_line():
    assert plain("xã\tĐông\r\nHải") == "xã Đông Hải"
    assert plain("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"
