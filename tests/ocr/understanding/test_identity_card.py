"""The identity card: QR code over machine zone over print, and nothing where they contradict."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.understanding.head import Line
from ocr.understanding.identity_card import card_code, card_fields
from ocr.understanding.machine_zone import check_digit, zone_of
from ocr.understanding.readings import FieldReading
from ocr.values import PageCode, PageReading, Word
from tests.ocr.understanding.pages import page, understand_one

NUMBER = "000190001234"
QR = f"{NUMBER}|212345678|Nguyễn Thị Thử|17011990|Nữ|Thôn 3, Bình Minh, Quảng Ngãi|05012022"
PRINT = (
    "CĂN CƯỚC CÔNG DÂN\nSố / No.: {number}\nHọ và tên / Full name:\nNGUYỄN THỊ THỬ\n"
    "Ngày sinh / Date of birth: {born}\nGiới tính / Sex: Nữ Quốc tịch / Nationality: Việt Nam\n"
    "Nơi thường trú / Place of residence: Thôn 3, xã Bình Minh\ntỉnh Quảng Ngãi"
)
FRONT = PRINT.format(number=NUMBER, born="17/01/1990")


def zone(
    number: str = NUMBER, born: str = "900117", until: str = "300117", name: str = "NGUYEN<<THI<THU"
) -> str:
    document = number[3:]
    first = f"IDVNM{document}{check_digit(document)}{number}<<3"
    second = f"{born}{check_digit(born)}F{until}{check_digit(until)}VNM<<<<<<<<<<<4"
    return f"{first}\n{second}\n{name:<<30}"


def card(front: str = FRONT, back: str = "", *codes: str) -> dict[str, str | None]:
    return {name: reading.value for name, reading in read(front, back, *codes).items()}


def read(front: str, back: str, *codes: str) -> dict[str, FieldReading]:
    return card_fields((coded(front, *codes), page(back, 2)))


def coded(text: str, *codes: str) -> PageReading:
    found = tuple(PageCode(form="QRCode", text=code, box=(1.0, 2.0, 3.0, 4.0)) for code in codes)
    return page(text).model_copy(update={"codes": found})


def test_the_code_tells_all_of_a_person():
    assert card(FRONT, zone(), QR) == {
        "person_name": "Nguyễn Thị Thử",
        "person_born": "1990-01-17",
        "person_sex": "Nữ",
        "person_id": NUMBER,
        "person_address": "Thôn 3, Bình Minh, Quảng Ngãi",
        "person_commune": "Xã Bình Minh",
        "person_province": "Tỉnh Quảng Ngãi",
        "valid_until": "2030-01-17",
        "old_id": "212345678",
        "issued_on": "2022-01-05",
    }


def test_a_field_of_the_code_stands_where_the_code_is():
    evidence = understand_one(coded(FRONT, QR)).field_evidence["person_name"]
    assert (evidence.page, evidence.box, evidence.confidence) == (1, (1.0, 2.0, 3.0, 4.0), 100.0)


def test_the_zone_goes_before_misread_print_and_lends_its_marks():
    fields = card(PRINT.format(number="000190001235", born="17/01/1990"), zone())
    assert (fields["person_id"], fields["person_name"]) == (NUMBER, "NGUYỄN THỊ THỬ")


def test_print_alone_is_read():
    fields = card()
    assert (fields["person_id"], fields["person_born"], fields["person_sex"]) == (NUMBER, "1990-01-17", "Nữ")
    assert (fields["person_name"], fields["person_commune"]) == ("NGUYỄN THỊ THỬ", "Xã Bình Minh")


@pytest.mark.parametrize(
    ("back", "codes"),
    [
        (zone("000185005678", "850117"), (QR,)),
        ("", (QR, QR.replace(NUMBER, "000185005678"))),
    ],
)
def test_two_cards_on_one_paper_contradict_each_other(back: str, codes: tuple[str, ...]):
    reading = read(FRONT, back, *codes)["person_id"]
    assert (reading.value, reading.reason) == (None, "contradiction")


def test_a_name_without_marks_alone_is_only_a_candidate():
    reading = read("CĂN CƯỚC CÔNG DÂN", zone())["person_name"]
    assert (reading.value, reading.reason, reading.page) == (None, "without_marks", 2)
    assert reading.candidates == ("NGUYEN THI THU",)


def line(text: str) -> Line:
    return Line(text=text, words=(Word(text=text, box=(0, 0, 1, 1), confidence=90, line=0),))


@pytest.mark.parametrize("misread", [("0", "O"), ("1", "I"), ("5", "S")])
def test_letters_for_digits_are_put_right_under_the_check_digit(misread: tuple[str, str]):
    first, *rest = zone("000190001255").splitlines()
    found = zone_of([line(f"{first[:5]}{first[5:].replace(*misread)}"), *map(line, rest)])
    assert found is not None
    assert found.number == "000190001255"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 8), st.integers(1, 9))
def test_a_wrong_digit_is_seen(position: int, off: int):
    lines = zone().splitlines()
    place = 5 + position
    wrong = str((int(lines[0][place]) + off) % 10)
    found = zone_of([line(f"{lines[0][:place]}{wrong}{lines[0][place + 1 :]}"), *map(line, lines[1:])])
    assert found is None or found.number is None


@pytest.mark.parametrize("text", ["", "H40.12-240105-0012", "a|b|c", "1|2|3|4|5|6|7", "https://thu.vn/?a=1"])
def test_other_codes_are_no_cards(text: str):
    assert card_code(text) is None
