"""The text behind the picture: words in an invisible font, each over the place where it was read."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from itertools import groupby
from statistics import fmean, linear_regression, median
from typing import Any

import pikepdf

from ocr.content import frame_of
from ocr.geometry import Box, Frame, turned_size

_FONT = "/SohoaText"
_FONT_NAME = "/GlyphLessFont"
# Every character is half as wide as it is high; word by word, Tz stretches it to the width that was read.
_EM = 0.5
_LEAST_HEIGHT = 1.0
_TALL = 0.6
_STEEPEST = 0.1
_PLANE = 0x10000
_RANGES_AT_ONCE = 100  # the most that one beginbfrange block may hold (Adobe technical note 5411)


class TextOverlay:
    """Adds text to the pages of one PDF; the font goes in once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Keeps the PDF."""
        self._pdf = pdf
        self._font: pikepdf.Object | None = None

    def add(self, page: pikepdf.Page, reading: dict[str, Any]) -> None:
        """Adds the words of a reading to its page, which already stands upright by /Rotate."""
        words = [word for word in reading["words"] if word["text"].strip()]
        if reading["source"] == "mixed":
            words = [word for word in words if word["confidence"] < 100]  # noqa: PLR2004 - the others are there
        if not words:
            return
        if self._font is None:
            self._font = self._pdf.make_indirect(_font(self._pdf))
        frame = frame_of(page)
        page.add_resource(self._font, pikepdf.Name.Font, pikepdf.Name(_FONT), replace_existing=True)
        # What the page itself draws may leave any matrix behind.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + _text(words, frame))


def _text(words: list[dict[str, Any]], frame: Frame) -> bytes:
    height = frame.size[1]
    shown = " ".join(f"{value:.2f}" for value in _upright_to_user_space(frame))
    lines = [f"q {shown} cm BT 3 Tr"]
    for _, line in groupby(words, key=lambda word: word["line"]):
        lines += _placed(list(line), height)
    lines.append("ET Q\n")
    return "\n".join(lines).encode("ascii")


def _placed(line: list[dict[str, Any]], page_height: float) -> list[str]:
    """One line: all words of one size on one base line, or readers would break it at every hyphen."""
    size = max(_LEAST_HEIGHT, median(bottom - top for _, top, _, bottom in _boxes(_tall(line))))
    base = _base_line(_boxes(_tall(line)))
    return [_shown(word, size, page_height - base(word["box"][0])) for word in line]


def _shown(word: dict[str, Any], size: float, height: float) -> str:
    left, _, right, _ = word["box"]
    text = "".join(char if ord(char) < _PLANE else "\N{REPLACEMENT CHARACTER}" for char in word["text"])
    stretch = 100 * max(_LEAST_HEIGHT, right - left) / (len(text) * _EM * size)
    codes = f"{text} ".encode("utf-16-be").hex()
    return f"{_FONT} {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {left:.2f} {height:.2f} Tm <{codes}> Tj"


def _boxes(words: list[dict[str, Any]]) -> list[Box]:
    return [tuple(word["box"]) for word in words]


def _tall(line: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words that are as high as the line: no hyphens, dots and commas."""
    height = max(bottom - top for _, top, _, bottom in _boxes(line))
    return [word for word in line if word["box"][3] - word["box"][1] >= height * _TALL]


def _base_line(boxes: list[Box]) -> Callable[[float], float]:
    """Where words stand, by their left sides: the least-squares line, as scans are never straight."""
    lefts, bottoms = [box[0] for box in boxes], [box[3] for box in boxes]
    if len(set(lefts)) < 2:  # noqa: PLR2004 - two points make a line
        return lambda left: bottoms[0]  # noqa: ARG005
    slope = max(-_STEEPEST, min(_STEEPEST, linear_regression(lefts, bottoms).slope))
    start = fmean(bottoms) - slope * fmean(lefts)
    return lambda left: start + slope * left


def _upright_to_user_space(frame: Frame) -> tuple[float, ...]:
    """The matrix from the shown page, origin bottom left, to the page as it is drawn."""
    width, height = turned_size(frame.size, frame.rotation)
    match frame.rotation:
        case 90:
            return 0, 1, -1, 0, frame.left + width, frame.bottom
        case 180:
            return -1, 0, 0, -1, frame.left + width, frame.bottom + height
        case 270:
            return 0, -1, 1, 0, frame.left, frame.bottom + height
        case _:
            return 1, 0, 0, 1, frame.left, frame.bottom


def _font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """The font as Tesseract's own PDF renderer writes it: UTF-16 codes, all on one empty glyph."""
    program = files("ocr").joinpath("data/glyphless.ttf").read_bytes()
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(_FONT_NAME),
        FontFile2=pdf.make_stream(program, Length1=len(program)),
        FontBBox=[0, 0, 500, 1000],
        Ascent=1000,
        CapHeight=1000,
        Descent=-1,
        Flags=5,
        ItalicAngle=0,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name(_FONT_NAME),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=pdf.make_stream(b"\x00\x01" * _PLANE),
        DW=500,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name(_FONT_NAME),
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_stream(_codes_are_unicode()),
    )


def _codes_are_unicode() -> bytes:
    rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    blocks = [rows[start : start + _RANGES_AT_ONCE] for start in range(0, len(rows), _RANGES_AT_ONCE)]
    ranges = [f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *ranges,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")
