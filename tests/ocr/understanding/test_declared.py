"""What was said of a paper beforehand: certain where the paper says it too, or a person looked at it."""

from __future__ import annotations

import pytest

from ocr.understanding.sheet_codes import cover_text
from ocr.values import Document, PageCode, PageReading
from tests.ocr.understanding.pages import CODE, context, page, paper, understand_one, understand_pages

BIRTH = "1.001193"
STRANGE, GENERIC = paper("MỘT TỜ GIẤY LẠ"), paper("ĐƠN ĐỀ NGHỊ")
CERTIFICATE, FORM = paper("GIẤY CHỨNG SINH"), paper("TỜ KHAI ĐĂNG KÝ KHAI SINH")
RECEIPT = paper("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
FOREIGN = paper("TỜ KHAI ĐĂNG KÝ KHAI TỬ")


def separator(slot: str) -> PageReading:
    code = PageCode(form="QRCode", text=cover_text(CODE, BIRTH, slot), box=(20.0, 20.0, 60.0, 60.0))
    return page("TỜ NGĂN HỒ SƠ").model_copy(update={"codes": (code,)})


def after(slot: str, written: str, *, said: str | None = None) -> Document:
    dossier = context(BIRTH, slot=said, by_person=said is not None)
    return understand_pages(separator(slot), written, of=dossier)[1]


def candidates(document: Document) -> list[str]:
    return [candidate.slot for candidate in document.candidates]


@pytest.mark.parametrize(
    ("written", "slot", "reason"),
    [
        (CERTIFICATE, "giay_chung_sinh", None),
        # Nobody looked at the paper behind the sheet.
        (STRANGE, None, "unsure"),
        (GENERIC, None, "unsure"),
        (FOREIGN, None, "declared_otherwise"),
        (FORM, None, "declared_otherwise"),
        (paper("GIẤY KHAI SINH"), None, "declared_otherwise"),
        (RECEIPT, None, "declared_otherwise"),
    ],
)
def test_a_separator_needs_the_paper_to_say_so(written: str, slot: str | None, reason: str | None) -> None:
    document = after("giay_chung_sinh", written)
    assert (document.slot, document.review_reason) == (slot, reason)
    assert reason != "unsure" or candidates(document)[0] == "giay_chung_sinh"


def test_a_weak_hit_is_enough_after_a_separator() -> None:
    assert understand_one(paper("GIẤY XÁC NHẬN"), of=context(BIRTH)).review_reason == "unsure"
    assert after("xac_nhan_mang_thai_ho", paper("GIẤY XÁC NHẬN")).slot == "xac_nhan_mang_thai_ho"


@pytest.mark.parametrize(
    ("written", "slot", "reason"),
    [
        (paper("GIẤY KHAI SINH"), "result", None),
        (STRANGE, None, "not_the_result"),
        (CERTIFICATE, None, "not_the_result"),
    ],
)
def test_a_separator_for_the_result(written: str, slot: str | None, reason: str | None) -> None:
    document = after("result", written)
    assert (document.slot, document.review_reason) == (slot, reason)


def test_a_separator_for_a_slot_that_the_dossier_has_not() -> None:
    document = after("don_mau_18", CERTIFICATE)
    assert (document.slot, document.review_reason) == (None, "unsure")
    assert candidates(document) == ["giay_chung_sinh"]
    assert after("don_mau_18", RECEIPT).review_reason is None


def test_a_separator_that_says_another_thing_than_the_person() -> None:
    document = after("to_khai", CERTIFICATE, said="giay_chung_sinh")
    assert (document.slot, document.review_reason) == (None, "declared_otherwise")
    assert after("giay_chung_sinh", STRANGE, said="giay_chung_sinh").slot == "giay_chung_sinh"


@pytest.mark.parametrize("slot", ["giay_chung_sinh", "result"])
def test_a_persons_word_against_a_known_kind_that_serves_no_such_slot(slot: str) -> None:
    dossier = context(BIRTH, slot=slot, by_person=True)
    document = understand_one(FOREIGN, of=dossier)
    assert (document.slot, document.review_reason) == (None, "declared_otherwise")
    assert understand_one(STRANGE, of=dossier).slot == slot


def test_a_persons_word_about_a_paper_that_contradicts_itself() -> None:
    torn = f"Mẫu số 12\n{paper('BẢN KHAI' + chr(10) + 'Tình hình thân nhân liệt sĩ')}"
    dossier = context("1.010801", slot="ban_khai_mau_05", by_person=True)
    document = understand_one(torn, of=dossier)
    assert (document.slot, document.review_reason) == (None, "declared_otherwise")


def test_a_persons_word_about_several_papers_is_a_candidate_for_each() -> None:
    dossier = context(BIRTH, slot="giay_chung_sinh", by_person=True)
    found = understand_pages(CERTIFICATE, STRANGE, FORM, of=dossier)
    assert [(each.slot, each.review_reason) for each in found] == [
        ("giay_chung_sinh", None),
        (None, "unsure"),
        (None, "declared_otherwise"),
    ]
    assert candidates(found[1]) == ["giay_chung_sinh"]


def test_the_offices_own_papers_make_no_several() -> None:
    dossier = context(BIRTH, slot="giay_chung_sinh", by_person=True)
    assert [each.slot for each in understand_pages(RECEIPT, STRANGE, of=dossier)] == [None, "giay_chung_sinh"]
