"""Reading with the settings of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.sections import OcrSettings
from ocr.reading.read_file import opened_file, read_file
from ocr.reading.spooled_pages import SpooledPages
from ocr.values import Reading


@pytest.fixture
def work_directory(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def read(work_directory: Path) -> Callable[..., Reading]:
    """Reads a file; afterwards nothing may be left in the work directory."""

    def read_and_look(path: Path, **settings: object) -> Reading:
        try:
            return read_file(path, settings=OcrSettings(**settings), work_directory=work_directory)
        finally:
            assert not list(work_directory.glob("*"))

    return read_and_look


@pytest.fixture
def archive(tmp_path: Path, work_directory: Path) -> Callable[..., Path]:
    """Writes the archive copy of all pages, or of those named."""

    def write(path: Path, reading: Reading, *pages: int, name: str = "archive.pdf") -> Path:
        target = tmp_path / name
        with opened_file(path, settings=OcrSettings(), work_directory=work_directory) as file:
            assert isinstance(reading.pages, SpooledPages)
            read = file.recall(enumerate(reading.pages.lines(), start=1))
            assert file.archive(reading, read.numbered(pages) if pages else read, target) is not None
        assert not list(work_directory.glob("*"))
        return target

    return write
