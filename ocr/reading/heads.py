"""The head of an administrative paper: agency left, motto right; number left, place and date right.

Their places: Decree 30/2020/NĐ-CP, annex I. Tesseract glues both columns into lines across the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dossiers.text import fold
from ocr.reading.rows import COLUMN_GAP, Piece, cut, is_like, moved

# By its label, or where that was lost under a stamp or the pen by its mark.
_NUMBER = re.compile(r"\W*[Ss][ốôóòỐÔÓo](?:[\W\d]|$)|[^/]{0,12}/\s?[A-ZĐÐ]{2,}[\w-]*$")
_MOTTOES = ("CONG HOA XA HOI CHU NGHIA VIET NAM", "DANG CONG SAN VIET NAM")
_UNDER_MOTTO = "DOC LAP TU DO HANH PHUC"
# How the lines of the right column begin; there a narrow gap parts columns too.
_RIGHT_COLUMN = ("CONG HOA XA HOI", "DOC LAP TU DO", "DANG CONG SAN")
_FIRST_WORDS = frozenset(beginning.split()[0] for beginning in _RIGHT_COLUMN)
_FIRST_LETTERS = frozenset("CDĐÐ")
_WORDS_THAT_TELL = 4
_DATE = re.compile(r"NG\w*.{0,12}THANG.{0,12}NAM")
_DAY = re.compile(r"ng[àaá]", re.IGNORECASE)
# In heights of the motto. The agency may begin a line higher; number and date stand not much lower.
_ABOVE_MOTTO = 2.5
_BELOW_MOTTO = 12.0
# How far a line of the right column may begin left of the motto, which is the widest but for a long place.
_LEFT_OF_MOTTO = 4.0
# Between a long number and the place beside it the gap is narrow.
_NARROW_GAP = 0.8


def begins_right_column(words: Sequence[str]) -> bool:
    """Whether the words go on as one of the two lines of the head that are the same on every paper."""
    if words[0][:1] not in _FIRST_LETTERS or fold(words[0]) not in _FIRST_WORDS:
        return False
    text = " ".join(map(fold, words[:_WORDS_THAT_TELL]))
    return any(is_like(text[: len(line)], line) for line in _RIGHT_COLUMN)


def is_number(piece: Piece) -> bool:
    """Whether it begins as the number of a paper: `Số: 12/QĐ-UBND`, the number written or still blank."""
    return _NUMBER.match(piece.text) is not None


def is_date(piece: Piece) -> bool:
    """Whether it says `ngày … tháng … năm`, whatever stands in the blanks."""
    return _DATE.search(piece.folded) is not None


def with_head(lines: Sequence[Piece]) -> list[Piece]:
    """The lines with the agency first, then the motto, the number, place and date.

    A paper whose motto stands alone in the middle stays as it is.
    """
    first = next((piece for line in lines for piece in _at_motto(line) if _is_motto(piece)), None)
    if first is None:
        return list(lines)
    cuts = [_columns(line) if _is_about(line, first) else [line] for line in lines]
    pieces = [piece for pieces in cuts for piece in pieces if _is_about(piece, first)]
    motto = next((piece for piece in pieces if _is_motto(piece)), first)
    edge = motto.box[0] + motto.height
    left = [piece for piece in pieces if piece.box[2] <= edge]
    right = [piece for piece in pieces if piece.box[2] > edge and _begins_right(piece, motto)]
    block = _block(left, right, motto)
    return moved(lines, cuts, block) if block else list(lines)


def _block(left: Sequence[Piece], right: Sequence[Piece], motto: Piece) -> list[Piece]:
    """Agency, motto, number, date, each from top to bottom; nothing where no agency stands left."""
    number = next((piece for piece in left if is_number(piece)), None)
    under = next((piece for piece in right if _begins_like(piece, _UNDER_MOTTO)), motto)
    date = next((piece for piece in right if piece is not under and is_date(piece)), None)
    foot = under.box[3] + motto.height
    end = number.box[1] if number else foot
    agency = [piece for piece in left if piece.middle < end and _is_set(piece)]
    mottoes = [
        piece
        for piece in right
        if piece is under or (motto.middle <= piece.middle < foot and piece is not date and _is_set(piece))
    ]
    if not any(piece.is_upper for piece in agency):
        return []
    return [*_down(agency), *_down(mottoes), *(piece for piece in (number, date) if piece is not None)]


def _is_about(piece: Piece, motto: Piece) -> bool:
    top = motto.box[1] - _ABOVE_MOTTO * motto.height
    return top <= piece.middle <= motto.box[3] + _BELOW_MOTTO * motto.height


def _begins_right(piece: Piece, motto: Piece) -> bool:
    return piece.box[0] >= motto.box[0] - _LEFT_OF_MOTTO * motto.height


def _is_motto(piece: Piece) -> bool:
    return piece.is_upper and any(_begins_like(piece, motto) for motto in _MOTTOES)


def _begins_like(piece: Piece, wanted: str) -> bool:
    return is_like(piece.folded[: len(wanted)], wanted)


def _is_set(piece: Piece) -> bool:
    """In capitals, as agency and motto are, or the rule under them, read as dashes."""
    return piece.is_upper or not piece.folded


def _columns(line: Piece) -> list[Piece]:
    """The line cut where its columns part: not in the blank of its number, nor in that of its day."""
    texts = [word.text for word in line.words]
    end = len(texts)
    mark = next((place for place, text in enumerate(texts) if "/" in text), 0) if is_number(line) else 0
    day = next((place for place in range(mark + 1, end) if _DAY.match(texts[place])), end)
    gaps = [(gap, place) for place, gap in line.gaps if mark < place <= (day if is_date(line) else end)]
    places = {place for gap, place in gaps if gap > COLUMN_GAP * line.height}
    if mark and not places and is_date(line):
        places = {place for gap, place in sorted(gaps)[-1:] if gap > _NARROW_GAP * line.height}
    return [part for piece in cut(line, places) for part in _at_motto(piece)]


def _at_motto(line: Piece) -> list[Piece]:
    texts = [word.text for word in line.words]
    return cut(line, (place for place in range(1, len(texts)) if begins_right_column(texts[place:])))


def _down(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: piece.middle)
