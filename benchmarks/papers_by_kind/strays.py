"""Papers that belong into no dossier, or that the one-stop office itself makes."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.papers_by_kind.persons import HEADS, Persona
from samples.generate.blocks import (
    Block,
    Centre,
    Fill,
    Head,
    Para,
    Signatures,
    Signer,
    Table,
    Title,
)

Title_ = tuple[str, ...]


def _invoice(title: Title_, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    rows = tuple(
        (str(at + 1), name, str(dice.randint(1, 9)), f"{dice.randint(20, 900)}.000")
        for at, name in enumerate(("Xi măng PCB40", "Thép phi 10", "Sơn lót", "Gạch ống"))
    )
    return (
        Title(title, 15),
        Fill((("Đơn vị bán hàng:", "Cửa hàng vật liệu Phát Tài"),), pen=False),
        Fill((("Họ tên người mua:", who.gaps["other"]),), pen=False),
        Table(("STT", "Tên hàng hóa", "SL", "Thành tiền"), rows, (0.1, 0.5, 0.12, 0.28)),
        Signatures(Signer(("NGƯỜI BÁN HÀNG",), who.gaps["third"])),
    )


def _by_hand(_title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    lines = (
        "Anh Tư kính mến,",
        "Lâu rồi gia đình em chưa về thăm anh chị được,",
        "vụ mùa năm nay mưa nhiều, lúa đổ gần hết.",
        "Cháu lớn đã đi làm ở thành phố, cháu bé học lớp bảy.",
        "Ra giêng em sẽ về, anh giữ gìn sức khỏe.",
        who.gaps["third"],
    )
    return tuple(Fill((("", line),)) for line in lines)


def _view(_title: Title_, _who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return ()


def _offer(title: Title_, who: Persona, dice: random.Random) -> tuple[Block, ...]:
    rows = tuple(
        (name, f"{dice.randint(1, 30)}.500.000", "12 tháng") for name in ("Máy in", "Tủ sắt", "Bàn họp")
    )
    return (
        Title(title, 15),
        Para(
            "Công ty chúng tôi trân trọng gửi tới quý khách bảng giá các mặt hàng, đã gồm thuế và vận chuyển."
        ),
        Table(("Mặt hàng", "Đơn giá", "Bảo hành"), rows, (0.4, 0.35, 0.25)),
        Signatures(Signer(("PHÒNG KINH DOANH",), who.gaps["third"])),
    )


def _menu(title: Title_, _who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    days = (
        "Thứ hai: canh chua, cá kho",
        "Thứ ba: thịt luộc, rau muống",
        "Thứ tư: bún bò",
        "Thứ năm: gà rang, canh bí",
    )
    return (Title(title, 18), *(Centre(day) for day in days))


def _receipt(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(HEADS["commune"].lines, "Số: 000.00.71.H40-250811-0001", who.fill("Hải Lăng, {date}")),
        Title(title, 14, gap_after=8),
        Para(who.fill("Bộ phận tiếp nhận và trả kết quả đã nhận của ông (bà) {name} hồ sơ gồm các giấy tờ:")),
        Para("1. Tờ khai theo mẫu; 2. Giấy khai sinh (bản sao); 3. Trích lục khai tử; 4. Giấy ủy quyền."),
        Para("Thời hạn giải quyết: 05 ngày làm việc. Hẹn trả kết quả trong giờ hành chính."),
        Signatures(Signer(("NGƯỜI TIẾP NHẬN",), who.gaps["third"]), Signer(("NGƯỜI NỘP",), who.name)),
    )


def _control(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    rows = (
        ("Tiếp nhận", who.gaps["third"], "8 giờ"),
        ("Thẩm định", who.gaps["other"], "9 giờ"),
        ("Ký duyệt", "Cao Bá Nghị", "15 giờ"),
    )
    return (
        Head(HEADS["commune"].lines, "Số: 71/KS"),
        Title(title, 14, gap_after=8),
        Table(("Bước", "Người thực hiện", "Thời gian"), rows, (0.3, 0.4, 0.3)),
    )


def _supplement(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(HEADS["commune"].lines, "Số: 18/BS", who.fill("Hải Lăng, {date}")),
        Title(title, 14, gap_after=8),
        Para(
            who.fill("Hồ sơ của {name} còn thiếu: Giấy khai sinh, Giấy xác nhận khuyết tật. Đề nghị bổ sung.")
        ),
        Signatures(Signer(("NGƯỜI HƯỚNG DẪN",), who.gaps["third"])),
    )


def _land(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(),
        Title(title, 17, (150, 30, 40)),
        Para(who.fill("I. Người sử dụng đất: {name}, địa chỉ: {home}.")),
        Para("II. Thửa đất số 214, tờ bản đồ số 9, diện tích 320 m2, đất ở tại nông thôn, lâu dài."),
        Signatures(Signer(("TM. ỦY BAN NHÂN DÂN",), who.gaps["third"], "", "UBND HUYỆN")),
    )


def _rent(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(),
        Title(title, 15),
        Para(who.fill("Bên cho thuê: {third}. Bên thuê: {other}. Nhà tại {home}.")),
        Para("Giá thuê ba triệu đồng một tháng, trả đầu tháng; thời hạn hai năm kể từ ngày ký."),
        Signatures(Signer(("BÊN THUÊ",), who.gaps["other"]), Signer(("BÊN CHO THUÊ",), who.gaps["third"])),
    )


def _vehicle(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(("CÔNG AN TỈNH HẢI LĂNG", "PHÒNG CẢNH SÁT GIAO THÔNG"), "Số: 004412"),
        Title(title, 15),
        Fill((("Tên chủ xe:", who.gaps["other"]),), pen=False),
        Fill((("Nhãn hiệu:", "HONDA"), ("Số máy:", "JF86E1177")), pen=False),
        Signatures(Signer(("TRƯỞNG PHÒNG",), who.gaps["third"], "", "CÔNG AN TỈNH")),
    )


def _leave(title: Title_, who: Persona, _dice: random.Random) -> tuple[Block, ...]:
    return (
        Head(),
        Title(title, 15),
        Centre("Kính gửi: Ban Giám đốc công ty"),
        Para(
            who.fill(
                "Tôi là {other}, xin được nghỉ phép ba ngày để giải quyết việc gia đình. Trân trọng cảm ơn."
            )
        ),
        Signatures(Signer(("NGƯỜI LÀM ĐƠN",), who.gaps["other"])),
    )


STRAYS: dict[str, Callable[[Title_, Persona, random.Random], tuple[Block, ...]]] = {
    "hoa_don": _invoice,
    "thu_tay": _by_hand,
    "phong_canh": _view,
    "bao_gia": _offer,
    "thuc_don": _menu,
    "tiep_nhan": _receipt,
    "kiem_soat": _control,
    "bo_sung": _supplement,
    "dat_dai": _land,
    "thue_nha": _rent,
    "dang_ky_xe": _vehicle,
    "nghi_phep": _leave,
}
