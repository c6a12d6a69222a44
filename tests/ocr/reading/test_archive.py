"""The archive copy: the scan's own bytes, text that can be found, the same bytes every time."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from config.sections import OcrSettings
from ocr.reading.read_file import opened_file
from ocr.values import Reading
from tests.ocr.reading.papers import jpeg, likeness, paper, photograph, scan_pdf, text_pdf

Read = Callable[..., Reading]
Archive = Callable[..., Path]


def found_text(pdf: Path) -> str:
    """What another program finds in the PDF."""
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout


def picture_bytes(pdf: Path) -> list[bytes]:
    """The pictures of each page, as they are stored."""
    with pikepdf.open(pdf) as opened:
        return [bytes(image.read_raw_bytes()) for page in opened.pages for image in pictures(page)]


def pictures(page: pikepdf.Page) -> list[pikepdf.Object]:
    return [drawn for drawn in page.resources.XObject.values() if drawn.Subtype == "/Image"]


def assert_sound(pdf: Path) -> None:
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def shown(pdf: Path, number: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    image = document[number].render(scale=1, grayscale=True).to_pil()
    document.close()
    return image


def place_of(pdf: Path, word: str) -> tuple[float, float]:
    """Left and top of a word, in points on the page as shown, by poppler."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    line = next(line for line in boxes.splitlines() if f">{word}<" in line)
    values = dict(part.split("=") for part in line.split() if "=" in part)
    return float(values["xMin"].strip('"')), float(values["yMin"].strip('">'))


def test_a_jpeg_keeps_its_bytes_and_gets_its_text(read: Read, archive: Archive, tmp_path: Path) -> None:
    path = jpeg(tmp_path / "scan.jpg", photograph())
    copy = archive(path, read(path))
    assert picture_bytes(copy) == [path.read_bytes()]
    assert likeness(found_text(copy)) > 0.97
    assert_sound(copy)
    with pikepdf.open(copy) as pdf:
        assert pdf.pdf_version == "1.4"
        assert [float(side) for side in pdf.pages[0].mediabox][2:] == pytest.approx([595, 842], abs=1)


def test_a_pdf_keeps_the_bytes_of_its_pictures(read: Read, archive: Archive, tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", photograph(), paper(text="Trang hai"), paper(text="Trang ba"))
    before = picture_bytes(path)
    reading = read(path)
    copy = archive(path, reading, 1, 3)
    assert picture_bytes(copy) == [before[0], before[2]]
    assert "Trang ba" in found_text(copy)
    assert "Trang hai" not in found_text(copy)
    assert_sound(copy)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P", "RGBA", "LA"])
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_every_visible_pixel_is_kept(
    read: Read, archive: Archive, tmp_path: Path, mode: str, suffix: str
) -> None:
    path = tmp_path / f"scan{suffix}"
    photograph().resize((413, 584)).convert(mode).save(path, dpi=(50, 50))
    copy = archive(path, read(path))
    with pikepdf.open(copy) as pdf, Image.open(path) as original:
        (picture,) = pictures(pdf.pages[0])
        kept = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
        assert ImageChops.difference(kept, original.convert("RGB")).getbbox() is None


def test_transparent_pixels_become_white(read: Read, archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    image = paper(100).convert("RGBA")
    image.putalpha(image.convert("L").point(lambda shade: 255 - shade))
    image.save(path, dpi=(100, 100))
    copy = archive(path, read(path))
    assert shown(copy).getpixel((5, 5)) == 255
    assert_sound(copy)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_turned_by_rotate_alone(
    read: Read, archive: Archive, tmp_path: Path, turn: int
) -> None:
    path = jpeg(tmp_path / "scan.jpg", photograph().rotate(turn, expand=True))
    copy = archive(path, read(path))
    assert picture_bytes(copy) == [path.read_bytes()]
    assert likeness(found_text(copy)) > 0.97
    with pikepdf.open(copy) as pdf:
        assert pdf.pages[0].rotation == turn
    image = shown(copy)
    assert image.height > image.width
    left, top = place_of(copy, "CỘNG")
    assert (left, top) == (pytest.approx(0.9 * 72, abs=4), pytest.approx(74, abs=6))


def test_exif_orientation_becomes_rotate(read: Read, archive: Archive, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = jpeg(tmp_path / "scan.jpg", photograph().rotate(90, expand=True), exif=exif)
    copy = archive(path, read(path))
    assert picture_bytes(copy) == [path.read_bytes()]
    assert place_of(copy, "CỘNG")[0] == pytest.approx(0.9 * 72, abs=4)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_lie_over_the_picture_of_a_pdf_however_it_is_rotated(
    read: Read, archive: Archive, tmp_path: Path, rotate: int
) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", photograph().rotate(rotate, expand=True), rotate=rotate)
    copy = archive(path, read(path))
    assert place_of(copy, "CỘNG") == (pytest.approx(0.9 * 72, abs=4), pytest.approx(74, abs=6))
    assert likeness(found_text(copy)) > 0.97


def test_the_same_scan_gives_the_same_bytes(read: Read, archive: Archive, tmp_path: Path) -> None:
    for path in (jpeg(tmp_path / "scan.jpg"), scan_pdf(tmp_path / "scan.pdf")):
        first, second = (archive(path, read(path), name=name).read_bytes() for name in ("1.pdf", "2.pdf"))
        assert first == second


def test_a_text_whose_fonts_are_not_embedded_serves_as_it_came(
    read: Read, archive: Archive, tmp_path: Path
) -> None:
    sentence = "This page was written by a program and its text is text."
    path = text_pdf(tmp_path / "office.pdf", sentence, sentence)
    copy = archive(path, read(path))
    assert found_text(copy).count(sentence) == 2
    assert copy.read_bytes() == path.read_bytes()


def test_a_scan_that_came_with_the_ocr_of_others_has_its_text_once(
    read: Read, archive: Archive, tmp_path: Path
) -> None:
    first = jpeg(tmp_path / "scan.jpg", photograph())
    searchable = archive(first, read(first), name="searchable.pdf")
    reading = read(searchable)
    assert reading.pages[0].source == "ocr"
    copy = archive(searchable, reading)
    assert found_text(copy).count("phê duyệt kế hoạch") == 1
    assert_sound(copy)


def test_nothing_active_is_carried_over(read: Read, archive: Archive, tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "plain.pdf")
    with pikepdf.open(path) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, b"attached", filename="notes.txt")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([link])
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        pdf.save(tmp_path / "scan.pdf")
    reading = read(tmp_path / "scan.pdf")
    assert reading.findings == ("active_content",)
    content = archive(tmp_path / "scan.pdf", reading).read_bytes()
    assert not any(word in content for word in (b"JavaScript", b"EmbeddedFile", b"OpenAction", b"app.alert"))


def test_a_restricted_file_is_read_and_not_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pikepdf.open(scan_pdf(tmp_path / "plain.pdf")) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user=""))
    with opened_file(path, settings=OcrSettings(), work_directory=tmp_path) as file:
        reading = file.read()
        assert reading.findings == ("restricted",)
        assert likeness(reading.pages[0].text) > 0.97
        assert not file.archive(reading, file.pages, tmp_path / "archive.pdf")
    assert not (tmp_path / "archive.pdf").exists()


def test_a_jpeg_scan_claims_pdf_a_and_brings_what_it_needs(
    read: Read, archive: Archive, tmp_path: Path
) -> None:
    path = jpeg(tmp_path / "scan.jpg")
    with pikepdf.open(archive(path, read(path))) as pdf:
        assert b"<pdfaid:part>1</pdfaid:part>" in pdf.Root.Metadata.read_raw_bytes()
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert profile[8] == 2
        assert not list(pdf.docinfo.keys())
        (font,) = pdf.pages[0].resources.Font.values()
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_an_image_with_cmyk_ink_is_kept(read: Read, archive: Archive, tmp_path: Path) -> None:
    content = io.BytesIO()
    paper(100).convert("CMYK").save(content, "JPEG", dpi=(100, 100))
    path = tmp_path / "scan.jpg"
    path.write_bytes(content.getvalue())
    copy = archive(path, read(path))
    assert picture_bytes(copy) == [content.getvalue()]
    assert shown(copy).getpixel((5, 5)) > 250
