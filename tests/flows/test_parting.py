"""Which pages of a batch scan belong to which dossier; in doubt, none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.errors import FileRefused
from flows.parting import pages_by_dossier
from ocr.understanding.sheet_codes import cover_text
from ocr.values import PageCode, PageReading, PageSource

A, B = "H40.12-250805-0001", "H40.12-250805-0002"


def page(number: int, code: str = "", text: str = "Tôi cam đoan", *, blank: bool = False) -> PageReading:
    codes = (PageCode(form="QRCode", text=code, box=(0, 0, 9, 9)),) if code else ()
    source = PageSource.BLANK if blank else PageSource.OCR
    return PageReading(
        number=number,
        source=source,
        text="" if blank else text,
        confidence=90,
        dpi=200,
        width=595,
        height=842,
        codes=codes,
    )


def test_sheets_divide_and_a_dossier_may_come_again() -> None:
    pages = [page(1, A), page(2), page(3, B), page(4), page(5, A), page(6)]
    assert pages_by_dossier(pages) == {A: (1, 2, 5, 6), B: (3, 4)}


def test_empty_pages_before_the_first_sheet_go_with_it() -> None:
    assert pages_by_dossier([page(1, blank=True), page(2, A), page(3, blank=True)]) == {A: (1, 2, 3)}


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ([page(1), page(2)], "No page"),
        ([page(1, blank=True)], "No page"),
        ([page(1), page(2, A)], "Page 1 comes before"),
        ([page(1, A), page(2, f"{A};{B}")], "page 2 name more than one"),
        ([page(1, A), page(2, text=f"BÌA HỒ SƠ\n{B}")], "Page 2 looks like"),
        (
            [page(1, A), page(2, text="GIAY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ\nMã hồ sơ: ...")],
            "Page 2 looks",
        ),
    ],
)
def test_in_doubt_the_whole_file_waits_for_a_person(pages: list[PageReading], says: str) -> None:
    with pytest.raises(FileRefused, match=says) as refused:
        pages_by_dossier(pages)
    assert refused.value.reason.value == "no_dossier"


def test_a_paper_with_the_code_of_an_earlier_dossier_stays_where_it_lies() -> None:
    earlier = page(2, f"{B}|1.001193|000190001234|Giấy khai sinh", "GIẤY KHAI SINH")
    assert pages_by_dossier([page(1, A), earlier, page(3)]) == {A: (1, 2, 3)}


def test_a_receipt_of_the_same_dossier_needs_no_code() -> None:
    assert pages_by_dossier([page(1, A), page(2, text=f"GIẤY TIẾP NHẬN HỒ SƠ\n{A}")]) == {A: (1, 2)}


def test_an_application_to_the_office_that_takes_dossiers_in_is_no_sheet() -> None:
    form = page(2, text="Kính gửi: Bộ phận tiếp nhận hồ sơ xã An Hòa\nTỜ KHAI ĐĂNG KÝ KHAI SINH")
    office = page(3, f"https://dichvucong.example.vn/?q={B}", "BỘ PHẬN TIẾP NHẬN HỒ SƠ\nGIẤY KHAI SINH")
    assert pages_by_dossier([page(1, A), form, office]) == {A: (1, 2, 3)}


COVER_A, COVER_B = (cover_text(code, "1.001193") for code in (A, B))
RECEIPT_A, RECEIPT_B = (f"{code}|1.001193|000190001234|Giấy tiếp nhận hồ sơ" for code in (A, B))


def test_receipts_before_a_cover_and_those_of_its_own_dossier_change_nothing() -> None:
    pages = [page(1, RECEIPT_A), page(2), page(3, COVER_B), page(4, RECEIPT_B), page(5, COVER_A)]
    assert pages_by_dossier(pages) == {A: (1, 2, 5), B: (3, 4)}


@pytest.mark.parametrize("other", [RECEIPT_B, B])
def test_after_a_cover_another_sheet_of_another_dossier_is_a_doubt(other: str) -> None:
    for pages in ([COVER_A, "", other], [COVER_B, "", COVER_A, other]):
        with pytest.raises(FileRefused, match="names another dossier") as refused:
            pages_by_dossier([page(number, code) for number, code in enumerate(pages, start=1)])
        assert refused.value.reason.value == "no_dossier"


@given(st.lists(st.sampled_from(["", A, B]), min_size=1, max_size=30))
def test_every_page_belongs_to_the_last_sheet_before_it(sheets: list[str]) -> None:
    sheets = [A, *sheets]
    parts = pages_by_dossier([page(number, code) for number, code in enumerate(sheets, start=1)])
    assert sorted(number for numbers in parts.values() for number in numbers) == [*range(1, len(sheets) + 1)]
    for code, numbers in parts.items():
        assert list(numbers) == sorted(numbers)
        for number in numbers:
            assert next(sheet for sheet in reversed(sheets[:number]) if sheet) == code
