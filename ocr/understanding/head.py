"""The head of a page: its lines down to where the body begins, as headings are looked for in them.

Tesseract joins the two columns of an administrative head (agency left, motto right; Decree 30/2020/NĐ-CP,
annex I) into one line or reads them in odd order: lines are cut apart at wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from dossiers.text import fold, nfc
from ocr.values import Box, PageReading, Word

Tokens = tuple[str, ...]

# An e-signature banner takes up to eight lines, the head itself about ten.
HEAD_LINES = 26
# A gap between two columns is wider than two line heights; justified text keeps below one.
_COLUMN_GAP = 2.0
_UPPER_SHARE = 0.75
_MOTTO = "CONG HOA XA HOI CHU NGHIA VIET NAM"
_MOTTO_LIKENESS = 85
_RIGHT_COLUMN = ("CONG HOA XA HOI", "DOC LAP")
_RIGHT_COLUMN_WORDS = frozenset({"CONG", "DOC"})
_BODY_STARTS: tuple[Tokens, ...] = tuple(
    tuple(text.split())
    for text in (
        "KINH GUI", "CAN CU", "DIEU 1", "HOM NAY", "TOI TEN", "TEN TOI", "TOI LA", "CHUNG TOI", "HO VA TEN",
        "HO TEN", "HO CHU DEM", "THUC HIEN",
    )
)  # fmt: skip
_PARENTHESES = re.compile(r"\([^)]*(?:\)|$)")
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.IGNORECASE)


class Line(BaseModel):
    """One line, or one column of a line. `words` is empty where only the text is known."""

    model_config = ConfigDict(frozen=True)

    text: str
    words: tuple[Word, ...] = ()

    @property
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
    if not page.words:
        return tuple(Line(text=text.strip()) for text in page.text.splitlines() if text.strip())
    by_line = groupby(page.words, key=lambda word: word.line)
    columns = (column for _, words in by_line for column in _columns(tuple(words)))
    lines = (Line(text=" ".join(word.text for word in column), words=column) for column in columns)
    return tuple(line for line in lines if line.text.strip())


def _columns(words: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    height = max(word.box[3] - word.box[1] for word in words)
    start = 0
    for index, (left, right) in enumerate(pairwise(words), start=1):
        if right.box[0] - left.box[2] > _COLUMN_GAP * height or _begins_right_column(words[index:]):
            yield words[start:index]
            start = index
    yield words[start:]


def _begins_right_column(words: Sequence[Word]) -> bool:
    """The two lines of the right column that are always the same: there a narrow gap parts columns too."""
    first = fold(words[0].text)
    text = " ".join(fold(word.text) for word in words[:4])
    return first in _RIGHT_COLUMN_WORDS and any(
        fuzz.ratio(text[: len(line)], line) >= _MOTTO_LIKENESS for line in _RIGHT_COLUMN
    )


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
    """Whether the national motto (quốc hiệu) stands among the lines."""
    return any(is_motto(line) for line in lines)


def is_motto(line: Line) -> bool:
    """Whether a line holds the national motto, misread here and there."""
    tokens = line.tokens
    return len(tokens) > 4 and fuzz.partial_ratio(_MOTTO, " ".join(tokens)) >= _MOTTO_LIKENESS  # noqa: PLR2004


def page_number(lines: Sequence[Line]) -> int | None:
    """The number printed at the very top of a page; None where there is none."""
    for line in lines[:2]:
        if found := _PAGE_NUMBER.fullmatch(line.text):
            return int(found.group(1))
    return None
