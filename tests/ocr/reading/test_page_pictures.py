"""Pages as pictures for a person: upright, small whatever the page is, refused where none can be shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from config.sections import OcrSettings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.picturing import page_pictures
from tests.ocr.reading.papers import scan_pdf
from tests.ocr.reading.pdf_papers import Sheets, paragraph

A4, A0, STRIP = (595, 842), (2384, 3370), (14400, 3)
MOST_BYTES = 60_000

Shown = Callable[..., list[Image.Image]]


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    """The pictures of some pages; afterwards nothing but an empty work directory may be left."""
    work = tmp_path / "work"
    work.mkdir()

    def pictures(file: Path, *numbers: int) -> list[Image.Image]:
        try:
            jpegs = page_pictures(file, numbers, settings=OcrSettings(), work_directory=work)
        finally:
            assert not list(work.iterdir())
        assert all(len(jpeg) <= MOST_BYTES for jpeg in jpegs)
        return [Image.open(io.BytesIO(jpeg)) for jpeg in jpegs]

    return pictures


def test_pages_come_in_the_order_wanted_at_100_dpi_and_upright(tmp_path: Path, shown: Shown) -> None:
    sheets = Sheets()
    sheets.add(paragraph("First"), size=A4)
    sheets.add(paragraph("Second"), size=A4, rotate=90)
    sheets.pdf.save(tmp_path / "two.pdf")
    second, first = shown(tmp_path / "two.pdf", 2, 1)
    assert (first.format, first.mode) == ("JPEG", "L")
    assert abs(first.width - 827) <= 1
    assert abs(first.height - 1170) <= 1
    assert second.size == first.size[::-1]
    assert first.getextrema()[0] < 100


@pytest.mark.parametrize("size", [A0, STRIP], ids=["a0", "strip"])
def test_a_large_page_is_shown_small(tmp_path: Path, shown: Shown, size: tuple[int, int]) -> None:
    sheets = Sheets()
    sheets.add(size=size)
    sheets.pdf.save(tmp_path / "large.pdf")
    (picture,) = shown(tmp_path / "large.pdf", 1)
    assert 1199 <= max(picture.size) <= 1201


def test_a_picture_of_noise_is_made_small_too(tmp_path: Path, shown: Shown) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (1170, 827, 3), dtype=np.uint8)
    (picture,) = shown(scan_pdf(tmp_path / "noise.pdf", Image.fromarray(noise), dpi=100), 1)
    assert 200 < picture.width < 827


def test_what_cannot_be_shown_is_refused(tmp_path: Path, shown: Shown) -> None:
    sheets = Sheets()
    sheets.add(size=A4)
    sheets.pdf.save(tmp_path / "one.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    for file, number in (("one.pdf", 2), ("one.pdf", 0), ("broken.pdf", 1)):
        with pytest.raises(FileRefused) as refusal:
            shown(tmp_path / file, number)
        assert refusal.value.reason is Reason.CORRUPT
