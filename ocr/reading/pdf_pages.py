"""The pages of a PDF: read from their own text, from their picture, or from both. Runs in the child."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Self

import pikepdf

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.content import Survey, frame_of, place_on_media, survey
from ocr.geometry import Box, Frame
from ocr.reading.page_choice import Choice, choice
from ocr.reading.page_pixels import rendering_dpi
from ocr.reading.pages import FoundCode, PageWord, confidence_of, page_answer
from ocr.reading.pdfium import Pdfium
from ocr.reading.text_layer import TextLayer
from ocr.reading.windows import Answer, Waiting
from ocr.triage import annotations_of
from ocr.unpacking import Unpacking

if TYPE_CHECKING:
    from ocr.readable_pdf import ReadablePdf
    from ocr.reading.annotations import Annotation

# A picture beside text is often none of writing: what is read there must be clear.
_CLEAR = 50


@dataclass(frozen=True)
class _Page:
    """A page before its text is chosen."""

    number: int
    frame: Frame
    visible: Box
    survey: Survey
    annotations: list[Annotation]
    is_empty: bool

    @property
    def marks(self) -> list[Annotation]:
        """The annotations that show signatures."""
        return [annotation for annotation in self.annotations if annotation.is_banner]

    @property
    def additions(self) -> list[Annotation]:
        """The annotations whose text is the page's."""
        return [annotation for annotation in self.annotations if not annotation.is_banner]


class PdfPages:
    """Reads the pages of one opened PDF."""

    def __init__(self, opened: ReadablePdf, *, max_pixels: int) -> None:
        """Keeps the PDF; text layers and PDFium are opened when a page needs them."""
        self._pdf = opened.pdf
        self._max_pixels = max_pixels
        self._unpacking = Unpacking()
        self._layer = TextLayer(opened.path)
        self._pdfium = Pdfium(opened.path, instead=opened.saved_again)

    def __enter__(self) -> Self:
        """Opens nothing yet."""
        self._stack = ExitStack()
        self._stack.enter_context(self._layer)
        self._stack.enter_context(self._pdfium)
        return self

    def __exit__(self, *unused: object) -> None:
        """Closes what was opened."""
        self._stack.close()

    def page(self, number: int) -> Answer | Waiting:
        """The answer for one page, or what of it waits for the engine.

        Raises:
            FileRefused: `corrupt` where the page cannot be shown, `too_large` before it is.
        """
        page = self._looked_at(number)
        if page.is_empty:
            return page_answer(number, "blank", (), size=page.frame.size, reason="no_ink", findings=["blank"])
        chosen = choice(
            page.survey,
            page.frame,
            layer=lambda: self._layer.words(number, page.visible),
            shown=lambda: self._pdfium.shown_text(number),
        )
        if chosen.words is None:
            return self._from_picture(page, chosen)
        if chosen.reason == "text_and_pictures":
            return self._from_both(page, chosen)
        return self._from_text(page, chosen)

    def _looked_at(self, number: int) -> _Page:
        try:
            page = self._pdf.pages[number - 1]
            frame = frame_of(page)
            visible = place_on_media(page, frame)
            shows_annotations = any("/AP" in annotation for annotation in annotations_of(page.obj))
            self._unpacking.refuse_bombs(page)
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
            raise FileRefused(f"Page {number} is damaged.", reason=Reason.CORRUPT) from None
        rendering_dpi(frame.size, max_pixels=self._max_pixels)
        found = survey(page)
        annotations = _annotations(page, frame) if shows_annotations else []
        is_empty = found.draws_nothing and not shows_annotations
        return _Page(number, frame, visible, found, annotations, is_empty)

    def _from_text(self, page: _Page, chosen: Choice) -> Answer:
        return page_answer(
            page.number,
            "text_layer",
            _own_words(page, chosen),
            size=page.frame.size,
            reason=chosen.reason,
            banner=_banner(page, chosen),
        )

    def _from_picture(self, page: _Page, chosen: Choice) -> Answer | Waiting:
        from ocr.reading.pdf_pictures import pulled_scan, rendered_scan
        from ocr.reading.recognition import scanned_page

        scan = None
        if not page.additions and chosen.reason != "little_text":
            scan = pulled_scan(page.survey, page.frame, max_pixels=self._max_pixels)
        if scan is None:
            with self._shown(page) as (pdfium, number):
                scan = rendered_scan(
                    pdfium,
                    number,
                    page.survey,
                    page.frame,
                    max_pixels=self._max_pixels,
                    annotations=not page.marks,
                    covered=chosen.covered,
                )
        reason = "banner_only" if chosen.reason == "no_text" and page.marks else chosen.reason
        return scanned_page(page.number, scan, reason=reason, banner=_banner(page, chosen))

    @contextmanager
    def _shown(self, page: _Page) -> Iterator[tuple[Pdfium, int]]:
        """Where to render the page: in the file, or alone with its filled fields."""
        if not page.additions:
            yield self._pdfium, page.number
            return
        from ocr.reading.annotations import with_annotations

        with Pdfium(with_annotations(self._pdf.pages[page.number - 1], page.additions)) as pdfium:
            yield pdfium, 1

    def _from_both(self, page: _Page, chosen: Choice) -> Waiting:
        """The page's own text, and what only the pictures say."""
        from ocr.reading.pdf_pictures import pictures_alone
        from ocr.reading.recognition import picture_beside_text

        words = _own_words(page, chosen)
        scan = pictures_alone(
            self._pdfium,
            page.number,
            page.survey,
            page.frame,
            max_pixels=self._max_pixels,
            covered=[*chosen.covered, *(word.box for word in words)],
        )
        number, size, reason, banner = page.number, page.frame.size, chosen.reason, _banner(page, chosen)

        def finished(found: list[PageWord], codes: list[FoundCode]) -> Answer:
            read = _clear_lines(found)
            source, shown = ("mixed" if read else "text_layer"), _together(words, read)
            return page_answer(
                *(number, source, shown),
                size=size,
                reason=reason,
                banner=banner,
                codes=codes,
                findings=scan.findings,
            )

        return picture_beside_text(scan, finished)


def _annotations(page: pikepdf.Page, frame: Frame) -> list[Annotation]:
    from ocr.reading.annotations import shown_annotations

    return shown_annotations(page, frame)


def _own_words(page: _Page, chosen: Choice) -> list[PageWord]:
    """The page's own text with what its annotations add to it, in reading order."""
    from ocr.reading.annotations import woven
    from ocr.reading.layer_order import in_reading_order

    words = chosen.words or []
    for annotation in page.additions:
        words = woven(words, annotation.words)
    return in_reading_order(words, page.frame.size)


def _banner(page: _Page, chosen: Choice) -> str | None:
    texts = dict.fromkeys([chosen.banner, *(mark.text for mark in page.marks)])
    return "\n".join(text for text in texts if text) or None


def _clear_lines(words: list[PageWord]) -> list[PageWord]:
    lines = (list(line) for _, line in groupby(words, key=lambda word: word.line))
    return [word for line in lines if confidence_of(line) >= _CLEAR for word in line]


def _together(words: list[PageWord], read: list[PageWord]) -> list[PageWord]:
    """Own text first, then what the pictures say; what stands above all own text comes before it."""
    head = min(word.box[1] for word in words)
    above = [word for word in read if word.box[3] <= head]
    below = [word for word in read if word.box[3] > head]
    joined: list[PageWord] = []
    for part in (above, words, below):
        for _, line in groupby(part, key=lambda word: word.line):
            number = joined[-1].line + 1 if joined else 0
            joined += [word._replace(line=number) for word in line]
    return joined
