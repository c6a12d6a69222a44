"""Papers of civil status (hộ tịch)."""

from __future__ import annotations

from samples.generate.blocks import (
    Block,
    Card,
    Centre,
    Fill,
    Gap,
    Head,
    Paper,
    Para,
    Signatures,
    Signer,
    Table,
    Title,
)
from samples.generate.people import Case


def _asking(case: Case) -> tuple[Block, ...]:
    return (
        Fill((("Họ, chữ đệm, tên người yêu cầu:", case.name),), case.pen),
        Fill((("Ngày, tháng, năm sinh:", case.born), ("Dân tộc:", "Kinh")), case.pen),
        Fill((("Nơi cư trú:", case.home),), case.pen),
        Fill((("Giấy tờ tùy thân: CCCD số", case.number),), case.pen),
    )


def _form(case: Case, title: str, body: tuple[Block, ...]) -> Paper:
    pledge = (
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật, được sự thỏa thuận nhất trí của các "
        "bên liên quan theo quy định pháp luật. Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung "
        "cam đoan của mình."
    )
    return Paper(
        (title,),
        (
            Head(),
            Title((title,)),
            Centre(f"Kính gửi: {case.office_name}"),
            *body,
            Para(pledge),
            Signatures(Signer(("NGƯỜI YÊU CẦU",), case.name), date_line=f"Làm tại: {case.place_date}"),
        ),
        leading=1.3,
    )


def birth_form(case: Case) -> Paper:
    """Tờ khai đăng ký khai sinh."""
    return _form(
        case,
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        (
            *_asking(case),
            Fill((("Quan hệ với người được khai sinh:", case.relation),), case.pen),
            Para("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", "bold"),
            Fill((("Họ, chữ đệm, tên:", case.other),), case.pen),
            Fill((("Ngày, tháng, năm sinh:", case.other_born), ("Giới tính:", "Nữ")), case.pen),
            Fill((("Nơi sinh:", "Bệnh viện đa khoa Trực An"), ("Dân tộc:", "Kinh")), case.pen),
            Fill((("Quê quán:", "xã Trực Hòa, tỉnh Nam Giang"),), case.pen),
            Fill((("Họ, chữ đệm, tên người mẹ:", "Lê Thị Thu Vân"), ("Năm sinh:", "1997")), case.pen),
            Fill((("Họ, chữ đệm, tên người cha:", case.name),), case.pen),
        ),
    )


def birth_notice(case: Case) -> Paper:
    """Giấy chứng sinh of a hospital."""
    return Paper(
        ("GIẤY CHỨNG SINH",),
        (
            Head(("SỞ Y TẾ NAM GIANG", "BỆNH VIỆN ĐA KHOA TRỰC AN"), "Số: 219/GCS"),
            Title(("GIẤY CHỨNG SINH",), 18),
            Para("Họ và tên mẹ hoặc người nuôi dưỡng: Lê Thị Thu Vân"),
            Para("Năm sinh: 1997; dân tộc: Kinh"),
            Para(f"Nơi đăng ký thường trú: {case.home}"),
            Para("Mã số bảo hiểm xã hội: 0009900117"),
            Para(f"Đã sinh con vào lúc: 04 giờ 25 phút, ngày {case.other_born}"),
            Para("Tại: Khoa Phụ sản, Bệnh viện đa khoa Trực An"),
            Para("Số lần sinh: 01; số con hiện sống: 01; số con trong lần sinh này: 01"),
            Para("Giới tính của con: Nữ; cân nặng: 3.150 gam"),
            Para(f"Dự định đặt tên con là: {case.other}"),
            Para(
                "Hiện trạng: trẻ hồng hào, khóc to, bú tốt. Lưu ý: giấy này dùng để đi đăng ký khai sinh, "
                "tên dự định đặt có thể thay đổi khi đăng ký.",
                "italic",
            ),
            Signatures(
                Signer(
                    ("THỦ TRƯỞNG CƠ SỞ Y TẾ",),
                    "BS. Hà Minh Tuệ",
                    "(Ký tên, đóng dấu)",
                    "BỆNH VIỆN ĐA KHOA TRỰC AN",
                ),
                Signer(("NGƯỜI ĐỠ ĐẺ",), "NHS. Vũ Thị Là"),
                case.place_date,
            ),
        ),
    )


def death_form(case: Case) -> Paper:
    """Tờ khai đăng ký khai tử."""
    return _form(
        case,
        "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
        (
            *_asking(case),
            Fill((("Quan hệ với người đã chết:", case.relation),), case.pen),
            Para("Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:", "bold"),
            Fill((("Họ, chữ đệm, tên:", case.other),), case.pen),
            Fill((("Ngày, tháng, năm sinh:", case.other_born), ("Quốc tịch:", "Việt Nam")), case.pen),
            Fill((("Nơi cư trú cuối cùng:", case.home),), case.pen),
            Fill((("Đã chết vào lúc:", "03 giờ 10 phút"), ("Nơi chết:", "tại nhà riêng")), case.pen),
            Fill((("Nguyên nhân chết:", "tuổi cao, bệnh già"),), case.pen),
        ),
    )


def death_notice(case: Case, *, dossier_code: str = "") -> Paper:
    """Giấy báo tử; with a dossier's code printed in it where another intake system added that."""
    foreign = (Para(f"Mã hồ sơ: {dossier_code}", "bold", 14, 0),) if dossier_code else ()
    office = case.office
    return Paper(
        ("GIẤY BÁO TỬ",),
        (
            Head(office.head, "Số: 08/GBT"),
            *foreign,
            Title(("GIẤY BÁO TỬ",), 18),
            Para(f"Kính gửi: Công chức tư pháp - hộ tịch {office.name}", indent=60),
            Para(f"Họ, chữ đệm, tên người chết: {case.other}"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born}; dân tộc: Kinh"),
            Para(f"Nơi cư trú cuối cùng: {case.home}"),
            Para("Đã chết vào lúc 03 giờ 10 phút, tại nhà riêng."),
            Para("Nguyên nhân chết: tuổi cao, bệnh già, không có dấu hiệu bất thường."),
            Para(
                "Giấy báo tử này được lập theo đề nghị của gia đình và biên bản xác minh của trạm y tế, "
                "làm căn cứ để thân nhân đăng ký khai tử trong thời hạn mười lăm ngày kể từ ngày người "
                "chết qua đời."
            ),
            Signatures(
                Signer(office.chief, office.official, "(Ký tên, đóng dấu)", office.seal),
                date_line=case.place_date,
            ),
        ),
    )


def marriage_form(case: Case) -> Paper:
    """Tờ khai đăng ký kết hôn, in two columns."""
    rows = (
        ("Họ, chữ đệm, tên", case.other, case.name),
        ("Ngày, tháng, năm sinh", case.other_born, case.born),
        ("Dân tộc", "Kinh", "Kinh"),
        ("Quốc tịch", "Việt Nam", "Việt Nam"),
        ("Nơi cư trú", "Thôn Thượng, xã An Lộc Đông", case.home),
        ("Giấy tờ tùy thân", "CCCD đã xuất trình", f"CCCD {case.number}"),
        ("Kết hôn lần thứ mấy", "Lần thứ nhất", "Lần thứ nhất"),
    )
    return Paper(
        ("TỜ KHAI ĐĂNG KÝ KẾT HÔN",),
        (
            Head(),
            Title(("TỜ KHAI ĐĂNG KÝ KẾT HÔN",)),
            Centre(f"Kính gửi: {case.office_name}"),
            Gap(12),
            Table(("Thông tin", "Bên nữ", "Bên nam"), rows, (0.28, 0.36, 0.36), pen=case.pen),
            Para(
                "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là "
                "tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình Việt Nam. Chúng tôi chịu "
                "hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình."
            ),
            Signatures(Signer(("BÊN NAM",), case.name), Signer(("BÊN NỮ",), case.other), case.place_date),
        ),
    )


def single_status_form(case: Case) -> Paper:
    """Tờ khai cấp giấy xác nhận tình trạng hôn nhân."""
    return _form(
        case,
        "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        (
            *_asking(case),
            Para("Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:", "bold"),
            Fill((("Họ, chữ đệm, tên:", case.name),), case.pen),
            Fill(
                (("Giới tính:", "Nữ" if " Thị " in case.name else "Nam"), ("Quốc tịch:", "Việt Nam")),
                case.pen,
            ),
            Fill((("Tình trạng hôn nhân:", "chưa đăng ký kết hôn với ai"),), case.pen),
            Fill((("Mục đích sử dụng:", "làm thủ tục vay vốn mua nhà"),), case.pen),
        ),
    )


def extract_form(case: Case) -> Paper:
    """Tờ khai cấp bản sao trích lục hộ tịch."""
    return _form(
        case,
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH",
        (
            *_asking(case),
            Fill((("Quan hệ với người được cấp bản sao:", case.relation),), case.pen),
            Para("Đề nghị cơ quan cấp bản sao trích lục khai sinh cho người có tên dưới đây:", "bold"),
            Fill((("Họ, chữ đệm, tên:", case.other),), case.pen),
            Fill((("Ngày, tháng, năm sinh:", case.other_born), ("Dân tộc:", "Kinh")), case.pen),
            Fill((("Đã đăng ký tại:", case.office_name),), case.pen),
            Fill((("Số lượng bản sao yêu cầu cấp:", "03 bản"),), case.pen),
        ),
    )


def parent_form(case: Case) -> Paper:
    """Tờ khai đăng ký nhận cha, mẹ, con."""
    return _form(
        case,
        "TỜ KHAI ĐĂNG KÝ NHẬN CHA, MẸ, CON",
        (
            *_asking(case),
            Fill((("Quan hệ với người nhận cha, mẹ, con:", case.relation),), case.pen),
            Para("Đề nghị cơ quan công nhận người có tên dưới đây:", "bold"),
            Fill((("Họ, chữ đệm, tên:", case.other),), case.pen),
            Fill((("Ngày, tháng, năm sinh:", case.other_born), ("Quốc tịch:", "Việt Nam")), case.pen),
            Fill((("Nơi cư trú:", case.home),), case.pen),
            Fill((("Là con của người có tên:", case.name),), case.pen),
        ),
    )


def parent_pledge(case: Case) -> Paper:
    """Giấy cam đoan with two witnesses, instead of an expert's finding."""
    return Paper(
        ("GIẤY CAM ĐOAN",),
        (
            Head(),
            Title(("GIẤY CAM ĐOAN", "Về quan hệ cha con")),
            Centre(f"Kính gửi: {case.office_name}"),
            Para(
                f"Tôi tên là {case.name}, sinh ngày {case.born}, số định danh cá nhân {case.number}, thường "
                f"trú tại {case.home}."
            ),
            Para(
                f"Tôi cam đoan cháu {case.other}, sinh ngày {case.other_born}, là con đẻ của tôi. Do khi "
                "sinh cháu chúng tôi chưa đăng ký kết hôn nên trong giấy khai sinh của cháu phần ghi về "
                "người cha còn để trống."
            ),
            Para(
                "Việc nhận con của tôi là tự nguyện, không có tranh chấp với người nào khác và không nhằm "
                "trục lợi chính sách."
            ),
            Para(
                "Người làm chứng thứ nhất: Mai Văn Đạt, sinh năm 1958, cư trú cùng thôn, biết rõ việc nêu "
                "trên."
            ),
            Para(
                "Người làm chứng thứ hai: Cao Thị Xuyến, sinh năm 1963, cư trú cùng thôn, biết rõ việc nêu "
                "trên."
            ),
            Para(
                "Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về lời cam đoan và lời chứng của mình."
            ),
            Signatures(
                Signer(("NGƯỜI CAM ĐOAN",), case.name),
                Signer(("NGƯỜI LÀM CHỨNG",), "Mai Văn Đạt"),
                case.place_date,
            ),
        ),
    )


def authorisation(case: Case) -> Paper:
    """Giấy ủy quyền."""
    return Paper(
        ("GIẤY ỦY QUYỀN",),
        (
            Head(),
            Title(("GIẤY ỦY QUYỀN",), 17),
            Para("I. Bên ủy quyền", "bold"),
            Para(f"Ông/Bà: {case.other}, sinh năm {case.other_born[-4:]}, thường trú tại {case.home}."),
            Para("II. Bên được ủy quyền", "bold"),
            Para(f"Ông/Bà: {case.name}, sinh ngày {case.born}, số định danh cá nhân {case.number}."),
            Para("III. Nội dung ủy quyền", "bold"),
            Para(
                "Bên ủy quyền đồng ý để bên được ủy quyền thay mặt nộp hồ sơ, bổ sung giấy tờ, ký nhận và "
                f"nhận kết quả giải quyết thủ tục hành chính tại {case.office_name}; nhận các khoản trợ cấp "
                "nếu có và báo lại cho các thân nhân."
            ),
            Para(
                "Thời hạn ủy quyền: kể từ ngày ký cho đến khi thực hiện xong công việc. Việc ủy quyền "
                "không có thù lao."
            ),
            Para("Hai bên cam kết tự chịu trách nhiệm trước pháp luật về mọi thông tin ghi trong giấy này."),
            Signatures(
                Signer(("BÊN ĐƯỢC ỦY QUYỀN",), case.name),
                Signer(("BÊN ỦY QUYỀN",), case.other),
                case.place_date,
            ),
        ),
    )


def identity_card(case: Case) -> Paper:
    """Both sides of the card; its number has the province code 000, which no real one has."""
    return Paper(("CĂN CƯỚC CÔNG DÂN",), (Card(case.number, case.name, case.born, case.home),))
