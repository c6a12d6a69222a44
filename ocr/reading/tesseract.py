"""Tesseract: the one module that knows how it is called.

Pages go to it as files with their true resolution, and text and boxes come from one call: a PIL image would
reach it without its resolution, and the usual `image_to_string` plus `image_to_data` reads every page twice.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path

from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason
from ocr.reading.engine import Layout, PixelWord, words_from_tsv
from ocr.reading.scans import Grey

PROGRAM = "tesseract"
_PROBE_SECONDS = 30
_TSV = "-c tessedit_create_tsv=1"
_ORIENTATION = "--psm 0"
_LEAST_ORIENTATION_CONFIDENCE = 1.0


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

    def words(self, grey: Grey, dpi: float, layout: Layout) -> list[PixelWord]:
        """The words of a grey page, in the order Tesseract finds them.

        Raises:
            FileRefused: it took too long (`timeout`).
            StepCrashed: Tesseract failed.
            ToolMissing: Tesseract is gone.
        """
        config = f"--dpi {round(dpi)} --psm {layout.value} {_TSV}"
        return words_from_tsv(self._run(grey, self._languages, config, "tsv"))

    def turn(self, grey: Grey, dpi: float) -> int | None:
        """The clockwise degrees by which the page must be turned to stand upright; None for no answer."""
        try:
            told = self._run(grey, "osd", f"--dpi {round(dpi)} {_ORIENTATION}", "osd")
        except StepCrashed:
            return None  # "Too few characters", or no osd.traineddata: both end with an error
        values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        if float(values.get("Orientation confidence", 0)) < _LEAST_ORIENTATION_CONFIDENCE:
            return None
        return int(values["Rotate"])

    def _run(self, grey: Grey, languages: str, config: str, extension: str) -> str:
        import pytesseract

        self._write(grey)
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

    def _write(self, grey: Grey) -> None:
        height, width = grey.shape
        with self._file.open("wb") as file:
            file.write(b"P5 %d %d 255\n" % (width, height))
            file.write(memoryview(grey).cast("B") if grey.flags.c_contiguous else grey.tobytes())
