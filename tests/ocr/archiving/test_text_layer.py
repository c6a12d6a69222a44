"""The text behind the picture is found where the words are printed."""

from __future__ import annotations

import subprocess
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from ocr.archiving.overlay import TextOverlay

LINES = (
    "Nguyễn Thị Phương Thảo, thường trú tại",
    "phường Đồng Hỷ, tỉnh Thái Nguyên,",
    "Số: 15/QĐ-UBND - ngày",
)
PAGE = (595.0, 842.0)
LETTER, HEIGHT, PITCH = 6.0, 11.0, 24.0


def words(skew: float) -> list[dict[str, Any]]:
    """Lines of a page that lies slanted: each word has the bounds of a slanted rectangle."""
    found = []
    for number, line in enumerate(LINES):
        along = 60.0
        for text in line.split():
            width = LETTER * len(text)
            foot = (along, 120 + PITCH * number)
            corners = [(foot[0] + x, foot[1] - y) for x in (0, width) for y in (0, HEIGHT)]
            across, down = zip(*(_turned(corner, skew) for corner in corners), strict=True)
            box = [min(across), min(down), max(across), max(down)]
            found.append({"text": text, "box": box, "confidence": 90.0, "line": number})
            along += width + LETTER
    return found


def _turned(point: tuple[float, float], degrees: float) -> tuple[float, float]:
    x, y, angle = point[0] - 300, point[1] - 400, radians(degrees)
    return 300 + x * cos(angle) + y * sin(angle), 400 - x * sin(angle) + y * cos(angle)


def page_with(path: Path, skew: float, rotate: int = 0) -> Path:
    size = PAGE if rotate % 180 == 0 else PAGE[::-1]
    reading = {"source": "ocr", "words": words(skew), "skew": skew, "width": PAGE[0], "height": PAGE[1]}
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        page.rotate(rotate, relative=False)
        TextOverlay(pdf).add(page, reading)
        pdf.save(path)
    return path


def extracted(path: Path, *options: str) -> str:
    return subprocess.run(
        ["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 0.5, -0.5])
@pytest.mark.parametrize("options", [(), ("-raw",)])
def test_lines_come_out_as_they_were_read(
    tmp_path: Path, skew: float, rotate: int, options: tuple[str, ...]
) -> None:
    text = extracted(page_with(tmp_path / "page.pdf", skew, rotate), *options)
    assert tuple(line for line in text.replace("\f", "").splitlines() if line) == LINES


@pytest.mark.parametrize("skew", [2.0, -2.0, 5.0])
def test_words_stay_whole_on_a_slanted_page(tmp_path: Path, skew: float) -> None:
    path = page_with(tmp_path / "page.pdf", skew)
    assert sorted(extracted(path).split()) == sorted(" ".join(LINES).split())
    assert extracted(path, "-raw").split() == " ".join(LINES).split()


@pytest.mark.parametrize("skew", [0.0, 1.5, -3.0])
@pytest.mark.parametrize("word", ["Nguyễn", "Thảo", "Đồng", "QĐ-UBND"])
def test_the_engine_of_chromium_finds_words_with_diacritics_over_the_print(
    tmp_path: Path, word: str, skew: float
) -> None:
    """PDFium is what Chromium's viewer searches and highlights with."""
    (printed,) = (entry["box"] for entry in words(skew) if word in entry["text"])
    with pypdfium2.PdfDocument(page_with(tmp_path / "page.pdf", skew)) as document:
        text = document[0].get_textpage()
        found = text.search(word, match_case=True).get_next()
        assert found is not None
        left, bottom, right, top = text.get_charbox(found[0])
        _, _, last, _ = text.get_charbox(found[0] + found[1] - 1)
    middle = (left + last) / 2, PAGE[1] - (bottom + top) / 2
    assert right <= last
    assert printed[0] - 3 <= left
    assert last <= printed[2] + 3
    assert printed[1] <= middle[1] <= printed[3]
    assert last - left > 0.5 * LETTER * len(word)
