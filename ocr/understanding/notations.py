"""What the number of a paper says of its kind: `QĐ` in `Số: 47/QĐ-UBND` (Decree 30/2020/NĐ-CP, annex III)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from config.kinds import Kind
from dossiers.text import fold
from ocr.understanding.head import Line

_NUMBER = re.compile(
    r"\W*S[ốôóòỐÔÓo0]\s*[:.;]?[^/]{0,12}/\s*(?:20\d\d\s*/\s*)?(?P<mark>[A-ZĐÐ][A-Za-zĐÐđ]{0,3})\s*[-–]"
)


def notation_on(head: Sequence[Line]) -> str | None:
    """The folded abbreviation in the number of the paper; None without one."""
    for line in head:
        if found := _NUMBER.match(line.text):
            return fold(found["mark"])
    return None


def by_notation(kinds: Sequence[Kind]) -> Mapping[str, frozenset[str]]:
    """The ids of the kinds by folded abbreviation (Đ is lost to OCR: `HĐ` and `HD` are one)."""
    table: dict[str, frozenset[str]] = {}
    for kind in kinds:
        for notation in kind.notations:
            table[fold(notation)] = table.get(fold(notation), frozenset()) | {kind.id}
    return table
