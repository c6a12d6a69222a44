"""Papers of families and schools, and papers that belong to no dossier."""

from __future__ import annotations

from samples.generate.blocks import Centre, Head, PageBreak, Paper, Para, Signatures, Signer, Table, Title
from samples.generate.people import Case


def family_minutes(case: Case) -> Paper:
    """Biên bản họp gia đình, two pages."""
    return Paper(
        ("BIÊN BẢN HỌP GIA ĐÌNH",),
        (
            Head(),
            Title(("BIÊN BẢN HỌP GIA ĐÌNH", "Về việc cử người nhận mai táng phí")),
            Para(
                f"Hôm nay, {case.long_date}, tại nhà ông (bà) {case.name}, {case.home}, gia đình chúng tôi "
                "họp với sự có mặt đầy đủ của các con và người thân trong gia đình."
            ),
            Para(f"Chủ trì cuộc họp: {case.name}. Thư ký ghi biên bản: Bùi Văn Chỉnh."),
            Para("1. Lý do cuộc họp", "bold"),
            Para(
                f"Người thân của chúng tôi là {case.other}, là thương binh đang hưởng trợ cấp hằng tháng, "
                "đã từ trần vì tuổi cao, bệnh nặng. Gia đình đã tổ chức tang lễ và an táng tại nghĩa trang "
                "nhân dân của xã."
            ),
            Para("2. Nội dung bàn bạc", "bold"),
            Para(
                "Các thành viên lần lượt phát biểu, trao đổi về việc cử một người đại diện đứng tên kê "
                "khai, nộp hồ sơ và nhận các khoản trợ cấp một lần, mai táng phí theo quy định. Mọi người "
                "đều cho rằng người trực tiếp chăm sóc và lo hương khói nên là người đứng tên, các thành "
                "viên khác góp công góp của tùy hoàn cảnh."
            ),
            Para(
                "Ông Bùi Văn Chỉnh đề nghị ghi rõ trong biên bản rằng số tiền nhận được trước hết dùng để "
                "trả các chi phí tang lễ còn nợ, phần còn lại để xây phần mộ. Bà Bùi Thị Lụa nhất trí và "
                "không có ý kiến khác."
            ),
            PageBreak(),
            Para("3. Kết luận", "bold"),
            Para(
                f"Gia đình thống nhất cử {case.name} đại diện nhận mai táng phí và trợ cấp một lần; việc cử "
                "người đại diện là tự nguyện, không ai bị ép buộc, không có tranh chấp. Biên bản lập thành "
                "hai bản có giá trị như nhau."
            ),
            Para(
                "Cuộc họp kết thúc vào hồi 17 giờ cùng ngày, biên bản đã đọc lại cho mọi người cùng nghe "
                "và ký tên dưới đây."
            ),
            Signatures(Signer(("NGƯỜI CHỦ TRÌ",), case.name), Signer(("THƯ KÝ",), "Bùi Văn Chỉnh")),
        ),
        2,
    )


def plain_request(case: Case, title: str, text: str) -> Paper:
    """A letter-like request that is a component of nothing."""
    return Paper(
        (title,),
        (
            Head(),
            Title((title,), 17),
            Centre(f"Kính gửi: {case.office_name}"),
            Para(f"Tôi tên là {case.name}, sinh ngày {case.born}, thường trú tại {case.home}."),
            Para(text),
            Para("Vậy tôi làm đơn này mong quý cơ quan xem xét, giúp đỡ. Tôi xin chân thành cảm ơn."),
            Signatures(Signer(("NGƯỜI LÀM ĐƠN",), case.name), date_line=case.place_date),
        ),
    )


def invoice(case: Case) -> Paper:
    """Hóa đơn bán hàng that slipped into the pile."""
    rows = (
        ("1", "Xi măng PCB30", "bao", "12", "1.056.000"),
        ("2", "Cát vàng", "m3", "3", "1.140.000"),
        ("3", "Gạch đặc loại A", "viên", "800", "1.080.000"),
        ("4", "Thép phi 10", "cây", "6", "618.000"),
    )
    return Paper(
        ("HÓA ĐƠN BÁN HÀNG",),
        (
            Centre("CỬA HÀNG VẬT LIỆU XÂY DỰNG HẢI THÀNH", "bold", 15),
            Centre("Điện thoại: 0000 000 000 - Chợ Nam Thịnh", size=12),
            Title(("HÓA ĐƠN BÁN HÀNG",), 20),
            Para("Mẫu số: 02GTTT3/001; ký hiệu: HT/25P; số: 0000412"),
            Para(f"Họ tên người mua hàng: {case.name}"),
            Para("Hình thức thanh toán: tiền mặt"),
            Table(
                ("STT", "Tên hàng", "Đơn vị", "Số lượng", "Thành tiền"), rows, (0.1, 0.36, 0.16, 0.16, 0.22)
            ),
            Para("Cộng tiền hàng: 3.894.000 đồng", "bold"),
            Para("Số tiền viết bằng chữ: ba triệu tám trăm chín mươi bốn nghìn đồng chẵn./.", "italic"),
            Signatures(
                Signer(("NGƯỜI BÁN HÀNG",), "Lương Hải Thành"),
                Signer(("NGƯỜI MUA HÀNG",), case.name),
                case.place_date,
            ),
        ),
    )


def letter(case: Case) -> Paper:
    """A private letter to the reception desk."""
    return Paper(
        ("THƯ CẢM ƠN",),
        (
            Title(("THƯ CẢM ƠN",), 18),
            Centre(f"Gửi: Bộ phận một cửa {case.office.name}", "italic", 14),
            Para(
                "Tôi viết thư này để cảm ơn các anh chị cán bộ đã tận tình hướng dẫn tôi trong buổi sáng "
                "hôm trước. Tôi tuổi đã cao, mắt kém, không quen dùng máy tính nên rất lúng túng khi phải "
                "khai trên mạng."
            ),
            Para(
                "Nhờ các anh chị chỉ bảo từng bước, tôi đã nộp được hồ sơ và nhận giấy hẹn trả kết quả. "
                "Mong các anh chị luôn mạnh khỏe, giữ được thái độ niềm nở với bà con."
            ),
            Para("Nhân đây xin góp ý nhỏ: phòng chờ nên có thêm ghế ngồi và nước uống cho người già."),
            Signatures(Signer(("Người viết thư",), case.name, ""), date_line=case.place_date),
        ),
    )


def neighbourhood_list(case: Case) -> Paper:
    """A list of households: a pile scanned with no cover sheet, two pages of no dossier."""
    names = (
        "Hà Văn Bính",
        "Tô Thị Chắt",
        "Lý Văn Doanh",
        "Mạc Thị Én",
        "Kiều Văn Ghi",
        "Sầm Thị Hạ",
        "La Văn Ích",
        "Thái Thị Khuê",
    )
    rows = tuple((str(number), name, "Tổ 4", "Đã nhận") for number, name in enumerate(names, 1))
    return Paper(
        ("DANH SÁCH HỘ DÂN NHẬN TỜ RƠI",),
        (
            Title(("DANH SÁCH HỘ DÂN NHẬN TỜ RƠI",), 16),
            Centre("Tổ dân phố số 4", "italic", 13),
            Table(("TT", "Chủ hộ", "Tổ", "Ghi chú"), rows, (0.1, 0.4, 0.2, 0.3)),
            PageBreak(),
            Para(
                "Tổng số tám hộ đã nhận tờ rơi tuyên truyền về dịch vụ công trực tuyến. Các hộ còn lại đi "
                "vắng, tổ trưởng sẽ phát vào buổi họp tổ dân phố gần nhất."
            ),
            Signatures(Signer(("TỔ TRƯỞNG",), "Quách Văn Lộc"), date_line=case.place_date),
        ),
        2,
    )
