"""Tesseract: the one module that knows how it is called.

Pages go to it as files with their true resolution, and text and boxes come from one call: a PIL image would
reach it without its resolution, and the usual `image_to_string` plus `image_to_data` reads every page twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dossiers.errors import FileRefused, StepCrashed, ToolMissing
from dossiers.reasons import Reason
from ocr.reading.engine import Layout, PixelWord, words_from_tsv
from ocr.reading.scans import Grey

# Pages here are dark on light: looking for the reverse costs a hundredth and finds nothing.
_TSV = "-c tessedit_do_invert=0 -c tessedit_create_tsv=1"
_ORIENTATION = "--psm 0"
_LEAST_ORIENTATION_CONFIDENCE = 1.0


class Tesseract:
    """Tesseract with its settings, for the pages of one file. Used in the child."""

    def __init__(self, *, languages: str, seconds: float, scratch: Path) -> None:
        """Keeps the languages (joined by +), the limit of one page and where page files go."""
        self._languages = languages
        self._seconds = seconds
        self._scratch = scratch

    def words(self, pictures: Sequence[Grey], dpi: float, layout: Layout) -> list[list[PixelWord]]:
        """See `Engine.words`."""
        config = f"--dpi {round(dpi)} --psm {layout.value} {_TSV}"
        return words_from_tsv(self._run(pictures, self._languages, config, "tsv"), len(pictures))

    def turn(self, grey: Grey, dpi: float) -> int | None:
        """See `Engine.turn`."""
        try:
            told = self._run([grey], "osd", f"--dpi {round(dpi)} {_ORIENTATION}", "osd")
        except StepCrashed:
            return None  # "Too few characters", or no osd.traineddata: both end with an error
        values = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
        if float(values.get("Orientation confidence", 0)) < _LEAST_ORIENTATION_CONFIDENCE:
            return None
        return int(values["Rotate"])

    def _run(self, pictures: Sequence[Grey], languages: str, config: str, extension: str) -> str:
        import pytesseract

        seconds = self._seconds * len(pictures)
        with self._listed(pictures) as pages:
            try:
                output = pytesseract.pytesseract.run_and_get_output(
                    str(pages), extension, languages, config, timeout=seconds
                )
            except pytesseract.TesseractNotFoundError:
                raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr") from None
            except pytesseract.TesseractError as error:
                raise StepCrashed(f"Tesseract ended with exit code {error.status}.") from None
            except FileNotFoundError:
                raise StepCrashed("Tesseract ended without output.") from None
            except RuntimeError:  # pytesseract's only sign of a timeout
                message = f"Tesseract took longer than {seconds:g} s for {len(pictures)} page(s)."
                raise FileRefused(message, reason=Reason.TIMEOUT) from None
        return str(output)

    @contextmanager
    def _listed(self, pictures: Sequence[Grey]) -> Iterator[Path]:
        """A file that names the files of the pages, a line each: Tesseract reads them in one call."""
        files = [self._scratch / f"page-{number}.tif" for number in range(1, len(pictures) + 1)]
        listed = self._scratch / "pages.txt"
        try:
            for file, grey in zip(files, pictures, strict=True):
                _write(file, grey)
            listed.write_text("".join(f"{file}\n" for file in files))
            yield listed
        finally:
            for file in (*files, listed):
                file.unlink(missing_ok=True)


def _write(path: Path, grey: Grey) -> None:
    with path.open("wb") as file:
        file.write(_tiff_header(*grey.shape))
        file.write(grey.tobytes())


def _tiff_header(height: int, width: int) -> bytes:
    """The header of an 8-bit grey TIFF in one strip that follows it.

    Leptonica reads a PGM byte by byte, which took 9 % of the call; this it takes in one piece.
    """
    entries = (
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),  # bits
        (259, 3, 1),  # not compressed
        (262, 3, 1),  # black is zero
        (273, 4, 122),  # the strip begins behind this header
        (277, 3, 1),  # samples
        (278, 4, height),
        (279, 4, width * height),
    )
    packed = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + packed + struct.pack("<I", 0)
