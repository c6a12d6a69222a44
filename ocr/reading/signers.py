"""The end of a paper: recipients left and who signs right of them, or several who sign side by side.

Their places: Decree 30/2020/NĐ-CP, annex I. Tesseract glues the columns into lines across the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, pairwise

from dossiers.text import fold
from ocr.reading.rows import COLUMN_GAP, NOISE, Piece, cut, cut_at_gaps, is_like, moved

_RECIPIENTS = "NOI NHAN"
_NOTE = re.compile(r"\bKY\b.*\b(?:HO|TEN|DAU)\b|\bGHI RO HO TEN\b")
# In line heights.
_NEXT_LINE = 2.5
_SIGNERS_GAP = 4.0
_ROOM_TO_SIGN = 4.0
# Shares of the page's width: who signs stands right of the first; what is wider than the second is no column.
_RIGHT_SIDE = 0.42
_WIDE = 0.6
_LINES_OF_ROLES = 3
_SHORTEST = 3


def with_recipients(lines: Sequence[Piece], width: float) -> list[Piece]:
    """The lines with the recipients (`Nơi nhận`) first, then those who sign beside them."""
    cuts = [_sides(line, width) for line in lines]
    pieces = list(chain.from_iterable(cuts))
    anchor = next((piece for piece in pieces if _is_recipients(piece)), None)
    if anchor is None:
        return list(lines)
    foot = min((piece.box[1] for piece in pieces if _is_body_below(piece, anchor, width)), default=None)
    zone = [piece for piece in pieces if _is_level(piece, anchor, foot) and not _is_noise(piece)]
    left = [piece for piece in zone if piece.box[0] <= _RIGHT_SIDE * width]
    right = [piece for piece in zone if piece.box[0] > _RIGHT_SIDE * width]
    above = _named_above(anchor, (piece for piece in pieces if piece.box[0] > _RIGHT_SIDE * width))
    return moved(lines, cuts, [*left, *above, *right]) if right or above else list(lines)


def _sides(line: Piece, width: float) -> list[Piece]:
    """What stands left and what stands right in a line, where a gap parts them."""
    gaps = (place for place, gap in line.gaps if gap > COLUMN_GAP * line.height)
    return cut(line, [place for place in gaps if line.words[place].box[0] > _RIGHT_SIDE * width][:1])


def _is_recipients(piece: Piece) -> bool:
    label = piece.text.partition(":")[0]
    return len(label) <= 2 * len(_RECIPIENTS) and is_like(fold(label), _RECIPIENTS)


def _is_body_below(piece: Piece, anchor: Piece, width: float) -> bool:
    return piece.middle > anchor.box[3] and _is_wide(piece, width)


def _is_level(piece: Piece, anchor: Piece, foot: float | None) -> bool:
    """Whether it stands beside the recipients: not above their first line, not below the foot."""
    return _begins(anchor) <= piece.middle and (foot is None or piece.middle < foot)


def _begins(anchor: Piece) -> float:
    return anchor.box[1] - anchor.height / 2


def _named_above(anchor: Piece, right: Iterable[Piece]) -> list[Piece]:
    """Who signs may be named some lines higher: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`."""
    above: list[Piece] = []
    top = anchor.box[1]
    higher = (piece for piece in right if piece.middle < _begins(anchor))
    for piece in sorted(higher, key=lambda piece: -piece.middle):
        if not piece.is_upper or top - piece.middle > _NEXT_LINE * piece.height:
            break
        above.insert(0, piece)
        top = piece.box[1]
    return above


def with_signers(lines: Sequence[Piece], width: float) -> list[Piece]:
    """The lines with those who sign side by side one after the other, each with what is under the role."""
    for start, line in enumerate(lines):
        roles = _columns(line)
        if len(roles) > 1 and all(role.is_upper for role in roles):
            signed = _signed_lines(lines[start:], roles, width)
            if _is_signed(signed):
                rest = with_signers(lines[start + len(signed) :], width)
                return [*lines[:start], *_one_after_the_other(signed, roles), *rest]
    return list(lines)


def _columns(line: Piece) -> list[Piece]:
    return cut_at_gaps(line, _SIGNERS_GAP)


def _signed_lines(lines: Sequence[Piece], roles: Sequence[Piece], width: float) -> Sequence[Piece]:
    """The lines down to the first that runs across the columns or stands higher."""
    gutters = [(left.box[2] + right.box[0]) / 2 for left, right in pairwise(roles)]
    for index, line in enumerate(lines):
        pieces = _columns(line)
        if _is_noise(line):
            continue  # a signature, read as a word
        across = any(piece.box[0] < gutter < piece.box[2] for piece in pieces for gutter in gutters)
        wide = any(_is_wide(piece, width) for piece in pieces)
        if index and (across or wide or line.middle < lines[0].middle):
            return lines[:index]
    return lines


def _is_signed(lines: Sequence[Piece]) -> bool:
    """Whether `(Ký, ghi rõ họ tên)` stands under the roles, or the room for it."""
    first = lines[: _LINES_OF_ROLES + 1]
    room = any(below.box[1] - line.box[3] > _ROOM_TO_SIGN * line.height for line, below in pairwise(first))
    return room or any(_NOTE.search(line.folded) for line in first[1:])


def _one_after_the_other(lines: Sequence[Piece], roles: Sequence[Piece]) -> list[Piece]:
    columns: list[list[Piece]] = [[] for _ in roles]
    for line in lines:
        for number, pieces in groupby(_columns(line), key=lambda piece: _nearest(piece, roles)):
            columns[number].append(Piece(tuple(word for piece in pieces for word in piece.words)))
    return list(chain.from_iterable(columns))


def _is_noise(piece: Piece) -> bool:
    """A signature or the edge of a sheet, read as a word or a letter."""
    return len(piece.text) < _SHORTEST or piece.confidence < NOISE


def _nearest(piece: Piece, roles: Sequence[Piece]) -> int:
    return min(range(len(roles)), key=lambda number: abs(roles[number].centre - piece.centre))


def _is_wide(piece: Piece, width: float) -> bool:
    return piece.box[2] - piece.box[0] > _WIDE * width
