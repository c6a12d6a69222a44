"""How pages are read: from pictures, from text layers, from both."""

from __future__ import annotations

import os
import signal
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ocr.reading.pages import PageWord, text_of
from ocr.values import ColourMode, PageSource, Reading
from tests.hostile.watching import reading_processes
from tests.ocr.reading.papers import jpeg, likeness, paper, scan_pdf, text_pdf

Read = Callable[..., Reading]
SENTENCE = "This page was written by a program and never saw a scanner, so its text is text."


def test_a_jpeg_named_pdf_is_read_as_a_jpeg_with_every_mark(read: Read, tmp_path: Path) -> None:
    reading = read(jpeg(tmp_path / "scan.pdf"))
    (page,) = reading.pages
    assert reading.media_type == "image/jpeg"
    assert page.source == PageSource.OCR
    assert likeness(page.text) > 0.97
    assert page.text == unicodedata.normalize("NFC", page.text)
    assert page.confidence > 90
    assert (page.dpi, page.rotation, page.colour) == (200, 0, ColourMode.COLOUR)
    assert (page.width, page.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


def test_boxes_are_in_points_on_the_page(read: Read, tmp_path: Path) -> None:
    (page,) = read(jpeg(tmp_path / "scan.jpg", dpi=300)).pages
    first = page.words[0]
    assert first.box[0] == pytest.approx(0.9 * 72, abs=3)
    assert 72 < first.box[1] < first.box[3] < 72 + 20
    assert page.words[-1].line > page.words[0].line == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_comes_out_upright(read: Read, tmp_path: Path, turn: int) -> None:
    (page,) = read(jpeg(tmp_path / "scan.jpg", paper().rotate(turn, expand=True))).pages
    assert page.rotation == turn
    assert likeness(page.text) > 0.97
    assert page.height > page.width
    assert page.words[0].box[0] == pytest.approx(0.9 * 72, abs=3)


def test_exif_orientation_is_what_a_viewer_shows(read: Read, tmp_path: Path) -> None:
    lying = paper().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = read(jpeg(tmp_path / "scan.jpg", lying, exif=exif)).pages
    assert page.rotation == 0
    assert page.height > page.width
    assert likeness(page.text) > 0.97


def test_rotate_of_a_pdf_is_what_a_viewer_shows(read: Read, tmp_path: Path) -> None:
    lying = paper().rotate(90, expand=True)
    (page,) = read(scan_pdf(tmp_path / "scan.pdf", lying, rotate=90)).pages
    assert (page.rotation, page.dpi) == (0, 200)
    assert page.height > page.width
    assert likeness(page.text) > 0.97
    assert page.words[0].box[0] == pytest.approx(0.9 * 72, abs=3)


def test_each_page_of_a_tiff_and_progress(tmp_path: Path, work_directory: Path) -> None:
    from config.sections import OcrSettings
    from ocr.reading.read_file import read_file

    path = tmp_path / "scan.tif"
    pages = [paper(text="Trang một"), Image.new("RGB", paper().size, "white"), paper(text="Trang ba")]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200), compression="tiff_lzw")
    seen: list[tuple[int, int]] = []
    reading = read_file(
        path,
        settings=OcrSettings(),
        work_directory=work_directory,
        on_page=lambda number, of: seen.append((number, of)),
    )
    assert [page.text for page in reading.pages] == ["Trang một", "", "Trang ba"]
    assert [page.source for page in reading.pages] == [PageSource.OCR, PageSource.BLANK, PageSource.OCR]
    assert "blank" in reading.pages[1].findings
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_who_stops_the_service_does_not_break_the_file_that_is_read(
    tmp_path: Path, work_directory: Path
) -> None:
    """systemd signals every process of it at once; what becomes of the file, the run decides."""
    from config.sections import OcrSettings
    from ocr.reading.read_file import read_file

    path = tmp_path / "scan.tif"
    pages = [paper(text=f"Trang {number}") for number in ("một", "hai", "ba", "tư")]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200), compression="tiff_lzw")
    stopped: list[int] = []

    def stop(_number: int, _of: int) -> None:
        for process in reading_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
                stopped.append(process)

    reading = read_file(path, settings=OcrSettings(), work_directory=work_directory, on_page=stop)
    assert len(set(stopped)) >= 2, "the fork server and its child"
    assert [page.text.split()[-1] for page in reading.pages] == ["một", "hai", "ba", "tư"]


def test_a_black_and_white_tiff(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    paper(300).convert("1").save(path, dpi=(300, 300), compression="group4")
    (page,) = read(path).pages
    assert (page.colour, page.dpi) == (ColourMode.BLACK_AND_WHITE, 300)
    assert likeness(page.text) > 0.97


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("L", ColourMode.GREY), ("RGB", ColourMode.COLOUR), ("1", ColourMode.BLACK_AND_WHITE)],
)
def test_colour_is_judged_by_pixels(read: Read, tmp_path: Path, mode: str, colour: ColourMode) -> None:
    path = tmp_path / "scan.png"
    image = paper().convert(mode)
    (image.convert("RGB") if mode == "1" else image).save(path, dpi=(200, 200))
    assert read(path).pages[0].colour == colour


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_missing_resolution_is_estimated_from_the_sheet(read: Read, tmp_path: Path, dpi: int) -> None:
    path = tmp_path / "scan.png"
    paper(dpi, text="Trang").save(path)
    (page,) = read(path).pages
    assert page.findings == ("no_resolution",)
    assert page.dpi == pytest.approx(dpi, abs=1)


def test_a_resolution_that_no_paper_has_is_none(read: Read, tmp_path: Path) -> None:
    (page,) = read(jpeg(tmp_path / "photo.jpg", paper(300, text="Trang"), dpi=72)).pages
    assert page.findings == ("no_resolution",)
    assert page.dpi == pytest.approx(300, abs=1)


@pytest.mark.parametrize("skew", [-1.5, 0.0, 0.8, 2.0])
def test_the_skew_of_a_scan_is_measured(read: Read, tmp_path: Path, skew: float) -> None:
    turned = paper().rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor="white")
    (page,) = read(jpeg(tmp_path / "a.jpg", turned)).pages
    assert page.skew == pytest.approx(skew, abs=0.2)


def test_a_blurred_page_is_less_sharp(read: Read, tmp_path: Path) -> None:
    from PIL import ImageFilter

    sharp = read(jpeg(tmp_path / "sharp.jpg")).pages[0].sharpness
    blurred = (
        read(jpeg(tmp_path / "blurred.jpg", paper().filter(ImageFilter.GaussianBlur(3)))).pages[0].sharpness
    )
    assert sharp is not None
    assert blurred is not None
    assert blurred < sharp / 5


def test_a_text_layer_is_taken_as_it_is(read: Read, tmp_path: Path) -> None:
    (page,) = read(text_pdf(tmp_path / "office.pdf", SENTENCE, SENTENCE)).pages
    assert page.source == PageSource.TEXT_LAYER
    assert page.text == f"{SENTENCE}\n{SENTENCE}"
    assert page.confidence == 100
    assert (page.dpi, page.colour, page.ink) == (None, None, None)
    assert page.words[0].box[0] == pytest.approx(72, abs=1)
    assert page.words[0].box[1] == pytest.approx(842 - 760 - 12, abs=4)


def test_a_short_office_page_is_no_scan(read: Read, tmp_path: Path) -> None:
    (page,) = read(text_pdf(tmp_path / "office.pdf", "Page 2")).pages
    assert (page.source, page.text) == (PageSource.TEXT_LAYER, "Page 2")


def test_a_banner_on_a_scan_is_no_text_layer(read: Read, tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "plain.pdf")
    banner = text_pdf(tmp_path / "banner.pdf", "Signed by: An Office, 2025-01-07 10:09:57 +07:00")
    with pikepdf.open(path) as pdf, pikepdf.open(banner) as over:
        pdf.pages[0].add_overlay(over.pages[0])
        pdf.save(tmp_path / "scan.pdf")
    (page,) = read(tmp_path / "scan.pdf").pages
    assert (page.source, page.dpi) == (PageSource.OCR, 200)
    assert likeness(page.text) > 0.95


def test_text_in_an_old_encoding_is_read_from_the_page(read: Read, tmp_path: Path) -> None:
    """TCVN3, as programs of the nineties left it: "Céng hoµ x· héi chñ nghÜa" (a font shows it right)."""
    tcvn3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp tù do h¹nh phóc. QuyÕt ®Þnh cña Uû ban nh©n d©n"
    (page,) = read(text_pdf(tmp_path / "office.pdf", tcvn3, tcvn3, tcvn3)).pages
    assert page.source == PageSource.OCR


def test_text_beside_a_scanned_picture_keeps_both(read: Read, tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "plain.pdf", SENTENCE, SENTENCE)
    scanned = scan_pdf(tmp_path / "picture.pdf", paper().crop((0, 0, 1654, 1170)))
    with pikepdf.open(path) as pdf, pikepdf.open(scanned) as over:
        pdf.pages[0].add_overlay(over.pages[0], pikepdf.Rectangle(0, 0, 595, 421))
        pdf.save(tmp_path / "mixed.pdf")
    (page,) = read(tmp_path / "mixed.pdf").pages
    assert page.source == PageSource.MIXED
    assert page.text.startswith(SENTENCE)
    assert "Độc lập" in page.text
    assert page.text.count("never saw a scanner") == 2


def test_a_filled_form_field_is_woven_into_its_line(read: Read, tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "plain.pdf", "So:            /QD-UBND", SENTENCE, SENTENCE)
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        shown = pdf.make_stream(
            b"BT /F1 12 Tf 0 2 Td (47) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 30, 14],
            Resources=page.obj.Resources,
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="number",
            Rect=[95, 758, 125, 772],
            F=4,
            AP=pikepdf.Dictionary(N=shown),
        )
        field = pdf.make_indirect(field)
        page.obj.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(tmp_path / "form.pdf")
    assert read(tmp_path / "form.pdf").pages[0].text.splitlines()[0] == "So: 47 /QD-UBND"


def test_boxes_of_a_turned_and_cropped_text_page(read: Read, tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "plain.pdf", SENTENCE, SENTENCE, sideways=True)
    with pikepdf.open(path) as pdf:
        pdf.pages[0].cropbox = [50, 0, 595, 800]
        pdf.save(tmp_path / "turned.pdf")
    (page,) = read(tmp_path / "turned.pdf").pages
    assert (page.width, page.height) == (800, 545)
    assert page.text == f"{SENTENCE}\n{SENTENCE}"
    left, top, right, bottom = page.words[0].box
    assert (left, right - left) == (pytest.approx(72, abs=1), pytest.approx(24, abs=3))
    assert 20 < top < 35 < bottom < 42


def _line(*words: tuple[str, float], number: int = 0) -> list[PageWord]:
    return [
        PageWord(text, (90.0 + 60 * at, 100.0, 140.0 + 60 * at, 110.0), confidence, number)
        for at, (text, confidence) in enumerate(words)
    ]


@pytest.mark.parametrize("mark", ["388/QĐ-UBND", "12/2024/NĐ-CP", "07/GCN", "15/TTr-UBND,"])
@pytest.mark.parametrize("label", [96.0, 12.0])
def test_the_number_of_a_paper_is_text_however_unsure(mark: str, label: float) -> None:
    assert mark in text_of(_line(("Số:", label), (mark, 7.0)))


@pytest.mark.parametrize("scrap", ["/Q-", "—\\LauL———", "3/", "/ÐD", "12/a", "|/|"])
def test_scraps_are_no_number_of_a_paper(scrap: str) -> None:
    assert text_of(_line((scrap, 7.0))) == ""
