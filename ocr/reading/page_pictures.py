"""The command `picture` of the child: pages of a stored PDF as small grey JPEGs, for a person to look at."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.content import frame_of
from ocr.geometry import POINTS_PER_INCH
from ocr.readable_pdf import readable_pdf
from ocr.reading.pdfium import Pdfium

# Print of 10 points can be read at 100 dpi.
_DPI = 100.0
_LONGEST_SIDE = 1200
_MOST_BYTES = 60_000
_QUALITIES = (70, 55, 40, 25)
_SMALLER = 0.7


def pictures(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One answer per page: `picture`, a JPEG in base64.

    Args:
        request: `path` of a PDF, `limits` (the values of OcrSettings), and `numbers`, the pages wanted,
            from 1.

    Raises:
        FileRefused: the PDF cannot be opened, has no such page, or cannot be shown.
    """
    path = Path(request["path"])
    with (
        readable_pdf(path, max_pages=request["limits"]["max_pages"]) as opened,
        Pdfium(opened.path, instead=opened.saved_again) as pdfium,
    ):
        pdf = opened.pdf
        for number in request["numbers"]:
            if not 0 < number <= len(pdf.pages):
                raise FileRefused(f"The file has no page {number}.", reason=Reason.CORRUPT)
            picture = pdfium.picture(number, _dpi_of(pdf.pages[number - 1]), colour=False)
            yield {"picture": base64.b64encode(_jpeg(picture)).decode()}


def _dpi_of(page: pikepdf.Page) -> float:
    """100 dpi; less where the page is larger than a sheet of A4."""
    return min(_DPI, _LONGEST_SIDE * POINTS_PER_INCH / max(frame_of(page).size))


def _jpeg(picture: Image.Image) -> bytes:
    """At the best quality that stays small; smaller where none does."""
    while True:
        for quality in _QUALITIES:
            target = io.BytesIO()
            picture.save(target, "JPEG", quality=quality, optimize=True)
            if target.tell() <= _MOST_BYTES:
                return target.getvalue()
        picture = picture.resize((round(picture.width * _SMALLER), round(picture.height * _SMALLER)))
