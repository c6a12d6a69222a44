"""Who signed, and the metadata of the guide."""

from __future__ import annotations

import pytest

from config.kinds import load_kinds
from ocr.understanding.metadata import guide_metadata
from tests.ocr.understanding.pages import page, paper, understand_one

HEAD = (
    "ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH THỬ NGHIỆM    Độc lập - Tự do - Hạnh phúc\n"
    "Số: 47/QĐ-UBND    Thử Nghiệm, ngày 17 tháng 01 năm 2025\n"
    "QUYẾT ĐỊNH\nVề việc cấp giấy\nCăn cứ Luật Tổ chức chính quyền địa phương;\n"
)
SIGNED = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n"


@pytest.mark.parametrize(
    ("foot", "signer", "title"),
    [
        (f"{SIGNED}Trần Văn Thử", "Trần Văn Thử", "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        ("CHỦ TỊCH\n~a8|\nTrần Văn Thử", "Trần Văn Thử", "CHỦ TỊCH"),
        ("GIÁM ĐỐC\nTS. Trần Thị Mẫu", "Trần Thị Mẫu", "GIÁM ĐỐC"),
        ("CHU TỊCH\nTrần Văn Thử", "Trần Văn Thử", "CHỦ TỊCH"),
        ("CHÁNH VĂN PHÒNG\nlllegal Wörd", None, "CHÁNH VĂN PHÒNG"),
    ],
)
def test_who_signed(foot: str, signer: str | None, title: str):
    document = understand_one(HEAD, foot)
    assert document.fields["signer"] == signer
    assert document.fields["signer_title"] == title
    evidence = document.field_evidence["signer"]
    assert (evidence.page, evidence.reason) == (2, None if signer else "handwritten_or_unread")


def test_a_paper_without_signature_has_no_signer():
    document = understand_one(HEAD)
    assert document.fields["signer"] is None
    assert document.field_evidence["signer"].reason == "not_found"


def test_the_notation_is_printed_where_the_number_is_written():
    document = understand_one(HEAD.replace("Số: 47/QĐ-UBND", "Số: /QĐ-UBND"))
    assert (document.fields["number"], document.fields["code_number"]) == (None, None)
    assert document.fields["code_notation"] == "QĐ-UBND"


def test_a_date_in_words():
    words = "Thử Nghiệm, ngày mười bảy tháng một năm hai nghìn không trăm hai mươi lăm\nQUYẾT ĐỊNH"
    document = understand_one(
        HEAD.replace("    Thử Nghiệm, ngày 17 tháng 01 năm 2025", "").replace("QUYẾT ĐỊNH", words)
    )
    assert document.fields["date"] == "2025-01-17"


def test_marks_of_the_agency_are_put_right():
    misread = HEAD.replace("ỦY BAN NHÂN DÂN", "ÚY BAN NHẬN DÂN", 1).replace(
        "TỈNH THỬ NGHIỆM", "TINH QUANG NGAI"
    )
    assert understand_one(misread).fields["agency"] == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"


def test_the_metadata_of_the_guide():
    document = understand_one(page(HEAD))
    told = guide_metadata(load_kinds().get(document.kind), document.fields, document.field_evidence)
    assert {name: field.value for name, field in told.items()} == {
        "DocCode": None,
        "TypeName": "Quyết định",
        "CodeNumber": "47",
        "CodeNotation": "QĐ-UBND",
        "IssuedDate": "2025-01-17",
        "OrganName": "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM",
        "Subject": "Về việc cấp giấy",
    }
    assert told["DocCode"].reason == "not_on_paper"


def test_what_a_kind_does_not_have_is_null_with_the_reason():
    document = understand_one(paper("TỜ KHAI ĐĂNG KÝ KHAI TỬ"))
    told = guide_metadata(
        load_kinds().get(document.kind), document.fields, document.field_evidence, doc_code="H40_CV_000001_V1"
    )
    assert told["DocCode"].value == "H40_CV_000001_V1"
    assert told["TypeName"].value == "Tờ khai đăng ký khai tử"
    assert [
        told[name].reason for name in ("CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject")
    ] == ["not_on_paper"] * 5


def test_what_is_too_long_for_the_guide_is_not_cut():
    told = guide_metadata(None, {"subject": "x" * 501}, {})
    assert (told["Subject"].value, told["Subject"].reason) == (None, "too_long")
    assert (told["TypeName"].value, told["TypeName"].reason) == (None, "not_found")
