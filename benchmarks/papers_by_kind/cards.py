"""Identity cards: front and back on two pages of A4, the QR code of the card on its front."""

from __future__ import annotations

import random

import numpy as np
import zxingcpp
from PIL import Image

from benchmarks.pages.degrade import Picture
from benchmarks.papers_by_kind.persons import Persona
from benchmarks.papers_by_kind.truth import Paper
from samples.generate.layout import MOTTO
from samples.generate.operations import Operation, Rule, Text, centred
from samples.generate.raster import draw_page

_WIDTH, _HEIGHT = 243.0, 153.0
_BLUE = (70, 120, 150)


def card_pages(paper: Paper, who: Persona, dpi: int, dice: random.Random) -> list[Picture]:
    """The sides of a card, each on a page of its own, enlarged as copiers do."""
    left, top, scale = dice.uniform(90, 170), dice.uniform(90, 200), dice.uniform(1.15, 1.45)
    sides = [_front(paper, who, left, top, scale)]
    if paper.pages > 1:
        sides.append(_back(who, left, top, scale))
    pages = [draw_page(side, dpi, random.Random(f"{who.number} card")) for side in sides]
    if paper.id != "cmnd":
        words = who.gaps
        born, issued = words["born"].replace("/", ""), words["issued"].replace("/", "")
        said = f"{who.number}||{who.name}|{born}|{words['sex']}|{words['home']}|{issued}"
        side = round(48 * scale * dpi / 72)
        code = code_picture(said, zxingcpp.BarcodeFormat.QRCode, side, side)
        corner = (left + (_WIDTH - 52) * scale) * dpi / 72, (top + 4 * scale) * dpi / 72
        pages[0].paste(code, (round(corner[0]), round(corner[1])))
    return [np.asarray(page) for page in pages]


def code_picture(said: str, form: zxingcpp.BarcodeFormat, width: int, height: int) -> Image.Image:
    """A code as an RGB picture of this size in pixels, no quiet zone."""
    made = zxingcpp.create_barcode(said, form)
    bits = np.asarray(made.to_image(scale=1, add_quiet_zones=False))
    return Image.fromarray(bits).convert("RGB").resize((width, height), Image.Resampling.NEAREST)


def _front(paper: Paper, who: Persona, left: float, top: float, scale: float) -> list[Operation]:
    middle = left + _WIDTH * scale * 0.52
    drawn: list[Operation] = [*_frame(left, top, scale)]
    for text, face, size, y in (
        (MOTTO[0], "bold", 6.2, 14),
        (MOTTO[1], "bold", 6.0, 22),
        *(
            (line, "bold" if at == 0 else "regular", 10 if at == 0 else 6, 38 + 9 * at)
            for at, line in enumerate(paper.titles[0])
        ),
    ):
        drawn.append(centred(text, middle - 14 * scale, top + y * scale, face, size * scale))
    words = who.gaps
    rows = (
        f"Số / No.: {who.number if paper.id != 'cmnd' else '1' + who.number[4:]}",
        f"Họ và tên / Full name: {words['NAME']}",
        f"Ngày sinh / Date of birth: {words['born']}   Giới tính / Sex: {words['sex']}",
        "Quốc tịch / Nationality: Việt Nam",
        f"Nơi thường trú: {words['home']}",
    )
    for at, row in enumerate(rows):
        drawn.append(
            Text(
                left + 74 * scale,
                top + (62 + 15 * at) * scale,
                row,
                "bold" if at == 0 else "regular",
                6.4 * scale,
            )
        )
    return [*drawn, *_photo(left, top, scale)]


def _back(who: Persona, left: float, top: float, scale: float) -> list[Operation]:
    drawn: list[Operation] = [*_frame(left, top, scale)]
    rows = (
        ("Đặc điểm nhận dạng / Personal identification:", "regular", 6.4, 18),
        ("sẹo chấm cách 1,5 cm dưới đuôi mắt trái", "regular", 6.4, 28),
        (f"Ngày, tháng, năm / Date: {who.gaps['issued']}", "regular", 6.4, 42),
        ("CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH", "bold", 5.6, 54),
        ("Ngón trỏ trái / Left index finger", "regular", 5.6, 66),
        ("Ngón trỏ phải / Right index finger", "regular", 5.6, 90),
        (f"IDVNM{who.number[3:]}0{who.number}<<4", "sans", 9, 118),
        ("5804122M3304125VNM<<<<<<<<<<<6", "sans", 9, 130),
        ("LUONG<<BA<NGHI<<<<<<<<<<<<<<<<", "sans", 9, 142),
    )
    for text, face, size, y in rows:
        drawn.append(Text(left + 12 * scale, top + y * scale, text, face, size * scale))
    return drawn


def _photo(left: float, top: float, scale: float) -> list[Rule]:
    corners = ((10, 58, 60, 58), (10, 120, 60, 120), (10, 58, 10, 120), (60, 58, 60, 120))
    return [
        Rule(left + x1 * scale, top + y1 * scale, left + x2 * scale, top + y2 * scale, 0.8, _BLUE)
        for x1, y1, x2, y2 in corners
    ]


def _frame(left: float, top: float, scale: float) -> list[Rule]:
    right, bottom = left + _WIDTH * scale, top + _HEIGHT * scale
    ends = (
        (left, top, right, top),
        (right, top, right, bottom),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
    )
    return [Rule(*end, 1.0, _BLUE) for end in ends]
