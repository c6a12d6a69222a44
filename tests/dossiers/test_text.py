"""How Vietnamese text is kept and compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.text import fold, nfc

TONES = "\u0300\u0301\u0303\u0309\u0323"
vietnamese = st.lists(st.sampled_from([*"aăâeêioôơuưyđdnghtcmbAĂÂĐƠƯ 0123.,-/()", *TONES]), max_size=20).map(
    "".join
)


@pytest.mark.parametrize("spelling", ["HÒA", "HOÀ", "Hòa", "hoà", "ho\u0300a", "hoa\u0300", "hoa"])
def test_both_places_of_a_tone_fold_to_the_same(spelling):
    assert fold(spelling) == "HOA"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đô Lương", "DO LUONG"),
        ("đường", "DUONG"),
        ("  CỘNG HÒA\n\txã  hội ", "CONG HOA XA HOI"),
        ("47/QĐ-UBND", "47 QD UBND"),
        ("giay_khai_sinh", "GIAY KHAI SINH"),
        ("“Tổ quốc ghi công”", "TO QUOC GHI CONG"),
        ("\u00a0Mẫu\u00a0số 05 ", "MAU SO 05"),
        ("…", ""),
        ("", ""),
    ],
)
def test_folding_leaves_words_alone(text, folded):
    assert fold(text) == folded


def test_different_words_stay_different():
    assert fold("giấy khai sinh") != fold("giấy khai tử")


@settings(max_examples=100, deadline=None)
@given(vietnamese)
def test_folding_knows_no_form_no_case_and_no_second_time(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
    assert fold(fold(text)) == fold(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_folded_text_is_plain_words_whatever_comes(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert set(folded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")


def test_kept_text_is_composed_and_keeps_its_marks():
    assert nfc("Ba\u0309n khai") == "Bản khai"
    assert nfc("Bản khai ①") == "Bản khai ①"
