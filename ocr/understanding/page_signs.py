"""What a page shows of where papers begin and end: head, title, annex mark, signatures, its sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, Self

from dossiers.text import fold
from ocr.understanding.annexes import Attachment, attachment_in
from ocr.understanding.cards import Card, card_of
from ocr.understanding.head import Line, bears_motto, head_of
from ocr.understanding.headings import find_heading
from ocr.understanding.known import Named
from ocr.understanding.numbering import PageNumber, page_number
from ocr.values import ColourMode, PageReading

# A heading without the national motto (a court's, a hospital's, a party's) stands this high on the page.
_HIGH_UP = 10
# So many lines of running text above a heading, and it is one of a section.
_BODY_ABOVE = 2
_BODY_TOKENS = 8
_AGENCY_LINES = 6
_END_LINES = 14
_SHORT = 6
# A card may have so many lines; then its title must be looked for.
_CARD_LINES = 16
# A page is full down to here, a share of its height.
_FULL = 0.7
# How papers are called whose title nobody wrote down (Decree 30/2020/NĐ-CP, annex III; forms of all trades).
_CALLED = (
    "GIAY", "DON", "TO KHAI", "BAN KHAI", "BAN CAM KET", "BAN CAM DOAN", "BAN TUONG TRINH", "BAN TOM TAT",
    "BAN KE", "BAN GIAI TRINH", "BAN TU KHAI", "BAN XAC NHAN", "BAN VE", "BAN AN", "BIEN BAN", "BIEN NHAN",
    "BIEN LAI", "PHIEU", "QUYET DINH", "HOP DONG", "TRICH LUC", "TRICH SAO", "BAO CAO", "THONG BAO",
    "TO TRINH", "BENH AN", "TOM TAT", "HOA DON", "UY NHIEM CHI", "VAN BAN", "CHUNG CHI", "HOC BA",
    "KE HOACH", "NGHI QUYET", "CHUNG THU", "CHUNG NHAN", "SO YEU LY LICH", "LY LICH", "DI CHUC", "CAM KET",
    "LENH", "BANG TOT NGHIEP", "THU", "DE NGHI", "SO HO KHAU", "SO BAO HIEM",
)  # fmt: skip
_AGENCIES = (
    "UY BAN NHAN DAN", "UBND", "SO", "BO", "BENH VIEN", "PHONG", "TOA AN", "CONG AN", "CONG TY", "TRUONG",
    "TRUNG TAM", "TRAM Y TE", "NGAN HANG", "BAO HIEM", "HOI", "CUC", "CHI CUC", "VAN PHONG", "DANG BO",
    "DANG UY", "HUYEN UY", "TINH UY", "BO CHI HUY", "BAN CHI HUY", "QUAN KHU", "SU DOAN", "CUA HANG",
    "HOP TAC XA", "TONG CUC", "VIEN", "PHONG KHAM", "HOI DONG", "BAN QUAN LY",
)  # fmt: skip
_NUMBER_LINE = re.compile(r"\W*S[ốôóòỐÔÓo]\s*[:.;]?\s*(?:\d|[.…_/]|$)")
_DATE = re.compile(r"NG\w*.{0,12}THANG.{0,12}NAM")
_ANNEX = re.compile(r"PHU LUC(?: (?:SO )?[\dIVX]{1,4}[A-Z]?)?")
_SIGNED = re.compile(
    r"NOI NHAN\b|\b(?:KY|GHI RO)\b.*\b(?:HO TEN|DONG DAU|GHI RO)\b|^(?:TM|KT|TL|TUQ|T M|K T) [A-Z]"
)
_ROLES = (
    "CHU TICH", "PHO CHU TICH", "GIAM DOC", "PHO GIAM DOC", "TRUONG PHONG", "CHANH VAN PHONG", "THU KY",
    "CHU TRI", "BI THU", "BAC SI", "THU TRUONG", "HIEU TRUONG", "CONG CHUNG VIEN", "NGUOI",
)  # fmt: skip


class TitleSign(Enum):
    """How surely a title stands in the head; where the motto tells enough it is not looked for: `UNREAD`."""

    NONE = 0
    CALLED = 1
    KNOWN = 2
    UNREAD = 3


class Shape(NamedTuple):
    """The sheet and how it was scanned: short and long side in points, resolution, colour."""

    short: float
    long: float
    is_landscape: bool
    dpi: int | None
    colour: ColourMode | None

    @classmethod
    def of(cls, page: PageReading) -> Self:
        """That of a page."""
        return cls(
            min(page.width, page.height),
            max(page.width, page.height),
            page.width > page.height,
            page.dpi,
            page.colour,
        )


class Signs(NamedTuple):
    """What a page, or one half of it, shows.

    Attributes:
        lines: in reading order.
        motto: the national motto or that of the party stands in the head.
        title: a title stands in the head.
        agency: who issues stands above the title, or a number does.
        dated: place and date stand in the head.
        number: of the page.
        attached_to: the paper that it says it belongs to.
        annex: it is called an annex.
        card: the side of an identity card.
        ends: somebody signs at its foot, or much room is left there.
        shape: its sheet.
    """

    lines: Sequence[Line]
    motto: bool
    title: TitleSign
    agency: bool
    dated: bool
    number: PageNumber | None
    attached_to: Attachment | None
    annex: bool
    card: Card | None
    ends: bool
    shape: Shape


def signs_of(lines: Sequence[Line], titles: Sequence[Named], shape: Shape) -> Signs:
    """What the lines of a page, or of one half, show."""
    head = head_of(lines)
    folded = [fold(line.text) for line in head]
    motto, number, card = bears_motto(head), page_number(lines), card_of(lines)
    is_headed = motto and card is None and len(lines) > _CARD_LINES and (number is None or number.number == 1)
    title, place = (TitleSign.UNREAD, None) if is_headed else _title_of(lines, head, titles)
    above = folded[:place] if place is not None else folded[:_AGENCY_LINES]
    return Signs(
        lines=lines,
        motto=motto,
        title=title,
        agency=_names_agency(head, above),
        dated=any(_DATE.search(text) for text in folded[: _HIGH_UP + 2]),
        number=number,
        attached_to=attachment_in(" ".join(folded[: _HIGH_UP + 2])),
        annex=any(_ANNEX.fullmatch(text) for text in folded[:3]),
        card=card,
        ends=_ends(lines) or _leaves_room(lines, shape),
        shape=shape,
    )


def _title_of(
    lines: Sequence[Line], head: Sequence[Line], titles: Sequence[Named]
) -> tuple[TitleSign, int | None]:
    heading = find_heading(lines, titles)
    if heading is not None and heading.start < _HIGH_UP and _has_no_body(head[: heading.start]):
        if any(sighting.match.complete for sighting in heading.sightings):
            return TitleSign.KNOWN, heading.start
        return TitleSign.CALLED, heading.start
    for place, line in enumerate(head[:_HIGH_UP]):
        if line.is_upper and _is_called(line) and _has_no_body(head[:place]):
            return TitleSign.CALLED, place
    return TitleSign.NONE, None


def _is_called(line: Line) -> bool:
    text = " ".join(line.tokens)
    return not line.text.rstrip().endswith(":") and any(
        text == name or text.startswith(f"{name} ") for name in _CALLED
    )


def _has_no_body(lines: Sequence[Line]) -> bool:
    return sum(len(line.tokens) >= _BODY_TOKENS and not line.is_upper for line in lines) < _BODY_ABOVE


def _names_agency(head: Sequence[Line], above: Sequence[str]) -> bool:
    named = any(
        line.is_upper and text.startswith(_AGENCIES) and len(line.tokens) > 1
        for line, text in zip(head, above, strict=False)
    )
    return named or any(_NUMBER_LINE.match(line.text) for line in head[: len(above)])


def _ends(lines: Sequence[Line]) -> bool:
    """Whether recipients, a signature or who signs stands among its last lines."""
    last = [(line, fold(line.text)) for line in lines[-_END_LINES:]]
    return any(_SIGNED.search(text) for _, text in last) or any(
        line.is_upper and text.startswith(_ROLES) and len(line.tokens) <= _SHORT for line, text in last
    )


def _leaves_room(lines: Sequence[Line], shape: Shape) -> bool:
    """Whether the lower part of the sheet is empty but for a page number."""
    feet = [line.box[3] for line in lines if line.box is not None and len(line.tokens) > 1]
    height = shape.short if shape.is_landscape else shape.long
    return bool(feet) and max(feet) < _FULL * height
