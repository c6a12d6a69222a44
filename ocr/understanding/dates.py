"""Dates as papers write them: `17/01/2025`, `ngày 17 tháng 01 năm 2025`, `năm 1990`, and in words."""

from __future__ import annotations

import datetime as dt
import re

from dossiers.text import fold

_YEAR = r"(?P<year>(?:18|19|20)\d\d)"
_IN_DIGITS = re.compile(
    rf"(?<![\d/])(?P<day>\d{{1,2}})\s*[/.\-–]\s*(?P<month>\d{{1,2}})\s*[/.\-–]\s*{_YEAR}(?!\d)"
)
_LONG = re.compile(rf"\b(?P<day>\d{{1,2}}) THANG (?P<month>\d{{1,2}}) NAM {_YEAR}\b")
_YEAR_ALONE = re.compile(rf"(?:NAM )?{_YEAR}")
_IN_WORDS = re.compile(
    r"\bNGAY (?P<day>[A-Z ]{2,20}?) THANG (?P<month>[A-Z ]{2,12}?) "
    r"NAM (?P<year>(?:MOT|HAI) (?:NGHIN|NGAN)\b[A-Z ]*)"
)
_DIGITS = {
    "KHONG": 0, "MOT": 1, "HAI": 2, "BA": 3, "BON": 4, "TU": 4, "NAM": 5, "LAM": 5, "NHAM": 5, "SAU": 6,
    "BAY": 7, "TAM": 8, "CHIN": 9,
}  # fmt: skip
_UNITS = {"MUOI": 10, "TRAM": 100, "NGHIN": 1000, "NGAN": 1000}
_SILENT = frozenset({"LINH", "LE", "MONG", "MUNG"})
_NAMED_MONTHS = {"GIENG": 1, "CHAP": 12}


def iso_dates(text: str) -> tuple[str, ...]:
    """Every date of a text, ISO, each once, in digits and in words; a year alone (`1990`) where it is all.

    A text that shows a date which no calendar has (31/02) yields nothing for it.
    """
    folded = fold(text)
    found = [
        *(_iso(*match.group("year", "month", "day")) for match in _IN_DIGITS.finditer(text)),
        *(_iso(*match.group("year", "month", "day")) for match in _LONG.finditer(folded)),
        *(
            _iso(*map(_number_in_words, match.group("year", "month", "day")))
            for match in _IN_WORDS.finditer(folded)
        ),
    ]
    if None in found:
        return ()
    dates = tuple(dict.fromkeys(date for date in found if date))
    if not found and (year := _YEAR_ALONE.fullmatch(folded)):
        return (year["year"],)
    return dates


def _iso(year: str | int | None, month: str | int | None, day: str | int | None) -> str | None:
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _number_in_words(words: str) -> int | None:
    """`MUOI BAY` is 17, `HAI MUOI MOT` 21, `MOT NGHIN CHIN TRAM CHIN MUOI` 1990; None for no number."""
    total, digit = 0, None
    tokens = [token for token in words.split() if token not in _SILENT]
    if len(tokens) == 1 and tokens[0] in _NAMED_MONTHS:
        return _NAMED_MONTHS[tokens[0]]
    for token in tokens:
        if token in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[token]
            digit = None
        elif token in _DIGITS and digit is None:
            digit = _DIGITS[token]
        else:
            return None
    return total + (digit or 0) if tokens else None
