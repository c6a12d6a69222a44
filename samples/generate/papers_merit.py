"""Papers of the field people with merit (người có công), forms of Decree 131/2021/NĐ-CP."""

from __future__ import annotations

from samples.generate.blocks import (
    MAROON,
    Border,
    Centre,
    Fill,
    Gap,
    Head,
    PageBreak,
    Paper,
    Para,
    Signatures,
    Signer,
    Table,
    Title,
)
from samples.generate.people import Case

PLEDGE = (
    "Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu sai tôi xin hoàn toàn chịu trách nhiệm "
    "trước pháp luật và hoàn trả toàn bộ số tiền đã nhận không đúng quy định."
)


WIDOW = (
    "Liệt sĩ có vợ và một con chung là cháu nhỏ đang ở cùng mẹ, hiện còn đi học, bị khuyết tật nặng từ khi "
    "sinh ra; bố đẻ và mẹ đẻ của liệt sĩ còn khỏe mạnh, ở cùng thôn và đã thống nhất để người khai đứng "
    "tên trong hồ sơ."
)


def person_fields(case: Case) -> tuple[Fill, ...]:
    """The four lines about the applicant that open nearly every form."""
    return (
        Fill((("Họ và tên:", case.name),), case.pen),
        Fill(
            (("Ngày, tháng, năm sinh:", case.born), ("Giới tính:", "Nữ" if " Thị " in case.name else "Nam")),
            case.pen,
        ),
        Fill((("Số CCCD/định danh cá nhân:", case.number),), case.pen),
        Fill((("Nơi thường trú:", case.home),), case.pen),
    )


def signed_by_both(case: Case, *, seal: bool = True) -> Signatures:
    """The office certifies at the left, the applicant signs at the right."""
    office = case.office
    left = Signer(
        ("XÁC NHẬN CỦA", "ỦY BAN NHÂN DÂN CẤP XÃ"),
        office.official,
        "(Ký tên, đóng dấu)",
        office.seal if seal else "",
        scribble=seal,
    )
    return Signatures(Signer(("NGƯỜI KHAI",), case.name), left, case.place_date)


def martyr_relatives_declaration(case: Case, *, pages: int = 3) -> Paper:
    """Mẫu số 05: bản khai tình hình thân nhân liệt sĩ."""
    family = case.other.split()[0]
    rows = (
        ("1", case.name, case.born, case.relation, case.home, "Làm ruộng"),
        ("2", f"{family} Văn Thuận", "1961", "Em trai", "Xã Trực Hòa, Nam Giang", "Hưu trí"),
        ("3", f"{family} Thị Miên", "1964", "Em gái", "Phường Nam Thịnh", "Buôn bán"),
    )
    history = (
        (
            "Quá trình hưởng chế độ của thân nhân liệt sĩ: gia đình đã được giải quyết trợ cấp tiền tuất "
            "hằng tháng theo quyết định của cơ quan có thẩm quyền; từ đó đến nay không có thay đổi về nơi "
            "cư trú và không có tranh chấp, khiếu nại giữa các thân nhân cùng thờ cúng liệt sĩ."
        ),
        (
            "Bố đẻ và mẹ đẻ của liệt sĩ đều đã mất trước năm 2005. Liệt sĩ chưa lập gia đình, không có con "
            "đẻ, con nuôi hợp pháp. Người trực tiếp trông nom phần mộ và thờ cúng liệt sĩ từ năm 2006 đến "
            "nay là người đứng tên trong bản khai này, được anh em trong gia đình thống nhất."
        ),
        (
            "Phần mộ liệt sĩ đã được quy tập về nghĩa trang liệt sĩ của địa phương, hàng lối và số mộ như "
            "giấy báo tin mộ của cơ quan quản lý nghĩa trang. Gia đình có nguyện vọng được cơ quan có thẩm "
            "quyền xem xét, giải quyết chế độ ưu đãi đối với thân nhân liệt sĩ theo quy định của Pháp lệnh "
            "Ưu đãi người có công với cách mạng."
        ),
    )
    last = (
        (
            PageBreak(),
            Para("3. Chế độ đã hưởng và đề nghị", "bold"),
            *(Para(text) for text in history[1:]),
            Fill((("Hình thức chi trả đề nghị:", "qua tài khoản ngân hàng của người khai"),), case.pen),
        )
        if pages == 3
        else ()
    )
    return Paper(
        ("BẢN KHAI", "Tình hình thân nhân liệt sĩ"),
        (
            Head(form="Mẫu số 05"),
            Title(("BẢN KHAI", "Tình hình thân nhân liệt sĩ")),
            Para("1. Phần khai về liệt sĩ", "bold"),
            Fill((("Họ và tên liệt sĩ:", case.other),), case.pen),
            Fill((("Ngày, tháng, năm sinh:", case.other_born), ("Hy sinh ngày:", case.died)), case.pen),
            Fill((("Quê quán:", "huyện Trực An, tỉnh Nam Giang"),), case.pen),
            Fill((("Bằng Tổ quốc ghi công số:", "KC 4471b"), ("Quyết định số:", "318/TTg")), case.pen),
            Para("2. Phần khai về người đứng khai và thân nhân liệt sĩ", "bold"),
            *person_fields(case),
            Fill((("Mối quan hệ với liệt sĩ:", case.relation),), case.pen),
            Para(history[0]),
            PageBreak(),
            Para("Liệt sĩ có những thân nhân sau:"),
            Table(
                ("TT", "Họ và tên", "Năm sinh", "Quan hệ", "Nơi thường trú", "Nghề nghiệp"),
                rows,
                (0.07, 0.22, 0.15, 0.14, 0.26, 0.16),
                pen=case.pen,
            ),
            *(() if pages == 3 else (Para(WIDOW),)),
            Para(
                "Những thân nhân có tên trên đây đều còn sống, hiện cư trú tại địa phương và không thuộc "
                "diện đang chấp hành hình phạt tù hoặc bị đình chỉ, tạm đình chỉ chế độ ưu đãi."
            ),
            *last,
            Para(PLEDGE),
            signed_by_both(case),
        ),
        pages,
    )


def martyr_certificate(case: Case) -> Paper:
    """Bằng "Tổ quốc ghi công": a decorated sheet with few words."""
    old = int(case.died[-4:]) < 1976
    cause = "kháng chiến chống Mỹ cứu nước" if old else "xây dựng và bảo vệ Tổ quốc"
    given = "27 tháng 7 năm 1976" if old else "22 tháng 12 năm 2015"
    return Paper(
        ("TỔ QUỐC GHI CÔNG",),
        (
            Border(),
            Gap(24),
            Head(),
            Gap(36),
            Centre("THỦ TƯỚNG CHÍNH PHỦ", "bold", 16),
            Gap(18),
            Title(("TỔ QUỐC GHI CÔNG",), 27, MAROON, 26),
            Centre("Liệt sĩ", "italic", 16),
            Centre(case.other, "bold", 21),
            Gap(8),
            Centre("Quê quán: huyện Trực An, tỉnh Nam Giang", size=14),
            Centre(f"Đã hy sinh trong sự nghiệp {cause}", size=14),
            Centre(f"ngày {case.died}", size=14),
            Gap(34),
            Para("Bằng số: KC 4471b", indent=30),
            Para(f"Quyết định số: 318/TTg ngày {given}", indent=30),
            Signatures(
                Signer(("THỦ TƯỚNG CHÍNH PHỦ",), "Trần Văn Nghiêm", "", "THỦ TƯỚNG CHÍNH PHỦ"),
                date_line=f"Hà Nội, ngày {given}",
            ),
        ),
    )


def worship_request(case: Case) -> Paper:
    """Mẫu số 18: đơn đề nghị hưởng trợ cấp thờ cúng liệt sĩ, two pages."""
    return Paper(
        ("ĐƠN ĐỀ NGHỊ", "Hưởng trợ cấp thờ cúng liệt sĩ"),
        (
            Head(form="Mẫu số 18"),
            Title(("ĐƠN ĐỀ NGHỊ", "Hưởng trợ cấp thờ cúng liệt sĩ")),
            Centre(f"Kính gửi: {case.office_name}", "regular", 13),
            Para("1. Thông tin về người đề nghị hưởng trợ cấp thờ cúng", "bold"),
            *person_fields(case),
            Fill((("Mối quan hệ với liệt sĩ:", case.relation),), case.pen),
            Para("2. Thông tin về liệt sĩ", "bold"),
            Fill((("Họ và tên liệt sĩ:", case.other),), case.pen),
            Fill((("Nguyên quán:", "huyện Trực An, tỉnh Nam Giang"), ("Hy sinh ngày:", case.died)), case.pen),
            Fill((("Bằng Tổ quốc ghi công số:", "KC 4471b"), ("Quyết định số:", "318/TTg")), case.pen),
            Para(
                "Hiện nay liệt sĩ không còn thân nhân hưởng trợ cấp tuất hằng tháng. Tôi là người được gia "
                "đình, họ tộc giao trách nhiệm thờ cúng liệt sĩ, hằng năm tổ chức ngày giỗ và chăm sóc "
                "phần mộ tại nghĩa trang."
            ),
            PageBreak(),
            Para("3. Nội dung đề nghị", "bold"),
            Para(
                "Đề nghị cơ quan có thẩm quyền xem xét, giải quyết trợ cấp thờ cúng liệt sĩ cho tôi theo "
                "quy định tại Nghị định số 131/2021/NĐ-CP ngày 30 tháng 12 năm 2021 của Chính phủ quy định "
                "chi tiết và biện pháp thi hành Pháp lệnh Ưu đãi người có công với cách mạng."
            ),
            Para(
                "Tiền trợ cấp xin được nhận mỗi năm một lần qua tổ chức dịch vụ chi trả tại địa phương nơi "
                "cư trú; khi thay đổi người thờ cúng, gia đình sẽ làm văn bản báo với cơ quan quản lý để "
                "điều chỉnh."
            ),
            Para(PLEDGE),
            signed_by_both(case),
        ),
        2,
    )


def new_certificate_request(case: Case) -> Paper:
    """Mẫu số 25: đơn đề nghị cấp bổ sung hoặc cấp lại giấy chứng nhận, two pages."""
    second = "Cấp bổ sung hoặc cấp lại giấy chứng nhận người có công, thân nhân liệt sĩ"
    return Paper(
        ("ĐƠN ĐỀ NGHỊ", second),
        (
            Head(form="Mẫu số 25"),
            Title(("ĐƠN ĐỀ NGHỊ", second), 14),
            Centre(f"Kính gửi: {case.office_name}"),
            *person_fields(case),
            Fill((("Thuộc đối tượng người có công:", case.relation),), case.pen),
            Fill((("Số giấy chứng nhận đã cấp:", "NG-0417"), ("Năm cấp:", "1998")), case.pen),
            Para(
                "Lý do đề nghị cấp lại: giấy chứng nhận cũ đã bị mối mọt làm hư hỏng trong đợt mưa lũ, "
                "không còn đọc được số và ảnh; gia đình đã trình báo với Ủy ban nhân dân nơi cư trú."
            ),
            PageBreak(),
            Para(
                "Giấy tờ còn giữ gồm có quyết định hưởng trợ cấp hằng tháng và sổ lĩnh trợ cấp. Từ khi "
                "được cấp giấy chứng nhận đến nay tôi không vi phạm pháp luật, không bị đình chỉ hưởng chế "
                "độ ưu đãi."
            ),
            Para(
                "Đề nghị cơ quan có thẩm quyền xem xét, cấp lại giấy chứng nhận theo quy định để tôi thuận "
                "tiện trong việc khám bệnh, chữa bệnh và hưởng các chế độ ưu đãi khác."
            ),
            Para(PLEDGE),
            signed_by_both(case),
        ),
        2,
    )


def death_of_merit_declaration(case: Case) -> Paper:
    """Mẫu số 12: bản khai giải quyết chế độ ưu đãi khi người có công từ trần, two pages."""
    rows = (
        ("1", case.name, case.born, case.relation, "Người nhận mai táng phí"),
        ("2", "Bùi Văn Chỉnh", "1975", "Con đẻ", "Ở cùng xã"),
        ("3", "Bùi Thị Lụa", "1979", "Con đẻ", "Lấy chồng xa"),
    )
    return Paper(
        ("BẢN KHAI", "Giải quyết chế độ ưu đãi khi người có công từ trần"),
        (
            Head(form="Mẫu số 12"),
            Title(("BẢN KHAI", "Giải quyết chế độ ưu đãi khi người có công từ trần")),
            Para("1. Phần khai về người có công từ trần", "bold"),
            Fill((("Họ và tên:", case.other),), case.pen),
            Fill(
                (("Ngày, tháng, năm sinh:", case.other_born), ("Thuộc đối tượng:", "Thương binh 2/4")),
                case.pen,
            ),
            Fill((("Từ trần ngày:", "02 tháng 3"), ("Số hồ sơ:", "TB/NG-2208")), case.pen),
            Para(
                "Trợ cấp, phụ cấp hằng tháng đang hưởng đến hết tháng từ trần theo danh sách chi trả của xã."
            ),
            Para("2. Phần khai đối với cá nhân, tổ chức nhận trợ cấp một lần và mai táng phí", "bold"),
            *person_fields(case),
            Fill((("Mối quan hệ với người từ trần:", case.relation),), case.pen),
            PageBreak(),
            Para("3. Thân nhân của người có công từ trần", "bold"),
            Table(
                ("TT", "Họ và tên", "Năm sinh", "Quan hệ", "Ghi chú"),
                rows,
                (0.08, 0.28, 0.18, 0.18, 0.28),
                pen=case.pen,
            ),
            Para(
                "Các thân nhân có tên trên thống nhất để người khai đứng ra nhận trợ cấp một lần và mai "
                "táng phí, chịu trách nhiệm chi dùng vào việc tang lễ và hương khói cho người đã khuất."
            ),
            Para(PLEDGE),
            signed_by_both(case),
        ),
        2,
    )
