"""What codes say: our own sheets, receipts in every form that systems choose, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.understanding.sheet_codes import Sheet, cover_text, dossiers_named_on, is_headed_as_sheet, sheet_of
from ocr.values import PageCode, PageReading, PageSource

CODE, OTHER, PROCEDURE = "H40.12-250805-0001", "000.00.23.H40-240105-0012", "1.001193"
NUMBER, NAME = "000190001234", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


def page(*texts: str, number: int = 1, text: str = "") -> PageReading:
    codes = tuple(PageCode(form="QRCode", text=said, box=(0, 0, 9, 9)) for said in texts)
    source = PageSource.OCR if text or codes else PageSource.BLANK
    return PageReading(
        number=number, source=source, text=text, confidence=90, dpi=200, width=595, height=842, codes=codes
    )


@pytest.mark.parametrize(
    "said",
    [
        f"{CODE}|{PROCEDURE}|{NUMBER}|{NAME}",
        f"{CODE};{PROCEDURE};{NUMBER};{NAME}",
        f"Mã hồ sơ: {CODE}\nMã TTHC: {PROCEDURE}\n{NUMBER}\n{NAME}",
    ],
)
def test_a_receipt_names_dossier_procedure_and_document(said: str) -> None:
    assert sheet_of(page(said)) == Sheet(CODE, PROCEDURE, document_name=NAME)


@pytest.mark.parametrize(
    "said",
    [
        f"https://dichvucong.example.vn/tra-cuu?maHoSo={CODE}&maTTHC={PROCEDURE}",
        f"https://dichvucong.example.vn/tra-cuu/{CODE}?tthc={PROCEDURE}#x",
        f"https://dichvucong.example.vn/?q={CODE}%3B{PROCEDURE}",
    ],
)
def test_an_address_names_dossier_and_procedure(said: str) -> None:
    assert sheet_of(page(said)) == Sheet(CODE, PROCEDURE, divides=False)
    assert sheet_of(page(said, text="GIẤY TIẾP NHẬN HỒ SƠ")) == Sheet(CODE, PROCEDURE)


def test_a_result_of_an_earlier_dossier_handed_in_again_divides_nothing() -> None:
    sheet = sheet_of(page(f"{CODE}|{PROCEDURE}|{NUMBER}|Giấy khai sinh", text="GIẤY KHAI SINH"))
    assert sheet == Sheet(CODE, PROCEDURE, document_name="Giấy khai sinh", divides=False)


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi: Bộ phận tiếp nhận hồ sơ xã An Hòa\nTỜ KHAI ĐĂNG KÝ KHAI SINH",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ\nGIẤY KHAI SINH",
        "BỘ PHẬN TIẾP NHẬN HỒ SƠ VÀ TRẢ KẾT QUẢ\nGIẤY KHAI SINH",
        "GIẤY KHAI SINH\nNgười tiếp nhận hồ sơ: Trần Thị Thử",
        "ĐƠN ĐỀ NGHỊ\nKính gửi: Ủy ban nhân dân\nGiấy tiếp nhận hồ sơ số 12 đã mất",
    ],
)
def test_words_of_a_receipt_in_another_line_make_none(text: str) -> None:
    said = f"{CODE}|{PROCEDURE}|{NUMBER}|Văn bản của bộ phận tiếp nhận hồ sơ"
    assert not is_headed_as_sheet(page(text=text))
    assert sheet_of(page(said, text=text)) == Sheet(
        CODE, PROCEDURE, document_name="Văn bản của bộ phận tiếp nhận hồ sơ", divides=False
    )


@pytest.mark.parametrize(
    "title",
    [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "GIẤY TIẾP NHẬN\nHỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "GlẤY TIẾP NHẬN HỒ SƠ",
        "Phiếu tiếp nhận hồ sơ",
        "Giấy biên nhận hồ sơ",
        "BIÊN NHẬN HỒ SƠ",
        "BÌA HỒ SƠ",
        "TỜ NGĂN HỒ SƠ",
    ],
)
def test_a_line_that_begins_with_the_title_makes_a_sheet(title: str) -> None:
    assert is_headed_as_sheet(page(text=f"UBND XÃ AN HÒA\nBỘ PHẬN TIẾP NHẬN\n{title}\nHọ và tên: A"))


def test_a_bare_barcode_is_enough() -> None:
    assert sheet_of(page(OTHER)) == Sheet(OTHER)


def test_a_cover_counts_before_the_bars_beside_it() -> None:
    sheet = sheet_of(page(CODE, cover_text(CODE, PROCEDURE, "to_khai")))
    assert sheet == Sheet(CODE, PROCEDURE, "to_khai", is_cover=True)


@given(
    code=st.from_regex(r"[0-9A-Z][0-9A-Z._\-]{0,20}[0-9A-Z]", fullmatch=True).filter(lambda c: ".." not in c),
    slot=st.none() | st.from_regex(r"[a-z][a-z0-9_]{0,30}", fullmatch=True),
)
def test_what_a_cover_says_is_read_back(code: str, slot: str | None) -> None:
    assert sheet_of(page(cover_text(code, PROCEDURE, slot))) == Sheet(code, PROCEDURE, slot, is_cover=True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "000190001234||Nguyễn Thị Hoa Mai|01011990|Nữ|Thôn Đông|01012021",
        "https://dichvucong.example.vn/",
        "8934563138165",
        "BIA_HO_SO",
        "BIA_HO_SO|../x|1.001193|",
    ],
)
def test_other_codes_are_no_sheets(said: str) -> None:
    assert sheet_of(page(said)) is None
    assert not dossiers_named_on(page(said))


def test_two_dossiers_on_one_page_are_nobodys_sheet() -> None:
    assert sheet_of(page(CODE, OTHER)) is None
    assert sheet_of(page(f"{CODE}|{OTHER}")) is None
    assert dossiers_named_on(page(CODE, OTHER)) == {CODE, OTHER}


@given(st.text())
def test_no_text_does_any_harm(said: str) -> None:
    sheet = sheet_of(page(said))
    assert sheet is None or sheet.dossier_code in said
