"""The probe: what a file is, before anything opens it for good."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr import triage
from ocr.triage import Probe
from tests.ocr.reading.pdf_papers import SIZE, Sheets, paragraph, scanned, whole

LIMITS = {"max_pages": 1000, "max_pixels": 120_000_000}


def probe(path: Path, **limits: int) -> Probe:
    with triage.open_pdf(path) as pdf:
        return triage.probe_pdf(pdf, path, **{**LIMITS, **limits})


def saved(sheets: Sheets, path: Path, **options: Any) -> Path:
    sheets.pdf.save(path, **options)
    return path


def test_a_scan(tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.add(whole(), images=[sheets.jpeg(scanned())])
    width, height = scanned().size
    assert probe(saved(sheets, tmp_path / "a.pdf")) == Probe(triage.PDF, 1, largest_page=width * height)


def test_a_page_without_pictures_counts_as_it_is_rendered(tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.add(paragraph("Text"))
    expected = SIZE[0] * SIZE[1] * (200 / 72) ** 2
    assert probe(saved(sheets, tmp_path / "a.pdf")).largest_page == pytest.approx(expected, rel=0.01)


def test_a_picture_within_a_form_counts(tmp_path: Path) -> None:
    sheets = Sheets()
    page = sheets.add("/X Do")
    form = sheets.pdf.make_stream(
        b"/I Do",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, *SIZE],
        Resources=pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(I=sheets.jpeg(Image.new("L", (2000, 3000), 255)))
        ),
    )
    page.obj.Resources.XObject["/X"] = form
    path = saved(sheets, tmp_path / "a.pdf")
    assert probe(path).largest_page == 6_000_000
    with pytest.raises(FileRefused) as refused:
        probe(path, max_pixels=5_000_000)
    assert refused.value.reason == Reason.TOO_LARGE


def test_active_content_and_permissions(tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.add(paragraph("Text"))
    sheets.pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    path = saved(sheets, tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="owner", user=""))
    assert probe(path).findings == ["restricted", "active_content"]


@pytest.mark.parametrize("before_the_end", [0, 1, 5, 9, 10])
def test_the_mark_of_a_signature_is_found_where_two_pieces_of_the_file_meet(
    tmp_path: Path, before_the_end: int
) -> None:
    """The file is read in pieces of one mebibyte."""
    sheets = Sheets()
    sheets.add(paragraph("Text"))
    sheets.pdf.Root.Filler = sheets.pdf.make_stream(b" " * 1_100_000)
    path = saved(sheets, tmp_path / "a.pdf", compress_streams=False)
    assert not probe(path).signed
    content = bytearray(path.read_bytes())
    place = (1 << 20) - before_the_end
    content[place : place + 10] = b"/ByteRange"
    path.write_bytes(content)
    assert probe(path).signed


def test_a_long_file_is_probed_in_no_time(tmp_path: Path) -> None:
    """500 pages take 0.05 s; a limit ten times that is met on any machine."""
    sheets = Sheets()
    picture = sheets.jpeg(scanned())
    for _ in range(500):
        sheets.add(whole(), images=[picture])
    path = saved(sheets, tmp_path / "a.pdf")
    before = time.process_time()
    assert probe(path).page_count == 500
    assert time.process_time() - before < 0.5
