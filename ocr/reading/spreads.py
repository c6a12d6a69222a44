"""Two pages side by side on one: an A3 sheet of a form of four pages, two A5 pages, two sides of a card.

Told from the words alone: a page wider than high, nothing across an empty gutter in its middle over the whole
height, text on both sides. The title of a certificate or a table runs across the middle; the rows of a table
go on at the same height, and two pages do so only by chance: then the gutter must be two margins wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean, median

from ocr.reading.heads import begins_right_column
from ocr.reading.order import Arranged, arranged
from ocr.reading.pages import PageWord
from ocr.reading.rows import NOISE

TWO_UP = "two_up"
BOOKLET_ORDER = "booklet_order"

_LANDSCAPE = 1.15
# Shares of the page's width: where the gutter may lie, how wide it is at least, and how far it reaches to
# either side of the middle where the lines of both halves are level.
_MIDDLE = (0.4, 0.6)
_GUTTER = 0.03
_MARGIN = 0.025
_WORDS = 5
# The share of the lines of a half that stand level with one of the other: 0.09 to 0.62 of two pages, 0.87 and
# more of pages of one grid and of tables (samples' generator). In line heights: what counts as level.
_LEVEL = 0.75
_SAME_HEIGHT = 0.3
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,2})(?:\s*/\s*\d{1,2})?\W*", re.IGNORECASE)
_EDGE_LINES = 2
# A folded sheet has so many pages.
_FOLDED = 4


def arranged_page(words: Sequence[PageWord], size: tuple[float, float]) -> tuple[Arranged, tuple[str, ...]]:
    """The words in reading order, of a spread the left half before the right, and what was found.

    On the outer side of a folded sheet the last page lies left of the first: where the numbers say so, the
    first page comes first, and `booklet_order` is found too.

    Args:
        words: of an upright, straightened page, in Tesseract's order.
        size: width and height of the page, points.
    """
    gutter = gutter_of(words, size)
    if gutter is None:
        return arranged(words, size), ()
    left = [word for word in words if _middle(word) < gutter]
    right = [word for word in words if _middle(word) >= gutter]
    halves = [
        arranged(left, (gutter, size[1])),
        _moved(arranged([_shifted(word, -gutter) for word in right], (size[0] - gutter, size[1])), gutter),
    ]
    if not _is_booklet(*halves):
        return _one_after_the_other(halves), (TWO_UP,)
    return _one_after_the_other(halves[::-1]), (TWO_UP, BOOKLET_ORDER)


def gutter_of(words: Sequence[PageWord], size: tuple[float, float]) -> float | None:
    """Where the gutter of a spread lies, points from the left; None for any other page."""
    width, height = size
    if width < _LANDSCAPE * height:
        return None
    sure = [word for word in words if word.confidence >= NOISE and sum(map(str.isalnum, word.text)) > 1]
    if len(sure) < 2 * _WORDS:
        return None
    bands = list(_empty_bands(sure, (_MIDDLE[0] * width, _MIDDLE[1] * width)))
    wide = [band for band in bands if band[1] - band[0] >= _GUTTER * width]
    if not wide:
        return None
    start, end = min(wide, key=lambda band: abs(sum(band) / 2 - width / 2))
    gutter = (start + end) / 2
    left = [word for word in sure if _middle(word) < gutter]
    right = [word for word in sure if _middle(word) >= gutter]
    if min(len(left), len(right)) < _WORDS:
        return None
    has_margins = start <= (0.5 - _MARGIN) * width and end >= (0.5 + _MARGIN) * width
    return gutter if has_margins or not _are_level(left, right) else None


def _empty_bands(words: Sequence[PageWord], middle: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """The bands that no word reaches into and that touch the middle of the page."""
    edge = 0.0
    for left, right in sorted((word.box[0], word.box[2]) for word in words):
        if left > edge and left > middle[0] and edge < middle[1]:
            yield max(edge, middle[0]), min(left, middle[1])
        edge = max(edge, right)


def _are_level(left: Sequence[PageWord], right: Sequence[PageWord]) -> bool:
    """Whether the lines of one half go on in the other, as the rows of a table do."""
    line = median(word.box[3] - word.box[1] for word in (*left, *right))
    ones, others = _heights(left, line), _heights(right, line)
    shares = (_share_level(ones, others, line), _share_level(others, ones, line))
    return max(shares) >= _LEVEL


def _heights(words: Sequence[PageWord], line: float) -> list[float]:
    """How far down each line of text stands."""
    down = sorted((word.box[1] + word.box[3]) / 2 for word in words)
    rows = [[down[0]]]
    for height in down[1:]:
        if height - rows[-1][-1] < line / 2:
            rows[-1].append(height)
        else:
            rows.append([height])
    return [fmean(row) for row in rows]


def _share_level(ones: Sequence[float], others: Sequence[float], line: float) -> float:
    level = sum(any(abs(one - other) < _SAME_HEIGHT * line for other in others) for one in ones)
    return level / len(ones)


def _is_booklet(left: Arranged, right: Arranged) -> bool:
    """Whether the left half is a later page by its number, and the right one begins a paper."""
    later, earlier = _number(left), _number(right)
    if not later or later % _FOLDED or (earlier is not None and earlier >= later):
        return False
    texts = [word.text for word in right.words[:40]]
    headed = any(begins_right_column(texts[place:]) for place in range(len(texts)))
    return earlier == 1 or (earlier is None and headed)


def _number(half: Arranged) -> int | None:
    lines = [[*line] for _, line in groupby(half.words, key=lambda word: word.line)]
    for line in [*lines[:_EDGE_LINES], *lines[_EDGE_LINES:][-1:]]:
        if found := _PAGE_NUMBER.fullmatch(" ".join(word.text for word in line)):
            return int(found[1])
    return None


def _one_after_the_other(halves: Sequence[Arranged]) -> Arranged:
    first, second = halves
    lines = 1 + max((word.line for word in first.words), default=-1)
    words = (*first.words, *(word._replace(line=word.line + lines) for word in second.words))
    banners = [half.banner for half in halves if half.banner]
    return Arranged(words, "\n".join(banners) or None)


def _moved(half: Arranged, across: float) -> Arranged:
    return half._replace(words=tuple(_shifted(word, across) for word in half.words))


def _shifted(word: PageWord, across: float) -> PageWord:
    left, top, right, bottom = word.box
    return word._replace(box=(left + across, top, right + across, bottom))


def _middle(word: PageWord) -> float:
    return (word.box[0] + word.box[2]) / 2
