"""Personal numbers on a paper: what is one, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.people import personal_numbers
from tests.ocr.understanding.pages import paper, understand_one

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
