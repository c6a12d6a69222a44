"""Blocks become pages of drawing operations, in points from the upper left corner of an A4 sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from samples.generate import blocks as b
from samples.generate.fonts import text_width
from samples.generate.operations import (
    INK,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Operation,
    Rule,
    Scribble,
    Seal,
    Text,
    centred,
    wrap,
)

LEFT, RIGHT, TOP, BOTTOM = 80.0, 545.0, 60.0, 790.0
MIDDLE = (LEFT + RIGHT) / 2
AGENCY_X, MOTTO_X = 168.0, 408.0
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DOTS = (120, 120, 125)


@dataclass
class Flow:
    """The pages so far and the height reached on the last one."""

    leading: float
    pages: list[list[Operation]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def put(self, *operations: Operation) -> None:
        """Draws on the last page."""
        self.pages[-1].extend(operations)

    def new_page(self) -> None:
        """Starts a continuation page: no head, its number in the middle of the upper margin."""
        self.pages.append([])
        number = str(len(self.pages))
        self.put(centred(number, MIDDLE, TOP - 12, "regular", 13))
        self.y = TOP + 14

    def need(self, height: float) -> None:
        """Starts a new page where the height is not left on this one."""
        if self.y + height > BOTTOM:
            self.new_page()


def lay_out(paper: b.Paper) -> list[list[Operation]]:
    """The pages of a paper.

    Raises:
        ValueError: the paper does not have as many pages as it says.
    """
    flow = Flow(paper.leading)
    for block in paper.blocks:
        place(flow, block)
    if len(flow.pages) != paper.pages:
        raise ValueError(f"{paper.title}: {len(flow.pages)} pages, not {paper.pages}")
    return flow.pages


def place(flow: Flow, block: b.Block) -> None:
    """Draws a block where the flow has come to."""
    _PLACERS[type(block)](flow, block)


def _head(flow: Flow, block: b.Head) -> None:
    if block.form:
        width = text_width(block.form, "bold", 12)
        flow.put(Text(RIGHT - width, flow.y - 8, block.form, "bold", 12))
        flow.y += 16
    x = MOTTO_X if block.agency else MIDDLE
    size = 12 if block.agency else 13
    y = flow.y
    for position, line in enumerate(block.agency):
        last = position == len(block.agency) - 1
        for part in _balanced(line, "bold" if last else "regular", 12, 178):
            flow.put(centred(part, AGENCY_X, y, "bold" if last else "regular", 12))
            y += 16
    if block.agency:
        flow.put(Rule(AGENCY_X - 32, y - 9, AGENCY_X + 32, y - 9))
    flow.put(
        centred(MOTTO[0], x, flow.y, "bold", size), centred(MOTTO[1], x, flow.y + 17, "bold", size + 0.5)
    )
    half = text_width(MOTTO[1], "bold", size + 0.5) / 2
    flow.put(Rule(x - half, flow.y + 22, x + half, flow.y + 22))
    second = max(y + 8, flow.y + 42)
    if block.number:
        flow.put(centred(block.number, AGENCY_X, second, "regular", 13))
    if block.place_date:
        flow.put(centred(block.place_date, x, second, "italic", 13))
    flow.y = second + (34 if block.number or block.place_date else 16)
    if block.subject:
        parts = _balanced(block.subject, "regular", 12, 178)
        for position, part in enumerate(parts):
            flow.put(centred(part, AGENCY_X, second + 17 + 15 * position, "regular", 12))
        flow.y += 15 * len(parts)


def _title(flow: Flow, block: b.Title) -> None:
    for line in block.lines:
        for part in _balanced(line, "bold", block.size, RIGHT - LEFT - 30):
            flow.put(centred(part, MIDDLE, flow.y, "bold", block.size, block.colour))
            flow.y += block.size * 1.4
    flow.y += block.gap_after


def _balanced(text: str, face: str, size: float, width: float) -> list[str]:
    """As few lines as the width allows, all of about the same length."""
    best = wrap(text, face, size, width)
    while len(narrower := wrap(text, face, size, width := width - 10)) <= len(best) > 1:
        best = narrower
    return best


def _centre(flow: Flow, block: b.Centre) -> None:
    for part in wrap(block.text, block.face, block.size, RIGHT - LEFT - 20):
        flow.need(block.size * flow.leading)
        flow.put(centred(part, MIDDLE, flow.y, block.face, block.size, block.colour))
        flow.y += block.size * flow.leading
    flow.y += 4


def _para(flow: Flow, block: b.Para) -> None:
    width = RIGHT - LEFT
    lines = wrap(block.text, block.face, block.size, width, block.indent)
    for position, line in enumerate(lines):
        flow.need(block.size * flow.leading)
        x = LEFT + (block.indent if position == 0 else 0)
        spaces = line.count(" ")
        left = RIGHT - x - text_width(line, block.face, block.size)
        stretch = left / spaces if spaces and position < len(lines) - 1 else 0
        flow.put(Text(x, flow.y, line, block.face, block.size, stretch=stretch))
        flow.y += block.size * flow.leading
    flow.y += 4


def _fill(flow: Flow, block: b.Fill) -> None:
    flow.need(27)
    share = (RIGHT - LEFT) / len(block.pairs)
    for position, (label, value) in enumerate(block.pairs):
        x, end = LEFT + share * position, LEFT + share * (position + 1) - 4
        flow.put(Text(x, flow.y, label, "regular", 13))
        x += text_width(label + " ", "regular", 13)
        dots = "." * max(0, int((end - x) / text_width(".", "regular", 11)))
        flow.put(Text(x, flow.y + 1.5, dots, "regular", 11, DOTS))
        face, size = ("pen", 12.0) if block.pen else ("regular", 13.0)
        size = min(size, size * (end - x - 4) / max(1.0, text_width(value, face, size)))
        flow.put(Text(x + 5, flow.y - 2.5, value, face, size, INK if block.pen else b.BLACK, pen=block.pen))
    flow.y += 27


def _table(flow: Flow, block: b.Table) -> None:
    widths = [share * (RIGHT - LEFT) for share in block.widths]
    flow.need(70)
    _table_row(flow, block.header, widths, face="bold", pen_from=len(widths))
    for row in block.rows:
        flow.need(50)
        _table_row(flow, row, widths, face="regular", pen_from=block.pen_from if block.pen else len(widths))
    flow.y += 24


def _table_row(flow: Flow, cells: tuple[str, ...], widths: list[float], *, face: str, pen_from: int) -> None:
    styles = [
        ("pen", 10.5, INK) if column >= pen_from else (face, 11.5, b.BLACK) for column in range(len(cells))
    ]
    wrapped = [
        wrap(cell, style[0], style[1], width - 10)
        for cell, style, width in zip(cells, styles, widths, strict=True)
    ]
    height = 13 + 17 * max(map(len, wrapped))
    top = flow.y - 11
    x = LEFT
    for lines, (shown, size, colour), width in zip(wrapped, styles, widths, strict=True):
        for position, line in enumerate(lines):
            flow.put(Text(x + 5, top + 17.5 + 17 * position, line, shown, size, colour, pen=shown == "pen"))
        flow.put(Rule(x, top, x, top + height))
        x += width
    flow.put(
        Rule(x, top, x, top + height), Rule(LEFT, top, x, top), Rule(LEFT, top + height, x, top + height)
    )
    flow.y += height


def _signatures(flow: Flow, block: b.Signatures) -> None:
    flow.need(158)
    flow.y += 6
    if block.date_line:
        flow.put(centred(block.date_line, MOTTO_X + 10, flow.y, "italic", 13))
        flow.y += 19
    start = flow.y
    ends = [_signer(flow, block.right, MOTTO_X + 10, start)]
    if block.left:
        ends.append(_signer(flow, block.left, AGENCY_X, start))
    flow.y = max(ends)


def _signer(flow: Flow, signer: b.Signer, x: float, y: float) -> float:
    for role in signer.roles:
        for part in wrap(role, "bold", 13, 215):
            flow.put(centred(part, x, y, "bold", 13))
            y += 17
    if signer.note:
        flow.put(centred(signer.note, x, y, "italic", 12))
    if signer.seal:
        flow.put(Seal(x - 50, y + 44, signer.seal))
    if signer.scribble:
        flow.put(Scribble(x, y + 42))
    y += 96
    flow.put(centred(signer.name, x, y, "bold", 13))
    return y + 20


def _recipients(flow: Flow, block: b.Recipients) -> None:
    flow.put(Text(LEFT, flow.y - 128, "Nơi nhận:", "bold_italic", 12))
    for position, line in enumerate(block.lines):
        flow.put(Text(LEFT, flow.y - 113 + 14 * position, line, "regular", 11))


def _note(flow: Flow, block: b.Note) -> None:
    width = max(text_width(line, "regular", 9) for line in block.lines)
    for position, line in enumerate(block.lines):
        flow.put(Text(PAGE_WIDTH - 28 - width, 20 + 11 * position, line, "regular", 9))


def _gap(flow: Flow, block: b.Gap) -> None:
    flow.y += block.points


def _page_break(flow: Flow, _block: b.PageBreak) -> None:
    flow.new_page()


def _border(flow: Flow, block: b.Border) -> None:
    for inset, width in ((34.0, 3.2), (41.0, 1.0), (46.0, 1.8)):
        right, bottom = PAGE_WIDTH - inset, PAGE_HEIGHT - inset
        corners = ((inset, inset), (right, inset), (right, bottom), (inset, bottom), (inset, inset))
        for (x1, y1), (x2, y2) in pairwise(corners):
            flow.put(Rule(x1, y1, x2, y2, width, block.colour))
    flow.y += 28


def _card(flow: Flow, block: b.Card) -> None:
    left, top, width, height = 140.0, 110.0, 316.0, 200.0
    for y in (top, top + 250):
        corners = ((left, y), (left + width, y), (left + width, y + height), (left, y + height), (left, y))
        for (x1, y1), (x2, y2) in pairwise(corners):
            flow.put(Rule(x1, y1, x2, y2, 1.0, (70, 120, 150)))
    middle = left + width / 2 + 36
    flow.put(
        centred(MOTTO[0], middle, top + 22, "bold", 10),
        centred(MOTTO[1], middle, top + 35, "bold", 9.5),
        centred("CĂN CƯỚC CÔNG DÂN", middle, top + 62, "bold", 16, (150, 30, 40)),
        centred("Citizen Identity Card", middle, top + 76, "italic", 9.5),
    )
    fields = (
        f"Số / No.: {block.number}",
        f"Họ và tên / Full name: {block.name}",
        f"Ngày sinh / Date of birth: {block.born}",
        "Quốc tịch / Nationality: Việt Nam",
        *(f"Nơi thường trú: {block.home}".rsplit(", ", 1)),
    )
    for position, line in enumerate(fields):
        flow.put(
            Text(left + 98, top + 96 + 18 * position, line, "bold" if position == 0 else "regular", 10.5)
        )
    for y in (top + 80, top + 175):
        flow.put(Rule(left + 14, y, left + 84, y, 1, (120, 120, 120)))
    for x in (left + 14, left + 84):
        flow.put(Rule(x, top + 80, x, top + 175, 1, (120, 120, 120)))
    flow.put(
        Text(left + 30, top + 130, "ẢNH 3x4", "italic", 9),
        Text(
            left + 20,
            top + 280,
            "Đặc điểm nhận dạng: nốt ruồi cách 2 cm trên sau cánh mũi phải",
            "regular",
            10,
        ),
        Text(left + 150, top + 310, "CỤC TRƯỞNG CỤC CẢNH SÁT", "bold", 9.5),
        Text(left + 20, top + 420, f"IDVNM{block.number[3:]}0{block.number}<<0", "sans", 11),
    )
    flow.y = top + 470


_PLACERS: dict[type[b.Block], Callable[..., None]] = {
    b.Head: _head,
    b.Title: _title,
    b.Centre: _centre,
    b.Para: _para,
    b.Fill: _fill,
    b.Table: _table,
    b.Signatures: _signatures,
    b.Recipients: _recipients,
    b.Gap: _gap,
    b.Note: _note,
    b.PageBreak: _page_break,
    b.Border: _border,
    b.Card: _card,
}
