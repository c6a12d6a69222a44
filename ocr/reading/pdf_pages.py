"""The pages of a PDF: text layer, scan, both or neither. Runs in the child."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import pikepdf

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.content import Survey, frame_of, place_on_media, survey
from ocr.geometry import Box, Frame
from ocr.reading.annotations import annotations_alone, shows_annotations, woven
from ocr.reading.pages import PageWord, page_answer
from ocr.reading.pdf_pictures import MOST_OF_THE_PAGE, Renderer, pulled_scan, rendered_scan
from ocr.reading.recognition import read_scan, scan_words
from ocr.reading.tesseract import Tesseract
from ocr.reading.text_layer import TextLayer, is_real, letters_of

# "Has text" is not "has a text layer": an e-signed scan carries a banner of 20 to 90 characters.
_TEXT_PAGE = 100
_SUBSTANTIAL = 0.15


@dataclass(frozen=True)
class _Page:
    number: int
    frame: Frame
    survey: Survey
    words: list[PageWord]

    @property
    def coverage(self) -> float:
        return self.survey.coverage(self.frame)

    @property
    def has_text_layer(self) -> bool:
        """Whether the words are the page's text, not a banner on a scan nor another program's OCR of it."""
        if not is_real(self.words):
            return False
        if self.coverage < MOST_OF_THE_PAGE:
            return True
        return self.survey.visible_text and letters_of(self.words) >= _TEXT_PAGE


class PdfPages:
    """Reads the pages of one opened PDF."""

    def __init__(
        self, pdf: pikepdf.Pdf, path: Path, *, max_pixels: int, tesseract: Tesseract, scratch: Path
    ) -> None:
        """Keeps the PDF; text layers and pictures are opened when a page needs them."""
        self._pdf = pdf
        self._path = path
        self._max_pixels = max_pixels
        self._tesseract = tesseract
        self._scratch = scratch
        self._layer = TextLayer(path)
        self._annotations: TextLayer | None = None
        self._renderer = Renderer(path)

    def __enter__(self) -> Self:
        """Opens nothing yet."""
        self._stack = ExitStack()
        self._stack.enter_context(self._layer)
        self._stack.enter_context(self._renderer)
        return self

    def __exit__(self, *unused: object) -> None:
        """Closes what was opened."""
        self._stack.close()

    def read(self, number: int) -> dict[str, Any]:
        """The answer for one page.

        Raises:
            FileRefused: `corrupt` where the page cannot be shown, `too_large` before it is.
        """
        page = self._looked_at(number)
        if not page.has_text_layer:
            return self._scan(page)
        if page.coverage >= _SUBSTANTIAL:
            return self._mixed(page)
        return page_answer(number, "text_layer", page.words, size=page.frame.size)

    def _looked_at(self, number: int) -> _Page:
        try:
            page = self._pdf.pages[number - 1]
            frame = frame_of(page)
            visible = place_on_media(page, frame)
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
            raise FileRefused(f"Page {number} is damaged.", reason=Reason.CORRUPT) from None
        found = survey(page)
        has_text = found.visible_text or found.invisible_text or not found.complete
        looked_at = _Page(number, frame, found, self._layer.words(number, visible) if has_text else [])
        if looked_at.has_text_layer and shows_annotations(page):
            return replace(looked_at, words=woven(looked_at.words, self._annotation_words(number, visible)))
        return looked_at

    def _annotation_words(self, number: int, visible: Box) -> list[PageWord]:
        if self._annotations is None:
            try:
                alone = annotations_alone(self._path, self._scratch)
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
                return []
            self._annotations = self._stack.enter_context(TextLayer(alone))
        return self._annotations.words(number, visible)

    def _scan(self, page: _Page) -> dict[str, Any]:
        scan = pulled_scan(page.survey, page.frame, max_pixels=self._max_pixels)
        if scan is None:
            scan = rendered_scan(
                self._renderer, page.number, page.survey, page.frame, max_pixels=self._max_pixels
            )
        return read_scan(page.number, scan, self._tesseract)

    def _mixed(self, page: _Page) -> dict[str, Any]:
        """The text layer, and below it what only the pictures say."""
        scan = rendered_scan(
            self._renderer, page.number, page.survey, page.frame, max_pixels=self._max_pixels
        )
        read = scan_words(scan, self._tesseract)
        next_line = page.words[-1].line + 1
        added = [
            word._replace(line=word.line + next_line) for word in read if not _is_written(word, page.words)
        ]
        if not added:
            return page_answer(page.number, "text_layer", page.words, size=page.frame.size)
        return page_answer(page.number, "mixed", [*page.words, *added], size=page.frame.size)


def _is_written(word: PageWord, layer: list[PageWord]) -> bool:
    left, top, right, bottom = word.box
    x, y = (left + right) / 2, (top + bottom) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for _, box, *_ in layer)
