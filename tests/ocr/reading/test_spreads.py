"""Two pages side by side on one, and pages that only look so."""

from __future__ import annotations

from collections import Counter

import pytest

from ocr.reading.pages import PageWord
from ocr.reading.spreads import BOOKLET_ORDER, TWO_UP, arranged_page

A3, A4_LYING, A4 = (1190.0, 842.0), (842.0, 595.0), (595.0, 842.0)
TEXT = ("Việc", "giao", "nhận", "hồ", "sơ", "được", "lập", "thành", "văn", "bản", "có", "chữ", "ký", "hai")


def column(
    left: float, top: float, lines: int, *, step: float = 21.0, width: float = 400.0
) -> list[PageWord]:
    """Lines of words from one margin to the other."""
    words = []
    for number in range(lines):
        x, y = left, top + number * step
        for text in TEXT:
            end = x + width / len(TEXT) - 4
            words.append(PageWord(text, (x, y, end, y + 10), 93.0, number))
            x = end + 4
    return words


def placed(text: str, left: float, top: float, line: int = 0) -> list[PageWord]:
    words = []
    for word in text.split():
        words.append(PageWord(word, (left, top, left + 5 * len(word), top + 10), 93.0, line))
        left += 5 * len(word) + 4
    return words


def glued(left: list[PageWord], right: list[PageWord]) -> list[PageWord]:
    """As Tesseract reads two pages in one column: line by line across both."""
    return sorted([*left, *right], key=lambda word: (word.line, word.box[0]))


def test_the_left_page_is_read_before_the_right_one() -> None:
    left, right = column(85, 60, 24), column(680, 71, 24)
    arranged, findings = arranged_page(glued(left, right), A3)
    assert findings == (TWO_UP,)
    sides = [word.box[0] > 595 for word in arranged.words]
    assert sides == sorted(sides)
    assert Counter(word.box for word in arranged.words) == Counter(word.box for word in (*left, *right))
    assert [word.line for word in arranged.words] == sorted(word.line for word in arranged.words)


def test_pages_of_one_grid_are_a_spread_where_the_gutter_is_two_margins() -> None:
    assert arranged_page(glued(column(85, 60, 20), column(680, 60, 20)), A3)[1] == (TWO_UP,)


def test_the_first_page_is_read_first_where_the_numbers_say_that_it_lies_right() -> None:
    last = [*placed("4", 280, 40, line=90), *column(85, 60, 15)]
    first = [*placed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 760, 50, line=91), *column(680, 91, 24)]
    arranged, findings = arranged_page([*last, *first], A3)
    assert findings == (TWO_UP, BOOKLET_ORDER)
    assert arranged.words[0].text == "CỘNG"


def test_without_numbers_a_folded_sheet_stays_as_it_was_scanned() -> None:
    last = column(85, 60, 15)
    first = [*placed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 760, 50, line=91), *column(680, 91, 24)]
    arranged, findings = arranged_page([*last, *first], A3)
    assert findings == (TWO_UP,)
    assert arranged.words[0].box[0] < 595


TITLE = placed("GIẤY KHAI SINH CỦA NGƯỜI ĐƯỢC ĐĂNG KÝ", 330, 120)


@pytest.mark.parametrize(
    ("words", "size"),
    [
        pytest.param([*column(60, 150, 12, width=720)], A4_LYING, id="lines across the page"),
        pytest.param(
            [*column(60, 40, 3, width=300), *column(480, 45, 3, width=300), *TITLE],
            A4_LYING,
            id="a certificate opened flat: its title runs across",
        ),
        pytest.param(
            glued(column(60, 60, 12, width=345), column(430, 60, 12, width=345)),
            A4_LYING,
            id="the rows of a table",
        ),
        pytest.param(
            glued(column(40, 60, 9, width=200), column(340, 71, 9, width=200)), A4, id="an upright page"
        ),
        pytest.param([*column(85, 60, 20)], A3, id="text on one half only"),
        pytest.param([], A3, id="nothing"),
    ],
)  # fmt: skip
def test_what_is_no_spread_stays_one_page(words: list[PageWord], size: tuple[float, float]) -> None:
    arranged, findings = arranged_page(words, size)
    assert findings == ()
    assert len(arranged.words) == len(words)
