"""The archive copy: the scan's own pictures with the text behind them, as PDF. Made in a child process."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from config.settings import OcrSettings
from ocr.isolation import Child, plainly_named, scratch
from ocr.values import Reading


def write_archive(
    path: Path,
    *,
    reading: Reading,
    pages: Sequence[int],
    target: Path,
    settings: OcrSettings,
    work_directory: Path,
) -> bool:
    """Writes the two-layer PDF of some pages of a file; its bytes follow from its arguments alone.

    Args:
        path: the file as it came.
        reading: what `ocr.reading.read_file` made of it.
        pages: their numbers in the file, from 1, in the order they shall have.
        target: where the PDF goes; only ever a whole one.
        settings: the limits.
        work_directory: where working copies go; nothing of them stays.

    Returns:
        False, and nothing is written, where the file may not be rewritten: signed or restricted.

    Raises:
        FileRefused: the file cannot be parsed any more, or the limit was met (`timeout`).
        StepCrashed: the child process ended without an answer.
    """
    if not reading.may_be_rewritten:
        return False
    by_number = {page.number: page for page in reading.pages}
    with scratch(work_directory) as directory:
        copy = directory / "archive.pdf"
        request = {
            "path": str(plainly_named(path, directory)),
            "media_type": reading.media_type,
            "pages": [by_number[number].model_dump(mode="json") for number in pages],
            "target": str(copy),
        }
        with Child("archive", request, settings=settings, scratch=directory) as child:
            child.answer(settings.archive_seconds, doing="Writing the archive copy")
        partial = target.with_name(f"{target.name}.part")
        shutil.move(copy, partial)
        partial.replace(target)
    return True
