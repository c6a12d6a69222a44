"""Matching headings: a title, perhaps with a decisive second line, against the head of a page.

All matching is on the folded form (diacritics are where Tesseract errs), tolerant of a few wrong letters,
strict about words: a heading must fill its line, and longer headings win.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from ocr.understanding.fuzzy import beginnings, find
from ocr.understanding.head import Line, Tokens, heading_tokens

# Lines that a heading and its second line may cover.
_REACH = 8
# Lines between a heading and its decisive line (a form number, a stamp read as text).
_LINES_BETWEEN = 2
# Each wrong letter costs as much as three right ones earn: HUY CHƯƠNG is no misread HUÂN CHƯƠNG.
_ERROR_COST = 3
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
    """

    model_config = ConfigDict(frozen=True)

    title: Title
    score: int
    likeness: float
    complete: bool
    last_line: int


class Window:
    """The lines from one line of the head on, as one stream of tokens; made once for all titles."""

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        """Reads on for as many lines as a heading and its second line may cover."""
        self.lines = lines
        self.start = start
        reach = enumerate(lines[start : start + _REACH], start)
        stream = [(token, index) for index, line in reach for token in line.tokens]
        self.tokens = tuple(token for token, _ in stream)
        self.line_of = tuple(index for _, index in stream)
        self.beginnings = beginnings(self.tokens)

    def after(self, end: int) -> Iterator[Tokens]:
        """What follows a heading: at once, and from the beginning of one of the next lines."""
        last = self.line_of[end - 1]
        yield self.tokens[end:]
        for line in range(last + 2, last + 2 + _LINES_BETWEEN):
            yield tuple(
                token for token, at in zip(self.tokens[end:], self.line_of[end:], strict=True) if at >= line
            )


def match_title(window: Window, title: Title) -> Match | None:
    """The title at the first line of the window, or None."""
    heading = find(window.beginnings, title.heading)
    if heading is None:
        return None
    last = window.line_of[heading.tokens - 1]
    if not _is_set_as_heading(window.lines[window.start : last + 1], title):
        return None
    fills_line = heading.tokens == len(window.tokens) or window.line_of[heading.tokens] != last
    detail = _find_detail(window, heading.tokens, title) if title.details else None
    if not (fills_line or detail or title.open):
        return None
    right = _letters(title.heading) + (_letters(detail[0]) if detail else 0)
    errors = heading.errors + (detail[1] if detail else 0)
    goes_on = fills_line and _goes_on(window.lines, last + 1, title)
    return Match(
        title=title,
        score=right - _ERROR_COST * errors,
        likeness=max(0.0, 1 - errors / right),
        complete=bool(detail) if title.details else _is_whole(title, fills_line=fills_line, goes_on=goes_on),
        last_line=last,
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
    """In capitals, or word for word as the data have it (`Citizen Identity Card`); never before a colon."""
    if lines[-1].text.rstrip().endswith(":"):
        return False
    return all(line.is_upper for line in lines if line.tokens) or lines[0].text.strip() == title.text


def _find_detail(window: Window, end: int, title: Title) -> tuple[Tokens, int] | None:
    """The longest decisive line after the heading, with its wrong letters."""
    found = [
        (detail, stretch.errors)
        for rest in window.after(end)
        for detail in title.details
        if (stretch := find(beginnings(without_subject_mark(rest)), without_subject_mark(detail)))
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
