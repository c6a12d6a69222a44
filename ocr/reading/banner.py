"""What an electronic signature shows of itself at the edge of a page: metadata, no text.

`Người ký: …`, `Ký bởi: …`, `Cơ quan: …`, `Email: …`, `Ngày ký: 06-02-2025 10:12:34 +07:00` (Decree
30/2020/NĐ-CP, annex I: who signed and when), and marks of that kind which the programs for incoming
documents print. The incoming stamp (`CÔNG VĂN ĐẾN`, `Giờ: Ngày:`) is stamped on the paper and stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from dossiers.text import fold
from ocr.geometry import Box
from ocr.reading.pages import WORD_FLOOR, PageWord
from ocr.reading.rows import Piece, cut_at_gaps, is_like, pieces_of

# A label that nothing else at the edge of a page bears, and those that count beside such a one.
_SIGNED = (
    "NGUOI KY", "KY BOI", "DUOC KY BOI", "KY SO BOI", "NGAY KY", "THOI GIAN KY", "GIO KY", "KY NGAY",
    "DIGITALLY SIGNED BY", "SIGNED BY", "SIGNING TIME",
)  # fmt: skip
_ALONE = ("SIGNATURE VALID", "SIGNATURE NOT VERIFIED", "CHU KY HOP LE", "CHU KY CHUA DUOC XAC THUC")
_BESIDE = ("CO QUAN", "DON VI", "TO CHUC", "EMAIL", "CHUC VU", "NGAY", "DATE", "REASON", "LOCATION", "LY DO")
_LABEL = re.compile(r"\W*(?P<label>[^:;]{2,24}?)\s*[:;]")
# To the second: nobody types that at the edge of a letter.
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}:\d{2}(?!\d)")
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}\W*")
# The banner is set in 5 to 9 points, the body in 13 or 14 (Decree 30/2020, annex I).
_SMALL = 0.8
_MARGIN = 0.12
_NEAR = 1.5
_COLUMN_GAP = 1.5


def split_banner(words: Sequence[PageWord], size: tuple[float, float]) -> tuple[list[PageWord], str | None]:
    """The words of the text, their lines as they were, and the banner, its lines parted by a newline.

    Args:
        words: of an upright page, as Tesseract or the text layer orders them.
        size: width and height of the page, points.
    """
    # A mark beside a banner, read as a word, must not hide its label.
    lines = pieces_of(word for word in words if word.confidence >= WORD_FLOOR)
    if not lines:
        return list(words), None
    edge = _Edge([piece for line in lines for piece in cut_at_gaps(line, _COLUMN_GAP)], size[1])
    banner = edge.banner()
    if not banner:
        return list(words), None
    taken = {id(word) for piece in banner for word in piece.words}
    told = pieces_of(word for word in words if id(word) in taken)
    return [word for word in words if id(word) not in taken], "\n".join(line.text for line in told)


class _Edge:
    """The pieces of a page, and which of them stand where a banner does."""

    def __init__(self, pieces: Sequence[Piece], height: float) -> None:
        self._pieces = pieces
        body = median(piece.height for piece in pieces)
        self._small = _SMALL * body
        down = sorted(pieces, key=lambda piece: piece.box[1])
        self._head = next((piece.box[1] for piece in down if self._is_printed(piece)), 0.0)
        self._top = max(_MARGIN * height, self._head)
        self._bottom = (1 - _MARGIN) * height

    def banner(self) -> list[Piece]:
        """Its pieces, in their order: those that surely are, and what belongs to them."""
        sure = [piece for piece in self._pieces if self._is_margin(piece) and self._is_sure(piece)]
        if not sure:
            return []
        found = {id(piece) for piece in sure}
        grown = sure
        while grown:
            grown = [
                piece
                for piece in self._pieces
                if id(piece) not in found
                and self._is_margin(piece)
                and self._belongs(piece)
                and (self._is_above(piece) or any(_is_near(piece.box, other) for other in grown))
            ]
            found |= {id(piece) for piece in grown}
        return [piece for piece in self._pieces if id(piece) in found]

    def _is_printed(self, piece: Piece) -> bool:
        """Whether it is of the text: as large as the body, of several words, no label of a banner."""
        return piece.height > self._small and len(piece.words) > 2 and not _is_labelled(piece)  # noqa: PLR2004

    def _is_margin(self, piece: Piece) -> bool:
        """At the upper or lower edge; small type also beside the head."""
        edge = self._top * 2 if piece.height <= self._small else self._top
        return piece.middle < edge or piece.middle > self._bottom

    def _is_above(self, piece: Piece) -> bool:
        """Above all that is printed, where nothing but the banner is small."""
        return piece.box[3] <= self._head and piece.height <= self._small

    def _is_sure(self, piece: Piece) -> bool:
        timed = piece.height <= self._small and _TIME.search(piece.text) is not None
        return timed or _label_in(piece, _SIGNED) or any(is_like(piece.folded, text) for text in _ALONE)

    def _belongs(self, piece: Piece) -> bool:
        if _PAGE_NUMBER.fullmatch(piece.text):
            return False
        return piece.height <= self._small or _is_labelled(piece)


def _is_labelled(piece: Piece) -> bool:
    return _label_in(piece, _SIGNED) or _label_in(piece, _BESIDE)


def _label_in(piece: Piece, labels: Sequence[str]) -> bool:
    found = _LABEL.match(piece.text)
    return found is not None and any(is_like(fold(found["label"]), label) for label in labels)


def _is_near(box: Box, other: Piece) -> bool:
    reach = _NEAR * other.height
    left, top, right, bottom = other.box
    return (
        box[0] < right + reach and box[2] > left - reach and box[1] < bottom + reach and box[3] > top - reach
    )
