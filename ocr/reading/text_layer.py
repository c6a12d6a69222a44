"""The text that a PDF page brings along: its words, and whether they are real."""

from __future__ import annotations

import re
import unicodedata
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from ocr.geometry import Box, clipped
from ocr.reading.pages import PageWord

_CERTAIN = 100.0
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08]")
_MOST_UNMAPPED = 0.05
# What Vietnamese is not written with, and what TCVN3 and VNI fonts, read as Latin-1, are full of.
_STRANGE = frozenset("¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ")
_MOST_STRANGE = 0.03
_SAME_LINE = 0.5


class TextLayer:
    """The text layers of one file, by pdfplumber; opened when the first page with text comes."""

    def __init__(self, path: Path) -> None:
        """Keeps the path."""
        self._path = path
        self._stack = ExitStack()
        self._pdf: Any = None

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
        if self._pdf is None:
            import pdfplumber

            self._pdf = self._stack.enter_context(pdfplumber.open(self._path))
        return self._pdf


def letters_of(words: list[PageWord]) -> int:
    """The number of characters that are no space."""
    return sum(len(word.text) for word in words)


def is_real(words: list[PageWord]) -> bool:
    """Whether the words are text: not unmapped glyphs, not a legacy Vietnamese encoding read as Latin-1."""
    letters = letters_of(words)
    if not letters:
        return False
    text = " ".join(word.text for word in words)
    unmapped = len(_UNMAPPED.findall(text))
    strange = sum(1 for char in text if char in _STRANGE)
    return unmapped / letters <= _MOST_UNMAPPED and strange / letters <= _MOST_STRANGE


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
    return _lined([word for word in words if clipped(word.box, size)])


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
