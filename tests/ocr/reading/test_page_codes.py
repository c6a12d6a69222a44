"""QR codes and barcodes on pages: found once each, where they stand; nothing is made up of text."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ocr.reading import page_image
from ocr.reading.page_codes import codes_of
from ocr.reading.pages import FoundCode
from ocr.reading.scans import Scan
from tests.ocr.reading.papers import paper
from tests.sheets import MM, page, symbol, with_code

CODE = "H40.12-250805-0001"
RECEIPT = f"{CODE}|1.001193|000190001234|Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
SHAPES = [
    ("QRCode", RECEIPT, 15, 15),
    ("DataMatrix", RECEIPT, 15, 15),
    ("Code128", CODE, 60, 9),
    ("Code39", CODE, 90, 9),
    ("PDF417", CODE, 50, 15),
]


def codes_on(picture: Image.Image, skew: float = 0.0) -> list[FoundCode]:
    size = (picture.width / 200 * 72, picture.height / 200 * 72)
    scan = Scan(picture, 200, size, (0.0, 0.0, *size), 200, "grey")
    return codes_of(page_image.evenly_lit(page_image.capped(scan)), skew)


def scanned(picture: Image.Image, skew: float, *, seed: int = 1, faint: bool = False) -> Image.Image:
    """As a feeder sees it: askew, grainy; faint: thin toner on grey paper."""
    turned = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    values = np.asarray(turned, np.float32)
    if faint:
        values = 225 - (255 - values) * 0.55
    values += np.random.default_rng(seed).normal(0, 5, values.shape)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape[0])
@pytest.mark.parametrize(("skew", "faint"), [(0.0, False), (5.0, False), (-5.0, True), (2.0, True)])
def test_every_form_is_found_askew_and_faint(
    shape: tuple[str, str, int, int], skew: float, faint: bool
) -> None:
    form, text, width, height = shape
    sheet = with_code(page(), symbol(text, form, width=width, height=height), (25, 25))
    (found,) = codes_on(scanned(sheet, skew, faint=faint), skew)
    assert (found.form, found.text) == (form, text)


def test_the_box_is_where_the_code_stands_in_points() -> None:
    (found,) = codes_on(with_code(page(), symbol(CODE, width=20), (30, 50)))
    expected = [side / 25.4 * 72 for side in (30, 50, 50, 70)]
    assert found.box == pytest.approx(expected, abs=10)
    assert found.box[2] - found.box[0] > 40


def test_codes_beside_print_are_told_once_each_from_top_to_bottom() -> None:
    sheet = paper()
    for at in ((15, 8), (100, 8)):
        sheet = with_code(sheet.convert("L"), symbol(RECEIPT), at)
    sheet = with_code(sheet, symbol(CODE, "Code128", width=60, height=9), (120, 270))
    assert [(found.form, found.text) for found in codes_on(sheet)] == [
        ("QRCode", RECEIPT),
        ("Code128", CODE),
    ]


def test_bars_on_their_side_are_found() -> None:
    bars = symbol(CODE, "Code128", width=60, height=9).rotate(90, expand=True)
    assert [found.text for found in codes_on(with_code(page(), bars, (30, 30)))] == [CODE]


@pytest.mark.parametrize("size", [(1, 1), (30, 2000), (2000, 30), (300, 300)])
@pytest.mark.parametrize("shade", [0, 255])
def test_pages_of_any_size_without_codes_have_none(size: tuple[int, int], shade: int) -> None:
    assert codes_on(Image.new("L", size, shade)) == []


def test_print_and_a_table_in_black_are_no_codes() -> None:
    assert codes_on(paper()) == []
    sheet = page()
    for row in range(10):
        for column in range(5 + row % 2, 14, 2):
            cell = Image.new("L", (round(8 * MM), round(8 * MM)), 0)
            sheet.paste(cell, (round(column * 8 * MM), round((row + 5) * 8 * MM)))
    assert codes_on(sheet) == []


def test_a_code_of_an_identity_card_keeps_its_vietnamese_letters_composed() -> None:
    text = "000190001234||Nguyễn Thị Hoa Mai|01011990|Nữ|Thôn Đông|01012021"
    (found,) = codes_on(with_code(page(), symbol(text, width=22)))
    assert found.text == text
