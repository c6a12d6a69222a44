"""The fields of an administrative head: số, ký hiệu, ngày ban hành, cơ quan ban hành, trích yếu.

Their places: Decree 30/2020/NĐ-CP, annex I. Numbers and days are often filled in by hand after signing: a
digit counts only where it was printed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dossiers.text import fold
from ocr.understanding.canonical import canonical
from ocr.understanding.classify import Classification
from ocr.understanding.dates import iso_dates
from ocr.understanding.head import Line
from ocr.understanding.layout import agency_lines, subject_lines
from ocr.understanding.readings import NOT_FOUND, FieldReading, FieldReason
from ocr.values import Word

_NUMBER = re.compile(
    r"S[ốôóòỐÔÓo]\s*[:.;]?\s*(?P<digits>[^\s/]*(?:\s+[^\s/]{1,4}){0,2}?)\s*/\s*"
    r"(?P<mark>(?:\d{4}\s*/\s*)?[A-ZĐÐ][\wĐÐđ]*(?:\s*[-–]\s*[A-ZĐÐ&][\wĐÐđ&.]*)*|(?:19|20)\d{2}\b)"
)
_DATE = re.compile(
    r"(?P<before>.*)\bng[àaá]\w?(?P<day>.{0,12}?)th[áaà]ng(?P<month>.{0,8}?)n[ăaâ]m\s*(?P<year>\d{4})"
    r"(?P<after>.*)",
    re.IGNORECASE,
)
_DATE_IN_WORDS = re.compile(r"(?:\S+ ){0,5}NGAY [A-Z ]+ THANG [A-Z ]+ NAM (?:MOT|HAI) (?:NGHIN|NGAN) [A-Z ]+")
# Place and date fill their line, beside the number at most; in a sentence more stands around a date.
_WORDS_BEFORE = 6
_WORDS_AFTER = 1
_PRINTED_NUMBER = re.compile(r"\d{1,6}")


def number_fields(rows: Sequence[Line], page: int) -> tuple[FieldReading, FieldReading, FieldReading]:
    """Number as a whole (`47/QĐ-UBND`, or `15/2024` of the civil registers), its digits and its notation.

    The notation is printed also where the digits were written by hand.
    """
    for row in rows:
        if found := _NUMBER.search(row.text):
            return _number_parts(row, found, page)
    return NOT_FOUND, NOT_FOUND, NOT_FOUND


def _number_parts(
    row: Line, found: re.Match[str], page: int
) -> tuple[FieldReading, FieldReading, FieldReading]:
    whole = FieldReading(page=page, words=_words_at(row, found.start(), found.end()))
    at_digits = FieldReading(page=page, words=_words_at(row, *found.span("digits")) or whole.words)
    digits, mark = found["digits"].strip(), _tidy_mark(found["mark"])
    in_mark = _words_at(row, *found.span("mark"))
    of_mark = FieldReading(value=mark, page=page, words=in_mark)
    # A mark joined with handwritten digits is marked with them, though printed itself.
    mark_alone = tuple(word for word in in_mark if "/" not in word.text)
    if mark.isdigit():
        of_mark = NOT_FOUND.but(FieldReason.NOT_ON_PAPER)
    elif any(word.handwritten for word in mark_alone):
        of_mark = of_mark.but(FieldReason.HANDWRITTEN)
    if not (_PRINTED_NUMBER.fullmatch(digits) and is_printed(row, found.span("digits"))):
        return whole.but(FieldReason.HANDWRITTEN), at_digits.but(FieldReason.HANDWRITTEN), of_mark
    number = FieldReading(value=f"{digits}/{mark}", page=page, words=whole.words)
    return number, FieldReading(value=digits, page=page, words=at_digits.words), of_mark


def date_field(rows: Sequence[Line], page: int) -> FieldReading:
    """ISO, from `…, ngày 17 tháng 01 năm 2025`, or written out in words."""
    for row in rows:
        if found := _place_and_date(row):
            span = found.start("day"), found.end("year")
            reading = FieldReading(value=_iso(found), page=page, words=_words_at(row, *span))
            certain = reading.value is not None and is_printed(row, span)
            return reading if certain else reading.but(FieldReason.HANDWRITTEN)
        if in_words := _date_in_words(row, page):
            return in_words
    return NOT_FOUND


def agency_field(lines: Sequence[Line], page: int) -> FieldReading:
    """The agency as it names itself, all lines of it; well-known words with their marks put right."""
    reading = _joined(agency_lines(lines), page)
    if reading.value is None:
        return reading
    return FieldReading(value=canonical(reading.value), page=page, words=reading.words)


def subject_field(lines: Sequence[Line], paper: Classification, page: int) -> FieldReading:
    """What the paper is about, under its heading or behind `V/v`."""
    return _joined(subject_lines(lines, paper), page)


def _date_in_words(row: Line, page: int) -> FieldReading | None:
    if not _DATE_IN_WORDS.fullmatch(fold(row.text)) or any(word.handwritten for word in row.words):
        return None
    dates = iso_dates(row.text)
    return FieldReading(value=dates[0], page=page, words=row.words) if len(dates) == 1 else None


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


def is_printed(row: Line, span: tuple[int, int]) -> bool:
    """Whether none of the words in a stretch of a row was written by hand."""
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


def _joined(lines: Sequence[Line], page: int) -> FieldReading:
    text = " ".join(" ".join(line.text.strip(" -—–_.*|") for line in lines).split())
    if not text:
        return NOT_FOUND
    return FieldReading(value=text, page=page, words=tuple(word for line in lines for word in line.words))
