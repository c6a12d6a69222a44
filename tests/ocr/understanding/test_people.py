"""Personal numbers on a paper: what is one, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.people import personal_numbers, personal_numbers_in_code
from ocr.values import PageCode
from tests.ocr.understanding.pages import page, paper, understand_one

NUMBER, OTHER = "000190001234", "000185005678"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Số định danh cá nhân: {NUMBER}.", (NUMBER,)),
        ("Số CCCD: 000 190 001 234, cấp ngày 05/01/2022", (NUMBER,)),
        ("Số CCCD 000.190.001.234", (NUMBER,)),
        ("Số CCCD 0001 90001234", (NUMBER,)),
        (f"2 {NUMBER} 3", (NUMBER,)),
        (f"0912345678 {NUMBER}", (NUMBER,)),
        (f"mẹ {OTHER}\ncha {NUMBER}\nmẹ {OTHER}", (OTHER, NUMBER)),
        (f"IDVNM1900012340{NUMBER}<<3", ()),
        (f"{NUMBER}7", ()),
        (f"8{NUMBER}", ()),
        (f"{NUMBER}-001", ()),
        ("000 190 001 234 567", ()),
        ("12 000 190 001 234", ()),
        ("001 190001234", ()),  # the first of a list, and an old identity card of nine digits
        ("100.000.000.000 đồng", ()),
        ("số tài khoản 190012345678", ()),
        ("ĐT 0912 345 678", ()),
        ("000.00.23.H40-240105-0012", ()),
        ("", ()),
    ],
)
def test_what_is_a_personal_number(text: str, expected: tuple[str, ...]) -> None:
    assert personal_numbers(text) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"{NUMBER}|190001234|Nguyễn Thị Hoa Mai|01011990|Nữ|Thôn Đông|01012021", (NUMBER,)),
        (f"H40.12-250805-0001|1.001193| {OTHER} |Giấy tiếp nhận hồ sơ", (OTHER,)),
        (NUMBER, ()),  # a bare barcode may count anything
        (f"099190001234|{NUMBER}7|x{NUMBER}", ()),  # no province has the code 099
        ("H40.12-250805-0001|1.001193", ()),
    ],
)
def test_the_personal_numbers_in_a_code(said: str, expected: tuple[str, ...]) -> None:
    assert personal_numbers_in_code(said) == expected


@pytest.mark.parametrize(
    ("title", "printed", "coded", "expected"),
    [
        ("GIẤY CHỨNG SINH", "", NUMBER, (NUMBER,)),
        ("GIẤY CHỨNG SINH", NUMBER, NUMBER, (NUMBER,)),
        ("GIẤY CHỨNG SINH", OTHER, NUMBER, (OTHER, NUMBER)),
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", OTHER, NUMBER, (OTHER, NUMBER)),
        # The first number of an application is the applicant's: a code does not say so.
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "", NUMBER, ()),
    ],
)
def test_the_numbers_in_codes_come_after_those_of_the_text(
    title: str, printed: str, coded: str, expected: tuple[str, ...]
) -> None:
    code = PageCode(form="QRCode", text=f"{coded}||Nguyễn Thị Hoa Mai", box=(0.0, 0.0, 9.0, 9.0))
    written = page(paper(title, f"Kính gửi: Ủy ban nhân dân\nSố định danh cá nhân: {printed}"))
    assert understand_one(written.model_copy(update={"codes": (code,)})).personal_numbers == expected


def test_a_number_too_doubtful_for_the_text_speaks_all_the_same() -> None:
    written = page(paper("GIẤY CAM ĐOAN", f"Tôi là Nguyễn Thị Hoa Mai, căn cước số {NUMBER},"))
    doubted = written.model_copy(update={"text": written.text.replace(f" {NUMBER},", "")})
    assert NUMBER not in doubted.text
    assert understand_one(doubted).personal_numbers == (NUMBER,)


@given(st.lists(st.from_regex(r"0[0-9]{11}", fullmatch=True), max_size=4))
def test_all_of_them_once_in_reading_order(numbers: list[str]) -> None:
    text = "\n".join(f"Số định danh cá nhân: {number};" for number in numbers)
    assert personal_numbers(text) == tuple(dict.fromkeys(numbers))


@pytest.mark.parametrize(
    ("heading", "is_application"),
    [
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", True),
        ("BẢN KHAI CÁ NHÂN", True),
        ("ĐƠN ĐỀ NGHỊ", True),
        ("GIẤY ĐỀ NGHỊ", True),
        ("GIẤY CHỨNG SINH", False),
        ("QUYẾT ĐỊNH", False),
    ],
)
def test_a_paper_tells_its_numbers_and_whether_it_is_an_application(
    heading: str, is_application: bool
) -> None:
    document = understand_one(paper(heading, f"Kính gửi: Ủy ban nhân dân\nSố định danh cá nhân: {NUMBER}"))
    assert document.personal_numbers == (NUMBER,)
    assert document.is_application is is_application
