"""A file with several papers becomes page ranges; no page is ever dropped.

Blank pages go with the page before and change nothing. What else begins a paper is weighed in `boundaries`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr.reading.spreads import TWO_UP
from ocr.understanding.boundaries import PaperSoFar, placed_on
from ocr.understanding.covers import is_headed_otherwise
from ocr.understanding.halves import halves_of
from ocr.understanding.head import lines_of
from ocr.understanding.known import Named
from ocr.understanding.page_signs import Shape, Signs, signs_of
from ocr.understanding.sheet_codes import Sheet, sheet_of
from ocr.values import PageReading, PageSource

TWO_PAPERS = "two_papers_on_a_page"


@dataclass(frozen=True, slots=True)
class PaperPages:
    """The pages of one paper, and what the sheet before it says.

    Attributes:
        pages: in their order, never none; a page with halves of two papers has `two_papers_on_a_page` among
            its findings.
        dossier_code: whose paper it is by its own code or that of the sheet before it; None where none says.
        slot: what the separator sheet right before it says it serves as.
    """

    pages: tuple[PageReading, ...]
    dossier_code: str | None = None
    slot: str | None = None


def segment(pages: Sequence[PageReading], titles: Sequence[Named]) -> tuple[PaperPages, ...]:
    """The papers of a file, each with its pages in order; every page is in exactly one.

    Blank pages before the first paper go with it. A cover or separator sheet is a paper of its own; its
    dossier is that of the papers after it, its slot that of the next one.
    """
    splitter = _Splitter(titles)
    for page in pages:
        splitter.take(page)
    return tuple(splitter.papers)


class _Splitter:
    """The papers so far, and what the last of them shows; `_paper` is None until a written page came."""

    def __init__(self, titles: Sequence[Named]) -> None:
        self.papers: list[PaperPages] = []
        self._titles = titles
        self._paper: PaperSoFar | None = None
        self._is_closed = False
        self._dossier: str | None = None
        self._slot: str | None = None
        self._code_seen: str | None = None
        self._last_number: int | None = None

    def take(self, page: PageReading) -> None:
        """Puts a page to its paper, or begins one with it."""
        sheet = sheet_of(page)
        if sheet is not None and sheet.is_cover and not is_headed_otherwise(lines_of(page), self._titles):
            self._take_cover(page, sheet)
        elif sheet is None and page.source is PageSource.BLANK:
            self._add(page)
        else:
            self._take_written(page, sheet)
        self._last_number = page.number

    def _take_cover(self, page: PageReading, sheet: Sheet) -> None:
        self._dossier, self._slot = sheet.dossier_code, None
        self._begin(page)
        self._slot, self._is_closed = sheet.slot, True

    def _take_written(self, page: PageReading, sheet: Sheet | None) -> None:
        before = None if self._is_closed or self._comes_from_elsewhere(page) else self._paper
        signs = _signs(page, self._titles)
        placed = placed_on(signs, before)
        if not placed.begins and sheet is not None and self._is_other(sheet):
            placed = placed_on(signs, None)
        if placed.two_papers:
            page = page.model_copy(update={"findings": (*page.findings, TWO_PAPERS)})
        if sheet is not None and sheet.divides:
            self._dossier = sheet.dossier_code
        if placed.begins:
            self._begin(page)
            self._slot, self._code_seen = None, None
        else:
            self._add(page)
        self._code_seen = sheet.dossier_code if sheet else self._code_seen
        self._paper, self._is_closed = placed.paper, False

    def _comes_from_elsewhere(self, page: PageReading) -> bool:
        """Whether pages of another dossier lay before it in a batch scan."""
        return self._last_number is not None and page.number != self._last_number + 1

    def _is_other(self, sheet: Sheet) -> bool:
        """Whether the code of a page is not that of the paper before, nor of the dossier in force.

        Where no code is known, the code of a later page may be that of the first page, unread there: only
        one that calls its page a receipt begins a paper.
        """
        in_force = self._code_seen or self._dossier
        if in_force is None:
            return sheet.divides and sheet.document_name is not None
        return sheet.dossier_code != in_force

    def _begin(self, page: PageReading) -> None:
        """Begins a paper; the blank pages before the first one go with it."""
        if self._paper is None and not self._is_closed and self.papers:
            before = self.papers.pop().pages
        else:
            before = ()
        self.papers.append(PaperPages((*before, page), self._dossier, self._slot))

    def _add(self, page: PageReading) -> None:
        if self.papers:
            self.papers[-1] = replace(self.papers[-1], pages=(*self.papers[-1].pages, page))
        else:
            self.papers.append(PaperPages((page,)))


def _signs(page: PageReading, titles: Sequence[Named]) -> list[Signs]:
    """What a page shows; of a spread, what each half shows."""
    lines, shape = lines_of(page), Shape.of(page)
    parts = halves_of(lines, page.width) if TWO_UP in page.findings else (lines,)
    return [signs_of(part, titles, shape) for part in parts]
