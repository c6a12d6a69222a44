"""`ket-qua/` alone proves nothing; neither does a person's word against the paper."""

from __future__ import annotations

import pytest

from dossiers.procedures import ResultPaper
from ocr.understanding.documents import understand
from ocr.understanding.sheet_codes import cover_text
from ocr.values import PageCode, Reading
from tests.ocr.understanding.pages import (
    CODE,
    bare_context,
    context,
    knowledge,
    page,
    paper,
    understand_one,
    understand_pages,
)


@pytest.mark.parametrize(
    ("procedure", "title"),
    [
        ("1.001193", "GIẤY KHAI SINH"),
        ("1.001193", "GIẤY KHAI SINH\n(BẢN SAO)"),
        ("1.000656", "TRÍCH LỤC KHAI TỬ"),
        ("1.000894", "GIẤY CHỨNG NHẬN KẾT HÔN"),
        ("1.010803", "QUYẾT ĐỊNH\nVề việc trợ cấp thờ cúng liệt sĩ"),
        ("1.010803", "QUYẾT ĐỊNH\nVề việc giải quyết chế độ"),
        ("1.010806", "GIẤY CHỨNG NHẬN THƯƠNG BINH"),
        ("1.010827", "PHIẾU BÁO\nDi chuyển hồ sơ người có công với cách mạng"),
        ("1.001699", "GIẤY XÁC NHẬN KHUYẾT TẬT"),
        ("1.004859", "TRÍCH LỤC\nTHAY ĐỔI, CẢI CHÍNH, BỔ SUNG THÔNG TIN HỘ TỊCH"),
        ("2.000986", "THẺ BẢO HIỂM Y TẾ"),
    ],
)
def test_the_result_in_the_result_folder(procedure: str, title: str):
    document = understand_one(paper(title), of=context(procedure, slot="result"))
    assert (document.slot, document.review_reason) == ("result", None)


@pytest.mark.parametrize(
    ("procedure", "title"),
    [
        ("1.001193", "TỜ KHAI ĐĂNG KÝ KHAI SINH"),
        ("1.001193", "GIẤY CHỨNG SINH"),
        ("1.001193", "TRÍCH LỤC KHAI TỬ"),
        ("1.001193", "HÓA ĐƠN BÁN HÀNG"),
        ("1.001193", "MỘT TỜ GIẤY LẠ"),
        ("1.001699", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"),
        ("1.001193", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        ("1.010803", "THÔNG BÁO"),
    ],
)
def test_another_paper_in_the_result_folder(procedure: str, title: str):
    document = understand_one(paper(title), of=context(procedure, slot="result"))
    assert (document.slot, document.review_reason) == (None, "not_the_result")


@pytest.mark.parametrize(("title", "slot"), [("QUYẾT ĐỊNH", "result"), ("HÓA ĐƠN", None), ("TỜ KHAI", None)])
def test_where_nobody_knows_the_result_an_issued_paper_is_one(title: str, slot: str | None):
    assert understand_one(paper(title), of=bare_context(slot="result")).slot == slot
    unspecific = bare_context(results=(ResultPaper(name_vi="Người lao động được tư vấn"),), slot="result")
    assert understand_one(paper(title), of=unspecific).slot == slot


def test_of_several_papers_in_the_result_folder_the_ones_with_evidence():
    documents = understand_pages(
        paper("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        paper("GIẤY KHAI SINH"),
        of=context("1.001193", slot="result"),
    )
    assert [document.slot for document in documents] == [None, "result"]


def test_a_result_among_the_components_is_not_assigned():
    document = understand_one(paper("GIẤY KHAI SINH"), of=context("1.001193"))
    assert (document.slot, document.review_reason) == (None, "looks_like_result")
    assert [candidate.slot for candidate in document.candidates] == ["result"]


def test_a_paper_that_is_component_and_result_goes_by_where_it_lies():
    # 1.001653 exchanges the old certificate for a new one of the same heading.
    assert (
        understand_one(paper("GIẤY XÁC NHẬN KHUYẾT TẬT"), of=context("1.001653")).slot == "giay_xac_nhan_cu"
    )
    in_results = context("1.001653", slot="result")
    assert understand_one(paper("GIẤY XÁC NHẬN KHUYẾT TẬT"), of=in_results).slot == "result"


def test_a_decision_that_says_the_result_is_no_generic_component():
    decision = paper("QUYẾT ĐỊNH\nVề việc hưởng trợ cấp mai táng")
    assert understand_one(decision, of=context("1.014177")).review_reason == "looks_like_result"
    other = paper("QUYẾT ĐỊNH\nVề việc tuyên bố một người là đã chết")
    assert understand_one(other, of=context("1.014177")).slot == "giay_to_chung_tu"


@pytest.mark.parametrize("slot", [None, "result", "giay_chung_sinh"])
@pytest.mark.parametrize("title", ["GIẤY CHỨNG SINH", "GIẤY KHAI SINH"])
def test_another_dossiers_code_on_the_paper(slot: str | None, title: str):
    dossier = context("1.001193", slot=slot, by_person=slot == "giay_chung_sinh")
    foreign = understand_one(paper(title, "Mã hồ sơ: H40.12-240105-0099"), of=dossier)
    assert (foreign.slot, foreign.review_reason) == (None, "wrong_dossier")
    assert "wrong_dossier" in foreign.findings
    own = understand_one(paper(title, f"Mã hồ sơ: {CODE}"), of=dossier)
    assert "wrong_dossier" not in own.findings


@pytest.mark.parametrize("first", [CODE, "H40.12-240105-0099"])
def test_a_page_of_another_dossier_among_our_own(first: str):
    second = CODE if first != CODE else "H40.12-240105-0099"
    pages = paper("GIẤY CHỨNG SINH", f"Mã hồ sơ: {first}"), f"2\ntiếp theo trang trước\nMã hồ sơ: {second}"
    document = understand_one(*pages, of=context("1.001193"))
    assert (document.pages, document.slot, document.review_reason) == ((1, 2), None, "wrong_dossier")
    both = paper("GIẤY CHỨNG SINH", f"Mã hồ sơ: {first}, {second}"), "2\ntiếp theo trang trước"
    assert understand_one(*both, of=context("1.001193")).slot == "giay_chung_sinh"


def test_a_paper_that_hardly_looks_like_the_offices_own_is_left_to_a_person():
    dossier = context("1.001193")
    strict = knowledge().model_copy(update={"threshold": 0.95})
    reading = Reading(media_type="application/pdf", pages=(page(paper("Phiếu tiếp nhận hồ sơ")),))
    (unsure,) = understand(reading, context=dossier, knowledge=strict)
    assert (unsure.kind, unsure.slot, unsure.review_reason) == ("giay_tiep_nhan_ho_so", None, "unsure")
    assert "process_paper" not in unsure.findings
    assert understand_one(paper("Phiếu tiếp nhận hồ sơ"), of=dossier).review_reason is None


def test_a_cover_code_on_another_paper_is_left_to_a_person():
    code = PageCode(form="QRCode", text=cover_text(CODE, "1.001193", "to_khai"), box=(0.0, 0.0, 9.0, 9.0))
    pasted = page(paper("GIẤY CHỨNG SINH")).model_copy(update={"codes": (code,)})
    document = understand_one(pasted, of=context("1.001193"))
    assert (document.kind, document.slot, document.review_reason) == (
        "giay_chung_sinh", None, "contradiction",
    )  # fmt: skip
    sheet = page("TỜ NGĂN HỒ SƠ\nGIẤY CHỨNG SINH").model_copy(update={"codes": (code,)})
    assert understand_one(sheet, of=context("1.001193")).kind == "bia_ho_so"


@pytest.mark.parametrize("slot", [None, "to_khai"])
def test_a_paper_of_the_office_itself_fills_no_slot(slot: str | None):
    receipt = paper("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", f"Mã hồ sơ: {CODE}")
    document = understand_one(receipt, of=context("1.001193", slot=slot, by_person=slot is not None))
    assert document.slot is None
    assert document.kind == "giay_tiep_nhan_ho_so"
    assert document.review_reason == (None if slot is None else "declared_otherwise")


@pytest.mark.parametrize(
    ("title", "slot", "reason"),
    [
        ("GIẤY CHỨNG SINH", "giay_chung_sinh", None),
        ("MỘT TỜ GIẤY LẠ", "giay_chung_sinh", None),
        ("ĐƠN ĐỀ NGHỊ", "giay_chung_sinh", None),
        ("TỜ KHAI ĐĂNG KÝ KHAI SINH", None, "declared_otherwise"),
        ("GIẤY KHAI SINH", None, "declared_otherwise"),
    ],
)
def test_a_persons_word(title: str, slot: str | None, reason: str | None):
    dossier = context("1.001193", slot="giay_chung_sinh", by_person=True)
    document = understand_one(paper(title), of=dossier)
    assert (document.slot, document.review_reason) == (slot, reason)


def test_a_persons_word_makes_no_blank_page_a_paper():
    dossier = context("1.001193", slot="giay_chung_sinh", by_person=True)
    assert understand_one(page(""), of=dossier).slot is None
