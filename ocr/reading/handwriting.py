"""What was written by hand into a printed page, or may have been: nothing of it is to be believed.

Numbers and days are often filled in by hand after signing, and Tesseract reads handwriting as something else,
sometimes with high confidence. Without the picture the look of a word is its height, its foot and how surely
it was read; in the blank of a number, a day or a month a word in doubt counts as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr.reading.pages import PageWord
from ocr.reading.rows import Piece, height_of, pieces_of
from ocr.reading.typeface import width_of

_NUMBER = re.compile(
    r"\W*[Ss][ốôóòỐÔÓo](?:[^\d:/]{0,14}[:.;])?\s*(?P<blank>[^/]{0,14}?)\s*/\s*"
    r"(?:(?:\d{4}\s*/\s*)?[A-ZĐÐ]{2}\S*|(?:19|20)\d\d\b\S*)(?P<rest>.*)"
)
_DATE = re.compile(
    r"(?P<before>.*)\bng[àaá]\w?(?P<day>.{0,12}?)th[áaà]ng(?P<month>.{0,8}?)n[ăaâ]m"
    r"\s*(?P<year>\d{4})?(?P<rest>.*)",
    re.IGNORECASE,
)
# Place and date fill their line; the mark of a number ends it, but for a date or a torn mark.
_WORDS_BEFORE = 6
_WORDS_AFTER = 2
_DIGITS = re.compile(r"\d{1,6}")
# Printed digits of one head are of one height, handwriting over the blank is a third higher (seen on the
# papers of one province).
_TALLER = 1.2
_FOOT_OFF = 0.3
# Printed digits are read with 90 and more, handwriting seldom above 80.
_SURE = 80.0
# A number that is one word with its mark is read with 40 to 90 though printed: there its width tells. Print
# keeps within two percent (the samples of this repository); a digit more or less is a tenth of the word.
_WIDTH_OFF = 0.03
_TALLER_WITH_MARK = 1.3


def marked(words: Sequence[PageWord]) -> tuple[PageWord, ...]:
    """The words, `handwritten` set where they were written by hand or may have been.

    Args:
        words: in reading order, torn lines joined (`ocr.reading.order.arranged`).
    """
    lines = pieces_of(words)
    year = next((word for line in lines for word in _year_of(line)), None)
    doubtful = {id(word) for line in lines for word in _in_blanks(line, year)}
    return tuple(word._replace(handwritten=True) if id(word) in doubtful else word for word in words)


def _in_blanks(line: Piece, year: PageWord | None) -> Iterator[PageWord]:
    """The words in the blanks of a number and a date that do not look printed."""
    for start, end in _blanks_of(line):
        blank = line.text[start:end].strip(" .,:")
        filled = _words_at(line.words, start, end)
        if blank and not (_DIGITS.fullmatch(blank) and all(_is_printed(word, year) for word in filled)):
            yield from filled


def _blanks_of(line: Piece) -> Iterator[tuple[int, int]]:
    """Where the blanks lie in its text."""
    if number := _number_in(line):
        yield number.span("blank")
    if date := _date_in(line):
        yield from (date.span("day"), date.span("month"))


def _number_in(line: Piece) -> re.Match[str] | None:
    found = _NUMBER.match(line.text)
    if found is None or (len(found["rest"].split()) > _WORDS_AFTER and not _DATE.match(found["rest"])):
        return None
    return found


def _date_in(line: Piece) -> re.Match[str] | None:
    found = _DATE.match(line.text)
    if found is None or len(found["before"].split()) > _WORDS_BEFORE or len(found["rest"].split()) > 1:
        return None
    return found


def _year_of(line: Piece) -> list[PageWord]:
    """The year that is printed beside the blank of the day."""
    found = _date_in(line)
    return _words_at(line.words, *found.span("year")) if found and found["year"] else []


def _is_printed(word: PageWord, year: PageWord | None) -> bool:
    """Whether digits were printed: read surely, and where alone as tall as the year, at one foot with it."""
    sure = word.confidence >= _SURE
    if year is None:
        return sure
    height, usual = height_of(word), height_of(year)
    if not word.text.strip(" .,:").isdigit():
        return sure or (height <= _TALLER_WITH_MARK * usual and _is_as_wide_as_print(word, year))
    level = word.line != year.line or abs(word.box[3] - year.box[3]) <= _FOOT_OFF * usual
    return sure and level and usual <= _TALLER * height and height <= _TALLER * usual


def _is_as_wide_as_print(word: PageWord, year: PageWord) -> bool:
    """Whether it is as wide as its letters are in the type of the year."""
    wide, unit = width_of(word.text), width_of(year.text)
    if wide is None or unit is None:
        return False
    printed = _across(year) * wide / unit
    return abs(_across(word) - printed) <= _WIDTH_OFF * printed


def _across(word: PageWord) -> float:
    return word.box[2] - word.box[0]


def _words_at(words: Sequence[PageWord], start: int, end: int) -> list[PageWord]:
    """The words that cover the characters from start to end of their text, single spaces between them."""
    covering = []
    position = 0
    for word in words:
        if position < end and position + len(word.text) > start:
            covering.append(word)
        position += len(word.text) + 1
    return covering
