"""A file becomes a Reading, and an archive copy: the public door of this floor. A child does the work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from config.sections import OcrSettings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.isolation import Child
from ocr.reading import windows
from ocr.reading.installed import require
from ocr.reading.spooled_pages import Spool, SpooledPages
from ocr.values import Reading, Signature

PageProgress = Callable[[int, int], None]
"""Told the number of a page and the number of pages, after each page."""


class OpenedFile:
    """One file, read and archived by one child; another one where that has failed.

    Attributes:
        pages: those that were read or recalled; none before.
    """

    def __init__(self, path: Path, *, settings: OcrSettings, work_directory: Path) -> None:
        """Starts nothing yet; see `opened_file`."""
        self._spool = Spool(work_directory)
        self._path = path
        self._settings = settings
        self._work_directory = work_directory
        self._child: Child | None = None
        self.pages = SpooledPages(self._spool, {})

    def recall(self, lines: Iterable[tuple[int, bytes]]) -> SpooledPages:
        """Takes the pages by number, as canonical JSON, from where they were stored, and reads nothing."""
        self.pages = SpooledPages(self._spool, {number: self._spool.append(line) for number, line in lines})
        return self.pages

    def read(self, on_page: PageProgress | None = None) -> Reading:
        """Reads a PDF, TIFF, JPEG or PNG; which of them is told by its content.

        Args:
            on_page: called with the page's number and the number of pages after each page.

        Raises:
            FileRefused: the file cannot be used, or a limit was met; `reason` says which.
            StepCrashed: the child process ended without an answer.
            ToolMissing: Tesseract or one of the languages is not installed.
        """
        _refuse_by_size(self._path, self._settings)
        with self._asked("read", {}) as child:
            require(self._settings.languages, self._settings.engine)
            probe = child.answer(self._settings.triage_seconds, doing="Opening the file")
            self.pages = self._told_pages(child, probe["page_count"], on_page)
        return Reading(
            media_type=probe["media_type"],
            pages=self.pages,
            signatures=tuple(Signature(**signature) for signature in probe["signatures"]),
            findings=tuple(probe["findings"]),
        )

    def archive(self, reading: Reading, pages: SpooledPages, target: Path) -> tuple[str, ...] | None:
        """Writes the two-layer PDF of some pages; its bytes follow from file and pages alone.

        Args:
            reading: what the file was read as.
            pages: some of `pages`, in the order they shall have.
            target: where the PDF goes; only ever a whole one.

        Returns:
            The findings of the copy; None, and nothing is written, where the file may not be rewritten:
            signed or restricted.

        Raises:
            FileRefused: the file cannot be parsed any more, or the limit was met (`timeout`).
            StepCrashed: the child process ended without an answer.
        """
        if not reading.may_be_rewritten:
            return None
        partial = target.with_name(f"{target.name}.part").absolute()
        request = {"media_type": reading.media_type, "pages": pages.places, "target": str(partial)}
        try:
            with self._asked("archive", request) as child:
                told = child.answer(self._settings.archive_seconds, doing="Writing the archive copy")
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return tuple(told["findings"])

    def close(self) -> None:
        """Ends the child."""
        if self._child is not None:
            self._child.end()
            self._child = None

    @contextmanager
    def _asked(self, command: str, request: dict[str, Any]) -> Iterator[Child]:
        """The child at a command; what fails ends the child, and the next command begins with another."""
        try:
            child = self._child = self._child or self._forked()
            child.ask(command, request)
            yield child
            child.answer(self._settings.page_seconds, doing="Closing the file")
        except BaseException:
            self.close()
            raise

    def _forked(self) -> Child:
        return Child(
            self._path,
            settings=self._settings,
            work_directory=self._work_directory,
            spool=self._spool.descriptor,
        )

    def _told_pages(self, child: Child, count: int, on_page: PageProgress | None) -> SpooledPages:
        places = {}
        for number in range(1, count + 1):
            window = min(windows.LONGEST, count - number + 1)
            answer = child.answer(self._settings.page_seconds * window, doing=f"Reading page {number}")
            start, length = answer["place"]
            places[number] = (start, length)
            if on_page is not None:
                on_page(number, count)
        return SpooledPages(self._spool, places)


@contextmanager
def opened_file(path: Path, *, settings: OcrSettings, work_directory: Path) -> Iterator[OpenedFile]:
    """A file to be read and archived.

    Args:
        path: the file; it is only read.
        settings: languages and limits.
        work_directory: where working copies go; nothing of them stays.
    """
    work_directory.mkdir(parents=True, exist_ok=True)
    with closing(OpenedFile(path, settings=settings, work_directory=work_directory)) as file:
        yield file


def read_file(
    path: Path, *, settings: OcrSettings, work_directory: Path, on_page: PageProgress | None = None
) -> Reading:
    """Reads a file that needs no archive copy; see `opened_file` and `OpenedFile.read`."""
    with opened_file(path, settings=settings, work_directory=work_directory) as file:
        return file.read(on_page)


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
