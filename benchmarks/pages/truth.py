"""What a drawn page says, with the orders in which it may fairly be read.

Two columns side by side have no one order on paper: a reader may take the head's left column first, or
its right one, or go line by line. The truth holds every order that is fair; the scorer takes the
cheapest. Seals, signatures and the dots of a form are not text.
"""

from __future__ import annotations

from itertools import pairwise

from pydantic import BaseModel

from samples.generate import blocks as b
from samples.generate.layout import AGENCY_X, MOTTO_X, Flow, place
from samples.generate.operations import Operation, Text

Lines = tuple[str, ...]
Unit = tuple[Lines, ...]
"""A part of the page: one or more orders of the same lines."""


class PageTruth(BaseModel):
    """What is written down beside the pictures of a page.

    Attributes:
        name: of the page; its pictures have it at every level.
        page_set: `tuning` or `measured`.
        typeface: what it is set in.
        photo_turned_clockwise: how far its photograph lies turned, degrees.
        units: the page from the top down, each part with its allowed orders, each order its lines.
    """

    name: str
    page_set: str
    typeface: str
    photo_turned_clockwise: int
    units: tuple[Unit, ...]


_LEADINGS = (1.42, 1.36, 1.3, 1.24, 1.18)
_SAME_LINE = 6.0
_BETWEEN_COLUMNS = (AGENCY_X + MOTTO_X) / 2


def laid_out(paper: b.Paper) -> tuple[list[Operation], tuple[Unit, ...]]:
    """The operations of a paper of one page, and its text in units from the top down.

    The lines stand as wide apart as the page has room for.

    Raises:
        ValueError: the paper needs more than one page.
    """
    for leading in _LEADINGS:
        drawn = _drawn(paper, leading)
        if drawn is not None:
            return drawn
    raise ValueError(f"{paper.title}: more than one page")


def _drawn(paper: b.Paper, leading: float) -> tuple[list[Operation], tuple[Unit, ...]] | None:
    flow = Flow(leading)
    units: list[Unit] = []
    signatures: list[Text] = []
    for block in paper.blocks:
        drawn = len(flow.pages[-1])
        place(flow, block)
        if len(flow.pages) > 1:
            return None
        texts = [text for text in flow.pages[-1][drawn:] if isinstance(text, Text) and not _dots(text)]
        if isinstance(block, b.Signatures | b.Recipients):
            signatures += texts
        elif texts:
            units += _units(block, texts)
    if signatures:
        units += _columns(signatures)
    return flow.pages[0], tuple(units)


def _dots(text: Text) -> bool:
    return not text.text.strip(".")


def _units(block: b.Block, texts: list[Text]) -> list[Unit]:
    if isinstance(block, b.Head) and block.agency:
        return _columns(texts)
    if isinstance(block, b.Table):
        return [_table_orders(texts)]
    return [(_by_rows(texts),)]


def _by_rows(texts: list[Text]) -> Lines:
    """Line by line from left to right, what stands on one height on one line."""
    rows: list[list[Text]] = []
    for text in sorted(texts, key=lambda text: text.y):
        if rows and text.y - rows[-1][0].y < _SAME_LINE:
            rows[-1].append(text)
        else:
            rows.append([text])
    return tuple(" ".join(one.text for one in sorted(row, key=lambda one: one.x)) for row in rows)


def _columns(texts: list[Text]) -> list[Unit]:
    """The orders of a head or of signatures; a line over both columns is a unit of its own."""
    left = [text for text in texts if text.x < _BETWEEN_COLUMNS - 60]
    right = [text for text in texts if text not in left]
    left, right = (sorted(column, key=lambda text: text.y) for column in (left, right))
    if not left or not right:
        return [(_by_rows(texts),)]
    (above_left, below_left), (above_right, below_right) = _split(left), _split(right)
    whole = ((*left, *right), (*right, *left))
    wrapped = ((*above_right, *left, *below_right), (*above_left, *right, *below_left))
    lead = [text for text in right if text.y < left[0].y - _SAME_LINE]  # the date above those who sign
    rest = right[len(lead) :]
    led = ((*lead, *left, *rest), (*lead, *rest, *left))
    orders = [tuple(text.text for text in order) for order in (*whole, *wrapped, *led)]
    for top in _side_by_side(above_left, above_right):
        orders += [top + bottom for bottom in _side_by_side(below_left, below_right)]
    return [tuple(dict.fromkeys((_by_rows(texts), *orders)))]


def _side_by_side(left: list[Text], right: list[Text]) -> tuple[Lines, Lines, Lines]:
    """Line by line, or one column after the other."""
    first, second = (tuple(text.text for text in column) for column in (left, right))
    return _by_rows([*left, *right]), first + second, second + first


def _split(column: list[Text]) -> tuple[list[Text], list[Text]]:
    """A column at its widest gap: names under signatures, number and date under the head."""
    gaps = [below.y - above.y for above, below in pairwise(column)]
    if not gaps or max(gaps) < _SAME_LINE * 3:
        return column, []
    at = gaps.index(max(gaps)) + 1
    return column[:at], column[at:]


def _table_orders(texts: list[Text]) -> Unit:
    """Cell by cell in rows, line by line across the cells, or column by column."""
    cells = tuple(text.text for text in texts)
    columns = tuple(text.text for text in sorted(texts, key=lambda text: (text.x, text.y)))
    return tuple(dict.fromkeys((cells, _by_rows(texts), columns)))
