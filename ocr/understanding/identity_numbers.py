"""Whether a personal number can be one, and of whom (số định danh cá nhân, Decree 137/2015/NĐ-CP art. 13).

Twelve digits: three for the province or country of birth, one for century and sex, two for the year of birth,
six at random. No check digit.
"""

from __future__ import annotations

import re

# Circular 07/2016/TT-BCA, annex I: the 63 provinces before July 2025, whose codes stay in the numbers given.
_PROVINCES = """
    001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038
    040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082
    083 084 086 087 089 091 092 093 094 095 096
"""
# No province has it: the papers of samples and tests bear it, so that they name nobody.
_NOBODY = "000"
# Those of countries of birth are above those of provinces.
_FIRST_COUNTRY = 101
_WHOLE = re.compile(r"\d{12}")
_OLD = re.compile(r"(?<![\d.,/\-])(?:\d{9}|\d{3} \d{3} \d{3})(?![\d.,/\-])")
_FIRST_CENTURY = 1900
_MALE, _FEMALE = "Nam", "Nữ"


def is_well_formed(number: str) -> bool:
    """Whether it has twelve digits and begins with a province or country."""
    origin = number[:3]
    known = origin in _PROVINCES.split() or origin == _NOBODY or origin >= str(_FIRST_COUNTRY)
    return _WHOLE.fullmatch(number) is not None and known


def agrees_with_birth(number: str, born: str) -> bool:
    """Whether century and year of the number are those of a date of birth (ISO, or a year alone)."""
    century, year = _FIRST_CENTURY + int(number[3]) // 2 * 100, int(number[4:6])
    return century + year == int(born[:4])


def agrees_with_sex(number: str, sex: str) -> bool:
    """Whether the number is a man's (`Nam`) or a woman's (`Nữ`) as told."""
    return sex == (_FEMALE if int(number[3]) % 2 else _MALE)


def old_number(text: str) -> str | None:
    """The one identity number of nine digits (chứng minh nhân dân) of a text; None for none or several."""
    found = {match.group().replace(" ", "") for match in _OLD.finditer(text)}
    return found.pop() if len(found) == 1 else None
