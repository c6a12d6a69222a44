"""Papers of social protection and employment."""

from __future__ import annotations

from samples.generate.blocks import (
    Centre,
    Fill,
    Head,
    PageBreak,
    Paper,
    Para,
    Signatures,
    Signer,
    Table,
    Title,
)
from samples.generate.papers_merit import PLEDGE, person_fields, signed_by_both
from samples.generate.people import Case


def disability_request(case: Case, *, seal: bool = True) -> Paper:
    """Mẫu số 01: đơn đề nghị xác định mức độ khuyết tật, two pages."""
    long_line = "XÁC ĐỊNH, XÁC ĐỊNH LẠI MỨC ĐỘ KHUYẾT TẬT VÀ CẤP, CẤP ĐỔI, CẤP LẠI GIẤY XÁC NHẬN KHUYẾT TẬT"
    return Paper(
        ("ĐƠN ĐỀ NGHỊ", long_line),
        (
            Head(form="Mẫu số 01"),
            Title(("ĐƠN ĐỀ NGHỊ", long_line), 14),
            Centre(f"Kính gửi: Chủ tịch Hội đồng xác định mức độ khuyết tật {case.office.place}"),
            Para("Sau khi tìm hiểu quy định về xác định mức độ khuyết tật, tôi đề nghị:"),
            Para("Xác định mức độ khuyết tật và cấp Giấy xác nhận khuyết tật lần đầu.", indent=45),
            Para("I. Thông tin người được xác định mức độ khuyết tật", "bold"),
            *person_fields(case),
            Para("II. Thông tin về tình trạng khuyết tật", "bold"),
            Fill((("Dạng khuyết tật:", "vận động, yếu nửa người bên trái"),), case.pen),
            Fill((("Nguyên nhân:", "di chứng tai biến mạch máu não"), ("Từ năm:", "2022")), case.pen),
            PageBreak(),
            Para(
                "Người được xác định đi lại phải có người dìu, tự ăn uống được nhưng việc tắm rửa, thay "
                "quần áo cần có người trợ giúp; nghe và nói chậm; chưa được cấp giấy xác nhận khuyết tật ở "
                "địa phương khác."
            ),
            Para("III. Thông tin người đại diện hợp pháp (nếu có)", "bold"),
            Fill((("Họ và tên:", "Đinh Công Tráng"), ("Quan hệ:", "Chồng")), case.pen),
            Fill((("Nơi ở hiện nay:", case.home),), case.pen),
            Para(PLEDGE),
            Signatures(Signer(("NGƯỜI VIẾT ĐƠN",), case.name), date_line=case.place_date)
            if not seal
            else signed_by_both(case),
        ),
        2,
    )


def hospital_discharge(case: Case) -> Paper:
    """Giấy ra viện, printed by the hospital."""
    return Paper(
        ("GIẤY RA VIỆN",),
        (
            Head(("SỞ Y TẾ NAM GIANG", "BỆNH VIỆN ĐA KHOA TRỰC AN"), "Số lưu trữ: 1182/RV"),
            Title(("GIẤY RA VIỆN",), 17),
            Para(f"Họ tên người bệnh: {case.name}; năm sinh: {case.born[-4:]}"),
            Para(f"Địa chỉ: {case.home}"),
            Para("Vào viện lúc: 7 giờ 40 phút, khoa Nội thần kinh."),
            Para("Ra viện lúc: 9 giờ 00 phút, sau 21 ngày điều trị nội trú."),
            Para("Chẩn đoán: Di chứng nhồi máu não bán cầu phải, liệt nhẹ nửa người trái, tăng huyết áp."),
            Para(
                "Phương pháp điều trị: dùng thuốc theo phác đồ, châm cứu, vận động trị liệu mỗi ngày một lần."
            ),
            Para("Tình trạng ra viện: tỉnh, tiếp xúc chậm, đi lại cần có người trợ giúp, huyết áp ổn định."),
            Para(
                "Ghi chú: tiếp tục tập phục hồi chức năng tại nhà, tái khám sau một tháng, mang theo giấy "
                "này khi tái khám. Không tự ý dừng thuốc huyết áp khi chưa có ý kiến của bác sĩ."
            ),
            Signatures(
                Signer(
                    ("GIÁM ĐỐC BỆNH VIỆN",), "BS. Hà Minh Tuệ", "(Ký, đóng dấu)", "BỆNH VIỆN ĐA KHOA TRỰC AN"
                ),
                Signer(("TRƯỞNG KHOA ĐIỀU TRỊ",), "BS. Lưu Thị Oanh"),
                case.place_date,
            ),
        ),
    )


def disability_certificate(case: Case) -> Paper:
    """Giấy xác nhận khuyết tật: a component elsewhere, here also a result."""
    office = case.office
    return Paper(
        ("GIẤY XÁC NHẬN KHUYẾT TẬT",),
        (
            Head(office.head, "Số hiệu: 14/2023/0117"),
            Title(("GIẤY XÁC NHẬN KHUYẾT TẬT",), 18),
            Para(f"Họ và tên: {case.other or case.name}"),
            Para(f"Ngày, tháng, năm sinh: {case.other_born or case.born}"),
            Para(f"Nơi đăng ký thường trú: {case.home}"),
            Para("Dạng khuyết tật: khuyết tật vận động"),
            Para("Mức độ khuyết tật: nặng"),
            Para(
                "Giấy xác nhận này được cấp theo kết luận của Hội đồng xác định mức độ khuyết tật, có giá "
                "trị sử dụng trên toàn quốc khi người khuyết tật hưởng các chính sách trợ giúp xã hội, "
                "miễn giảm phí giao thông, học phí và các chính sách khác theo quy định của Luật Người "
                "khuyết tật."
            ),
            Signatures(
                Signer(office.chief, office.official, "(Ký tên, đóng dấu)", office.seal),
                date_line=case.place_date,
            ),
        ),
    )


def social_aid_declaration(case: Case) -> Paper:
    """Tờ khai đề nghị trợ giúp xã hội (Mẫu số 1d), two pages."""
    rows = (
        ("1", "Có thẻ bảo hiểm y tế", "Có"),
        ("2", "Đang hưởng lương hưu hoặc trợ cấp BHXH", "Không"),
        ("3", "Thuộc hộ nghèo, hộ cận nghèo", "Hộ cận nghèo"),
        ("4", "Khả năng tham gia lao động", "Không"),
        ("5", "Đã được hưởng chính sách nào", "Chưa"),
    )
    return Paper(
        ("TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",),
        (
            Head(form="Mẫu số 1d"),
            Title(("TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",)),
            Centre(
                "(Áp dụng đối với đối tượng quy định tại khoản 6 Điều 5 Nghị định số 20/2021/NĐ-CP)",
                "italic",
                12,
            ),
            Para("Phần I. THÔNG TIN CỦA ĐỐI TƯỢNG", "bold"),
            *person_fields(case),
            Fill((("Nơi ở hiện nay:", case.home),), case.pen),
            Fill((("Dân tộc:", "Kinh"), ("Tình trạng hôn nhân:", "Đã kết hôn")), case.pen),
            Para(
                "Tình trạng đi học: không đi học. Hộ gia đình có ba nhân khẩu, thu nhập chính dựa vào hai "
                "sào ruộng và tiền làm thuê theo mùa vụ của người thân trong gia đình."
            ),
            PageBreak(),
            Table(("TT", "Nội dung khai", "Trả lời"), rows, (0.1, 0.6, 0.3), pen=case.pen, pen_from=2),
            Para("Phần II. THÔNG TIN NGƯỜI CHĂM SÓC HOẶC NGƯỜI GIÁM HỘ", "bold"),
            Fill((("Họ và tên:", "Phan Thị Dịu"), ("Quan hệ:", "Con dâu")), case.pen),
            Para(
                "Tôi xin cam đoan những lời khai trên là đúng sự thật, nếu có điều gì khai không đúng tôi "
                "xin hoàn toàn chịu trách nhiệm trước pháp luật."
            ),
            signed_by_both(case),
        ),
        2,
    )


def funeral_cost_declaration(case: Case) -> Paper:
    """Tờ khai đề nghị hỗ trợ chi phí mai táng (Mẫu số 04)."""
    return Paper(
        ("TỜ KHAI ĐỀ NGHỊ HỖ TRỢ CHI PHÍ MAI TÁNG",),
        (
            Head(form="Mẫu số 04"),
            Title(("TỜ KHAI ĐỀ NGHỊ HỖ TRỢ CHI PHÍ MAI TÁNG",)),
            Para("Phần I. THÔNG TIN NGƯỜI CHẾT ĐƯỢC MAI TÁNG", "bold"),
            Fill((("Họ và tên:", case.other), ("Sinh năm:", case.other_born[-4:])), case.pen),
            Fill((("Nơi thường trú:", case.home),), case.pen),
            Fill((("Thời gian mai táng:", "15 giờ 00"), ("Địa điểm:", "nghĩa trang nhân dân")), case.pen),
            Para("Phần II. THÔNG TIN CÁ NHÂN ĐỨNG RA MAI TÁNG", "bold"),
            *person_fields(case),
            Fill((("Quan hệ với người chết:", case.relation),), case.pen),
            Para(
                "Tôi xin cam đoan những lời khai trên là đúng sự thật và đề nghị được hỗ trợ chi phí mai "
                "táng theo quy định."
            ),
            signed_by_both(case),
        ),
        leading=1.25,
    )


def job_counselling_slip(case: Case) -> Paper:
    """Phiếu tư vấn việc làm (Mẫu số 01), two pages."""
    rows = (
        ("2017 - 2020", "Công nhân may", "Xưởng may Hải Yến"),
        ("2020 - 2023", "Kiểm hàng", "Công ty Thành Lập"),
        ("2023 - 2025", "Tổ trưởng", "Công ty Thành Lập"),
    )
    return Paper(
        ("PHIẾU TƯ VẤN VIỆC LÀM",),
        (
            Head(form="Mẫu số 01"),
            Title(("PHIẾU TƯ VẤN VIỆC LÀM",)),
            Centre("Kính gửi: Trung tâm Dịch vụ việc làm Nam Giang"),
            Para("1. Thông tin cá nhân", "bold"),
            *person_fields(case),
            Fill((("Trình độ học vấn:", "12/12"), ("Tình trạng sức khỏe:", "Tốt")), case.pen),
            Para("2. Nhu cầu tư vấn", "bold"),
            Fill((("Việc làm mong muốn:", "quản lý chất lượng, kiểm hàng may mặc"),), case.pen),
            Fill((("Mức lương:", "từ 8 triệu đồng"), ("Nơi làm việc:", "trong tỉnh")), case.pen),
            Para(
                "Người lao động đề nghị được tư vấn về chính sách lao động, việc làm và giới thiệu các vị "
                "trí phù hợp với tay nghề; sẵn sàng học thêm để chuyển đổi công việc khi doanh nghiệp yêu "
                "cầu."
            ),
            PageBreak(),
            Para("3. Quá trình làm việc", "bold"),
            Table(("Thời gian", "Công việc", "Nơi làm việc"), rows, (0.28, 0.32, 0.4), pen=case.pen),
            Para("4. Kết quả tư vấn", "bold"),
            Para(
                "Đã tư vấn chính sách bảo hiểm thất nghiệp, cung cấp thông tin ba vị trí việc làm trống "
                "trong khu công nghiệp và hẹn người lao động tham gia phiên giao dịch việc làm kế tiếp."
            ),
            Signatures(
                Signer(("NGƯỜI ĐƯỢC TƯ VẤN",), case.name),
                Signer(("CÁN BỘ TƯ VẤN",), "Tạ Thị Hoài"),
                case.place_date,
            ),
        ),
        2,
    )
