"""What looking for codes costs, measured where the child does it: on the upright, evenly lit page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from ocr.reading.image_pages import scan_of
from ocr.reading.page_codes import codes_of
from ocr.reading.page_image import capped, evenly_lit

_SKEW = 1.0


def codes_milliseconds(pictures: Sequence[Path]) -> float | None:
    """The mean CPU of one page in milliseconds, the import of the library not counted; None without pages."""
    pages = []
    for picture in pictures:
        with Image.open(picture) as image:
            pages.append(evenly_lit(capped(scan_of(image, 0))))
    if not pages:
        return None
    codes_of(pages[0], _SKEW)
    started = time.process_time()
    for page in pages:
        codes_of(page, _SKEW)
    return 1000 * (time.process_time() - started) / len(pages)
