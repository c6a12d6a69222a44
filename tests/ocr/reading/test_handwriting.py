"""Numbers and days that were written by hand are marked, printed ones are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.reading.handwriting import marked
from ocr.reading.pages import PageWord
from ocr.reading.typeface import width_of

SIZE, HEIGHT = 13.0, 9.0
MARK = "/QĐ-UBND"


def words_of(*lines: str) -> list[PageWord]:
    """Print in 13 points: as wide as its letters are, 9 points high."""
    words = []
    for number, text in enumerate(lines):
        x = 90.0
        for word in text.split():
            across = (width_of(word) or 500 * len(word)) * SIZE / 1000
            words.append(
                PageWord(word, (x, 100.0 + 20 * number, x + across, 109.0 + 20 * number), 95.0, number)
            )
            x += across + 3
    return words


HEAD = ("Số: 47 /QĐ-UBND", "Quảng Ngãi, ngày 17 tháng 01 năm 2025")


def with_word(words: list[PageWord], text: str, **change: object) -> list[PageWord]:
    return [word._replace(**change) if word.text == text else word for word in words]


def by_hand(words: list[PageWord]) -> set[str]:
    return {word.text for word in marked(words) if word.handwritten}


def test_what_is_printed_is_not_marked():
    assert by_hand(words_of(*HEAD)) == set()
    assert by_hand(words_of("Số: 47/QĐ-UBND Huế, ngày 17 tháng 01 năm 2025")) == set()
    assert by_hand(words_of("Số: 41/2024", "Số hiệu: 14/2023/0117")) == set()


@pytest.mark.parametrize("text", ["47", "17", "01"])
@pytest.mark.parametrize("look", ["taller", "smaller", "unsure"])
def test_digits_that_do_not_look_printed_are_marked(text: str, look: str):
    words = words_of(*HEAD)
    left, top, right, bottom = next(word.box for word in words if word.text == text)
    change = {
        "taller": {"box": (left, top - 4, right, bottom)},
        "smaller": {"box": (left, top + 3, right, bottom)},
        "unsure": {"confidence": 70.0},
    }
    assert by_hand(with_word(words, text, **change[look])) == {text}


def test_a_day_beside_the_foot_of_its_line_is_marked():
    words = words_of(*HEAD)
    left, top, right, bottom = next(word.box for word in words if word.text == "17")
    assert by_hand(with_word(words, "17", box=(left, top - 4, right, bottom - 4))) == {"17"}


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("Số: ổT /QĐ-UBND", {"ổT"}),
        ("Số:04+ /CT-UBND", {"Số:04+"}),
        ("Só:#3. /TTr-UBND", {"Só:#3."}),
        ("Số: $4/UBND-KTTH", {"$4/UBND-KTTH"}),
        ("Số: 5 7 /QĐ-UBND", {"5", "7"}),
        ("Huế, ngày &@ tháng 1] năm 2024", {"&@", "1]"}),
        ("Huế, ngày0P tháng 02 năm 2025", {"ngày0P"}),
        ("Huế, ngày 0†tháng 02 năm 2025", {"0†tháng"}),
    ],
)
def test_what_is_no_number_is_marked(line: str, written: set[str]):
    assert by_hand(words_of(line)) == written


@pytest.mark.parametrize(
    "line",
    [
        "Số CCCD/định danh cá nhân: 000195004417",
        "Số: /QĐ-UBND",
        "Huế, ngày tháng năm 2025",
        "số 12*4/QĐ-UBND ngày 17/10/2024 của Chủ tịch Ủy ban nhân dân tỉnh về việc",
        "Nghị định có hiệu lực thi hành từ ngày l6 tháng 4 năm 2021 và thay thế Nghị định trước",
        "Họ và tên: Tr4n V3n",
    ],
)
def test_what_is_no_blank_is_left_alone(line: str):
    assert by_hand([word._replace(confidence=40.0) for word in words_of(line)]) == set()


def test_a_number_that_is_one_word_with_its_mark_is_known_by_its_width():
    """Tesseract is unsure of `412/QĐ-UBND` though it is printed."""
    words = with_word(words_of("Số: 412/QĐ-UBND", HEAD[1]), "412/QĐ-UBND", confidence=45.0)
    assert by_hand(words) == set()


@pytest.mark.parametrize("look", ["wider", "taller", "without a year"])
def test_a_number_written_before_its_mark_is_wider_or_taller(look: str):
    words = with_word(words_of("Số: 54/QĐ-UBND", HEAD[1]), "54/QĐ-UBND", confidence=45.0)
    left, top, right, bottom = next(word.box for word in words if word.text == "54/QĐ-UBND")
    if look == "wider":
        words = with_word(words, "54/QĐ-UBND", box=(left, top, right + SIZE / 2, bottom))
    elif look == "taller":
        words = with_word(words, "54/QĐ-UBND", box=(left, top - 4, right, bottom))
    else:
        words = [word for word in words if word.line == 0]
    assert by_hand(words) == {"54/QĐ-UBND"}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="Số:ngàythángnăm0123/QĐ-. ", max_size=40), max_size=5))
def test_words_stay_what_they_are(lines: list[str]):
    words = words_of(*lines)
    assert [word._replace(handwritten=False) for word in marked(words)] == words


def test_widths_of_print():
    assert width_of("12/QĐ") == 500 + 500 + 278 + 722 + 722
    assert width_of("12/tTr") is None
