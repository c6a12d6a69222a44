"""Seal and signature over who signs: both are taken off, title and name stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.geometry import Box
from ocr.reading import page_image
from ocr.reading.marks import marks_of
from ocr.reading.pen_strokes import erase_pen
from ocr.reading.red_ink import without_red_ink
from ocr.reading.scans import Scan
from ocr.values import Reading
from tests.ocr.reading.papers import FONT, jpeg, paper

DPI = 200
SEAL = (700, 900, 990, 1190)
POINTS = (595.0, 842.0)
TITLE, NAME = "PHÓ CHỦ TỊCH", "Nguyễn Thị Mẫu"
TITLE_AT, NAME_AT = (850, 890), (860, 1180)
# From within the seal up over the title, and a stroke back under it, above the name.
SIGNATURE = [(820, 1080), (860, 980), (880, 1070), (910, 990), (930, 1060), (1000, 1000), (1190, 870)]
BACK = [(800, 1120), (1180, 1000)]


def signed(*strokes: list[tuple[int, int]]) -> Image.Image:
    """A paper with a title and a name, and strokes of a black pen."""
    image = paper(text="Điều 1. Phê duyệt kế hoạch.")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(13 * DPI / 72))
    pen.text(TITLE_AT, TITLE, fill="black", font=font)
    pen.text(NAME_AT, NAME, fill="black", font=font)
    for stroke in strokes:
        pen.line(stroke, fill=(20, 20, 25), width=5, joint="curve")
    return image


def sealed(image: Image.Image, seal: tuple[int, int, int, int] = SEAL) -> Image.Image:
    """The paper under a red seal; the ink lets through what is under it."""
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    for inset, width in ((0, 9), (14, 4), (60, 4)):
        pen.ellipse(
            (seal[0] + inset, seal[1] + inset, seal[2] - inset, seal[3] - inset),
            outline=(205, 30, 45),
            width=width,
        )
    middle = (seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2
    pen.regular_polygon((*middle, 60), 5, fill=(205, 30, 45))
    red = np.asarray(image, np.uint16) * np.asarray(ink, np.uint16) // 255
    return Image.fromarray(red.astype(np.uint8))


def grey(image: Image.Image) -> np.ndarray:
    return np.array(image.convert("L"))


def scan(image: Image.Image) -> Scan:
    return Scan(image, DPI, POINTS, (0, 0, *POINTS), DPI, "colour")


def test_a_signature_goes_and_print_stays() -> None:
    page = grey(signed(SIGNATURE[:-1], [(800, 1120), (1000, 1050)]))
    assert erase_pen(page, marks_of(page), [SEAL], DPI) > 0
    assert np.array_equal(page < 128, grey(signed()) < 128)


def test_where_a_stroke_crosses_a_title_the_letters_stay() -> None:
    page, bare = grey(signed(SIGNATURE)), grey(signed())
    assert erase_pen(page, marks_of(page), [SEAL], DPI) == 1
    assert (page[bare < 128] < 128).all()
    left_over = (page < 128) & (bare >= 128)
    assert left_over[: TITLE_AT[1] - 12].sum() == 0
    assert left_over[TITLE_AT[1] + 60 :].sum() == 0


def test_a_stroke_without_a_seal_beside_it_stays() -> None:
    page = grey(signed(SIGNATURE))
    before = page.copy()
    assert erase_pen(page, marks_of(page), [], DPI) == 0
    assert erase_pen(page, marks_of(page), [(100, 1800, 390, 2090)], DPI) == 0
    assert np.array_equal(page, before)


def test_what_is_as_large_but_filled_is_no_stroke() -> None:
    image = signed()
    ImageDraw.Draw(image).rectangle((1000, 1000, 1150, 1090), fill="black")
    page = grey(image)
    assert erase_pen(page, marks_of(page), [SEAL], DPI) == 0


@pytest.mark.parametrize("seal", [(-90, 900, 200, 1190), (1500, 2250, 1790, 2540), (4000, 4000, 4290, 4290)])
def test_a_seal_at_the_edge_or_beyond_it_does_no_harm(seal: tuple[int, int, int, int]) -> None:
    page = grey(signed())
    before = page.copy()
    erase_pen(page, marks_of(page), [seal], DPI)
    assert np.array_equal(page, before)


def test_a_seal_is_found_and_a_red_title_is_none() -> None:
    _, red = without_red_ink(np.asarray(sealed(signed(SIGNATURE))), DPI)
    (seal,) = red.seals
    assert seal == pytest.approx(SEAL, abs=20)
    title = signed()
    ImageDraw.Draw(title).rectangle((400, 200, 1250, 250), fill=(205, 30, 45))
    _, red = without_red_ink(np.asarray(title), DPI)
    assert (red.is_there, red.seals) == (True, ())
    assert without_red_ink(np.asarray(signed()), DPI)[1] == (False, ())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 2.5, -2.5])
def test_a_seal_is_where_the_page_was_turned_to(turn: int, skew: float) -> None:
    lying = sealed(Image.new("RGB", (1653, 2339), "white")).rotate(skew, fillcolor="white")
    scanned = page_image.capped(scan(lying.rotate(turn, expand=True)))
    page = page_image.straightened(page_image.turned_upright(scanned, turn), skew)
    (seal,) = page.seals
    assert page.in_pixels(seal) == pytest.approx(SEAL, abs=35)


def test_boxes_find_their_way_back() -> None:
    box: Box = (300.0, 400.0, 380.0, 414.0)
    page = page_image.straightened(page_image.capped(scan(paper())), 2.0)
    there = page.in_pixels(page.as_scanned(box))
    assert page.in_points(there) == pytest.approx((300, 400, 380, 414), abs=4)


def test_who_signs_is_read_under_seal_and_signature(read: Callable[..., Reading], tmp_path: Path) -> None:
    image = sealed(signed(SIGNATURE[:-1], BACK))
    (page,) = read(jpeg(tmp_path / "scan.jpg", image)).pages
    assert page.text.splitlines() == ["Điều 1. Phê duyệt kế hoạch.", TITLE, NAME]
