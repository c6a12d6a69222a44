"""Files that break off: what is left is read, a finding says so, and a person is asked before it counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from config.sections import OcrSettings
from config.settings import Settings
from ocr.reading.read_file import opened_file
from tests.hostile import images, pdfs
from tests.hostile.outcomes import found
from tests.hostile.raw_pdf import TEXT
from tests.hostile.watching import leftovers
from tests.ocr.reading.papers import likeness
from tests.ocr.understanding.pages import context, page, paper, understand_pages

_STEPS = range(5, 100, 5)
# From which step, in percent, something of it can be read; before that it is `corrupt`.
_BEGINNINGS: dict[Callable[[], bytes], int] = {
    pdfs.three_pages: 25,
    pdfs.scanned: 100,
    images.jpeg: 5,
    images.progressive_jpeg: 5,
    images.png: 5,
    images.tiff: 100,
}
# Nothing is to be seen of a progressive picture that breaks off in this very place.
_NOTHING_SEEN = {(images.progressive_jpeg, 50)}

_QUICK = {(pdfs.scanned, 95), (images.jpeg, 5), (images.png, 50), (images.tiff, 95)}


def _cuts() -> list[object]:
    return [
        pytest.param(
            make,
            percent,
            id=f"{make.__name__}-{percent}",
            marks=[] if make is pdfs.three_pages or (make, percent) in _QUICK else [pytest.mark.slow],
        )
        for make in _BEGINNINGS
        for percent in _STEPS
    ]


@pytest.mark.parametrize(("make", "percent"), _cuts())
def test_no_file_that_breaks_off_passes_for_a_whole_one(
    make: Callable[[], bytes], percent: int, tmp_path: Path, temporary: Path
) -> None:
    path = tmp_path / "scan"
    path.write_bytes(pdfs.cut(make, percent)())
    came_to = found(path, Settings())
    is_lost = percent < _BEGINNINGS[make] or (make, percent) in _NOTHING_SEEN
    assert came_to.outcome == ("corrupt" if is_lost else "ok")
    assert is_lost or came_to.findings & {"repaired", "truncated"}
    assert not leftovers(temporary)


def test_what_is_left_of_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(pdfs.cut(pdfs.three_pages, 95)())
    assert found(path, Settings()).text == "\n".join([TEXT] * 3)


@pytest.mark.parametrize("make", [images.jpeg, images.png])
def test_the_archive_copy_shows_what_is_left_of_a_picture(make: Callable[[], bytes], tmp_path: Path) -> None:
    path, target = tmp_path / "scan", tmp_path / "archive.pdf"
    path.write_bytes(pdfs.cut(make, 60)())
    with opened_file(path, settings=OcrSettings(), work_directory=tmp_path / "work") as file:
        reading = file.read()
        assert file.archive(reading, file.pages, target) == ()
    with pikepdf.open(target) as copy:
        (picture,) = copy.pages[0].get_images().values()
        shown = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    half = shown.height // 2
    assert shown.crop((0, 0, shown.width, half)).getextrema() == (0, 255)
    darkest, lightest = shown.crop((0, shown.height - 100, *shown.size)).getextrema()
    assert darkest == lightest


def test_a_scan_in_a_sound_pdf_that_breaks_off_is_told(tmp_path: Path) -> None:
    """As a scanner writes it that was switched off."""
    path = tmp_path / "scan"
    with pikepdf.open(_written(tmp_path, pdfs.scanned)) as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        content = picture.read_raw_bytes()
        picture.write(content[: len(content) * 7 // 10], filter=pikepdf.Name.DCTDecode)
        pdf.save(path)
    came_to = found(path, Settings())
    assert came_to.findings == {"truncated"}
    assert likeness(came_to.text) > 0.5


def test_an_end_that_only_viewers_miss_is_told_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "scan"
    with Image.open(_written(tmp_path, images.jpeg)) as whole:
        size = whole.size
    path.write_bytes(images.jpeg_without_its_end())
    assert found(path, Settings()).findings == {"truncated"}
    assert size == (827, 1169)


@pytest.mark.parametrize("finding", ["repaired", "truncated"])
@pytest.mark.parametrize("by_person", [False, True])
def test_a_damaged_paper_waits_for_a_person(finding: str, *, by_person: bool) -> None:
    said = "giay_chung_sinh" if by_person else None
    dossier = context("1.001193", slot=said, by_person=by_person)
    whole = page(paper("GIẤY CHỨNG SINH"))
    (document,) = understand_pages(whole, of=dossier)
    assert (document.slot, document.review_reason) == ("giay_chung_sinh", None)
    damaged = whole.model_copy(update={"findings": (finding,)})
    (document,) = understand_pages(damaged, of=dossier)
    assert (document.slot, document.review_reason) == (None, "damaged")
    assert [candidate.slot for candidate in document.candidates] == ["giay_chung_sinh"]
    assert finding in document.findings


def _written(directory: Path, make: Callable[[], bytes]) -> Path:
    path = directory / "whole"
    path.write_bytes(make())
    return path
