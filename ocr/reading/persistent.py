"""The engine of the optional extra `[fast]`: libtesseract in this very process, loaded once, by tesserocr.

It saves the start of a process and the loading of the model for every page, and reads with one thread. It is
given decoded pixels only: the image codecs that its wheel bundles are old.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dossiers.errors import StepCrashed, ToolMissing
from ocr.reading.engine import Layout, PixelWord, words_from_tsv
from ocr.reading.installed import models_directory
from ocr.reading.scans import Grey
from ocr.reading.tesseract import Tesseract


class PersistentTesseract:
    """libtesseract with its settings."""

    def __init__(self, *, languages: str, seconds: float, scratch: Path) -> None:
        """Keeps the languages (joined by +), and Tesseract for the rare question how a page is turned."""
        self._languages = languages
        self._program = Tesseract(languages=languages, seconds=seconds, scratch=scratch)

    def words(self, pictures: Sequence[Grey], dpi: float, layout: Layout) -> list[list[PixelWord]]:
        """See `Engine.words`; the time limit is the caller's, who ends this process."""
        return [self._words(grey, dpi, layout) for grey in pictures]

    def _words(self, grey: Grey, dpi: float, layout: Layout) -> list[PixelWord]:
        api = handle(self._languages)
        height, width = grey.shape
        api.SetVariable("tessedit_do_invert", "0")
        api.SetPageSegMode(layout.value)
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        api.SetSourceResolution(round(dpi))
        try:
            if not api.Recognize():
                raise StepCrashed("Tesseract could not read a page.")
            (words,) = words_from_tsv(api.GetTSVText(0), 1)
        finally:
            api.Clear()
        return words

    def turn(self, grey: Grey, dpi: float) -> int | None:
        """See `Engine.turn`."""
        return self._program.turn(grey, dpi)


@functools.cache
def handle(languages: str) -> Any:  # noqa: ANN401 - tesserocr.PyTessBaseAPI
    """The loaded model; one for the process and, after a fork, for its children.

    Raises:
        ToolMissing: the languages cannot be loaded.
    """
    import tesserocr

    try:
        return tesserocr.PyTessBaseAPI(path=models_directory(), lang=languages)
    except RuntimeError:
        message = f"tesserocr cannot load {languages}."
        raise ToolMissing(message, "apt-get install tesseract-ocr-vie") from None
