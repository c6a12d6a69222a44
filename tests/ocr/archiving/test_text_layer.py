"""The text behind the picture is found where the words are printed."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Iterator
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page

from ocr.archiving.archive_copy import archive
from ocr.archiving.overlay import TextOverlay
from tests.browser import Display, new_page, running_chromium, running_display

LINES = (
    "Nguyễn Thị Phương Thảo, thường trú tại",
    "phường Đồng Hỷ, tỉnh Thái Nguyên,",
    "Số: 15/QĐ-UBND - ngày",
)
PAGE = (595.0, 842.0)
LETTER, HEIGHT, PITCH = 6.0, 11.0, 24.0
MIDDLE = (300.0, 400.0)
MONOSPACED = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
DOTS = 2  # of a scan to the point
BARE_VIEWER = "#toolbar=0&navpanes=0&view=Fit"
FIND_SECONDS, PASTE_SECONDS = 30, 2


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
    x, y, angle = point[0] - MIDDLE[0], point[1] - MIDDLE[1], radians(degrees)
    return MIDDLE[0] + x * cos(angle) + y * sin(angle), MIDDLE[1] - x * sin(angle) + y * cos(angle)


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


@pytest.fixture
def display() -> Iterator[Display]:
    with running_display() as display:
        yield display


@pytest.fixture
def window(display: Display) -> Iterator[str]:
    """Of the only test of its display: a second window does not always get the keys."""
    with running_chromium(display) as chromium:
        yield chromium


@pytest.mark.service
@pytest.mark.parametrize(
    ("words_sought", "skew"),
    [pytest.param("Nguyễn Thị", 0.0, marks=pytest.mark.slow), pytest.param("Đồng Hỷ", 1.5)],
)
def test_chromium_finds_words_over_the_print_and_copies_all_as_read(
    tmp_path: Path, window: str, display: Display, words_sought: str, skew: float
) -> None:
    """With keys, in the viewer that opens an archive copy; finding forgives diacritics, copying does not."""
    copy = scan_archived(tmp_path, skew)
    boxes = [entry["box"] for entry in words(skew) if entry["text"].strip(",") in words_sought.split()]
    printed = np.array([*np.min(boxes, axis=0)[:2], *np.max(boxes, axis=0)[2:]])
    with new_page(window, no_viewport=True) as page:
        put_on_clipboard(page, words_sought)
        page.goto(copy.as_uri() + BARE_VIEWER)
        found = found_in_page(page, display)
        assert np.abs(found - printed).max() <= LETTER, (found, printed)
        assert tuple(line.rstrip() for line in all_copied(page, display).splitlines()) == LINES


def scan_archived(directory: Path, skew: float) -> Path:
    """The archive copy of a scan on which the words are printed."""
    scan, copy, dots = directory / "scan.png", directory / "copy.pdf", np.array(PAGE) * DOTS
    image = Image.new("L", tuple(map(int, dots)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(MONOSPACED, round(10 * DOTS))
    for entry in words(0.0):
        left, _, _, bottom = entry["box"]
        pen.text((left * DOTS, (bottom - 2) * DOTS), entry["text"], fill="black", font=font, anchor="ls")
    middle = (MIDDLE[0] * DOTS, MIDDLE[1] * DOTS)
    turned = image.rotate(skew, Image.Resampling.BICUBIC, center=middle, fillcolor="white")
    turned.save(scan, dpi=(72 * DOTS, 72 * DOTS))
    read = [{**entry, "box": [side * DOTS for side in entry["box"]]} for entry in words(skew)]
    reading = {
        "number": 1, "source": "ocr", "words": read, "width": float(dots[0]), "height": float(dots[1]),
        "rotation": 0, "skew": skew, "findings": [],
    }  # fmt: skip
    list(archive({"path": scan, "media_type": "image/png", "target": copy, "pages": [reading]}))
    return copy


def put_on_clipboard(page: Page, text: str) -> None:
    """No keyboard of X has all Vietnamese letters."""
    deadline = time.monotonic() + FIND_SECONDS
    while time.monotonic() < deadline:  # a new window may not have the focus yet
        page.set_content("<textarea>")
        page.fill("textarea", text)
        page.press("textarea", "Control+A")
        page.press("textarea", "Control+C")
        if pasted(page) == text:
            return
    pytest.fail("the clipboard does not take a text")


def pasted(page: Page) -> str:
    page.set_content("<textarea>")
    page.press("textarea", "Control+V")
    return page.input_value("textarea")


def found_in_page(page: Page, display: Display) -> np.ndarray:
    """Where the viewer marks what lies on the clipboard, in points of the page."""
    deadline = time.monotonic() + FIND_SECONDS
    while time.monotonic() < deadline:
        display.focus()
        for keys in ("Escape", "ctrl+f", "ctrl+v", "Return"):
            display.press(keys)
        pressed = time.monotonic()
        while time.monotonic() < pressed + PASTE_SECONDS:  # the keys may have come before the viewer
            if (found := marked(page.screenshot())) is not None:
                return found
    pytest.fail(f"nothing found within {FIND_SECONDS} s")


def all_copied(page: Page, display: Display) -> str:
    """What the viewer puts on the clipboard for all of the page."""
    page.mouse.click(page.evaluate("innerWidth") / 2, page.evaluate("innerHeight") / 2)
    deadline = time.monotonic() + FIND_SECONDS
    while time.monotonic() < deadline:
        display.press("ctrl+a")
        mark = marked(page.screenshot())
        if mark is not None and mark[3] - mark[1] > PITCH:
            break
    display.press("ctrl+c")
    page.screenshot()  # the viewer draws after it has copied
    page.goto("about:blank")
    return pasted(page)


def marked(screenshot: bytes) -> np.ndarray | None:
    """Box of what is in colour, in points of the white page; the scan has none."""
    pixels = np.asarray(Image.open(io.BytesIO(screenshot)).convert("RGB")).astype(int)
    paper, mark = box_of(pixels.min(axis=2) > 250), box_of(np.ptp(pixels, axis=2) > 24)
    if paper is None or mark is None:
        return None
    corner, size = paper[[0, 1, 0, 1]], (paper[2:] - paper[:2])[[0, 1, 0, 1]]
    return (mark - corner) / size * np.array(PAGE * 2)


def box_of(mask: np.ndarray) -> np.ndarray | None:
    down, across = np.nonzero(mask)
    return np.array([across.min(), down.min(), across.max() + 1, down.max() + 1]) if across.size else None
