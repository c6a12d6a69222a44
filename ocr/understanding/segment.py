"""A file with several papers becomes page ranges; no page is ever dropped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr.understanding.classify import find_heading
from ocr.understanding.head import Line, bears_motto, head_of, lines_of, page_number
from ocr.understanding.known import Named
from ocr.values import PageReading, PageSource

# A heading without the national motto (a court's, a hospital's, a party's) stands this high on the page.
_HIGH_UP = 10


def segment(pages: Sequence[PageReading], titles: Sequence[Named]) -> tuple[Sequence[PageReading], ...]:
    """The papers of a file, each with its pages in order.

    A page begins a paper where its head bears the motto or, without a page number that continues, a known
    title. All others, blank ones too, go with the page before; blank pages before the first paper go with it.
    """
    starts: list[int] = []
    written = False
    for index, page in enumerate(pages):
        if not starts or (written and begins_paper(page, titles)):
            starts.append(index)
            written = False
        written = written or page.source is not PageSource.BLANK
    return tuple(pages[start:end] for start, end in pairwise([*starts, len(pages)]))


def begins_paper(page: PageReading, titles: Sequence[Named]) -> bool:
    """Whether a page is the first of a paper."""
    if page.source is PageSource.BLANK:
        return False
    lines = lines_of(page)
    head = head_of(lines)
    if bears_motto(head):
        return True
    if (page_number(lines) or 1) > 1 or _is_attached(head):
        return False
    heading = find_heading(lines, titles)
    return (
        heading is not None
        and heading.start < _HIGH_UP
        and any(sighting.match.complete for sighting in heading.sightings)
    )


def _is_attached(head: Sequence[Line]) -> bool:
    """A list or annex `(Kèm theo Quyết định số …)` belongs to the paper before it."""
    return any("kèm theo" in line.text.lower() for line in head)
