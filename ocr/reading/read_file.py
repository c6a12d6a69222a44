"""A file becomes a Reading: the public door of this floor. The work is done in a child process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.settings import OcrSettings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.isolation import Child, plainly_named, scratch
from ocr.reading import tesseract
from ocr.values import PageReading, Reading, Signature

PageProgress = Callable[[int, int], None]
"""Told the number of a page and the number of pages, after each page."""


def read_file(
    path: Path,
    *,
    settings: OcrSettings,
    work_directory: Path,
    on_page: PageProgress | None = None,
) -> Reading:
    """Reads a PDF, TIFF, JPEG or PNG; which of them is told by its content.

    Args:
        path: the file; it is only read.
        settings: languages and limits.
        work_directory: where working copies go; nothing of them stays.
        on_page: called with the page's number and the number of pages after each page.

    Raises:
        FileRefused: the file cannot be used, or a limit was met; `reason` says which.
        StepCrashed: the child process ended without an answer.
        ToolMissing: Tesseract or one of the languages is not installed.
    """
    _refuse_by_size(path, settings)
    tesseract.require(settings.languages)
    with scratch(work_directory) as directory:
        request = {"path": str(plainly_named(path, directory))}
        with Child("read", request, settings=settings, scratch=directory) as child:
            probe = child.answer(settings.triage_seconds, doing="Opening the file")
            pages = _pages(child, probe["page_count"], settings, on_page)
    return Reading(
        media_type=probe["media_type"],
        pages=pages,
        signatures=tuple(Signature(**signature) for signature in probe["signatures"]),
        findings=tuple(probe["findings"]),
    )


def _refuse_by_size(path: Path, settings: OcrSettings) -> None:
    try:
        size = path.stat().st_size
    except PermissionError:
        raise FileRefused("The file may not be read.", reason=Reason.UNREADABLE) from None
    if not os.access(path, os.R_OK):
        raise FileRefused("The file may not be read.", reason=Reason.UNREADABLE)
    if not path.is_file():
        raise FileRefused("It is no file.", reason=Reason.UNREADABLE)
    if size == 0:
        raise FileRefused("The file has no bytes.", reason=Reason.EMPTY)
    if size > settings.max_bytes:
        message = f"The file has {size} bytes, more than [ocr] max_bytes."
        raise FileRefused(message, reason=Reason.TOO_LARGE)


def _pages(
    child: Child, count: int, settings: OcrSettings, on_page: PageProgress | None
) -> tuple[PageReading, ...]:
    pages = []
    for number in range(1, count + 1):
        answer: dict[str, Any] = child.answer(settings.page_seconds, doing=f"Reading page {number}")
        pages.append(PageReading(**answer["page"]))
        if on_page is not None:
            on_page(number, count)
    return tuple(pages)
