"""What stands in the way of reading on real papers: leaders, rules, stamps, light, skew, turns, fading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from dossiers.text import fold
from ocr.reading import page_image
from ocr.reading.engine import Layout, PixelWord
from ocr.reading.page_image import PageImage
from ocr.reading.recognition import scanned_page
from ocr.reading.scans import Grey, Scan
from ocr.reading.windows import answered
from ocr.values import PageReading, Reading
from tests.ocr.reading.papers import FONT, TEXT, jpeg, likeness, paper

Read = Callable[..., Reading]
LABELS = ("Họ và tên", "Ngày sinh", "Nơi cư trú", "Quê quán", "Dân tộc", "Điện thoại")
VALUES = ("Nguyễn Thị Mẫu", "17/01/1990", "thôn Đoài", "xã Trực Hòa", "Kinh", "0900 000 123")


def _font(points: float, dpi: int = 200) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), round(points * dpi / 72))


def form_with_leaders() -> Image.Image:
    """Labels, and values written over dotted lines."""
    image = paper(text="TỜ KHAI ĐĂNG KÝ")
    pen = ImageDraw.Draw(image)
    for row, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        y = 500 + row * 90
        pen.text((180, y), f"{label}:", fill="black", font=_font(13))
        pen.text((520, y + 6), "." * 90, fill=(110, 110, 115), font=_font(11))
        pen.text((560, y - 6), value, fill="black", font=_font(13))
    return image


def stamped() -> Image.Image:
    """A red round stamp with its star over black print, and a title in dark red."""
    image, ink = paper(), Image.new("RGB", paper().size, "white")
    pen = ImageDraw.Draw(ink)
    for radius, width in ((140, 8), (125, 3), (80, 4)):
        pen.ellipse(
            (500 - radius, 560 - radius, 500 + radius, 560 + radius), outline=(205, 60, 70), width=width
        )
    pen.regular_polygon((500, 560, 60), 5, fill=(205, 60, 70))
    pen.text((300, 1100), "GIẤY CHỨNG NHẬN", fill=(112, 18, 20), font=_font(18))
    return ImageChops.multiply(image, ink)  # stamp ink lets what is under it shine through


def unevenly_lit() -> Image.Image:
    """A photograph's shadow across the page."""
    light = np.linspace(1.0, 0.35, 1654)[None, :, None] * np.linspace(1.0, 0.8, 2338)[:, None, None]
    return Image.fromarray((np.asarray(paper()) * light).astype(np.uint8))


def faded() -> Image.Image:
    """Grey print at 150 dpi, its back shining through."""
    page = np.asarray(paper(150), np.float32)
    sheet = 255 - (255 - page) * 0.42 - (255 - page[:, ::-1]) * 0.10
    return Image.fromarray(sheet.clip(0, 255).astype(np.uint8))


def _page(read: Read, tmp_path: Path, image: Image.Image, **options: object) -> PageReading:
    dpi = round(image.width / 8.27)
    return read(jpeg(tmp_path / "scan.jpg", image, dpi=dpi), **options).pages[0]


def test_values_over_dotted_lines_are_read_with_their_labels(read: Read, tmp_path: Path) -> None:
    text = _page(read, tmp_path, form_with_leaders()).text
    lines = [fold(line) for line in text.splitlines()]
    for label, value in zip(LABELS, VALUES, strict=True):
        # folded: a dot below a letter that stands on the leader goes with it
        assert any(fold(label) in line and fold(value) in line for line in lines), (label, text)


def test_print_under_a_stamp_and_a_red_title_are_read(read: Read, tmp_path: Path) -> None:
    page = _page(read, tmp_path, stamped())
    assert likeness(page.text, f"{TEXT} GIẤY CHỨNG NHẬN") > 0.97


@pytest.mark.parametrize("picture", [unevenly_lit, faded])
def test_shadow_and_fading_lose_nothing(
    read: Read, tmp_path: Path, picture: Callable[[], Image.Image]
) -> None:
    assert likeness(_page(read, tmp_path, picture()).text) > 0.97


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_turned_upright_and_read(read: Read, tmp_path: Path, turn: int) -> None:
    page = _page(read, tmp_path, paper().rotate(turn, expand=True))
    assert page.rotation == turn
    assert likeness(page.text) > 0.97


@pytest.mark.parametrize("degrees", [-3.0, 2.0])
def test_the_words_of_a_skewed_page_lie_where_they_were_scanned(
    read: Read, tmp_path: Path, degrees: float
) -> None:
    image = paper().rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    page = _page(read, tmp_path, image)
    assert page.skew == pytest.approx(degrees, abs=0.15)
    assert likeness(page.text) > 0.97
    grey = np.asarray(image.convert("L"))
    scale = 200 / 72
    for word in page.words:
        left, top, right, bottom = (round(side * scale) for side in word.box)
        assert grey[top : bottom + 1, left : right + 1].min() < 100
        assert bottom - top < 110  # the box of a long word on a slope is higher, not a page high


def test_a_tiny_picture_on_a_sheet_of_metres_is_not_blown_up() -> None:
    tiny = PageImage(np.full((20, 30), 255, np.uint8), 0.5, (4320, 2880), (0, 0, 4320, 2880))
    page = page_image.straightened(tiny, 0.0)
    assert page.grey.shape == (40, 60)
    assert page.dpi == 1.0
    assert page.in_points((0, 0, 60, 40)) == (0, 0, 4320, 2880)


def test_a_picture_too_long_to_be_moved_is_taken_as_it_lies() -> None:
    size = (20_000 * 0.72, 30 * 0.72)
    page = page_image.straightened(
        PageImage(np.full((30, 20_000), 255, np.uint8), 100.0, size, (0, 0, *size)), 2.0
    )
    assert page.grey.shape == (30, 20_000)
    assert page.skew == 2.0
    assert page.as_scanned((1.0, 2.0, 3.0, 4.0)) == (1.0, 2.0, 3.0, 4.0)


class PlainReader:
    """An engine that can read a picture only as it was scanned."""

    box = (400, 600, 520, 640)

    def __init__(self, scanned: Image.Image) -> None:
        """Keeps the picture."""
        self._scanned = np.asarray(scanned.convert("L"), np.int16)

    def words(self, pictures: Sequence[Grey], dpi: float, layout: Layout) -> list[list[PixelWord]]:  # noqa: ARG002
        """One word a picture, read well or badly."""
        return [[self._word(grey)] for grey in pictures]

    def _word(self, grey: Grey) -> PixelWord:
        as_it_was = grey.shape == self._scanned.shape and np.abs(grey - self._scanned).mean() < 1
        return PixelWord("nhân" if as_it_was else "nhôm", self.box, 90 if as_it_was else 55, 0)

    def turn(self, grey: Grey, dpi: float) -> int | None:  # noqa: ARG002 - the seam's
        """Not asked for a page read so well."""
        raise AssertionError


def test_the_skew_is_told_of_a_page_whose_plain_reading_is_kept() -> None:
    image = paper().rotate(2.0, Image.Resampling.BICUBIC, fillcolor="white")
    size = (image.width * 0.36, image.height * 0.36)
    waiting = scanned_page(1, Scan(image, 200, size, (0, 0, *size), 200, "colour"))
    (page,) = (answer["page"] for answer in answered([waiting], PlainReader(image)))
    assert page["text"] == "nhân"
    assert page["skew"] == pytest.approx(2.0, abs=0.15)
    assert page["words"][0]["box"] == [round(side * 0.36, 2) for side in PlainReader.box]


def test_underlines_and_the_rules_of_tables_are_no_letters(read: Read, tmp_path: Path) -> None:
    image = paper(text="DANH SÁCH")
    pen = ImageDraw.Draw(image)
    cells = (("Số", "Họ tên", "Ghi chú"), ("1", "Trần Văn Ví", "đủ"), ("2", "Lê Thị Dụ", "thiếu"))
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            pen.text((230 + column * 420, 620 + row * 110), cell, fill="black", font=_font(13))
    for row in range(4):
        pen.line((200, 600 + row * 110, 1460, 600 + row * 110), fill="black", width=4)
    for column in range(4):
        pen.line((200 + column * 420, 600, 200 + column * 420, 930), fill="black", width=4)
    words = _page(read, tmp_path, image).text.split()
    assert [word for line in cells for cell in line for word in cell.split()] == words[2:]


@pytest.mark.skipif(find_spec("tesserocr") is None, reason="the extra [fast] is not installed")
def test_the_engine_kept_in_memory_reads_the_same_page(read: Read, tmp_path: Path) -> None:
    page = _page(read, tmp_path, paper(), engine="tesserocr")
    assert likeness(page.text) > 0.98
    assert page.words[0].box[0] == pytest.approx(0.9 * 72, abs=4)
