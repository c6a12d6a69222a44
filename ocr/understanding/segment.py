"""A file with several papers becomes page ranges; no page is ever dropped."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.understanding.classify import find_heading
from ocr.understanding.head import Line, bears_motto, head_of, lines_of, page_number
from ocr.understanding.known import Named
from ocr.values import PageReading, PageSource

# A heading without the national motto (a court's, a hospital's, a party's) stands this high on the page.
_HIGH_UP = 10

Pages = tuple[PageReading, ...]


def segment(pages: Sequence[PageReading], titles: Sequence[Named]) -> tuple[Pages, ...]:
    """The papers of a file, each with its pages in order.

    A page begins a paper where its head bears the motto or, without a page number that continues, a known
    title. All others, blank ones too, go with the page before; blank pages before the first paper go with it.
    """
    papers: list[list[PageReading]] = []
    for page in pages:
        first = not papers or all(earlier.source is PageSource.BLANK for earlier in papers[-1])
        if not papers or (not first and begins_paper(page, titles)):
            papers.append([])
        papers[-1].append(page)
    return tuple(tuple(paper) for paper in papers)


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
