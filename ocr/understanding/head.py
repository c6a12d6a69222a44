"""The head of a page: its lines down to where the body begins, as headings are looked for in them.

A line of the page may run across columns (a table, the two columns of a text layer): it is cut at wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from dossiers.text import fold, nfc
from ocr.reading.heads import begins_right_column
from ocr.values import Box, PageReading, Word

Tokens = tuple[str, ...]

# The head itself takes about ten lines; stamps and marks read as text stand among them.
HEAD_LINES = 26
# A gap between two columns is wider than two line heights; justified text keeps below one.
_COLUMN_GAP = 2.0
_UPPER_SHARE = 0.75
_MOTTO = "CONG HOA XA HOI CHU NGHIA VIET NAM"
_MOTTO_LIKENESS = 85
_UNDER_MOTTO = "DOC LAP TU DO HANH PHUC"
_UNDER_LIKENESS = 78
_PARTY = "DANG CONG SAN VIET NAM"
_BODY_STARTS: tuple[Tokens, ...] = tuple(
    tuple(text.split())
    for text in (
        "KINH GUI", "CAN CU", "DIEU 1", "HOM NAY", "TOI TEN", "TEN TOI", "TOI LA", "CHUNG TOI", "HO VA TEN",
        "HO TEN", "HO CHU DEM", "THUC HIEN",
    )
)  # fmt: skip
_PARENTHESES = re.compile(r"\([^)]*(?:\)|$)")


class Line(BaseModel):
    """One line, or one column of a line. `words` is empty where only the text is known."""

    model_config = ConfigDict(frozen=True)

    text: str
    words: tuple[Word, ...] = ()

    @cached_property
    def box(self) -> Box | None:
        """What the words cover."""
        return box_around(self.words)

    @cached_property
    def tokens(self) -> Tokens:
        """The folded words, without what stands in parentheses and without a footnote mark at either end."""
        return heading_tokens(self.text)

    @cached_property
    def is_upper(self) -> bool:
        """Whether the line is set in capitals, as a heading is; its first word must be."""
        letters = [char for char in self.text if char.isalpha()]
        first = next((word for word in re.findall(r"[^\W\d_]{2,}", self.text)), "")
        capitals = sum(char.isupper() for char in letters)
        return first.isupper() and capitals >= _UPPER_SHARE * len(letters)


def heading_tokens(text: str) -> Tokens:
    """The folded words of a heading line, without what stands in parentheses."""
    tokens = fold(_PARENTHESES.sub(" ", nfc(text))).split()
    if len(tokens) > 1 and _is_mark(tokens[0]):
        tokens = tokens[1:]
    if len(tokens) > 1 and _is_mark(tokens[-1]):
        tokens = tokens[:-1]
    return tuple(tokens)


def _is_mark(token: str) -> bool:
    return len(token) == 1 or token.isdigit()


def box_around(words: Sequence[Word]) -> Box | None:
    """The union of the words' boxes; None where there are none."""
    if not words:
        return None
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def lines_of(page: PageReading) -> tuple[Line, ...]:
    """The lines of a page in reading order, columns apart, empty ones left out."""
    return tuple(column for line in whole_lines_of(page) for column in _columns(line))


def whole_lines_of(page: PageReading) -> tuple[Line, ...]:
    """The lines as the page has them, from margin to margin, empty ones left out."""
    if not page.words:
        return tuple(Line(text=text.strip()) for text in page.text.splitlines() if text.strip())
    lines = (line_of(tuple(words)) for _, words in groupby(page.words, key=lambda word: word.line))
    return tuple(line for line in lines if line.text.strip())


def line_of(words: Sequence[Word]) -> Line:
    """The line that words make."""
    return Line(text=" ".join(word.text for word in words), words=tuple(words))


def _columns(line: Line) -> Iterator[Line]:
    words = line.words
    if not words:
        yield line
        return
    height = max(word.box[3] - word.box[1] for word in words)
    texts = [word.text for word in words]
    start = 0
    for index, (left, right) in enumerate(pairwise(words), start=1):
        if right.box[0] - left.box[2] > _COLUMN_GAP * height or begins_right_column(texts[index:]):
            yield line_of(words[start:index])
            start = index
    yield line_of(words[start:])


def head_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines before the body begins.

    `QUYẾT ĐỊNH:` before Điều 1 belongs to the body (it may stand at the top of page 2).
    """
    for index, line in enumerate(lines[:HEAD_LINES]):
        if _begins_body(line):
            resolving = index > 0 and line.tokens[:1] == ("DIEU",) and lines[index - 1].is_upper
            return tuple(lines[: index - 1 if resolving else index])
    return tuple(lines[:HEAD_LINES])


def _begins_body(line: Line) -> bool:
    tokens = tuple(fold(line.text).split())
    return any(tokens[: len(start)] == start for start in _BODY_STARTS)


def bears_motto(lines: Sequence[Line]) -> bool:
    """Whether the national motto (quốc hiệu), its second line or that of the party stands among the lines."""
    return any(is_motto(line) or _is_beside_motto(line) for line in lines)


def _is_beside_motto(line: Line) -> bool:
    text = " ".join(line.tokens)
    return (line.is_upper and fuzz.ratio(_PARTY, text) >= _MOTTO_LIKENESS) or (
        fuzz.ratio(_UNDER_MOTTO, text) >= _UNDER_LIKENESS
    )


def is_motto(line: Line) -> bool:
    """Whether a line holds the national motto, misread here and there."""
    tokens = line.tokens
    return len(tokens) > 4 and fuzz.partial_ratio(_MOTTO, " ".join(tokens)) >= _MOTTO_LIKENESS  # noqa: PLR2004
