"""Tesseract: the one module that knows how it is called.

Pages go to it as files with their true resolution, and text and boxes come from one call: a PIL image would
reach it without its resolution, and the usual `image_to_string` plus `image_to_data` reads every page twice.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason

PROGRAM = "tesseract"
_PROBE_SECONDS = 30
_WORD_LEVEL = "5"
_TSV = "--psm 3 -c tessedit_create_tsv=1"
_ORIENTATION = "--psm 0"
_LEAST_ORIENTATION_CONFIDENCE = 1.0


class PixelWord(NamedTuple):
    """A word as Tesseract gives it; the box (left, top, right, bottom) is in pixels."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float
    line: int


def require(languages: str) -> None:
    """Makes sure that Tesseract and the languages (joined by +) are there.

    Raises:
        ToolMissing: something is not installed; the hint names the package.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr tesseract-ocr-vie")
    missing = [name for name in languages.split("+") if name not in _installed_languages(program)]
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-').lower()}" for name in missing)
        raise ToolMissing(f"Tesseract has no language {', '.join(missing)}.", f"apt-get install {packages}")


@functools.cache
def _installed_languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolMissing(
            f"Tesseract does not run ({type(error).__name__}).", "apt-get install --reinstall tesseract-ocr"
        ) from None
    return frozenset(listed.stdout.split("\n")[1:])


class Tesseract:
    """Tesseract with its settings, for the pages of one file. Used in the child."""

    def __init__(self, *, languages: str, seconds: float, scratch: Path) -> None:
        """Keeps the languages (joined by +), the limit of one call and where page files go."""
        self._languages = languages
        self._seconds = seconds
        self._file = scratch / "page.pgm"

    def words(self, grey: Image.Image, dpi: int) -> list[PixelWord]:
        """The words of a grey page, in reading order.

        Raises:
            FileRefused: it took too long (`timeout`).
            StepCrashed: Tesseract failed.
            ToolMissing: Tesseract is gone.
        """
        return _words(self._run(grey, self._languages, f"--dpi {dpi} {_TSV}", "tsv"))

    def turn(self, grey: Image.Image, dpi: int) -> int | None:
        """The clockwise degrees by which the page must be turned to stand upright; None for no answer."""
        try:
            told = self._run(grey, "osd", f"--dpi {dpi} {_ORIENTATION}", "osd")
        except StepCrashed:
            return None  # "Too few characters", or no osd.traineddata: both end with an error
        values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        if float(values.get("Orientation confidence", 0)) < _LEAST_ORIENTATION_CONFIDENCE:
            return None
        return int(values["Rotate"])

    def _run(self, grey: Image.Image, languages: str, config: str, extension: str) -> str:
        import pytesseract

        grey.save(self._file)
        try:
            output = pytesseract.pytesseract.run_and_get_output(
                str(self._file), extension, languages, config, timeout=self._seconds
            )
        except pytesseract.TesseractNotFoundError:
            raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr") from None
        except pytesseract.TesseractError as error:
            raise StepCrashed(f"Tesseract ended with exit code {error.status}.") from None
        except FileNotFoundError:
            raise StepCrashed("Tesseract ended without output.") from None
        except RuntimeError:  # pytesseract's only sign of a timeout
            message = f"Tesseract took longer than {self._seconds:g} s for one page."
            raise FileRefused(message, reason=Reason.TIMEOUT) from None
        finally:
            self._file.unlink(missing_ok=True)
        return str(output)


def _words(tsv: str) -> list[PixelWord]:
    words: list[PixelWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in tsv.splitlines()[1:]:
        level, *place, left, top, width, height, confidence, text = row.split("\t", 11)
        if level != _WORD_LEVEL or not text.strip():
            continue
        line = lines.setdefault(tuple(place[:4]), len(lines))
        x, y = int(left), int(top)
        box = (x, y, x + int(width), y + int(height))
        words.append(PixelWord(text.strip(), box, max(0.0, float(confidence)), line))
    return words
