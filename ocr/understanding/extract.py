"""The fields of an administrative head: số ký hiệu, ngày ban hành, cơ quan ban hành, trích yếu.

Their places: Decree 30/2020/NĐ-CP, annex I. Numbers and days are often filled in by hand after signing: a
digit counts only where it was printed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from statistics import mean

from pydantic import BaseModel, ConfigDict

from config.kinds import FieldName
from ocr.understanding.classify import Classification
from ocr.understanding.head import HEAD_LINES, Line, box_around, whole_lines_of
from ocr.understanding.layout import agency_lines, subject_lines
from ocr.values import FieldEvidence, PageReading, Word

NOT_FOUND = "not_found"
HANDWRITTEN = "handwritten_or_unread"

_NUMBER = re.compile(
    r"S[ốôóòỐÔÓo]\s*[:.;]?\s*(?P<digits>[^\s/]*(?:\s+[^\s/]{1,4}){0,2}?)\s*/\s*"
    r"(?P<mark>(?:\d{4}\s*/\s*)?[A-ZĐÐ][\wĐÐđ]*(?:\s*[-–]\s*[A-ZĐÐ&][\wĐÐđ&.]*)*|(?:19|20)\d{2}\b)"
)
_DATE = re.compile(
    r"(?P<before>.*)\bng[àaá]\w?(?P<day>.{0,12}?)th[áaà]ng(?P<month>.{0,8}?)n[ăaâ]m\s*(?P<year>\d{4})"
    r"(?P<after>.*)",
    re.IGNORECASE,
)
# Place and date fill their line, beside the number at most; in a sentence more stands around a date.
_WORDS_BEFORE = 6
_WORDS_AFTER = 1
_PRINTED_NUMBER = re.compile(r"\d{1,6}")


class Extracted(BaseModel):
    """The fields of a paper and where each was read."""

    model_config = ConfigDict(frozen=True)

    fields: dict[str, str | None] = {}
    evidence: dict[str, FieldEvidence] = {}


class _Reading(BaseModel):
    model_config = ConfigDict(frozen=True)

    value: str | None
    words: tuple[Word, ...] = ()
    reason: str | None = None


def extract(page: PageReading, lines: Sequence[Line], paper: Classification) -> Extracted:
    """The fields that the kind of the paper has, from the head of its first page."""
    if paper.kind is None:
        return Extracted()
    rows = whole_lines_of(page)[:HEAD_LINES]
    readers: dict[FieldName, Callable[[], _Reading]] = {
        FieldName.NUMBER: lambda: _number(rows),
        FieldName.DATE: lambda: _date(rows),
        FieldName.AGENCY: lambda: _joined(agency_lines(lines)),
        FieldName.SUBJECT: lambda: _joined(subject_lines(lines, paper)),
    }
    readings = {str(name): readers[name]() for name in paper.kind.fields}
    return Extracted(
        fields={name: reading.value for name, reading in readings.items()},
        evidence={name: _evidence(page, reading) for name, reading in readings.items()},
    )


def _number(rows: Sequence[Line]) -> _Reading:
    """`47/QĐ-UBND`, or `15/2024` of the civil registers."""
    for row in rows:
        if found := _NUMBER.search(row.text):
            digits = found.group("digits").strip()
            words = _words_at(row, found.start(), found.end())
            if not (_PRINTED_NUMBER.fullmatch(digits) and _is_printed(row, found.span("digits"))):
                return _Reading(value=None, words=words, reason=HANDWRITTEN)
            return _Reading(value=f"{digits}/{_tidy_mark(found.group('mark'))}", words=words)
    return _Reading(value=None, reason=NOT_FOUND)


def _date(rows: Sequence[Line]) -> _Reading:
    """ISO, from `…, ngày 17 tháng 01 năm 2025`."""
    for row in rows:
        if found := _place_and_date(row):
            span = found.start("day"), found.end("year")
            words = _words_at(row, *span)
            value = _iso(found)
            if value is None or not _is_printed(row, span):
                return _Reading(value=None, words=words, reason=HANDWRITTEN)
            return _Reading(value=value, words=words)
    return _Reading(value=None, reason=NOT_FOUND)


def _place_and_date(row: Line) -> re.Match[str] | None:
    found = _DATE.match(row.text)
    if found is None or len(found["before"].split()) > _WORDS_BEFORE:
        return None
    return found if len(found["after"].split()) <= _WORDS_AFTER else None


def _iso(found: re.Match[str]) -> str | None:
    try:
        return dt.date(*(int(found.group(part)) for part in ("year", "month", "day"))).isoformat()
    except ValueError:
        return None


def _is_printed(row: Line, span: tuple[int, int]) -> bool:
    return not any(word.handwritten for word in _words_at(row, *span))


def _tidy_mark(mark: str) -> str:
    return re.sub(r"\s+", "", mark).replace("–", "-").replace("Ð", "Đ").replace("ĐĐ", "Đ").rstrip(".")


def _words_at(line: Line, start: int, end: int) -> tuple[Word, ...]:
    """The words of a line that cover the characters from start to end of its text."""
    covering = []
    position = 0
    for word in line.words:
        if position < end and position + len(word.text) > start:
            covering.append(word)
        position += len(word.text) + 1
    return tuple(covering)


def _joined(lines: Sequence[Line]) -> _Reading:
    text = " ".join(line.text.strip(" -—–_.*|") for line in lines).strip()
    if not text:
        return _Reading(value=None, reason=NOT_FOUND)
    return _Reading(value=" ".join(text.split()), words=tuple(word for line in lines for word in line.words))


def _evidence(page: PageReading, reading: _Reading) -> FieldEvidence:
    box = box_around(reading.words)
    confidence = round(mean(word.confidence for word in reading.words), 1) if reading.words else None
    return FieldEvidence(
        page=page.number if reading.words or reading.value else None,
        box=box,
        confidence=confidence,
        reason=reading.reason,
    )
