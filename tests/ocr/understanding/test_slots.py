"""A paper finds the slot of its own procedure by its heading and second line, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.catalogue import load_catalogue
from dossiers.procedures import Component
from ocr.understanding.documents import DossierContext
from tests.ocr.understanding.pages import MOTTO, bare_context, context, page, paper, understand_one

FORMS = {
    ("1.010801", "ban_khai_mau_05"): "BẢN KHAI\nTình hình thân nhân liệt sĩ",
    ("1.010806", "ban_khai_mau_08"): (
        "BẢN KHAI\nĐể công nhận và giải quyết chế độ thương binh/\nngười hưởng chính sách như thương binh"
    ),
    ("1.010816", "ban_khai_mau_09"): (
        "BẢN KHAI\nĐể công nhận và giải quyết chế độ đối với người\n"
        "hoạt động kháng chiến bị nhiễm chất độc hóa học"
    ),
    ("1.010817", "ban_khai_mau_09"): (
        "BẢN KHAI\nĐể công nhận và giải quyết chế độ đối với con đẻ của người\n"
        "hoạt động kháng chiến bị nhiễm chất độc hóa học"
    ),
    ("1.010818", "ban_khai_mau_10"): (
        "BẢN KHAI\nĐể công nhận và giải quyết chế độ đối với người hoạt động\n"
        "cách mạng, kháng chiến, bảo vệ Tổ quốc, làm nghĩa vụ quốc tế\nbị địch bắt tù, đày"
    ),
    ("1.010819", "ban_khai_mau_11"): (
        "BẢN KHAI\nĐể giải quyết chế độ đối với người hoạt động kháng chiến\n"
        "giải phóng dân tộc, bảo vệ Tổ quốc, làm nghĩa vụ quốc tế"
    ),
    ("1.010824", "ban_khai_mau_12"): "BẢN KHAI\nGiải quyết chế độ ưu đãi khi người có công từ trần",
    ("1.010825", "don_mau_06"): "ĐƠN ĐỀ NGHỊ\nBổ sung tình hình thân nhân liệt sĩ",
    ("1.010775", "don_mau_15"): "ĐƠN ĐỀ NGHỊ\nCấp Bằng “Tổ quốc ghi công”",
    ("1.010778", "don_mau_16"): "ĐƠN ĐỀ NGHỊ\nCấp lại Bằng “Tổ quốc ghi công”",
    ("1.010803", "don_mau_18"): "ĐƠN ĐỀ NGHỊ\nHưởng trợ cấp thờ cúng liệt sĩ",
    ("1.010821", "don_mau_20"): "ĐƠN ĐỀ NGHỊ\nGiải quyết chế độ ưu đãi trong giáo dục đào tạo",
    ("1.010814", "don_mau_25"): (
        "ĐƠN ĐỀ NGHỊ\nCấp bổ sung hoặc cấp lại giấy chứng nhận\nngười có công, thân nhân liệt sĩ"
    ),
    ("1.010826", "don_mau_26"): "ĐƠN ĐỀ NGHỊ\nSửa đổi, bổ sung thông tin cá nhân trong hồ sơ người có công",
    ("1.010827", "don_mau_27"): "ĐƠN ĐỀ NGHỊ\nDi chuyển hồ sơ người có công với cách mạng",
    ("1.010833", "don_de_nghi"): "ĐƠN ĐỀ NGHỊ\nCấp giấy xác nhận thân nhân của người có công",
    ("1.001699", "don_mau_01"): (
        "ĐƠN ĐỀ NGHỊ\nXÁC ĐỊNH, XÁC ĐỊNH LẠI MỨC ĐỘ KHUYẾT TẬT VÀ CẤP,\n"
        "CẤP ĐỔI, CẤP LẠI GIẤY XÁC NHẬN KHUYẾT TẬT"
    ),
    ("1.014748", "de_nghi_mau_10"): "ĐỀ NGHỊ HƯỞNG TRỢ CẤP THẤT NGHIỆP",
    ("1.001193", "to_khai"): "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    ("1.001193", "giay_chung_sinh"): "GIẤY CHỨNG SINH",
    ("1.001193", "bien_ban_tre_bi_bo_roi"): "BIÊN BẢN\nVề việc trẻ bị bỏ rơi",
    ("1.004884", "to_khai"): "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",
    ("1.000656", "to_khai"): "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    ("1.005461", "to_khai"): "TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ",
    ("1.000894", "to_khai"): "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
    ("1.004746", "to_khai"): "TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN",
}


@pytest.mark.parametrize("own", FORMS, ids=lambda own: f"{own[0]}-{own[1]}")
def test_a_form_is_matched_by_its_procedure(own: tuple[str, str]):
    procedure, slot = own
    document = understand_one(paper(FORMS[own]), of=context(procedure))
    assert (document.slot, document.review_reason) == (slot, None)


@pytest.mark.parametrize("own", FORMS, ids=lambda own: f"{own[0]}-{own[1]}")
def test_a_form_is_refused_by_the_procedures_of_the_other_forms(own: tuple[str, str]):
    # BẢN KHAI or ĐƠN ĐỀ NGHỊ alone is many forms; the second line decides.
    for procedure, slot in FORMS:
        if procedure in {own[0], _twin(own[0])} or _owns(procedure, FORMS[own]):
            continue
        document = understand_one(paper(FORMS[own]), of=context(procedure))
        assert document.slot is None, (procedure, slot)
        assert document.review_reason is not None


def _twin(procedure: str) -> str:
    """1.010806 and 1.010810 share Mẫu số 08."""
    return {"1.010806": "1.010810", "1.010810": "1.010806"}.get(procedure, "")


def _owns(procedure: str, text: str) -> bool:
    found = load_catalogue().get(procedure)
    assert found is not None
    return any(text in component.title_lines for component in found.components or ())


BIRTH = "1.001193"


@pytest.mark.parametrize(
    ("title", "slot", "reason"),
    [
        ("TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH", None, "no_slot"),
        ("TỜ KHAI ĐĂNG KÝ KHAI TỬ", None, "no_slot"),
        ("GIẤY KHAI SINH", None, "looks_like_result"),
        ("TRÍCH LỤC KHAI SINH", None, "no_slot"),
        ("GIẤY BÁO TỬ", None, "no_slot"),
        ("BIÊN BẢN", None, "unsure"),
        ("HÓA ĐƠN GIÁ TRỊ GIA TĂNG", None, "no_slot"),
        ("ĐƠN XIN NGHỈ HỌC", None, "unclassified"),
        # A general heading alone says too little.
        ("GIẤY XÁC NHẬN", None, "unsure"),
        ("GIẤY XÁC NHẬN\n(Về việc mang thai hộ)", "xac_nhan_mang_thai_ho", None),
        # A longer heading is known, or goes on in capitals: the generic one is no evidence.
        ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", None, "no_slot"),
        ("GIẤY XÁC NHẬN\nTÌNH TRẠNG HÔN NHÂN", None, "no_slot"),
        ("GIẤY XÁC NHẬN\nNƠI LÀM VIỆC VÀ THU NHẬP", None, "no_slot"),
        ("GIẤY XÁC NHẬN NƠI LÀM VIỆC", None, "no_slot"),
    ],
)
def test_near_titles_are_kept_apart(title: str, slot: str | None, reason: str | None):
    document = understand_one(paper(title), of=context(BIRTH))
    assert (document.slot, document.review_reason) == (slot, reason)


@pytest.mark.parametrize(
    "title",
    [
        "TỜ KHAI\nĐĂNG KÝ KHAI SINH",
        "TỜ KHAI ĐĂNG KÝ\nKHAI SINH",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH(1)",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH 1",
        "TÒ KHAI ĐÂNG KỶ KHAI SINH",
        "TỜ KHAI ĐĂNGKÝ KHAISINH",
        "TỜ KHAI ÐĂNG KÝ KHAI SINH",
        "TỜ KHA1 ĐĂNG KÝ KHAI S1NH",
        "| TỜ KHAI ĐĂNG KÝ KHAI SINH",
    ],
)
def test_a_misread_or_broken_heading_is_still_found(title: str):
    document = understand_one(paper(title), of=context(BIRTH))
    assert document.slot == "to_khai"
    assert document.kind == "to_khai_dang_ky_khai_sinh"


@pytest.mark.parametrize(
    "motto", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỌNG HOÀ XÃ HỌI CHÚ NGHĨA VIỆT NAM"]
)
def test_the_motto_and_the_agency_may_stand_around(motto: str):
    head = f"UBND XÃ AN HÒA    {motto}\nPHƯỜNG 1    Độc lập - Tự do - Hạnh phúc\nMẫu số 05\nGIẤY CHỨNG SINH"
    document = understand_one(f"{head}\nHọ và tên mẹ: Trần Thị Thử", of=context(BIRTH))
    assert document.slot == "giay_chung_sinh"


@pytest.mark.parametrize(
    "text",
    [
        "Kèm theo giấy khai sinh và tờ khai đăng ký khai sinh của cháu, xin gửi quý cơ quan xem xét",
        "Theo GIẤY CHỨNG SINH số 12 do bệnh viện cấp",
        "GIẤY CHỨNG SINH của cháu đã bị mất trong lúc chuyển nhà",
        "Kính gửi: Ủy ban nhân dân xã An Hòa\nGIẤY CHỨNG SINH",
    ],
)
def test_words_in_a_sentence_are_no_heading(text: str):
    document = understand_one(f"{MOTTO}\n{text}\nTôi viết thư này để trình bày.", of=context(BIRTH))
    assert (document.slot, document.kind, document.kind_confidence) == (None, "unclassified", 0.0)


def test_a_heading_far_down_the_page_is_none():
    body = "\n".join(f"dòng chữ thường số {number}" for number in range(30))
    document = understand_one(f"{MOTTO}\n{body}\nGIẤY CHỨNG SINH", of=context(BIRTH))
    assert document.slot is None


def test_two_components_with_one_heading_are_left_to_a_person():
    document = understand_one(paper("GIẤY XÁC NHẬN"), of=context("1.001776"))
    assert document.slot is None
    assert document.review_reason == "ambiguous"
    assert [candidate.slot for candidate in document.candidates] == ["giay_to_hiv", "giay_to_mang_thai"]


@pytest.mark.parametrize(("form", "slot"), [("21", "ban_khai_mau_21"), ("23", "ban_khai_mau_23")])
def test_the_number_of_the_form_tells_two_equal_headings_apart(form: str, slot: str):
    document = understand_one(f"Mẫu số {form}\n{paper('BẢN KHAI')}", of=context("2.002308"))
    assert document.slot == slot


def test_a_generic_heading_of_another_form_is_refused():
    # 1.010802 lists BẢN KHAI alone; Mẫu số 05 is a longer heading that is known.
    foreign = paper("BẢN KHAI\nTình hình thân nhân liệt sĩ")
    own = paper("BẢN KHAI\nHưởng chế độ ưu đãi đối với vợ liệt sĩ lấy chồng khác")
    assert understand_one(own, of=context("1.010802")).slot == "ban_khai"
    assert understand_one(paper("BẢN KHAI"), of=context("1.010802")).review_reason == "unsure"
    assert understand_one(foreign, of=context("1.010802")).slot is None


def test_a_component_matched_through_another_title_of_its_kind():
    document = understand_one(paper("HỢP ĐỒNG ỦY QUYỀN"), of=context(BIRTH))
    assert document.slot == "van_ban_uy_quyen"


def test_an_open_heading_goes_on():
    document = understand_one(paper("HUÂN CHƯƠNG KHÁNG CHIẾN HẠNG NHẤT"), of=context("1.010819"))
    assert document.slot == "huan_huy_chuong"


def test_a_letter_is_known_without_heading():
    letter = (
        "UBND TỈNH THỬ NGHIỆM    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ TƯ PHÁP    Độc lập - Tự do - Hạnh phúc\n"
        "Số: 15/STP-HCTP    Thử Nghiệm, ngày 05 tháng 01 năm 2024\n"
        "V/v cấp bản sao trích lục hộ tịch\nKính gửi: Ủy ban nhân dân xã An Hòa\n"
    )
    document = understand_one(letter, of=context("2.000635"))
    assert (document.kind, document.slot) == ("cong_van", "van_ban_yeu_cau_co_quan")


def test_a_paper_that_only_the_receipt_slip_names():
    name = "Hợp đồng thuê nhà"
    dossier = bare_context(Component(id=name, name_vi=name, required=True, title_lines=(name,)))
    assert understand_one(paper("HỢP ĐỒNG THUÊ NHÀ"), of=dossier).slot == name
    assert understand_one(paper("HỢP ĐỒNG MUA BÁN NHÀ"), of=dossier).slot is None


def test_without_a_dossier_only_the_kind_is_told():
    document = understand_one(paper("GIẤY CHỨNG SINH"))
    assert (document.kind, document.kind_confidence) == ("giay_chung_sinh", 1.0)
    assert (document.slot, document.review_reason, document.candidates) == (None, None, ())


def _distinct_headings() -> list[tuple[DossierContext, Component, str]]:
    """Every heading of the catalogue that alone decides for one component of its procedure."""
    found = []
    for procedure in {procedure for procedure, _ in FORMS}:
        dossier = context(procedure)
        for component in dossier.components:
            found += [
                (dossier, component, line)
                for line in component.title_lines
                if line.isupper() and understand_one(paper(line), of=dossier).slot == component.id
            ]
    return sorted(found, key=lambda entry: (entry[1].id, entry[2]))


DISTINCT = _distinct_headings()
MARKED = "AĂÂÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬEÊÈÉẺẼẸỀẾỂỄỆIÌÍỈĨỊOÔƠÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢUƯÙÚỦŨỤỪỨỬỮỰYỲÝỶỸỴDĐ"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DISTINCT), st.data())
def test_one_wrong_mark_never_makes_another_component(
    entry: tuple[DossierContext, Component, str], data: st.DataObject
):
    dossier, component, line = entry
    places = [index for index, char in enumerate(line) if char in MARKED]
    place = data.draw(st.sampled_from(places))
    noisy = line[:place] + data.draw(st.sampled_from(MARKED)) + line[place + 1 :]
    assert understand_one(paper(noisy), of=dossier).slot in {component.id, None}


SYLLABLES = st.sampled_from(
    ["BÀN", "GHẾ", "MÈO", "CÂY", "KHẾ", "NGỌT", "LÁ", "VÀNG", "RƠI", "SÂN", "HÈ", "PHỐ", "CHIỀU"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SYLLABLES, min_size=1, max_size=8),
    st.sampled_from(sorted({procedure for procedure, _ in FORMS})),
)
def test_unknown_titles_are_never_assigned(syllables: list[str], procedure: str):
    document = understand_one(paper(" ".join(syllables)), of=context(procedure))
    assert (document.slot, document.kind) == (None, "unclassified")
    assert document.review_reason == "unclassified"


def test_a_blank_file_and_a_picture_are_left_to_a_person():
    blank = understand_one(page(""), of=context(BIRTH))
    assert (blank.slot, blank.review_reason, blank.findings) == (None, "blank", ("blank_page", "blank"))
