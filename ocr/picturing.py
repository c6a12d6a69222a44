"""Pages of a stored PDF as pictures for a person; the PDF is parsed in a child with limits."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from config.sections import OcrSettings
from ocr.isolation import Child
from ocr.reading.spooled_pages import Spool


def page_pictures(
    path: Path, numbers: Sequence[int], *, settings: OcrSettings, work_directory: Path
) -> tuple[bytes, ...]:
    """Grey JPEGs of some pages, about 100 dpi, at most 60 000 bytes each.

    Args:
        path: a PDF; it is only read.
        numbers: the pages, from 1, in the order wanted.
        settings: the limits.
        work_directory: where working copies go; nothing of them stays.

    Raises:
        FileRefused: the PDF cannot be shown, has no such page, or a limit was met (`timeout`).
        StepCrashed: the child process ended without an answer.
    """
    spool = Spool(work_directory)
    child = Child(path, settings=settings, work_directory=work_directory, spool=spool.descriptor)
    try:
        child.ask("picture", {"numbers": list(numbers)})
        answers = [child.answer(settings.page_seconds, doing=f"Showing page {number}") for number in numbers]
    finally:
        child.end()
    return tuple(base64.b64decode(answer["picture"]) for answer in answers)
