"""What an office gives out: decisions, certificates, extracts of the civil register."""

from __future__ import annotations

from samples.generate.blocks import (
    MAROON,
    Border,
    Centre,
    Head,
    Note,
    PageBreak,
    Paper,
    Para,
    Recipients,
    Signatures,
    Signer,
    Title,
)
from samples.generate.people import Case


def _seal_of(case: Case) -> Signer:
    office = case.office
    return Signer(office.chief, office.official, "", office.seal)


def decision(
    case: Case,
    number: int,
    subject: str,
    articles: tuple[str, ...],
    *,
    pages: int = 1,
    e_signed: tuple[str, ...] = (),
) -> Paper:
    """Quyết định, with its grounds and articles; two pages where it says so."""
    office = case.office
    grounds = (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Nghị định số 131/2021/NĐ-CP ngày 30 tháng 12 năm 2021 của Chính phủ;"
        if "liệt sĩ" in subject or "có công" in subject
        else "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;",
        f"Xét hồ sơ đề nghị của ông (bà) {case.name} và kết quả thẩm định của bộ phận chuyên môn,",
    )
    split = len(articles) - 1
    first, rest = (articles[:split], articles[split:]) if pages == 2 else (articles, ())
    return Paper(
        ("QUYẾT ĐỊNH", subject),
        (
            *((Note(e_signed),) if e_signed else ()),
            Head(office.head, f"Số: {number}/QĐ-{office.symbol}", case.place_date),
            Title(("QUYẾT ĐỊNH", subject), 14, gap_after=8),
            Centre(
                f"CHỦ TỊCH {' '.join(office.head)}"
                if office.symbol == "UBND"
                else f"GIÁM ĐỐC {office.head[-1]}",
                "bold",
            ),
            *(Para(ground, "italic") for ground in grounds),
            Centre("QUYẾT ĐỊNH:", "bold", 14),
            *map(Para, first),
            *((PageBreak(),) if rest else ()),
            *map(Para, rest),
            Signatures(_seal_of(case)),
            Recipients(("- Như Điều 3;", "- Phòng chuyên môn;", "- Lưu: VT, hồ sơ.")),
        ),
        pages,
    )


def allowance_articles(case: Case, what: str, amount: str) -> tuple[str, ...]:
    """Three articles: who gets what, who pays, who carries it out."""
    who = f"ông (bà) {case.name}, sinh ngày {case.born}, thường trú tại {case.home}"
    payment = (
        "Kinh phí thực hiện lấy từ nguồn ngân sách nhà nước bảo đảm chính sách theo phân cấp hiện hành; "
        "việc chi trả được thực hiện qua tổ chức dịch vụ chi trả hoặc tài khoản của người hưởng."
    )
    duty = (
        "Chánh Văn phòng, thủ trưởng các đơn vị có liên quan và ông (bà) có tên tại Điều 1 chịu trách "
        "nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký."
    )
    return (
        f"Điều 1. {what} đối với {who}. Mức hưởng: {amount}, kể từ ngày 01 của tháng kế tiếp.",
        f"Điều 2. {payment}",
        f"Điều 3. {duty}",
    )


def birth_certificate(case: Case, title: str = "GIẤY KHAI SINH") -> Paper:
    """Giấy khai sinh, or the extract with the same content."""
    return Paper(
        (title,),
        (
            Head(case.office.head, "Số: 41/2024"),
            Title((title,), 19, MAROON),
            Para(f"Họ, chữ đệm, tên: {case.other.upper()}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born}"),
            Para("Giới tính: Nữ; dân tộc: Kinh; quốc tịch: Việt Nam"),
            Para("Nơi sinh: Bệnh viện đa khoa Trực An, tỉnh Nam Giang"),
            Para("Quê quán: xã Trực Hòa, tỉnh Nam Giang"),
            Para("Họ, chữ đệm, tên người mẹ: Lê Thị Thu Vân"),
            Para("Năm sinh: 1997; dân tộc: Kinh; quốc tịch: Việt Nam"),
            Para(f"Họ, chữ đệm, tên người cha: {case.name}"),
            Para(f"Nơi cư trú: {case.home}"),
            Para(f"Nơi đăng ký khai sinh: {case.office_name}"),
            Signatures(
                _seal_of(case),
                Signer(("NGƯỜI THỰC HIỆN",), "Đỗ Thị Ngà", ""),
                f"Ngày đăng ký: {case.long_date}",
            ),
        ),
    )


def death_extract(case: Case) -> Paper:
    """Trích lục khai tử."""
    return Paper(
        ("TRÍCH LỤC KHAI TỬ",),
        (
            Head(case.office.head, "Số: 12/TLKT"),
            Title(("TRÍCH LỤC KHAI TỬ",), 19),
            Para(f"Họ, chữ đệm, tên: {case.other.upper()}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born}"),
            Para("Dân tộc: Kinh; quốc tịch: Việt Nam"),
            Para(f"Nơi cư trú cuối cùng: {case.home}"),
            Para("Đã chết vào lúc: 03 giờ 10 phút"),
            Para("Nơi chết: tại nhà riêng"),
            Para("Nguyên nhân chết: tuổi cao, bệnh già"),
            Para(f"Đã đăng ký khai tử tại {case.office_name}, {case.long_date}."),
            Para(
                f"Họ, chữ đệm, tên người đi khai tử: {case.name}, quan hệ với người chết: "
                f"{case.relation.lower()}."
            ),
            Signatures(_seal_of(case), date_line=case.place_date),
        ),
    )


def marriage_certificate(case: Case) -> Paper:
    """Giấy chứng nhận kết hôn."""
    return Paper(
        ("GIẤY CHỨNG NHẬN KẾT HÔN",),
        (
            Border((170, 60, 60)),
            Head(case.office.head, "Số: 27/2025"),
            Title(("GIẤY CHỨNG NHẬN KẾT HÔN",), 19, MAROON),
            Para(f"Họ, chữ đệm, tên vợ: {case.other.upper()}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born}"),
            Para("Dân tộc: Kinh; quốc tịch: Việt Nam"),
            Para("Nơi cư trú: Thôn Thượng, xã An Lộc Đông, tỉnh Nam Giang"),
            Para(f"Họ, chữ đệm, tên chồng: {case.name.upper()}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.born}"),
            Para("Dân tộc: Kinh; quốc tịch: Việt Nam"),
            Para(f"Nơi cư trú: {case.home}"),
            Para("Giấy chứng nhận kết hôn này có giá trị kể từ ngày ghi vào Sổ đăng ký kết hôn."),
            Signatures(_seal_of(case), date_line=case.place_date),
        ),
    )


def single_status_certificate(case: Case) -> Paper:
    """Giấy xác nhận tình trạng hôn nhân."""
    return Paper(
        ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",),
        (
            Head(case.office.head, "Số: 88/UBND-XNTTHN", case.place_date),
            Title(("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",), 16),
            Para(f"Xét đề nghị của ông (bà) {case.name}, về việc cấp Giấy xác nhận tình trạng hôn nhân,"),
            Centre("XÁC NHẬN:", "bold", 14),
            Para(f"Họ, chữ đệm, tên: {case.name}"),
            Para(f"Ngày, tháng, năm sinh: {case.born}; dân tộc: Kinh"),
            Para(f"Số định danh cá nhân: {case.number}"),
            Para(f"Nơi cư trú: {case.home}"),
            Para("Tình trạng hôn nhân: chưa đăng ký kết hôn với ai."),
            Para("Giấy này được cấp để làm thủ tục vay vốn mua nhà, có giá trị sáu tháng kể từ ngày cấp."),
            Signatures(_seal_of(case)),
        ),
    )


def parent_extract(case: Case) -> Paper:
    """Trích lục đăng ký nhận cha, mẹ, con."""
    return Paper(
        ("TRÍCH LỤC ĐĂNG KÝ NHẬN CHA, MẸ, CON",),
        (
            Head(case.office.head, "Số: 03/TLCMC"),
            Title(("TRÍCH LỤC ĐĂNG KÝ NHẬN CHA, MẸ, CON",), 17),
            Para(f"Họ, chữ đệm, tên người cha: {case.name}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.born}"),
            Para(f"Nơi cư trú: {case.home}"),
            Para(f"Họ, chữ đệm, tên người con: {case.other}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born}; quốc tịch: Việt Nam"),
            Para(
                f"Đã đăng ký việc nhận con tại {case.office_name}, {case.long_date}; ghi vào Sổ đăng ký "
                "nhận cha, mẹ, con năm 2025 theo quyết định công nhận của Chủ tịch Ủy ban nhân dân."
            ),
            Signatures(_seal_of(case), date_line=case.place_date),
        ),
    )


def merit_certificate(case: Case) -> Paper:
    """Giấy chứng nhận người có công (Mẫu số 102)."""
    return Paper(
        ("GIẤY CHỨNG NHẬN",),
        (
            Border(),
            Head(case.office.head, "Số: NG-0417/2025"),
            Title(("GIẤY CHỨNG NHẬN", "NGƯỜI CÓ CÔNG VỚI CÁCH MẠNG"), 18, MAROON),
            Centre("CHỨNG NHẬN", "bold", 14),
            Para(f"Ông (bà): {case.name.upper()}", "bold"),
            Para(f"Ngày, tháng, năm sinh: {case.born}"),
            Para(f"Nơi thường trú: {case.home}"),
            Para(f"Là đối tượng: {case.relation}"),
            Para(
                "Được hưởng chế độ ưu đãi theo Pháp lệnh Ưu đãi người có công với cách mạng. Giấy này thay "
                "cho giấy chứng nhận đã cấp năm 1998."
            ),
            Signatures(_seal_of(case), date_line=case.place_date),
        ),
    )
