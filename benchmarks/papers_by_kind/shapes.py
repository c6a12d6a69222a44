"""Papers become blocks: what stands on them from the head to the signatures."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.papers_by_kind.lines import PLACE, Titles, chief, filled
from benchmarks.papers_by_kind.persons import HEADS, Persona
from benchmarks.papers_by_kind.shapes_issued import certificates, contracts, decisions, lists
from benchmarks.papers_by_kind.strays import STRAYS
from benchmarks.papers_by_kind.truth import Paper
from samples.generate.blocks import (
    MAROON,
    Block,
    Border,
    Centre,
    Fill,
    Head,
    PageBreak,
    Para,
    Signatures,
    Signer,
    Title,
)

_FORM_WORDS = (
    "Tôi xin cam đoan những nội dung trên đây là đúng, nếu sai tôi xin chịu hoàn toàn trách nhiệm.",
    "Tôi cam đoan lời khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
    "Những điều ghi trên là đúng; đề nghị cơ quan có thẩm quyền xem xét, giải quyết theo quy định.",
)
_MORE = (
    "Trước khi làm giấy này người khai đã đọc kỹ phần hướng dẫn ở mặt sau và tự điền các mục còn trống.",
    "Giấy tờ gửi kèm được liệt kê ở cuối trang; bản chính được đối chiếu rồi trả lại ngay khi nộp.",
    "Nếu có thay đổi về nơi ở hoặc số điện thoại, người khai sẽ báo lại trong vòng bảy ngày làm việc.",
    "Kết quả được nhận trực tiếp tại bộ phận một cửa, qua bưu điện hoặc trên cổng dịch vụ công.",
)
_TO = ("UBND xã Yên Trạch", "Ủy ban nhân dân xã Yên Trạch", "Sở Nội vụ tỉnh Hải Lăng")


def blocks(paper: Paper, variant: int, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    """What stands on a paper.

    Args:
        paper: which.
        variant: goes round its headings.
        who: whose it is.
        dice: where every chance comes from.
    """
    lines = tuple(line for line in paper.titles[variant % len(paper.titles)] if line)
    return _SHAPES[paper.shape](paper, lines, who, dice)


def _forms(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    pen = dice.random() < 0.4 and not who.types
    said = list(filled(paper, who, dice, pen=pen))
    half = len(said) // 2 if paper.pages > 1 else len(said)
    signer = Signer((dice.choice(("NGƯỜI KHAI", "NGƯỜI ĐỀ NGHỊ", "NGƯỜI YÊU CẦU")),), who.name)
    confirming = None
    if paper.mark and dice.random() < 0.35:
        head = HEADS["commune"]
        confirming = Signer(
            ("XÁC NHẬN CỦA UBND CẤP XÃ",), who.gaps["third"], "(Ký, đóng dấu)", head.lines[-1]
        )
    back: tuple[Block, ...] = (PageBreak(),) if paper.pages > 1 else ()
    return (
        Head(),
        Title(title, 14, gap_after=6),
        Centre(f"Kính gửi: {dice.choice(_TO)}"),
        *said[:half],
        *(Para(words) for words in dice.sample(_MORE, dice.randint(0, 2))),
        *back,
        *said[half:],
        *((Para(_MORE[3]), Para(_MORE[1])) if back else ()),
        Para(dice.choice(_FORM_WORDS)),
        Signatures(signer, confirming, who.fill(f"{PLACE}, {{date}}")),
    )


def _confirmations(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    head = HEADS[paper.head]
    return (
        Head(head.lines, who.fill(f"Số: {{paper}}/{paper.sign}"), who.fill(f"{PLACE}, {{date}}")),
        Title(title, 14, gap_after=8),
        Para(f"{head.name} xác nhận:"),
        Fill((("Ông (bà):", who.name), ("Sinh ngày:", who.gaps["born"])), pen=False),
        Fill((("Số định danh cá nhân:", who.number),), pen=False),
        Para(
            f"Là người {paper.about}."
            if not paper.about.startswith("đ")
            else f"Ông (bà) có tên trên {paper.about}."
        ),
        *filled(paper, who, dice, pen=False),
        Para(
            dice.choice(
                (
                    "Giấy này được cấp để bổ túc hồ sơ theo đề nghị của đương sự.",
                    "Có giá trị sáu tháng kể từ ngày ký.",
                )
            )
        ),
        Signatures(chief(paper.head, who)),
    )


def _civil(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    head = HEADS["commune"]
    framed: tuple[Block, ...] = (Border((120, 140, 110)),) if paper.id.startswith("g") else ()
    return (
        *framed,
        Head(head.lines, who.fill("Số: {paper}/2025"), who.fill(f"{PLACE}, {{date}}")),
        Title(title, 17, MAROON if framed and dice.random() < 0.5 else (25, 25, 28), 12),
        *filled(paper, who, dice, pen=False),
        Fill((("Nơi đăng ký:", head.name),), pen=False),
        Fill((("Ghi chú:", "đăng ký đúng hạn"),), pen=False),
        Signatures(chief("commune", who), Signer(("NGƯỜI THỰC HIỆN",), who.gaps["other"])),
    )


def _medical(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    head = HEADS["hospital"]
    return (
        Head(
            head.lines,
            who.fill("Số hồ sơ: {paper}/25"),
            who.fill(f"{PLACE}, {{date}}") if dice.random() < 0.6 else "",
        ),
        Title(title, 15, gap_after=10),
        *filled(paper, who, dice, pen=dice.random() < 0.4),
        Para("Ghi chú: tái khám theo hẹn, mang theo giấy này và các phim chụp đã có."),
        Signatures(chief("hospital", who), Signer(("BÁC SĨ ĐIỀU TRỊ",), who.gaps["third"])),
    )


def _statements(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    witness = Signer(("NGƯỜI LÀM CHỨNG",), who.gaps["third"])
    return (
        Head(),
        Title(title, 14, gap_after=8),
        Para(who.fill("Hôm nay, {date}, tại {home}.")),
        Para(
            who.fill(
                f"Tôi (chúng tôi) là {{name}}, sinh ngày {{born}}, căn cước số {{number}}, {paper.about}."
            )
        ),
        *filled(paper, who, dice, pen=dice.random() < 0.35),
        Para("Chúng tôi đã đọc lại, thấy đúng ý mình và cùng ký tên dưới đây, không ai bị ép buộc."),
        Signatures(Signer(("NGƯỜI LẬP",), who.name), witness if dice.random() < 0.6 else None),
    )


def _strays(paper: Paper, title: Titles, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    return STRAYS[paper.id](title, who, dice)


_SHAPES: dict[str, Callable[[Paper, tuple[str, ...], Persona, random.Random], tuple[Block, ...]]] = {
    "forms": _forms,
    "confirmations": _confirmations,
    "civil": _civil,
    "medical": _medical,
    "statements": _statements,
    "decisions": decisions,
    "certificates": certificates,
    "contracts": contracts,
    "lists": lists,
    "strays": _strays,
}
