"""How a page lies: surely told where there is evidence, not sure where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.reading.skew import lie_of
from tests.ocr.reading.papers import A4, FONT, paper

DPI = 200
SURE = 0.1
TITLES = (
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ KẾT HÔN",
    "HỒ SƠ LƯU TRỮ",
    "DANH SÁCH CÁC HỘ GIA ĐÌNH",
    "SỔ ĐĂNG KÝ KHAI SINH",
    "TẬP 12 - NĂM 1990",
)


def titles(lines: int, points: int) -> NDArray[np.uint8]:
    """A page of capitals only, centred."""
    image = Image.new("L", (round(A4[0] * DPI), round(A4[1] * DPI)), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), round(points * DPI / 72))
    for row, line in enumerate(TITLES[:lines]):
        pen.text((image.width / 2, 400 + row * points * 4.5), line, fill=0, font=font, anchor="ma")
    return np.asarray(image)


def turned(grey: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    """The page as it lies when it must be turned clockwise by so much."""
    return np.ascontiguousarray(np.rot90(grey, turn // 90))


@pytest.mark.parametrize("lines", [1, 2, 3, 5])
@pytest.mark.parametrize("points", [12, 14, 20, 28])
def test_a_few_lines_of_capitals_do_not_turn_a_page_over(lines: int, points: int) -> None:
    told = lie_of(titles(lines, points))
    assert told.turn in {0, 180}
    assert told.turn == 0 or told.margin < SURE


@pytest.mark.parametrize("lines", [1, 2])
def test_one_line_or_two_are_no_evidence(lines: int) -> None:
    for turn in (0, 180):
        assert lie_of(turned(titles(lines, 14), turn)).margin < SURE


@pytest.mark.parametrize("lines", [2, 3, 5])
def test_capitals_on_their_side_are_told_from_level_ones(lines: int) -> None:
    for turn in (90, 270):
        assert lie_of(turned(titles(lines, 14), turn)).turn in {90, 270}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_of_text_is_surely_told(turn: int) -> None:
    told = lie_of(turned(np.asarray(paper().convert("L")), turn))
    assert told.turn == turn
    assert told.margin >= SURE


def test_an_empty_page_tells_nothing() -> None:
    assert lie_of(np.full((2000, 1500), 255, np.uint8)) == (0, 0.0, 0.0)
