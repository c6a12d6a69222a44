"""Matching headings: a title, perhaps with a decisive second line, against the head of a page.

All matching is on the folded form (diacritics are where Tesseract errs), tolerant of misread letters,
strict about words: a heading must fill its line, and longer headings win.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from dossiers.text import fold
from ocr.understanding.fuzzy import beginnings, find
from ocr.understanding.head import Line, Tokens, heading_tokens

# Lines that a heading and its second line may cover.
_REACH = 8
# Lines between a heading and its decisive line (a form number, a stamp read as text).
_LINES_BETWEEN = 2
# Each wrong letter costs as much as three right ones earn: HUY CHƯƠNG is no misread HUÂN CHƯƠNG.
_ERROR_COST = 3
# So few letters alone on a line, or after a heading, are a speck or a rule read as text.
_SPECK = 2
# Of a heading in capitals so many letters are read as capitals.
_CAPITALS = 0.75
# In small letters a heading is told from a sentence by its length and by reading nearly right.
_SMALL_LETTERS = 10
_SMALL_LETTERS_PER_ERROR = 10
# Under a heading stands who decides; that is no part of the heading.
_AUTHORITIES = frozenset({
    "CHU", "UY", "UBND", "GIAM", "BO", "TONG", "HOI", "TRUONG", "THU", "CHANH", "PHO", "SO", "CONG", "KINH",
    "DAI", "TOA",
})  # fmt: skip
# A line that begins so goes on with the heading above it.
_CONTINUING = frozenset({"VA", "KET", "CO", "CHO", "CUA", "VE", "THEO", "TRONG", "KHONG", "LAI"})
_SUBJECT_MARKS: tuple[Tokens, ...] = (("VE", "VIEC"), ("V", "V"), ("VE",))


class Title(BaseModel):
    """A heading to look for.

    Attributes:
        text: as it is written in the data.
        heading: folded.
        details: the decisive lines, folded; empty where the heading suffices.
        generic: the heading stands over many different papers.
        open: a longer heading may begin so.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    heading: Tokens
    details: tuple[Tokens, ...] = ()
    generic: bool = False
    open: bool = False


class Match(BaseModel):
    """A title found.

    Attributes:
        score: matched letters less the cost of the wrong ones; the higher wins.
        likeness: share of right letters, 0 to 1.
        complete: the decisive line was found, and the heading does not go on.
        last_line: index of the line where the heading ends.
        detail: the decisive line that was found; empty where none was.
        in_capitals: the heading is set in capitals.
    """

    model_config = ConfigDict(frozen=True)

    title: Title
    score: int
    likeness: float
    complete: bool
    last_line: int
    detail: Tokens = ()
    in_capitals: bool = True


class Window:
    """The lines from one line of the head on, as one stream of tokens; made once for all titles."""

    def __init__(
        self, lines: Sequence[Line], start: int, *, leave_out: int = 0, with_specks: bool = True
    ) -> None:
        """Reads on for as many lines as a heading and its second line may cover.

        `leave_out`: so many tokens before the heading are specks of another line. `with_specks`: a line of
        one or two letters may be the last word of a heading (`liệt / sĩ`).
        """
        self.lines = lines
        self.start = start
        reach = [
            (index, line)
            for index, line in enumerate(lines[start : start + _REACH], start)
            if with_specks or not is_speck(line)
        ]
        self.has_specks = with_specks and any(is_speck(line) for _, line in reach)
        stream = [(token, index) for index, line in reach for token in line.tokens][leave_out:]
        self.tokens = tuple(token for token, _ in stream)
        self.line_of = tuple(index for _, index in stream)
        self.beginnings = beginnings(self.tokens)
        self._below = reach

    def is_filled_by(self, count: int) -> bool:
        """Whether nothing but a speck follows so many tokens on their last line."""
        last = self.line_of[count - 1]
        after = zip(self.tokens[count:], self.line_of[count:], strict=True)
        return sum(len(token) for token, line in after if line == last) <= _SPECK

    def after(self, end: int) -> Iterator[Tokens]:
        """What follows a heading: at once, and from the beginning of one of the next lines."""
        last = self.line_of[end - 1]
        yield self.tokens[end:]
        below = [(index, tuple(fold(line.text).split())) for index, line in self._below if index > last]
        for first in range(min(len(below), 1 + _LINES_BETWEEN)):
            yield tuple(token for _, tokens in below[first:] for token in tokens)


def is_speck(line: Line) -> bool:
    """Whether so little stands on a line that it is no word."""
    return sum(map(len, line.tokens)) <= _SPECK


def match_title(window: Window, title: Title, *, small_letters: bool = False) -> Match | None:
    """The title at the first line of the window, or None.

    `small_letters`: its capitals may have been read as small letters.
    """
    heading = find(window.beginnings, title.heading)
    exact_enough = heading is not None
    if heading is None and title.details:
        heading = find(window.beginnings, title.heading, at_least=1)
    if heading is None:
        return None
    last = window.line_of[heading.tokens - 1]
    lines = window.lines[window.start : last + 1]
    in_capitals = _is_set_as_heading(lines, title)
    fills_line = window.is_filled_by(heading.tokens)
    if not in_capitals and not (
        small_letters and fills_line and _may_have_lost_capitals(lines, title, heading.errors)
    ):
        return None
    detail = _find_detail(window, heading.tokens, title) if title.details else None
    if not (detail or (exact_enough and (fills_line or title.open))):
        return None
    right = _letters(title.heading) + (_letters(detail[0]) if detail else 0)
    errors = heading.errors + (detail[1] if detail else 0)
    goes_on = fills_line and _goes_on(window.lines, last + 1, title)
    return Match(
        title=title,
        score=score_of(right, errors),
        likeness=max(0.0, 1 - errors / right),
        complete=bool(detail) if title.details else _is_whole(title, fills_line=fills_line, goes_on=goes_on),
        last_line=last,
        detail=detail[0] if detail else (),
        in_capitals=in_capitals,
    )


def full_heading(lines: Sequence[Line], start: int) -> Tokens:
    """The heading at a line with all its lines in capitals."""
    end = start + 1
    while end < len(lines) and _continues(lines[end]):
        end += 1
    return tuple(token for line in lines[start:end] for token in line.tokens)


def without_subject_mark(tokens: Sequence[str]) -> Tokens:
    """The tokens without a leading `Về việc`, `V/v` or `Về`."""
    for mark in _SUBJECT_MARKS:
        if tuple(tokens[: len(mark)]) == mark:
            return tuple(tokens[len(mark) :])
    return tuple(tokens)


def _is_set_as_heading(lines: Sequence[Line], title: Title) -> bool:
    """Begun in capitals, or word for word as the data have it (`Citizen Identity Card`); no label."""
    if lines[-1].text.rstrip().endswith(":"):
        return False
    return is_in_capitals(lines[0]) or lines[0].text.strip() == title.text


def is_in_capitals(line: Line) -> bool:
    """Whether a line begins with a capital and nearly all of it is set so (`BlÊN BẢN`)."""
    letters = [char for char in line.text if char.isalpha()]
    if line.is_upper or not letters:
        return line.is_upper
    return letters[0].isupper() and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)


def _may_have_lost_capitals(lines: Sequence[Line], title: Title, errors: int) -> bool:
    """Whether nothing but the title stands there, begun with a capital as a heading is."""
    letters = _letters(title.heading)
    first = lines[0].text.lstrip(" -–.|*\"'“”(")
    return (
        not title.generic
        and letters >= _SMALL_LETTERS
        and errors * _SMALL_LETTERS_PER_ERROR <= letters
        and first[:1].isupper()
        and not lines[-1].text.rstrip().endswith((":", ",", ".", ";"))
    )


def _find_detail(window: Window, end: int, title: Title) -> tuple[Tokens, int] | None:
    """The longest decisive line after the heading, with its wrong letters."""
    starts = [beginnings(without_subject_mark(rest)) for rest in window.after(end)]
    found = [
        (detail, stretch.errors)
        for start in starts
        for detail in title.details
        if (stretch := find(start, without_subject_mark(detail)))
    ]
    return max(found, key=lambda hit: _letters(hit[0]) - _ERROR_COST * hit[1], default=None)


def _goes_on(lines: Sequence[Line], following: int, title: Title) -> bool:
    """Whether the heading goes on below: a generic one with any line in capitals, another with `VÀ …`."""
    if following >= len(lines) or not _continues(lines[following]):
        return False
    return title.generic or lines[following].tokens[0] in _CONTINUING


def _is_whole(title: Title, *, fills_line: bool, goes_on: bool) -> bool:
    """Whether the title is all of the heading; an open one that is not generic may go on in its line."""
    return not goes_on if fills_line else title.open and not title.generic


def _continues(line: Line) -> bool:
    tokens = line.tokens
    return line.is_upper and len(tokens) > 1 and tokens[0] not in _AUTHORITIES and ":" not in line.text


def score_of(letters: int, errors: int) -> int:
    """How much a text of so many letters tells, so many of them misread."""
    return letters - _ERROR_COST * errors


def _letters(tokens: Tokens) -> int:
    return sum(map(len, tokens))


def title_of(text: str, details: Sequence[str] = (), *, generic: bool = False, open_: bool = False) -> Title:
    """A title from the lines of the data."""
    return Title(
        text=text.strip(),
        heading=heading_tokens(text),
        details=tuple(heading_tokens(detail) for detail in details),
        generic=generic,
        open=open_,
    )
