"""The words that a PDF page brings along."""

from __future__ import annotations

import gc
import unicodedata
from contextlib import ExitStack, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from ocr.geometry import Box, holds_middle
from ocr.reading.pages import PageWord

_CERTAIN = 100.0
_SAME_LINE = 0.5
# pdfminer keeps every object it has met, pictures too; a long file is opened anew now and then.
_PAGES_AT_A_TIME = 50


class TextLayer:
    """The text layers of one file, by pdfplumber; opened when the first page with text comes."""

    def __init__(self, path: Path) -> None:
        """Keeps the path."""
        self._path = path
        self._stack = ExitStack()
        self._pdf: Any = None
        self._pages = 0

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Closes the file."""
        self._stack.close()

    def words(self, number: int, visible: Box) -> list[PageWord]:
        """The words of a page in the order they were written; none where pdfplumber cannot read them.

        Args:
            number: of the page, from 1.
            visible: the part of the sheet that is shown; what lies outside is left out, boxes lie on it.
        """
        try:
            return _words_of(self._opened().pages[number - 1], visible)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - on damaged files pdfminer raises nearly anything; the page is OCRed then
            return []

    def _opened(self) -> Any:  # noqa: ANN401 - pdfplumber.PDF, imported late
        import pdfplumber

        self._pages += 1
        if self._pages > _PAGES_AT_A_TIME:
            self._stack.close()
            self._pdf = None
            gc.collect()  # its objects refer to each other
        if self._pdf is None:
            self._pages = 1
            self._pdf = pdfplumber.open(self._path)
            self._stack.callback(_closed, self._pdf)
        return self._pdf


def _closed(pdf: Any) -> None:  # noqa: ANN401 - pdfplumber.PDF
    """It looks at all pages once more to close them, and fails on a damaged one as it did before."""
    with suppress(Exception):
        pdf.close()


def _words_of(page: Any, visible: Box) -> list[PageWord]:  # noqa: ANN401 - pdfplumber.page.Page
    try:
        found = page.extract_words(use_text_flow=True)
        sheet_left, sheet_top = page.bbox[:2]
    finally:
        page.close()  # the caches of a page outlive the page otherwise (pdfplumber issue 193)
    # Not page.cropbox: on a turned page pdfplumber takes it from the wrong side.
    left, top = sheet_left + visible[0], sheet_top + visible[1]
    words = (_word(word, left, top) for word in found)
    size = (0.0, 0.0, visible[2] - visible[0], visible[3] - visible[1])
    return _lined([word for word in words if holds_middle(size, word.box)])


def _word(word: dict[str, Any], left: float, top: float) -> PageWord:
    box = (word["x0"] - left, word["top"] - top, word["x1"] - left, word["bottom"] - top)
    return PageWord(unicodedata.normalize("NFC", word["text"]), box, _CERTAIN, 0)


def _lined(words: list[PageWord]) -> list[PageWord]:
    """The words with their lines numbered: a line ends where the next word is not beside it, to the right."""
    if not words:
        return []
    lined, line = [words[0]], 0
    for before, word in pairwise(words):
        line += not _follows(before, word)
        lined.append(word._replace(line=line))
    return lined


def _follows(before: PageWord, word: PageWord) -> bool:
    height = min(before.box[3] - before.box[1], word.box[3] - word.box[1])
    common = min(before.box[3], word.box[3]) - max(before.box[1], word.box[1])
    return common >= height * _SAME_LINE and word.box[0] >= before.box[0]
