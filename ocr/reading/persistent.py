"""The engine of the optional extra `[fast]`: libtesseract in this very process, loaded once, through tesserocr.

It saves the start of a process and the loading of the model for every page, and reads with one thread. It is given
decoded pixels only: the image codecs that its wheel bundles are old.
"""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import Any

from dossiers.errors import StepCrashed, ToolMissing
from ocr.reading.engine import Layout, PixelWord, words_from_tsv
from ocr.reading.scans import Grey
from ocr.reading.tesseract import PROGRAM, Tesseract

_PROBE_SECONDS = 30


class PersistentTesseract:
    """libtesseract with its settings."""

    def __init__(self, *, languages: str, seconds: float, scratch: Path) -> None:
        """Keeps the languages (joined by +), and Tesseract for the rare question how a page is turned."""
        self._languages = languages
        self._program = Tesseract(languages=languages, seconds=seconds, scratch=scratch)

    def words(self, grey: Grey, dpi: float, layout: Layout) -> list[PixelWord]:
        """See `Engine.words`; the time limit is the caller's, who ends this process."""
        api = handle(self._languages)
        height, width = grey.shape
        api.SetPageSegMode(layout.value)
        api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        api.SetSourceResolution(round(dpi))
        try:
            if not api.Recognize():
                raise StepCrashed("Tesseract could not read a page.")
            return words_from_tsv(api.GetTSVText(0))
        finally:
            api.Clear()

    def turn(self, grey: Grey, dpi: float) -> int | None:
        """See `Engine.turn`."""
        return self._program.turn(grey, dpi)


@functools.cache
def handle(languages: str) -> Any:  # noqa: ANN401 - tesserocr.PyTessBaseAPI
    """The loaded model; one for the process and, after a fork, for its children.

    Raises:
        ToolMissing: the extra is not installed, or the languages cannot be loaded.
    """
    try:
        import tesserocr
    except ImportError:
        raise ToolMissing("tesserocr is not installed.", "./script/setup --fast") from None
    try:
        return tesserocr.PyTessBaseAPI(path=_models(), lang=languages)
    except RuntimeError:
        raise ToolMissing(
            f"tesserocr cannot load {languages}.", "Install the language for Tesseract."
        ) from None


def _models() -> str:
    """Where the installed Tesseract has its languages."""
    listed = subprocess.run(
        [PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=True
    )
    return listed.stdout.partition('"')[2].partition('"')[0]
