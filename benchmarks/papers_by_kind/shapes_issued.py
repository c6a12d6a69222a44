"""Shapes of what offices, courts and firms issue."""

from __future__ import annotations

import random

from benchmarks.papers_by_kind.lines import PLACE, Titles, chief, filled
from benchmarks.papers_by_kind.persons import HEADS, Persona
from benchmarks.papers_by_kind.truth import Paper
from samples.generate.blocks import (
    MAROON,
    Block,
    Border,
    Centre,
    Fill,
    Gap,
    Head,
    PageBreak,
    Para,
    Recipients,
    Signatures,
    Signer,
    Table,
    Title,
)

_TERMS = (
    "Điều {0}. Bên B làm việc tám giờ mỗi ngày, sáu ngày mỗi tuần, theo ca do Bên A sắp xếp, báo trước.",
    "Điều {0}. Tiền lương được trả vào ngày mồng năm hằng tháng, gồm lương chính và các khoản phụ cấp.",
    "Điều {0}. Bên A trang bị bảo hộ lao động, đóng các loại bảo hiểm bắt buộc theo pháp luật.",
    "Điều {0}. Mọi thay đổi phải được hai bên thỏa thuận bằng phụ lục và có chữ ký của cả hai bên.",
)
_GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ hồ sơ và đề nghị của bộ phận chuyên môn tại Phiếu trình số 118;",
)


def decisions(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    """A decision, a judgment, a permit; an official letter where it has no heading."""
    place = paper.head or "department"
    head = HEADS[place]
    number = who.fill(f"Số: {{paper}}/{paper.sign or 'QĐ'}-{head.symbol}")
    dated = who.fill(f"{PLACE}, {{date}}")
    if not title:
        return _letter(paper, number.replace("/QĐ-", "/"), dated, who)
    about = _about(paper)
    headed = title if len(title) > 1 or title[0] != "QUYẾT ĐỊNH" else (*title, about)
    return (
        Head(head.lines, number, dated),
        Title(headed, 14, gap_after=8),
        Centre(f"{head.chief[-1]} {head.name.upper()}", "bold", 12),
        *(Para(ground, "italic") for ground in _GROUNDS),
        Centre("QUYẾT ĐỊNH:", "bold", 14),
        Para(who.fill(f"Điều 1. {about} đối với {{name}}, sinh ngày {{born}}, số định danh {{number}}.")),
        Para(who.fill("Điều 2. Mức hưởng và thời điểm hưởng được ghi tại biểu kèm theo; nơi ở: {home}.")),
        *(
            (Para("Điều 3. Người có tên trên và các đơn vị liên quan thi hành Quyết định này."),)
            if dice.random() < 0.8
            else ()
        ),
        Signatures(chief(place, who)),
        Recipients(("- Như Điều 3;", "- Lưu: VT.")),
    )


def _letter(paper: Paper, number: str, dated: str, who: Persona) -> tuple[Block, ...]:
    place = paper.head or "department"
    return (
        Head(HEADS[place].lines, number, dated, subject=f"V/v {paper.about}"),
        Gap(8),
        Centre("Kính gửi: UBND xã Yên Trạch"),
        Para(
            who.fill(
                f"{HEADS[place].name} đề nghị quý cơ quan {paper.about} đối với {{other}}, trú tại {{home}}."
            )
        ),
        Para("Rất mong sự phối hợp của quý cơ quan để công việc được giải quyết đúng thời hạn."),
        Signatures(chief(place, who)),
        Recipients(("- Như trên;", "- Lưu: VT.")),
    )


def certificates(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    """A certificate in a frame, its title large and in colour."""
    gold = (148, 84, 18)
    return (
        Border(dice.choice(((150, 110, 40), (160, 40, 40), (60, 100, 140)))),
        Head(),
        *(
            (Centre("THỦ TƯỚNG CHÍNH PHỦ", "bold", 14),)
            if "medals" in paper.topics or "martyr" in paper.topics
            else ()
        ),
        Title(title, dice.choice((19, 22)), dice.choice((MAROON, gold)), 14),
        *filled(paper, who, dice, pen=False),
        Fill((("Cấp cho:", who.name.upper()),), pen=False),
        Gap(14),
        Signatures(chief("province", who), date_line=who.fill(f"{PLACE}, {{date}}")),
    )


def contracts(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    """A contract of one or two pages."""
    count = 9 if paper.pages > 1 else 3
    said = tuple(Para(_TERMS[at % 4].format(at + 1)) for at in range(count))
    cut = 5 if paper.pages > 1 else count
    turned: tuple[Block, ...] = (PageBreak(),) if paper.pages > 1 else ()
    return (
        Head(HEADS["company"].lines, who.fill("Số: {paper}/2025"), who.fill(f"{PLACE}, {{date}}")),
        Title(title, 15, gap_after=8),
        Para(who.fill("Bên A: Công ty TNHH May Thành Lợi, do ông {third} làm đại diện.")),
        Para(who.fill("Bên B: {name}, sinh ngày {born}, căn cước số {number}, trú tại {home}.")),
        *filled(paper, who, dice, pen=False),
        *said[:cut],
        *turned,
        *said[cut:],
        Signatures(chief("company", who), Signer(("BÊN B",), who.name)),
    )


def lists(_paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    """A table of persons."""
    rows = tuple(
        (
            str(at + 1),
            f"{dice.choice(('Lê', 'Phan', 'Bùi'))} {dice.choice(('Đệ', 'Sáu', 'Mót'))}",
            str(dice.randint(1938, 1960)),
            who.gaps["home"][:24],
        )
        for at in range(dice.randint(4, 8))
    )
    return (
        Head(HEADS["commune"].lines, "", who.fill(f"{PLACE}, {{date}}")),
        Title(title, 14, gap_after=10),
        Table(("STT", "Họ và tên", "Năm sinh", "Nơi ở"), rows, (0.1, 0.34, 0.18, 0.38)),
        Signatures(chief("commune", who), Signer(("NGƯỜI LẬP BIỂU",), who.gaps["other"])),
    )


def _about(paper: Paper) -> str:
    about = paper.about.removeprefix("việc ")
    return f"Về việc {about}" if about != paper.about else about[0].upper() + about[1:]
