"""The seam to the OCR engine: what it is given, and what it gives."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from config.engine_name import EngineName
from ocr.reading.scans import Grey

_WORD_LEVEL = "5"


class Layout(Enum):
    """What the engine takes the page for (Tesseract's page segmentation modes)."""

    AUTO = 3
    ONE_COLUMN = 4
    ONE_BLOCK = 6


class PixelWord(NamedTuple):
    """A word as the engine gives it; the box (left, top, right, bottom) is in pixels."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int


class Engine(Protocol):
    """Reads pictures of pages. Used in the child, for the pages of one file."""

    def words(self, grey: Grey, dpi: float, layout: Layout) -> list[PixelWord]:
        """The words of a grey page that stands upright, in the order the engine finds them.

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


def words_from_tsv(tsv: str) -> list[PixelWord]:
    """The words of Tesseract's TSV output."""
    words: list[PixelWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in tsv.splitlines():
        level, *place, left, top, width, height, confidence, text = row.split("\t", 11)
        if level != _WORD_LEVEL or not text.strip():
            continue
        line = lines.setdefault(tuple(place[:4]), len(lines))
        x, y = int(left), int(top)
        box = (x, y, x + int(width), y + int(height))
        words.append(PixelWord(text.strip(), box, max(0.0, float(confidence)), line))
    return words
