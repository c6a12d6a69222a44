"""Legal syllables: what the spelling allows, what it does not, and how a text is weighed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ocr.reading.syllables import is_legal, legal_share

LEGAL = """
cộng hoà hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc quyết định thông báo giấy chứng nhận nguyễn
khuỷu khuya quốc quý giếng giết gì gìn già giữ giường yêu yết ý tỷ tỉ thuở thuế thúy thuý ủy uỷ quyền người
nghiệp nghiêng ghế kỹ khuếch huệ luân quấy ngoáy oái oăm buýt duyệt tuyến kể xoong quỳnh huỳnh hoặc ngoằn
ượt rượu hươu đường đêm phường xoáy loè lòe quít quý quê quở uống ước ửng im ỉa ưa mùa mưa mía bìa đắk lắk
"""
ILLEGAL = """
hsdg bcá ceê kà nghà ngi gê cộgn hoạnn tat vac ngiep ñam ererree toan2 quu aa thưo họaa tấtt các̣ mât băc
sô̌ kuê fàm wà jì zào tiêng̀g phuơng đuơng nguời trườg uơng hộị êt bich mac dep sach
"""
SENTENCE = ("Căn cứ Luật", "Tổ chức chính quyền địa phương", "ngày 19 tháng 6 năm 2015")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("change", [str, str.upper, str.title])
def test_what_the_spelling_allows(change, form: str):
    words = [unicodedata.normalize(form, change(word)) for word in LEGAL.split()]
    assert [word for word in words if not is_legal(word)] == []


def test_what_the_spelling_does_not_allow():
    assert [word for word in ILLEGAL.split() if is_legal(word)] == []


def test_a_clean_sentence_is_legal_and_noise_is_not():
    assert legal_share(SENTENCE) == 1.0
    assert legal_share(["hsdg bcdt ererree kwd xzv"]) == 0.0


def test_the_share_is_weighted_by_letters():
    # 4 legal words of 8 letters together, one illegal of 8.
    assert legal_share(["là", "và", "xa", "ba", "ngiepphh"]) == 0.5


@pytest.mark.parametrize(
    "left_out", ["QĐ-UBND", "2015", "01/01/2024", "a", "47/QĐ-TTGZ", "…", "-", "", "SỐ", "b5c"]
)
def test_what_is_no_word_of_a_sentence_does_not_count(left_out: str):
    assert legal_share([*SENTENCE, left_out, "ngiepphh"]) == legal_share([*SENTENCE, "ngiepphh"])


def test_punctuation_is_no_part_of_a_word():
    assert legal_share(["(Kính", "gửi:", "Ủy", "ban;", "nhân/dân", "“xã”", "An-Hòa..."]) == 1.0
    assert legal_share(["Kính gửi: Ủy ban nhân dân xã"]) == 1.0


def test_too_few_words_say_nothing():
    assert legal_share(["Kính", "gửi", "Ủy", "ban"]) is None
    assert legal_share([]) is None


def test_the_words_of_a_dictionary_are_legal():
    """All but the foreign ones: of the words with a Vietnamese letter, 99 in a hundred."""
    words_list = Path(__file__).parents[4] / "shared" / "corpus" / "lists" / "vie.words_list"
    if not words_list.exists():
        pytest.skip("the corpus of word lists is not beside the checkout")
    words = [
        word
        for word in words_list.read_text(encoding="utf-8").split()
        if word.isalpha() and len(word) > 1 and not word.isascii()
    ]
    illegal = [word for word in words if not is_legal(word)]
    assert len(words) > 5000
    assert len(illegal) < 0.01 * len(words)
