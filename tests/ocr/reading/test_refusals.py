"""What is refused, and why; by content, never by extension."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from dossiers.errors import FileRefused, ToolMissing
from dossiers.reasons import Reason
from ocr.values import Reading
from tests.ocr.reading.papers import jpeg, paper, scan_pdf, text_pdf

Read = Callable[..., Reading]


def reason_of(read: Read, path: Path, **settings: object) -> Reason:
    with pytest.raises(FileRefused) as refused:
        read(path, **settings)
    return refused.value.reason


@pytest.mark.parametrize(
    "content",
    [b"GIF89a\x01\0\x01\0", b"\0\0\0\x18ftypheic", "Kính gửi".encode(), b"PK\x03\x04", b"\0" * 2000],
    ids=["gif", "heic", "text", "zip", "zeros"],
)
def test_what_is_no_document_is_refused_whatever_its_name_says(
    read: Read, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(content)
    assert reason_of(read, path) == Reason.NOT_A_DOCUMENT


def test_an_empty_file(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.touch()
    assert reason_of(read, path) == Reason.EMPTY


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(read: Read, tmp_path: Path) -> None:
    path = jpeg(tmp_path / "scan.jpg")
    path.chmod(0)
    assert reason_of(read, path) == Reason.UNREADABLE


def test_an_image_of_which_nothing_is_left_is_corrupt(read: Read, tmp_path: Path) -> None:
    """The directory of a TIFF lies behind its picture."""
    path = tmp_path / "scan.tif"
    paper().save(path, dpi=(200, 200), compression="tiff_deflate")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert reason_of(read, path) == Reason.CORRUPT


@pytest.mark.parametrize(
    "head", [b"%PDF-1.4\n%rubbish", b"\xff\xd8\xff\xe0rubbish", b"\x89PNG\r\n\x1a\nrubbish", b"II*\0rubbish"]
)
def test_rubbish_behind_the_right_first_bytes_is_corrupt(read: Read, tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "scan"
    path.write_bytes(head)
    assert reason_of(read, path) == Reason.CORRUPT


def test_a_pdf_that_holds_no_page_is_no_document(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pikepdf.new() as pdf:
        pdf.save(path)
    assert reason_of(read, path) == Reason.NOT_A_DOCUMENT


def test_a_pdf_that_needs_a_password_is_encrypted(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pikepdf.open(text_pdf(tmp_path / "plain.pdf", "text")) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    assert reason_of(read, path) == Reason.ENCRYPTED


def test_too_many_pages_of_a_pdf_and_of_a_tiff(read: Read, tmp_path: Path) -> None:
    small = Image.new("L", (400, 560), 255)
    pdf = scan_pdf(tmp_path / "scan.pdf", small, small, small)
    tiff = tmp_path / "scan.tif"
    small.save(tiff, save_all=True, append_images=[small, small])
    assert reason_of(read, pdf, max_pages=2) == Reason.TOO_MANY_PAGES
    assert reason_of(read, tiff, max_pages=2) == Reason.TOO_MANY_PAGES
    assert len(read(pdf, max_pages=3).pages) == 3


def test_too_many_bytes(read: Read, tmp_path: Path) -> None:
    assert reason_of(read, jpeg(tmp_path / "scan.jpg"), max_bytes=1000) == Reason.TOO_LARGE


def test_too_many_pixels_of_an_image(read: Read, tmp_path: Path) -> None:
    assert reason_of(read, jpeg(tmp_path / "scan.jpg"), max_pixels=1_000_000) == Reason.TOO_LARGE


def test_a_bomb_is_refused_before_it_is_decoded(read: Read, tmp_path: Path) -> None:
    """Two gigapixels of black and white: 25 kB on disk, 2 GB as grey."""
    path = tmp_path / "scan.tif"
    Image.new("1", (50_000, 40_000), 1).save(path, compression="group4")
    assert reason_of(read, path, triage_seconds=10, page_seconds=10) == Reason.TOO_LARGE


def test_a_page_too_large_to_render_is_refused_before_it_is_rendered(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_400, 14_400))
        pdf.save(path)
    assert reason_of(read, path, page_seconds=10) == Reason.TOO_LARGE


def test_a_picture_in_a_pdf_is_refused_by_its_pixels_too(read: Read, tmp_path: Path) -> None:
    assert reason_of(read, scan_pdf(tmp_path / "scan.pdf"), max_pixels=1_000_000) == Reason.TOO_LARGE


def test_a_missing_language_says_which_package_to_install(read: Read, tmp_path: Path) -> None:
    with pytest.raises(ToolMissing) as missing:
        read(jpeg(tmp_path / "scan.jpg"), languages="vie+xyz")
    assert "tesseract-ocr-xyz" in missing.value.hint
    assert missing.value.exit_code == 4


def test_a_missing_tesseract_says_so(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing) as missing:
        read(jpeg(tmp_path / "scan.jpg"))
    assert "apt-get install tesseract-ocr" in missing.value.hint
