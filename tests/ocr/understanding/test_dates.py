"""Dates in digits and in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.understanding.dates import iso_dates

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("17/01/1990", ("1990-01-17",)),
        ("5-4-1978", ("1978-04-05",)),
        ("ngày 17 tháng 01 năm 2025", ("2025-01-17",)),
        ("04 giờ 25 phút, ngày 05/01/2024", ("2024-01-05",)),
        ("ngày mười bảy tháng một năm hai nghìn không trăm hai mươi lăm", ("2025-01-17",)),
        ("Ngày năm tháng năm năm một nghìn chín trăm năm mươi lăm", ("1955-05-05",)),
        ("ngày mồng hai tháng giêng năm một nghìn chín trăm", ("1900-01-02",)),
        ("ngày hai mươi mốt tháng chạp năm hai ngàn linh ba", ("2003-12-21",)),
        ("17/01/1990 (ngày mười bảy tháng một năm một nghìn chín trăm chín mươi)", ("1990-01-17",)),
        (
            "17/01/1990 (ngày mười bảy tháng hai năm một nghìn chín trăm chín mươi)",
            ("1990-01-17", "1990-02-17"),
        ),
        ("1997", ("1997",)),
        ("năm 1950", ("1950",)),
        ("sinh khoảng 1950 gì đó", ()),
        ("31/02/1990", ()),
        ("31/02/1990, ngày một tháng ba năm một nghìn chín trăm chín mươi", ()),
        ("tháng 01 năm 1990", ()),
        ("số 12/04/19901", ()),
        ("ngày mèo tháng một năm hai nghìn", ()),
        ("", ()),
    ],
)
def test_dates_as_papers_write_them(text: str, dates: tuple[str, ...]):
    assert iso_dates(text) == dates


def in_words(number: int) -> str:
    """A number below 3000 as it is read aloud."""
    thousands, hundreds, rest = number // 1000, number // 100 % 10, number % 100
    head = [DIGITS[thousands], "nghìn", DIGITS[hundreds], "trăm"] if number >= 1000 else []
    tens, ones = divmod(rest, 10)
    ten = {0: ["linh"] if head and ones else [], 1: ["mười"]}.get(tens, [DIGITS[tens], "mươi"])
    return " ".join([*head, *ten, *([DIGITS[ones]] if ones else [])])


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_the_same_in_digits_and_in_words(day: dt.date):
    words = f"ngày {in_words(day.day)} tháng {in_words(day.month)} năm {in_words(day.year)}"
    assert iso_dates(day.strftime("%d/%m/%Y")) == iso_dates(words) == (day.isoformat(),)
