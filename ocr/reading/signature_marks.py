"""What an electronic signature shows of itself on a page: metadata, no part of the page's text.

An agency's signature shows its name, e-mail address and the time of signing: day, month, year; hour, minute,
second; time zone (Decree 30/2020/NĐ-CP, annex I, part II). The number and the day of a paper, which the clerk
puts on it through signature fields, show none of these: they are its text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ocr.geometry import Box, around
from ocr.reading.pdfium import Shown

_TIME_OF_SIGNING = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d{2}:\d{2}|[+-]\d{2}[:']\d{2}\b")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WORDS = re.compile(
    r"\bký (số )?bởi\b|\bngười ký\s*:|\bthời gian ký\b|\bngày ký\s*:|\bsigned by\b|\bdigitally signed\b"
    r"|\bsignature (not verified|valid)\b|\bchữ ký (hợp lệ|số)\b",
    re.IGNORECASE,
)
# A banner is a few lines: Decree 30 asks for four facts.
_LONGEST = 400
_NEAR = 1.5


class Banner(NamedTuple):
    """A banner, and the boxes of its pieces."""

    text: str
    boxes: list[Box]


def is_banner(text: str) -> bool:
    """Whether a piece of text, all of it, is what a signature shows of itself."""
    told = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(told) > _LONGEST:
        return False
    signs = (_TIME_OF_SIGNING.search(told), _ADDRESS.search(told), _WORDS.search(told))
    return bool(signs[2]) or (bool(signs[0]) and bool(signs[1]))


def split(pieces: list[Shown]) -> tuple[Banner | None, list[Shown]]:
    """The banners among the pieces of a page, and the other pieces."""
    banners: list[list[Shown]] = []
    rest: list[Shown] = []
    for block in _blocks(pieces):
        if is_banner(told(block)):
            banners.append(block)
        else:
            rest += block
    if not banners:
        return None, rest
    boxes = [piece.box for block in banners for piece in block]
    return Banner("\n".join(told(block) for block in banners), boxes), rest


def told(pieces: list[Shown]) -> str:
    """The text of pieces, one line for each that stands below the one before."""
    text = ""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            text += " " if _beside(before.box, piece.box) else "\n"
        text += piece.text.strip()
    return unicodedata.normalize("NFC", text)


def _blocks(pieces: list[Shown]) -> list[list[Shown]]:
    """The pieces, those together that lie within one and a half lines of each other."""
    blocks: list[list[Shown]] = []
    for piece in pieces:
        near = [block for block in blocks if any(_is_near(piece.box, other.box) for other in block)]
        blocks = [block for block in blocks if block not in near]
        blocks.append([each for block in near for each in block] + [piece])
    return blocks


def _is_near(first: Box, second: Box) -> bool:
    reach = _NEAR * max(first[3] - first[1], second[3] - second[1])
    outer = around([first, second])
    across = (outer[2] - outer[0]) - (first[2] - first[0]) - (second[2] - second[0])
    up = (outer[3] - outer[1]) - (first[3] - first[1]) - (second[3] - second[1])
    return across <= reach and up <= reach


def _beside(first: Box, second: Box) -> bool:
    common = min(first[3], second[3]) - max(first[1], second[1])
    return common > min(first[3] - first[1], second[3] - second[1]) / 2
