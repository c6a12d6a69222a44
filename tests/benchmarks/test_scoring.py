from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring import Score, normalised, score, total


def one_order(*lines):
    return [[list(lines)]]


def test_what_is_read_rightly_has_no_errors():
    found = score(one_order("Điều 1. Công nhận", "hộ thoát nghèo"), "Điều 1. Công nhận\nhộ thoát nghèo\n")
    assert (found.cer, found.wer, found.recall) == (0, 0, 100)


def test_errors_are_counted_against_the_reference():
    found = score(one_order("abcd efgh"), "abcd efgx")
    assert found == Score(characters=9, character_errors=1, words=2, word_errors=1, found=1)
    assert found.cer == pytest.approx(100 / 9)
    assert (found.wer, found.recall) == (50, 50)


def test_invented_text_costs_as_much_as_lost_text():
    assert (
        score(one_order("abc"), "abcdef").cer == score(one_order("abcdef"), "abc").character_errors * 100 / 3
    )


def test_recall_does_not_ask_for_order_but_counts_repeats():
    found = score(one_order("ba hai một một"), "một hai ba")
    assert found.recall == 75
    assert found.word_errors > 0


def test_a_wrong_tone_is_an_error():
    assert score(one_order("bằng"), "bâng").character_errors == 1


@pytest.mark.parametrize(
    ("read", "same"),
    [
        (unicodedata.normalize("NFD", "Độc lập"), "Độc lập"),
        ("Họ tên: ........... Lý", "Họ tên: Lý"),
        ("Họ tên: . . . . . . Lý", "Họ tên: Lý"),
        ("Họ tên:…………Lý", "Họ tên: Lý"),
        ("| 1 | hai |\n|_", "1 hai"),
        ("“Hè” – ‘vui’ — lắm", "\"Hè\" - 'vui' - lắm"),
        ("a\n\n  b\t c ", "a b c"),
    ],
)
def test_what_is_no_difference_is_made_none(read, same):
    assert normalised(read) == same


def test_the_end_of_a_decision_is_kept():
    assert normalised("kể từ ngày ký./.") == "kể từ ngày ký./."
    assert normalised("V.07.03.29, 1.500.000") == "V.07.03.29, 1.500.000"


def test_the_cheapest_allowed_order_counts():
    head = [["SỞ TƯ PHÁP", "Số: 1"], ["Số: 1", "SỞ TƯ PHÁP"]]
    units = [head, [["Điều 1."]], [["Nơi nhận:", "CHỦ TỊCH"], ["CHỦ TỊCH", "Nơi nhận:"]]]
    assert score(units, "Số: 1\nSỞ TƯ PHÁP\nĐiều 1.\nNơi nhận:\nCHỦ TỊCH").character_errors == 0
    assert score(units, "SỞ TƯ PHÁP\nSố: 1\nĐiều 1.\nCHỦ TỊCH\nNơi nhận:").character_errors == 0
    assert score(units, "Điều 1.\nSỞ TƯ PHÁP\nSố: 1\nCHỦ TỊCH\nNơi nhận:").character_errors > 0


def test_many_parts_with_many_orders_are_still_compared():
    units = [[[f"trái {part}", f"phải {part}"], [f"phải {part}", f"trái {part}"]] for part in range(12)]
    read = "\n".join(f"phải {part}\ntrái {part}" for part in range(12))
    assert score(units, read).character_errors == 0


def test_long_pages_weigh_more_than_short_ones():
    assert (
        total([Score(characters=900, character_errors=0), Score(characters=100, character_errors=10)]).cer
        == 1
    )


def test_nothing_read_is_all_lost():
    found = score(one_order("một hai ba"), "")
    assert (found.cer, found.wer, found.recall) == (100, 100, 0)


def test_a_page_without_text_has_no_rate_to_miss():
    assert (score([], "").cer, total([]).recall) == (0, 0)


@given(st.text(max_size=80), st.text(max_size=80))
def test_counts_hold_for_any_text(reference, read):
    found = score(one_order(reference), read)
    assert 0 <= found.found <= found.words
    assert found.character_errors <= max(found.characters, len(normalised(read)))
    assert (found.character_errors == 0) == (normalised(reference) == normalised(read))


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
