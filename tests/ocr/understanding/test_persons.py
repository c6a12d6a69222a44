"""The people of forms and civil-status papers: who is who, and values that are certain or null."""

from __future__ import annotations

import pytest

from tests.ocr.understanding.pages import page, paper, understand_one

BIRTH_FORM = """Kính gửi: Ủy ban nhân dân xã Bình Minh
Họ, chữ đệm, tên người yêu cầu: Nguyễn Văn Thử
Nơi cư trú: Thôn 3, xã Bình Minh, tỉnh Quảng Ngãi
Giấy tờ tùy thân: CCCD số 000090001234, cấp ngày 05/01/2022
Quan hệ với người được khai sinh: Cha
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: Nguyễn Thị Mẫu
Ngày, tháng, năm sinh: 05/01/2024 ghi bằng chữ: ngày năm tháng một năm hai nghìn không trăm hai mươi bốn
Giới tính: Nữ Dân tộc: Kinh Quốc tịch: Việt Nam
Họ, chữ đệm, tên người mẹ: Lê Thị Thu Vân
Năm sinh(2): 1997 Dân tộc: Kinh
Nơi cư trú(1): Thôn 4, xã Bình Minh, tỉnh Quảng Ngãi
Họ, chữ đệm, tên người cha: Nguyễn Văn Thử
Năm sinh: 1990; dân tộc: Kinh"""


def fields_of(title: str, body: str) -> dict[str, str | None]:
    return understand_one(paper(title, body)).fields


def test_a_birth_form_keeps_declarant_child_and_parents_apart():
    fields = fields_of("TỜ KHAI ĐĂNG KÝ KHAI SINH", BIRTH_FORM)
    assert {name: value for name, value in fields.items() if value} == {
        "declarant_name": "Nguyễn Văn Thử",
        "declarant_id": "000090001234",
        "declarant_address": "Thôn 3, xã Bình Minh, tỉnh Quảng Ngãi",
        "declarant_commune": "Xã Bình Minh",
        "declarant_province": "Tỉnh Quảng Ngãi",
        "child_name": "Nguyễn Thị Mẫu",
        "child_born": "2024-01-05",
        "child_sex": "Nữ",
        "mother_name": "Lê Thị Thu Vân",
        "mother_born": "1997",
        "mother_address": "Thôn 4, xã Bình Minh, tỉnh Quảng Ngãi",
        "mother_commune": "Xã Bình Minh",
        "mother_province": "Tỉnh Quảng Ngãi",
        "father_name": "Nguyễn Văn Thử",
        "father_born": "1990",
    }


def test_sections_say_whose_the_fields_are():
    fields = fields_of(
        "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
        """I. THÔNG TIN CỦA NGƯỜI CHẾT
Họ, chữ đệm, tên: Bùi Văn Mẫu
Số định danh cá nhân/CCCD/Hộ chiếu: 000 040 001 234
Nơi thường trú cuối cùng: ........
II. NGƯỜI YÊU CẦU ĐĂNG KÝ
Họ, chữ đệm, tên:
Bùi Thị Thử
Số định danh cá nhân/CCCD/Hộ chiếu: 212345678
III. NGƯỜI ĐẠI DIỆN
Họ, chữ đệm, tên: Lê Văn Khác""",
    )
    assert (fields["deceased_name"], fields["deceased_id"]) == ("Bùi Văn Mẫu", "000040001234")
    assert (fields["declarant_name"], fields["declarant_id"]) == ("Bùi Thị Thử", None)
    assert "Lê Văn Khác" not in fields.values()


def test_a_second_name_in_one_section_is_nobodys():
    fields = fields_of("BẢN KHAI CÁ NHÂN", "Họ và tên: Bùi Văn Mẫu\nHọ và tên: Lê Văn Khác\nNăm sinh: 1990")
    assert (fields["declarant_name"], fields["declarant_born"]) == ("Bùi Văn Mẫu", None)


def test_spouses_stand_in_columns():
    fields = fields_of(
        "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
        """Thông tin    Bên nữ    Bên nam
Họ, chữ đệm, tên    Lý Thị Hoa    Lê Văn Tùng
Ngày, tháng, năm sinh    08/03/2000    20/05/1998
Giấy tờ tùy thân    CCCD 000300001234    CCCD 000098006214""",
    )
    assert (fields["wife_name"], fields["husband_name"]) == ("Lý Thị Hoa", "Lê Văn Tùng")
    assert (fields["wife_born"], fields["husband_born"]) == ("2000-03-08", "1998-05-20")
    assert (fields["wife_id"], fields["husband_id"]) == ("000300001234", "000098006214")


def test_two_names_side_by_side_open_columns():
    fields = fields_of(
        "GIẤY CHỨNG NHẬN KẾT HÔN",
        """Họ, chữ đệm, tên chồng: LÊ TÙNG    Họ, chữ đệm, tên vợ: LÝ HOA
Năm sinh: 1998    Năm sinh: 2000""",
    )
    assert (fields["husband_name"], fields["husband_born"]) == ("LÊ TÙNG", "1998")
    assert (fields["wife_name"], fields["wife_born"]) == ("LÝ HOA", "2000")


def test_a_sentence_says_it_too():
    fields = fields_of(
        "ĐƠN ĐỀ NGHỊ",
        "Tôi tên là Nguyễn Văn Thử, sinh ngày 05/04/1990, số định danh cá nhân 000090001234, thường trú tại\n"
        "xã Bình Minh, tỉnh Quảng Ngãi.",
    )
    assert (fields["declarant_name"], fields["declarant_born"]) == ("Nguyễn Văn Thử", "1990-04-05")
    assert fields["declarant_id"] == "000090001234"


def test_a_birth_certificate_tells_its_register():
    fields = fields_of(
        "GIẤY KHAI SINH",
        """Số: 15/2024 Quyển số: 01/2024
Họ, chữ đệm, tên: NGUYỄN THỊ MẪU
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Bình Minh
Ngày, tháng, năm đăng ký: 10/01/2024""",
    )
    assert (fields["number"], fields["register_book"], fields["child_name"]) == (
        "15/2024",
        "01/2024",
        "NGUYỄN THỊ MẪU",
    )
    assert (fields["registered_at"], fields["registered_on"]) == (
        "Ủy ban nhân dân xã Bình Minh",
        "2024-01-10",
    )


@pytest.mark.parametrize(
    ("line", "field", "reason", "candidates"),
    [
        ("Họ và tên: ..........", "name", "handwritten_or_unread", ()),
        ("Họ và tên: Nguy3n V4n", "name", "unlike_value", ()),
        ("Họ và tên: Kiểu Văn Bảng", "name", "low_confidence", ("Kiều Văn Bảng",)),
        ("Họ và tên: Bùi Thi Sen", "name", "low_confidence", ("Bùi Thị Sen",)),
        ("Ngày, tháng, năm sinh: 31/02/1990", "born", "unlike_value", ()),
        (
            "Năm sinh: 01/02/1990 ghi bằng chữ: ngày hai tháng hai năm một nghìn chín trăm chín mươi",
            "born",
            "contradiction",
            ("1990-02-01", "1990-02-02"),
        ),
        ("Giới tính: Nam □ Nữ □", "sex", "handwritten_or_unread", ()),
        ("Số CCCD: 003090001234", "id", "unlike_value", ()),
        ("Số CCCD: 212345678", "id", "old_number", ("212345678",)),
        ("Nơi thường trú: ......", "commune", "handwritten_or_unread", ()),
        ("Nơi thường trú: xã Trực Hòa, tỉnh Nam Giang", "commune", "not_in_list", ()),
        ("Không có gì ở đây", "name", "not_found", ()),
    ],
)
def test_what_is_not_certain_is_null_with_the_reason(
    line: str, field: str, reason: str, candidates: tuple[str, ...]
):
    document = understand_one(paper("BẢN KHAI CÁ NHÂN", f"Kính gửi: Sở Nội vụ\n{line}"))
    assert document.fields[f"declarant_{field}"] is None
    evidence = document.field_evidence[f"declarant_{field}"]
    assert (evidence.reason, evidence.candidates) == (reason, candidates)


@pytest.mark.parametrize(("told", "against"), [("Năm sinh: 1991", "born"), ("Giới tính: Nữ", "sex")])
def test_a_number_that_contradicts_birth_or_sex_is_null_with_it(told: str, against: str):
    document = understand_one(
        paper("BẢN KHAI CÁ NHÂN", f"Họ và tên: Lê Văn Thử\n{told}\nSố CCCD: 000090001234")
    )
    for field in ("id", against):
        assert document.fields[f"declarant_{field}"] is None
        assert document.field_evidence[f"declarant_{field}"].reason == "contradiction"


@pytest.mark.parametrize("doubt", [{"handwritten": True}, {"confidence": 40.0}])
def test_handwritten_and_doubtful_words_never_become_a_value(doubt: dict[str, object]):
    scan = page(paper("BẢN KHAI CÁ NHÂN", "Kính gửi: Sở Nội vụ\nHọ và tên: Lê Văn Thử"))
    words = tuple(word.model_copy(update=doubt) if word.text == "Thử" else word for word in scan.words)
    document = understand_one(scan.model_copy(update={"words": words}))
    assert document.fields["declarant_name"] is None
    assert document.field_evidence["declarant_name"].box is not None


def test_a_misread_label_is_known():
    fields = fields_of(
        "BẢN KHAI CÁ NHÂN", "Kính gửi: Sở Nội vụ\nHo va tèn: Lê Văn Thử\nNqày, tháng, năm sính: 1990"
    )
    assert (fields["declarant_name"], fields["declarant_born"]) == ("Lê Văn Thử", "1990")
