"""Reading order: what Tesseract glued together or tore apart, put back as an officer reads it.

A page of one column stays as Tesseract ordered it. The order of the blocks: Decree 30/2020/NĐ-CP, annex I.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ocr.reading.banner import split_banner
from ocr.reading.heads import begins_right_column, is_date, is_number, with_head
from ocr.reading.pages import PageWord
from ocr.reading.rows import NOISE, Piece, are_level, joined, numbered, pieces_of
from ocr.reading.signers import with_recipients, with_signers
from ocr.reading.tables import with_rows

# In line heights. What fills a gap finds room in it; label and value are torn apart at no wider gap.
_ROOMY = 1.2
_TORN = 3.0
_SAME_SIZE = 0.6
_NEXT_LINE = 2.5


class Arranged(NamedTuple):
    """The words of the text in reading order, lines numbered from 0, and the banner if there is one."""

    words: tuple[PageWord, ...]
    banner: str | None


def arranged(words: Sequence[PageWord], size: tuple[float, float]) -> Arranged:
    """The words in reading order.

    Args:
        words: of an upright, straightened page, in Tesseract's order.
        size: width and height of the page, points.
    """
    text, banner = split_banner(words, size)
    lines = with_recipients(with_rows(with_head(_mended(pieces_of(text)))), size[0])
    return Arranged(numbered(with_signers(lines, size[0])), banner)


def _mended(lines: Sequence[Piece]) -> list[Piece]:
    """The lines with their torn parts joined: a number and its blank, a label and its value."""
    mended = dict(enumerate(lines))
    owner = list(range(len(lines)))
    pairs = list(_level_pairs(lines))
    for one, other in (*pairs, *reversed(pairs)):
        first, second = owner[one], owner[other]
        if first != second and _belong_together(mended[first], mended[second], mended.values()):
            gone, kept = sorted((first, second), key=lambda place: _width(mended[place]))
            mended[kept] = joined((mended[kept], mended.pop(gone)))
            owner = [kept if place == gone else place for place in owner]
    return [mended[place] for place in sorted(mended)]


def _level_pairs(lines: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The places of lines at the same height, from top to bottom."""
    down = sorted(range(len(lines)), key=lambda place: lines[place].box[1])
    for rank, one in enumerate(down):
        for other in down[rank + 1 :]:
            if lines[other].box[1] >= lines[one].box[3]:
                break
            if are_level(lines[one], lines[other]):
                yield one, other


def _belong_together(one: Piece, other: Piece, lines: Iterable[Piece]) -> bool:
    left, right = sorted((one, other), key=lambda piece: piece.box[0])
    if right.box[2] <= left.box[2]:
        return _fills(right, left)
    gap = right.box[0] - left.box[2]
    if not 0 <= gap <= _TORN * min(left.height, right.height) or not _is_alike(left, right):
        return False
    if is_date(right) or any(begins_right_column(_texts(right)[place:]) for place in range(len(right.words))):
        return False
    return any(_runs_over(line, left, right) for line in lines)


def _fills(filled: Piece, line: Piece) -> bool:
    """Whether a piece stands in a gap of a line; if badly read, in the blank of a number or a day only."""
    if filled.confidence < NOISE and not (is_number(line) or is_date(line)):
        return False
    return any(
        gap > _ROOMY * line.height
        and line.words[place - 1].box[2] <= filled.box[0]
        and filled.box[2] <= line.words[place].box[0]
        for place, gap in line.gaps
    )


def _is_alike(left: Piece, right: Piece) -> bool:
    """Whether both are print of one size."""
    smaller, larger = sorted((left.height, right.height))
    return smaller >= _SAME_SIZE * larger and min(left.confidence, right.confidence) >= NOISE


def _runs_over(line: Piece, left: Piece, right: Piece) -> bool:
    """Whether the next line above or below goes on where the two part: then no columns part there."""
    if line is left or line is right or abs(line.middle - left.middle) > _NEXT_LINE * left.height:
        return False
    if line.box[0] > left.box[2] - left.height or line.box[2] < right.box[0] + right.height:
        return False
    parting = (left.box[2] + right.box[0]) / 2
    return not any(
        gap > _ROOMY * line.height and line.words[place - 1].box[2] < parting < line.words[place].box[0]
        for place, gap in line.gaps
    )


def _texts(piece: Piece) -> list[str]:
    return [word.text for word in piece.words]


def _width(piece: Piece) -> float:
    return piece.box[2] - piece.box[0]
