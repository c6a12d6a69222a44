"""Cover sheets, and pages of codes as receipts and covers bear them."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw

from benchmarks.pages.degrade import Picture, office
from benchmarks.papers_by_kind.cards import code_picture
from samples.generate.fonts import font

_DPI = 200
_MM = _DPI / 25.4
_SKEWS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
_FORMS = {
    "QR 15 mm": (zxingcpp.BarcodeFormat.QRCode, 15, 15),
    "QR 20 mm": (zxingcpp.BarcodeFormat.QRCode, 20, 20),
    "QR 30 mm": (zxingcpp.BarcodeFormat.QRCode, 30, 30),
    "Code 128": (zxingcpp.BarcodeFormat.Code128, 70, 12),
}
_STRENGTH = {"office": (0.88, 0.97), "poor": (0.55, 0.7)}
_BLUR = {"office": (0.45, 0.7), "poor": (0.45, 0.65)}
_NOISE = {"office": 4.0, "poor": 6.0}


@dataclass(frozen=True)
class CodePage:
    """A page with codes: what they say, and how it lies."""

    name: str
    level: str
    skew: float
    said: tuple[tuple[str, str], ...]


def code_pages() -> tuple[CodePage, ...]:
    """Both levels, both ways of skew, every step of it."""
    return tuple(
        CodePage(f"codes-{level}-{skew:+.0f}", level, skew, _said(skew, level))
        for level in _STRENGTH
        for step in _SKEWS
        for skew in dict.fromkeys((step, -step))
    )


def drawn_codes(page: CodePage) -> Picture:
    """The page at 200 dpi, turned by its skew and damaged."""
    dice = random.Random(f"classify {page.name}")
    sheet = _sheet(
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", ("Hồ sơ đã nhận đủ thành phần.", "Hẹn trả sau 05 ngày.")
    )
    corners = ((18, 16), (150, 20), (150, 120), (60, 200))
    for (form, said), (x, y) in zip(page.said, corners, strict=True):
        _paste(sheet, form, said, x + dice.uniform(-3, 3), y + dice.uniform(-3, 3))
    return _scanned(np.asarray(sheet), page, dice)


def cover(code: str, procedure: str) -> Picture:
    """The cover sheet of a dossier in a batch scan."""
    dice = random.Random(f"classify cover {code}")
    sheet = _sheet("BÌA HỒ SƠ", (f"Mã hồ sơ: {code}", f"Mã thủ tục: {procedure}"))
    _paste(sheet, "QR 30 mm", f"{code}|{procedure}", 20, 20)
    _paste(sheet, "Code 128", code, 60, 200)
    return office(np.asarray(sheet), dice, dirty=False)


def _said(skew: float, level: str) -> tuple[tuple[str, str], ...]:
    number = round(abs(skew) * 10) + (50 if skew < 0 else 0) + (100 if level == "poor" else 0)
    code = f"H40.12-250901-{number:04}"
    return (
        ("QR 15 mm", code),
        ("QR 20 mm", f"{code}|1.004884"),
        ("QR 30 mm", f"{code}|1.004884|Giấy tiếp nhận hồ sơ"),
        ("Code 128", code),
    )


def _sheet(title: str, lines: tuple[str, ...]) -> Image.Image:
    sheet = Image.new("RGB", (round(210 * _MM), round(297 * _MM)), "white")
    pencil = ImageDraw.Draw(sheet)
    pencil.text((sheet.width / 2, 70 * _MM), title, (25, 25, 28), font("bold", 42), anchor="mm")
    for at, line in enumerate(lines):
        pencil.text((25 * _MM, (90 + 9 * at) * _MM), line, (25, 25, 28), font("regular", 36))
    return sheet


def _paste(sheet: Image.Image, form: str, said: str, x: float, y: float) -> None:
    symbology, width, height = _FORMS[form]
    picture = code_picture(said, symbology, round(width * _MM), round(height * _MM))
    sheet.paste(picture, (round(x * _MM), round(y * _MM)))


def _scanned(clean: Picture, page: CodePage, dice: random.Random) -> Picture:
    height, width = clean.shape[:2]
    ink = (1 - clean.astype(np.float32) / 255) * dice.uniform(*_STRENGTH[page.level])
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), page.skew, 1.0)
    turned = cv2.warpAffine(
        244 * (1 - ink), turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(246,) * 3
    )
    blurred = np.asarray(cv2.GaussianBlur(turned, (0, 0), dice.uniform(*_BLUR[page.level])), np.float32)
    grain = np.random.default_rng(dice.getrandbits(32)).standard_normal((height, width, 1), np.float32)
    return np.asarray(np.clip(blurred + grain * _NOISE[page.level], 0, 255), np.uint8)
