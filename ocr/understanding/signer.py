"""Who signed an administrative paper: name and office (Decree 30/2020/NĐ-CP, annex I).

The office stands in capitals (`KT. CHỦ TỊCH` over `PHÓ CHỦ TỊCH`), the name below it, under seal and
signature.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dossiers.text import fold, nfc
from ocr.reading.syllables import is_legal
from ocr.understanding.canonical import canonical
from ocr.understanding.head import Line, lines_of
from ocr.understanding.readings import NOT_FOUND, FieldReading, FieldReason
from ocr.values import PageReading

_OFFICE = re.compile(
    r"\b(?:CHU TICH|(?:TONG )?GIAM DOC|TRUONG (?:BAN|PHONG|KHOA|CONG AN|THON|DOAN)|BO TRUONG|THU TRUONG"
    r"|(?:TONG |CHI )?CUC TRUONG|VU TRUONG|CHANH (?:VAN PHONG|THANH TRA|AN)|VIEN TRUONG|HIEU TRUONG"
    r"|THU TUONG|CONG CHUNG VIEN|CONG CHUC|THAM PHAN|CHI HUY TRUONG|KIEM SOAT VIEN|BI THU)\b"
)
_FOR_WHOM = re.compile(r"(?:TM|KT|TL|TUQ|Q|T M|K T|T L)\b")
_DEGREES = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|BSCK\w*|DS|KS|LS|CN|NHS|Thượng tá|Đại tá|Trung tá|Thiếu tá)\s*\.?\s*)+",
    re.IGNORECASE,
)
_LEAST_SURE = 60.0
_LEAST_NAME, _MOST_NAME = 2, 5
_OFFICE_WORDS = 12
_OFFICE_LINES = 4


def signer_fields(pages: Sequence[PageReading]) -> tuple[FieldReading, FieldReading]:
    """Name and office of who signed, from the last page that shows an office in capitals."""
    for page in reversed(pages):
        lines = lines_of(page)
        starts = [index for index, line in enumerate(lines) if _is_office(line)]
        for start in reversed(starts):
            office = _office_from(lines, start)
            name = _name_below(lines, start, page)
            if name is not None:
                return name, _joined(office, page)
        if starts:
            office = _office_from(lines, starts[-1])
            place = _joined(office, page)
            return place.but(FieldReason.HANDWRITTEN), place
    return NOT_FOUND, NOT_FOUND


def _is_office(line: Line) -> bool:
    folded = fold(line.text)
    if (
        not line.is_upper
        or len(folded.split()) > _OFFICE_WORDS
        or line.text.rstrip().endswith((":", ",", ";"))
    ):
        return False
    return _OFFICE.search(folded) is not None


def _office_from(lines: Sequence[Line], last: int) -> list[Line]:
    """The lines of the office that end at `last`: those in capitals right above it, for whom it signs."""
    office = [lines[last]]
    for line in reversed(lines[max(0, last - _OFFICE_LINES) : last]):
        if not line.is_upper or not (_is_office(line) or _FOR_WHOM.match(fold(line.text))):
            break
        office.insert(0, line)
    return office


def _name_below(lines: Sequence[Line], office: int, page: PageReading) -> FieldReading | None:
    """The first name under the office; seal and signature read as text stand between."""
    above = lines[office].box
    for line in lines[office + 1 :]:
        if above is None or line.box is None or not _is_under(line, lines[office]):
            continue
        name = nfc(_DEGREES.sub("", line.text.strip(" .,:;|'`_-")).strip(" ."))
        if _is_name(name) and not any(word.handwritten for word in line.words):
            place = FieldReading(value=name, page=page.number, words=line.words)
            sure = min(word.confidence for word in line.words if fold(word.text)) >= _LEAST_SURE
            return place if sure else place.but(FieldReason.LOW_CONFIDENCE, (name,))
    return None


def _is_under(line: Line, office: Line) -> bool:
    upper, lower = office.box, line.box
    if upper is None or lower is None or lower[1] < upper[1]:
        return False
    middle = (lower[0] + lower[2]) / 2
    margin = (upper[2] - upper[0]) / 2
    return upper[0] - margin <= middle <= upper[2] + margin


def _is_name(text: str) -> bool:
    parts = text.split()
    if not _LEAST_NAME <= len(parts) <= _MOST_NAME:
        return False
    return all(
        part.isalpha() and part[0].isupper() and part[1:].islower() and is_legal(part) for part in parts
    )


def _joined(lines: Sequence[Line], page: PageReading) -> FieldReading:
    text = " ".join(line.text.strip(" .'`|_,") for line in lines)
    return FieldReading(
        value=canonical(nfc(" ".join(text.split()))),
        page=page.number,
        words=tuple(word for line in lines for word in line.words),
    )
