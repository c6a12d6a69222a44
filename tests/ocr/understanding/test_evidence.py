"""All that speaks for a kind: what agrees makes it surer, what contradicts leaves it to a person."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ocr.understanding.classify import Classification, classify
from ocr.understanding.form_marks import FormMark, form_mark_on
from ocr.understanding.head import Line
from ocr.understanding.notations import notation_on
from tests.ocr.understanding.pages import CODE, MOTTO, context, knowledge, page, paper, understand_one

DECREE = "(Ban hành kèm theo Nghị định số 131/2021/NĐ-CP)"


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (["Mẫu số 05", "BẢN KHAI"], FormMark("5", None)),
        (["Mẫu số 05", DECREE], FormMark("5", "131/2021")),
        (["Mẫu số 02 NĐ 176/2025/NĐ-CP"], FormMark("2", "176/2025")),
        (["Mẫu số 1đ", "Nghị định số 20/2021/NĐ-CP"], FormMark("1D", "20/2021")),
        (["Mẩu sỗ O5"], FormMark("5", None)),
        (["Mẫu số 05", "Mẫu số 08"], None),
        (["MẪU ĐƠN", "ĐƠN ĐỀ NGHỊ"], None),
    ],
)
def test_the_mark_of_a_form(lines: list[str], mark: FormMark | None):
    assert form_mark_on([Line(text=text) for text in lines]) == mark


@pytest.mark.parametrize(
    ("line", "notation"),
    [
        ("Số: 47/QĐ-UBND", "QD"),
        ("Số:   /TTr-STP    Nam Giang, ngày 2 tháng 3 năm 2024", "TTR"),
        ("Số: 12/2024/HĐ-UBND", "HD"),
        ("Căn cứ Quyết định số 47/QĐ-UBND", None),
        ("Số: 15/2024", None),
    ],
)
def test_the_notation_of_a_number(line: str, notation: str | None):
    assert notation_on([Line(text=line)]) == notation


def test_the_mark_tells_what_the_heading_leaves_open():
    form = f"Mẫu số 12\n{DECREE.strip('()')}\n{paper('BẢN KHAI')}"
    document = understand_one(form, of=context("1.010824"))
    assert (document.kind, document.slot) == ("ban_khai_mau_12", "ban_khai_mau_12")


def test_the_mark_of_another_form_contradicts_the_second_line():
    form = f"Mẫu số 12\n{paper('BẢN KHAI' + chr(10) + 'Tình hình thân nhân liệt sĩ')}"
    document = understand_one(form, of=context("1.010801"))
    assert (document.slot, document.review_reason) == (None, "contradiction")
    assert [candidate.slot for candidate in document.candidates] == ["ban_khai_mau_05"]


def test_a_misread_digit_of_the_mark_contradicts_nothing():
    form = f"Mẫu số 06\n{paper('BẢN KHAI' + chr(10) + 'Tình hình thân nhân liệt sĩ')}"
    assert understand_one(form, of=context("1.010801")).slot == "ban_khai_mau_05"


def test_a_notation_of_another_kind_contradicts_the_heading():
    text = f"{MOTTO}\nSố: 12/TB-UBND\nQUYẾT ĐỊNH\nVề việc trợ cấp thờ cúng liệt sĩ\nCăn cứ Luật"
    document = understand_one(text, of=context("1.010803", slot="result"))
    assert (document.slot, document.kind_confidence) == (None, 0.4)


@pytest.mark.parametrize(
    ("title", "slot"),
    [
        ("Tờ khai đăng ký khai sinh", "to_khai"),
        ("TỜ KHAI ĐĂNG KÝ KHAI\nSINH", "to_khai"),
        ("TỜ KHAI ĐĂNG KÝ KHAI TỬ", None),
        ("TỜ KHAl ĐĂNG KÝ KHAI SlNH", "to_khai"),
        ("| TÒ KHAl ĐĂNG KÝ\n~ .\nKHAI SINH _", "to_khai"),
        ("TỜ KHAI ĐĂNG KÝ LẠl KHAI SINH", None),
    ],
)
def test_a_heading_as_poor_scans_leave_it(title: str, slot: str | None):
    assert understand_one(paper(title), of=context("1.001193")).slot == slot


@pytest.mark.parametrize(
    ("subject", "slot"),
    [
        ("Về việc đang mang thai ở tuần thứ 20", "giay_to_mang_thai"),
        ("Kết quả khẳng định nhiễm HIV", "giay_to_hiv"),
        ("Về việc cư trú", None),
    ],
)
def test_words_of_the_component_decide_under_a_general_heading(subject: str, slot: str | None):
    document = understand_one(paper(f"GIẤY XÁC NHẬN\n{subject}"), of=context("1.001776"))
    assert document.slot == slot


class Told(NamedTuple):
    """A guess, or a model that makes this one guess about everything."""

    kind: str
    probability: float

    def guess(self, text: str, limit: int = 2) -> tuple[Told, ...]:  # noqa: ARG002
        return (self,)


def told(text: str, guess: Told) -> Classification:
    lines = [Line(text=line) for line in text.splitlines()]
    return classify(lines, knowledge().titles, model=lambda: guess)


@pytest.mark.parametrize(("probability", "surer"), [(0.79, False), (0.8, True), (0.1, False), (0.99, True)])
def test_a_doubtful_guess_of_the_model_is_no_second_witness(probability: float, surer: bool):
    title = paper("Tờ khai đăng ký khai sinh")
    alone = classify([Line(text=line) for line in title.splitlines()], knowledge().titles)
    paired = told(title, Told("to_khai_dang_ky_khai_sinh", probability))
    assert (paired.confidence > alone.confidence) is surer
    assert paired.confidence >= alone.confidence
    assert [piece.source for piece in paired.evidence] == ["title", "model"]


@pytest.mark.parametrize(
    ("head", "confidence"), [("CHỨNG SINH", 0.9), ("GIẤY CH", 0.675), ("GIẤ", 0.675), ("~", 0.675)]
)
def test_a_few_letters_are_no_traces_of_a_title(head: str, confidence: float):
    found = told(f"{head}\nKính gửi: bệnh viện", Told("giay_chung_sinh", 0.9))
    assert (found.kind_id, found.confidence) == ("giay_chung_sinh", confidence)


def test_of_two_slots_of_one_kind_the_one_that_is_due():
    dossier = context("1.010810")
    assert understand_one(paper("GIẤY RA VIỆN"), of=dossier).review_reason == "ambiguous"
    known = dossier.model_copy(update={"may_be_due": frozenset({"giay_to_bi_thuong"})})
    assert understand_one(paper("GIẤY RA VIỆN"), of=known).slot == "giay_to_bi_thuong"


def test_two_papers_on_one_page_are_left_to_a_person():
    both = page(paper("GIẤY CHỨNG SINH"), findings=("two_papers_on_a_page",))
    document = understand_one(both, of=context("1.001193"))
    assert (document.slot, document.review_reason) == (None, "two_papers_on_a_page")


def test_a_receipt_that_names_a_component_is_none():
    listed = f"Mã hồ sơ: {CODE}\nTỜ KHAI ĐĂNG KÝ KHAI SINH\nGIẤY CHỨNG SINH"
    receipt = paper("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", listed)
    document = understand_one(receipt, of=context("1.001193"))
    assert (document.kind, document.slot, document.review_reason) == ("giay_tiep_nhan_ho_so", None, None)
