"""Personal identification numbers (số định danh cá nhân, số CCCD) as they stand on a paper.

Twelve digits (Law 26/2023/QH15 art. 12; Decree 137/2015/NĐ-CP art. 13), the first of them the code of a
province, which begins with 0. Numbers of people born abroad begin otherwise and look like account numbers
or amounts of money: they are not read, for a number that is missed accuses nobody.
"""

from __future__ import annotations

import re

from ocr.understanding.identity_numbers import is_well_formed

_DIGITS = 12
_ALONE = r"(?<![0-9A-Za-z])(?<!\d[.,/\-])0\d{11}(?![0-9A-Za-z])(?![.,/\-]\d)"
_IN_GROUPS = r"(?<![0-9A-Za-z])(?<!\d[ .,/\-])0\d\d(?:[ .]\d{3}){3}(?![0-9A-Za-z])(?![ .,/\-]\d)"
# OCR tears a number apart at times; three digits before a gap may be the position in a list.
_TORN = r"(?<![0-9A-Za-z])(?<!\d[ .,/\-])0\d{3,10} \d{1,8}(?![0-9A-Za-z])(?![ .,/\-]\d)"
_NUMBER = re.compile(f"{_ALONE}|{_IN_GROUPS}|{_TORN}")
_NO_DIGIT = re.compile(r"\D")


def personal_numbers(text: str) -> tuple[str, ...]:
    """Every personal number of a text, digits alone, each once, in reading order; none from a longer run."""
    found = (_NO_DIGIT.sub("", match.group()) for match in _NUMBER.finditer(text))
    return tuple(dict.fromkeys(number for number in found if len(number) == _DIGITS))


def personal_numbers_in_code(text: str) -> tuple[str, ...]:
    """The personal numbers among the fields of a QR code (`|` between them, as on identity cards)."""
    fields = (field.strip() for field in text.split("|")) if "|" in text else ()
    return tuple(field for field in fields if is_well_formed(field) and personal_numbers(field) == (field,))
