"""The machine readable zone on the back of an identity card: TD1 of ICAO Doc 9303, part 5.

Three lines of 30. Of a Vietnamese card: the last nine digits of the personal number stand as number of the
document, all twelve as optional data: `IDVNM1900012340000190001234<<3`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.understanding.head import Line
from ocr.values import Word

_FIRST = re.compile(r"[I1L]DVNM(?P<document>\w{9})(?P<check>\w)(?P<number>\w{12})")
_SECOND = re.compile(
    r"(?P<born>\w{6})(?P<born_check>\w)(?P<sex>[MF<])(?P<until>[\w<]{6})(?P<until_check>\w)VNM"
)
_THIRD = re.compile(r"(?P<family>[A-Z]+)<<?(?P<given>[A-Z]+(?:<[A-Z]+)*)<{3,}")
_WRONG_DIGITS = str.maketrans("OQDILZSBG", "000112586")
_FILLERS = str.maketrans("«‹(", "<<<")
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Zone:
    """What the zone says, each part under its check digit; None where that does not hold.

    Attributes:
        number: twelve digits.
        born, until: ISO; `until` is None for a card without end.
        sex: `Nam` or `Nữ`.
        name: capitals without marks, single spaces; under no check digit.
        words: those of the zone.
    """

    number: str | None = None
    born: str | None = None
    sex: str | None = None
    until: str | None = None
    name: str | None = None
    words: tuple[Word, ...] = ()


def zone_of(lines: Iterable[Line]) -> Zone | None:
    """The zone among the lines of a page; None where there is none."""
    rows = [("".join(line.text.split()).translate(_FILLERS).upper(), line) for line in lines]
    start = next((index for index, (text, _) in enumerate(rows) if _FIRST.search(text)), None)
    if start is None:
        return None
    below = rows[start + 1 : start + 4]
    number = _number(rows[start][0])
    dates = next((found for text, _ in below if (found := _SECOND.search(text))), None)
    name = next((found for text, _ in below if (found := _THIRD.search(text))), None)
    born = _checked(dates["born"], dates["born_check"]) if dates else None
    until = _checked(dates["until"], dates["until_check"]) if dates else None
    century = _century_of(number)
    return Zone(
        number=number,
        born=_iso(born, century) if born and century else None,
        sex={"M": "Nam", "F": "Nữ"}.get(dates["sex"]) if dates else None,
        until=_iso(until, "20") if until else None,
        name=f"{name['family']} {name['given'].replace('<', ' ')}" if name else None,
        words=tuple(word for _, line in rows[start : start + 3] for word in line.words),
    )


def check_digit(text: str) -> str:
    """The check digit of a text of digits and fillers: weights 7, 3, 1 (ICAO Doc 9303, part 3, 4.9)."""
    values = (int(char) if char.isdigit() else 0 for char in text)
    return str(sum(value * _WEIGHTS[index % 3] for index, value in enumerate(values)) % 10)


def _number(text: str) -> str | None:
    found = _FIRST.search(text)
    if found is None:
        return None
    document = _checked(found["document"], found["check"])
    number = found["number"].translate(_WRONG_DIGITS)
    return number if document and number.isdigit() and number.endswith(document) else None


def _checked(text: str, check: str) -> str | None:
    digits = text.translate(_WRONG_DIGITS)
    holds = digits.isdigit() and check_digit(digits) == check.translate(_WRONG_DIGITS)
    return digits if holds else None


def _century_of(number: str | None) -> str | None:
    return str(19 + int(number[3]) // 2) if number else None


def _iso(digits: str, century: str) -> str | None:
    try:
        return dt.date(int(century + digits[:2]), int(digits[2:4]), int(digits[4:])).isoformat()
    except ValueError:
        return None
