"""The engines that can read pages; apart from the settings, as the child imports nothing heavy."""

from __future__ import annotations

from enum import StrEnum


class EngineName(StrEnum):
    """What reads the pages: Tesseract's program, or its library kept in memory (the extra `[fast]`)."""

    TESSERACT = "tesseract"
    TESSEROCR = "tesserocr"
