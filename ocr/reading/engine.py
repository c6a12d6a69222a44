"""The seam to the OCR engine: what it is given, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from config.engine_name import EngineName
from dossiers.errors import StepCrashed
from ocr.reading.scans import Grey

_PAGE_LEVEL = "1"
_WORD_LEVEL = "5"


class Layout(Enum):
    """What the engine takes the page for (Tesseract's page segmentation modes)."""

    AUTO = 3
    ONE_COLUMN = 4


class PixelWord(NamedTuple):
    """A word as the engine gives it; the box (left, top, right, bottom) is in pixels."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int


class Engine(Protocol):
    """Reads pictures of pages. Used in the child, for the pages of one file."""

    def words(self, pictures: Sequence[Grey], dpi: float, layout: Layout) -> list[list[PixelWord]]:
        """The words of each of some grey pages that stand upright, in the order the engine finds them.

        Raises:
            FileRefused: it took too long (`timeout`).
            StepCrashed: the engine failed.
            ToolMissing: the engine is gone.
        """
        ...

    def turn(self, grey: Grey, dpi: float) -> int | None:
        """The clockwise degrees by which the page must be turned to stand upright; None for no answer."""
        ...


def opened_engine(limits: dict[str, Any], scratch: Path) -> Engine:
    """The engine of the settings.

    Args:
        limits: the values of OcrSettings.
        scratch: where it may put files.
    """
    given = {"languages": limits["languages"], "seconds": limits["page_seconds"], "scratch": scratch}
    if limits["engine"] == EngineName.TESSEROCR:
        from ocr.reading.persistent import PersistentTesseract

        return PersistentTesseract(**given)
    from ocr.reading.tesseract import Tesseract

    return Tesseract(**given)


def words_from_tsv(tsv: str, count: int) -> list[list[PixelWord]]:
    """The words of Tesseract's TSV output, page by page.

    Args:
        tsv: its rows; pages are numbered from 1, those without words too.
        count: of the pages.

    Raises:
        StepCrashed: it has another number of pages.
    """
    rows = [row.split("\t", 11) for row in tsv.splitlines()]
    if sum(level == _PAGE_LEVEL for level, *_ in rows) != count:
        raise StepCrashed("Tesseract ended without output for every page.")
    words: list[list[PixelWord]] = [[] for _ in range(count)]
    lines: list[dict[tuple[str, ...], int]] = [{} for _ in range(count)]
    for level, page, *place, left, top, width, height, confidence, text in rows:
        if level != _WORD_LEVEL or not text.strip():
            continue
        on_page = int(page) - 1
        line = lines[on_page].setdefault(tuple(place[:3]), len(lines[on_page]))
        x, y = int(left), int(top)
        box = (x, y, x + int(width), y + int(height))
        words[on_page].append(PixelWord(text.strip(), box, max(0.0, float(confidence)), line))
    return words
