"""The text behind the picture: words in an invisible font, each over the place where it was read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import cos, radians, sin
from statistics import median
from typing import Any, NamedTuple

import pikepdf

from ocr.archiving.glyphless_font import EM, PLANE, glyphless_font
from ocr.content import frame_of
from ocr.geometry import Frame, turned_size

FONT = "/SohoaText"
# A word of the text layer; what was read from a picture is never that sure.
_CERTAIN = 100
_LEAST_SIDE = 1.0
_TALL = 0.6
# Beyond that, the bounds of a slanted word no longer tell its height.
_STEEPEST = 20.0


class TextOverlay:
    """Adds text to the pages of one PDF; the font goes in once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Keeps the PDF."""
        self._pdf = pdf
        self._font: pikepdf.Object | None = None

    def add(self, page: pikepdf.Page, reading: dict[str, Any]) -> bool:
        """Adds the words of a reading to its page, upright by /Rotate already; False for none."""
        words = [word for word in reading["words"] if word["text"].strip()]
        if reading["source"] == "mixed":
            words = [word for word in words if word["confidence"] < _CERTAIN]
        if not words:
            return False
        if self._font is None:
            self._font = self._pdf.make_indirect(glyphless_font(self._pdf))
        page.add_resource(self._font, pikepdf.Name.Font, pikepdf.Name(FONT), replace_existing=True)
        # What the page itself draws may leave any matrix behind.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + _text(words, frame_of(page), reading))
        return True


class _Placed(NamedTuple):
    """A word on its slanted line: how far along it begins, how high it stands, its width and height."""

    text: str
    along: float
    above: float
    width: float
    height: float


def _text(words: list[dict[str, Any]], frame: Frame, reading: dict[str, Any]) -> bytes:
    width = frame.size[0]
    shown = " ".join(f"{value:.4f}" for value in _to_user_space(frame, width / reading["width"]))
    slant = _Slant(reading["skew"], reading["height"])
    lines = [f"q {shown} cm BT 3 Tr"]
    for _, line in groupby(words, key=lambda word: word["line"]):
        lines += slant.drawn([slant.placed(word) for word in line])
    lines.append("ET Q\n")
    return "\n".join(lines).encode("ascii")


class _Slant:
    """The direction of the lines of a page."""

    def __init__(self, degrees: float, page_height: float) -> None:
        """Takes degrees counter-clockwise, and points."""
        angle = radians(max(-_STEEPEST, min(_STEEPEST, degrees)))
        self._cos, self._sin = cos(angle), sin(angle)
        self._page_height = page_height

    def placed(self, word: dict[str, Any]) -> _Placed:
        """The word within its bounds: the slanted rectangle that has them."""
        left, top, right, bottom = word["box"]
        cosine, sine = self._cos, abs(self._sin)
        across, down = right - left, bottom - top
        squared = cosine * cosine - sine * sine
        width = max(_LEAST_SIDE, (across * cosine - down * sine) / squared)
        height = max(_LEAST_SIDE, (down * cosine - across * sine) / squared)
        # The lowest corner is the first foot of a rising word and the last of a falling one.
        x, y = (left + height * sine, bottom) if self._sin > 0 else (left, bottom - width * sine)
        up = self._page_height - y
        text = "".join(char if ord(char) < PLANE else "\N{REPLACEMENT CHARACTER}" for char in word["text"])
        return _Placed(text, x * self._cos + up * self._sin, up * self._cos - x * self._sin, width, height)

    def drawn(self, line: list[_Placed]) -> Iterable[str]:
        """All words of a line in one size on one base line, or readers would break it at every hyphen.

        The line is slanted and its words are not: pdftotext takes a slanted word to pieces from 2 degrees on
        (poppler 22.12, 28 lines: 21 words lost, none so), and within a word the slant is less than a hair.
        """
        tallest = max(word.height for word in line)
        tall = [word for word in line if word.height >= tallest * _TALL]
        size, above = median(word.height for word in tall), median(word.above for word in tall)
        for word in line:
            middle = word.along + word.width / 2
            x = middle * self._cos - above * self._sin - word.width / 2
            y = middle * self._sin + above * self._cos
            stretch = 100 * word.width / (len(word.text) * EM * size)
            codes = f"{word.text} ".encode("utf-16-be", "replace").hex()
            yield f"{FONT} {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj"


def _to_user_space(frame: Frame, scale: float) -> tuple[float, ...]:
    """The matrix from the page as it was read, origin bottom left, to the page as it is drawn."""
    width, height = turned_size(frame.size, frame.rotation)
    match frame.rotation:
        case 90:
            return 0, scale, -scale, 0, frame.left + width, frame.bottom
        case 180:
            return -scale, 0, 0, -scale, frame.left + width, frame.bottom + height
        case 270:
            return 0, -scale, scale, 0, frame.left, frame.bottom + height
        case _:
            return scale, 0, 0, scale, frame.left, frame.bottom
