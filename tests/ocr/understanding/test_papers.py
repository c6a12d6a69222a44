"""Files with several papers, the states of papers, and the fields of administrative heads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.sections import Profile
from dossiers.states import PaperState
from ocr.values import ColourMode, PageReading, PageSource
from tests.ocr.understanding.pages import MOTTO, page, paper, understand_one, understand_pages

FORM, BIRTH, CARD = (
    paper("TỜ KHAI ĐĂNG KÝ KHAI SINH"),
    paper("GIẤY CHỨNG SINH"),
    "CĂN CƯỚC CÔNG DÂN\nHọ và tên: A",
)
BODY, BLANK = "tiếp theo của trang trước, không có gì mới để nói.\nXin cảm ơn.", ""


@pytest.mark.parametrize(
    ("pages", "ranges"),
    [
        ([FORM], [(1,)]),
        ([FORM, BODY], [(1, 2)]),
        ([FORM, BIRTH], [(1,), (2,)]),
        ([FORM, BLANK, BIRTH, BODY, BLANK], [(1, 2), (3, 4, 5)]),
        ([BLANK, FORM], [(1, 2)]),
        ([BLANK, BLANK], [(1, 2)]),
        ([BODY, FORM], [(1,), (2,)]),
        ([FORM, CARD, BODY], [(1,), (2, 3)]),
        ([FORM, f"2\n{BODY}"], [(1, 2)]),
        # A page number goes before a heading: the annex of a paper has headings too.
        ([FORM, f"- 2 -\nDANH SÁCH\n{BODY}"], [(1, 2)]),
        ([FORM, f"DANH SÁCH\n(Kèm theo Quyết định số 12/QĐ-UBND)\n{BODY}"], [(1, 2)]),
        ([FORM, f"DANH SÁCH CHI TRẢ\n{BODY}"], [(1,), (2,)]),
        # What a decision decides may begin on page 2: no new decision.
        ([paper("QUYẾT ĐỊNH"), f"QUYẾT ĐỊNH:\nĐiều 1. Cấp giấy.\n{BODY}"], [(1, 2)]),
        ([paper("QUYẾT ĐỊNH"), f"QUYẾT ĐỊNH\nĐiều 1. Cấp giấy.\n{BODY}"], [(1, 2)]),
        ([FORM, f"{MOTTO}\nMỘT TỜ GIẤY LẠ\n{BODY}"], [(1,), (2,)]),
    ],
)
def test_papers_begin_at_a_motto_or_a_heading(pages: list[str], ranges: list[tuple[int, ...]]):
    assert [document.pages for document in understand_pages(*pages)] == ranges


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([FORM, BIRTH, CARD, BODY, BLANK]), min_size=1, max_size=8))
def test_every_page_belongs_to_exactly_one_paper(pages: list[str]):
    documents = understand_pages(*pages)
    assert [number for document in documents for number in document.pages] == list(range(1, len(pages) + 1))


PHOTO = page("x").model_copy(update={"words": (), "text": ""})


@pytest.mark.parametrize(
    ("pages", "profile", "state", "findings"),
    [
        ([page(FORM)], "intake", "usable", ()),
        ([page(FORM, dpi=None)], "intake", "usable", ()),
        ([page(FORM, dpi=200)], "intake", "usable", ()),
        ([page(FORM, dpi=199)], "intake", "failed_gate", ("low_resolution",)),
        ([page(FORM, dpi=150)], "intake", "failed_gate", ("low_resolution",)),
        ([page(FORM, dpi=150)], "archive", "failed_gate", ("low_resolution",)),
        ([page(FORM, colour=ColourMode.BLACK_AND_WHITE)], "intake", "usable", ("black_and_white",)),
        ([page(BIRTH, colour=ColourMode.BLACK_AND_WHITE)], "intake", "failed_gate", ("black_and_white",)),
        ([page(FORM, colour=ColourMode.BLACK_AND_WHITE)], "archive", "failed_gate", ("black_and_white",)),
        ([page(FORM, colour=ColourMode.GREY)], "intake", "usable", ()),
        ([page(BIRTH, colour=ColourMode.GREY)], "intake", "usable", ("grey",)),
        ([page(FORM, colour=ColourMode.GREY)], "archive", "failed_gate", ("grey",)),
        ([page(FORM, confidence=50)], "intake", "usable", ("low_confidence",)),
        ([page(FORM, confidence=30)], "intake", "unreadable", ("unreadable_text", "low_confidence")),
        ([page(FORM, sharpness=5)], "intake", "usable", ("blurred",)),
        ([page(FORM), page(BLANK)], "intake", "usable", ("blank_page",)),
        ([page(BLANK)], "intake", "failed_gate", ("blank_page", "blank")),
        ([PHOTO], "intake", "unreadable", ("unreadable_text",)),
        # The worst page decides; unreadable is worse than a failed gate.
        ([page(FORM), page(BODY, dpi=100)], "intake", "failed_gate", ("low_resolution",)),
        ([page(FORM, dpi=100), PHOTO], "intake", "unreadable", ("low_resolution", "unreadable_text")),
        ([page(FORM, findings=("no_resolution",))], "intake", "usable", ("no_resolution",)),
    ],
)
def test_the_gates(pages: list[PageReading], profile: str, state: str, findings: tuple[str, ...]):
    document = understand_one(*pages, profile=Profile(profile))
    assert (document.state, document.findings) == (PaperState(state), findings)


def scan(text: str = FORM, **measures: object) -> PageReading:
    return page(text).model_copy(update=measures)


BLACK_AND_WHITE = {"colour": ColourMode.BLACK_AND_WHITE}
STAMPED = {"stamp": 240.0}


@pytest.mark.parametrize(
    ("pages", "state", "findings"),
    [
        ([scan(skew=3.0)], "usable", ()),
        ([scan(skew=-3.1)], "usable", ("skewed",)),
        ([scan(cut_off=2)], "usable", ()),
        ([scan(cut_off=3)], "usable", ("cut_off_text",)),
        ([scan(borders=0.01)], "usable", ()),
        ([scan(borders=0.02)], "usable", ("black_borders",)),
        ([scan(syllables=0.6)], "usable", ()),
        ([scan(syllables=0.5)], "usable", ("odd_text",)),
        ([scan(width=842.0, height=595.0)], "usable", ()),
        ([scan(width=419.5, height=595.3)], "usable", ()),
        ([scan(width=450.0, height=640.0)], "usable", ("odd_size",)),
        # No size is known without a resolution; a page that is no scan has any size.
        ([scan(width=450.0, height=640.0, findings=("no_resolution",))], "usable", ("no_resolution",)),
        ([scan(width=450.0, height=640.0, dpi=None)], "usable", ()),
        # A blank page is nothing but blank.
        ([scan(), scan(BLANK, skew=9.0, borders=0.5, width=450.0)], "usable", ("blank_page",)),
        # A kind that bears a stamp needs colour where the stamp is; a few red words are none.
        ([scan(BIRTH, **BLACK_AND_WHITE)], "failed_gate", ("black_and_white",)),
        ([scan(BIRTH, **BLACK_AND_WHITE), scan(BODY, **STAMPED)], "usable", ("black_and_white",)),
        ([scan(BIRTH, **BLACK_AND_WHITE), scan(BODY, stamp=20.0)], "failed_gate", ("black_and_white",)),
        ([scan(**BLACK_AND_WHITE)], "usable", ("black_and_white",)),
        ([scan(**STAMPED)], "usable", ()),
    ],
)
def test_what_is_measured_on_the_picture(pages: list[PageReading], state: str, findings: tuple[str, ...]):
    document = understand_one(*pages)
    assert (document.state, document.findings) == (PaperState(state), findings)


def test_a_failure_tells_page_value_and_limit():
    document = understand_one(page(FORM), page(BODY, dpi=150), page(BODY, confidence=50))
    assert [failure.model_dump() for failure in document.gate_failures] == [
        {
            "finding": "low_resolution",
            "page": 2,
            "property": "dpi",
            "measured": 150,
            "limit": 200,
            "severity": "error",
        },
        {
            "finding": "low_confidence",
            "page": 3,
            "property": "confidence",
            "measured": 50.0,
            "limit": 60,
            "severity": "warning",
        },
    ]


def test_what_fails_as_a_whole_names_no_page():
    failures = understand_one(page(BLANK)).gate_failures
    assert [(failure.finding, failure.page) for failure in failures] == [("blank_page", 1), ("blank", None)]


def test_of_two_gates_for_one_finding_the_severer_is_told():
    failures = understand_one(page(BIRTH, colour=ColourMode.BLACK_AND_WHITE)).gate_failures
    assert [(failure.finding, failure.severity) for failure in failures] == [("black_and_white", "error")]


DECISION = (
    "ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH THỬ NGHIỆM    Độc lập - Tự do - Hạnh phúc\n"
    "Số: 47/QĐ-UBND    Thử Nghiệm, ngày 17 tháng 01 năm 2025\n"
    "QUYẾT ĐỊNH\nVề việc phê duyệt kế hoạch ứng phó\nsự cố tràn dầu huyện Thử\n"
    "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
)


def test_the_fields_of_a_decision_and_where_they_stand():
    document = understand_one(DECISION)
    assert document.fields == {
        "number": "47/QĐ-UBND",
        "code_number": "47",
        "code_notation": "QĐ-UBND",
        "date": "2025-01-17",
        "agency": "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM",
        "subject": "Về việc phê duyệt kế hoạch ứng phó sự cố tràn dầu huyện Thử",
        "signer": None,
        "signer_title": None,
    }
    number, date = document.field_evidence["number"], document.field_evidence["date"]
    assert (number.page, number.confidence, number.reason) == (1, 93.0, None)
    assert number.box is not None
    assert date.box is not None
    assert number.box[2] < date.box[0]
    assert number.box[1] == date.box[1] == 90.0


def test_the_fields_of_a_letter():
    letter = (
        "BỘ THỬ NGHIỆM    CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "VỤ MẪU    Độc lập - Tự do - Hạnh phúc\n"
        "Số: 507/BTN-VM    Hà Nội, ngày 24 tháng 1 năm 2025\n"
        "V/v góp ý dự thảo\nQuyết định sửa đổi\nKính gửi: Sở Thử Nghiệm\n"
    )
    document = understand_one(letter)
    assert document.kind == "cong_van"
    assert document.fields == {
        "number": "507/BTN-VM",
        "code_number": "507",
        "code_notation": "BTN-VM",
        "date": "2025-01-24",
        "agency": "BỘ THỬ NGHIỆM VỤ MẪU",
        "subject": "V/v góp ý dự thảo Quyết định sửa đổi",
        "signer": None,
        "signer_title": None,
    }


@pytest.mark.parametrize(
    ("written", "field", "reason"),
    [
        (DECISION.replace("ngày 17 tháng", "ngày tháng"), "date", "handwritten_or_unread"),
        (DECISION.replace("ngày 17 tháng", "ngày 4} tháng"), "date", "handwritten_or_unread"),
        (DECISION.replace("ngày 17 tháng", "ngày 80 tháng"), "date", "handwritten_or_unread"),
        (DECISION.replace("Số: 47/QĐ-UBND", "Số: ổT /QĐ-UBND"), "number", "handwritten_or_unread"),
        (DECISION.replace("Số: 47/QĐ-UBND", "Số: /QĐ-UBND"), "number", "handwritten_or_unread"),
        (DECISION.replace("Số: 47/QĐ-UBND", "QĐ-UBND"), "number", "not_found"),
        (
            DECISION.replace("Về việc phê duyệt kế hoạch ứng phó\nsự cố tràn dầu huyện Thử\n", ""),
            "subject",
            "not_found",
        ),
    ],
)
def test_a_field_that_cannot_be_read_is_null_with_the_reason(written: str, field: str, reason: str):
    document = understand_one(written)
    assert document.fields[field] is None
    assert document.field_evidence[field].reason == reason


@pytest.mark.parametrize(("text", "field"), [("47/QĐ-UBND", "number"), ("17", "date"), ("01", "date")])
def test_what_was_written_by_hand_is_not_believed(text: str, field: str):
    scan = page(DECISION)
    words = tuple(
        word.model_copy(update={"handwritten": True}) if word.text == text else word for word in scan.words
    )
    document = understand_one(scan.model_copy(update={"words": words}))
    assert document.fields[field] is None
    assert document.field_evidence[field].reason == "handwritten_or_unread"
    assert document.field_evidence[field].box is not None


def test_a_date_in_a_sentence_is_not_that_of_the_paper():
    sentence = "Thực hiện Chỉ thị số 12 ngày 16 tháng 4 năm 2021 của Chủ tịch\n"
    assert understand_one(DECISION.replace("ngày 17", "ng4/") + sentence).fields["date"] is None


def test_an_agency_without_a_number_stands_beside_the_motto():
    document = understand_one(DECISION.replace("Số: 47/QĐ-UBND", "36 ⁄ 4?"))
    assert document.fields["agency"] == "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM"


def test_a_kind_without_fields_has_none():
    document = understand_one(paper("GIẤY CAM ĐOAN"))
    assert (document.fields, document.field_evidence) == ({}, {})


def test_a_text_layer_needs_no_scan():
    born = page(DECISION, confidence=100, dpi=None, colour=None, sharpness=None)
    document = understand_one(
        born.model_copy(update={"source": PageSource.TEXT_LAYER}), profile=Profile.ARCHIVE
    )
    assert (document.state, document.findings) == (PaperState.USABLE, ())
