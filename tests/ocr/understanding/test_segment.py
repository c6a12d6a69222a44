"""Splitting a file into papers: heads, numbers, annexes, cards, sheets, spreads, and what never changes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.reading.spreads import TWO_UP
from ocr.understanding.segment import TWO_PAPERS, PaperPages, segment
from ocr.understanding.sheet_codes import cover_text
from ocr.values import PageCode, PageReading, Word
from tests.ocr.understanding.pages import CODE, MOTTO, knowledge, page, paper

OTHER_CODE = "H40.12-240105-0013"
RUNNING = "Các bên đã thống nhất những nội dung nêu trên và cùng nhau thực hiện đúng cam kết.\n" * 12
SIGNED = "NGƯỜI KHAI\n(Ký, ghi rõ họ tên)\nNguyễn Văn Thử"
FORM = paper("TỜ KHAI ĐĂNG KÝ KHAI SINH", RUNNING)
CERTIFICATE = paper("GIẤY CHỨNG SINH", f"{RUNNING}{SIGNED}")
DECISION = (
    f"ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 114/QĐ-UBND\nQUYẾT ĐỊNH\n"
    f"Về việc trợ cấp\n{RUNNING}Nơi nhận:"
)
HOSPITAL = f"SỞ Y TẾ NAM GIANG\nBỆNH VIỆN ĐA KHOA TRỰC AN\nTÓM TẮT HỒ SƠ BỆNH ÁN\n{RUNNING}{SIGNED}"
FRONT = f"{MOTTO}\nCĂN CƯỚC CÔNG DÂN\nCitizen Identity Card\nSố / No.: 000095004417\nHọ và tên / Full name: A"
BACK = "Đặc điểm nhận dạng: nốt ruồi\nNgón trỏ trái\nIDVNM0950044172000095004417<<0"
OTHER_BACK = "Đặc điểm nhận dạng: sẹo\nNgón trỏ trái\nIDVNM1880041262000188123126<<0"
BLANK = ""


def papers_of(*pages: PageReading | str) -> list[list[int]]:
    return [[each.number for each in found.pages] for found in segmented(*pages)]


def segmented(*pages: PageReading | str) -> Sequence[PaperPages]:
    readings = [
        page(entry, number) if isinstance(entry, str) else entry.model_copy(update={"number": number})
        for number, entry in enumerate(pages, 1)
    ]
    return segment(readings, knowledge().titles.named)


def coded(text: str, code: str) -> PageReading:
    return page(text).model_copy(
        update={"codes": (PageCode(form="QRCode", text=code, box=(20.0, 20.0, 60.0, 60.0)),)}
    )


def spread(left: str, right: str) -> PageReading:
    """Both halves on one page, as reading puts them: the left one first."""
    halves = page(left), page(right)
    lines = 1 + max(word.line for word in halves[0].words)
    moved = (_moved(word, lines) for word in halves[1].words)
    words = (*halves[0].words, *moved)
    return halves[0].model_copy(update={"words": words, "width": 1190.0, "findings": (TWO_UP,)})


def _moved(word: Word, lines: int) -> Word:
    left, top, right, bottom = word.box
    return word.model_copy(update={"box": (left + 595, top, right + 595, bottom), "line": word.line + lines})


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param((FORM, CERTIFICATE), [[1], [2]], id="two heads"),
        pytest.param((FORM, RUNNING, CERTIFICATE), [[1, 2], [3]], id="no head"),
        pytest.param((FORM, HOSPITAL), [[1], [2]], id="a title without the motto"),
        pytest.param((FORM, f"2\n{RUNNING}", f"- 3 -\nDANH SÁCH\n{RUNNING}"), [[1, 2, 3]], id="counting on"),
        pytest.param((FORM, f"{RUNNING}Trang 2/2", CERTIFICATE), [[1, 2], [3]], id="a number at the foot"),
        pytest.param(
            (f"{CERTIFICATE}\nTrang 1/1", f"KẾT QUẢ ĐO\n{RUNNING}Trang 1/2", f"{RUNNING}Trang 2/2"),
            [[1], [2, 3]],
            id="numbers that begin again",
        ),
        pytest.param(
            (DECISION, f"DANH SÁCH\n(Kèm theo Quyết định số 114/QĐ-UBND ngày 5/1/2024)\n{RUNNING}", FORM),
            [[1, 2], [3]],
            id="an annex of the decision",
        ),
        pytest.param(
            (DECISION, f"{MOTTO}\nDANH SÁCH\n(Kèm theo Quyết định số 114/QĐ-UBND ngày 5/1/2024)\n{RUNNING}"),
            [[1, 2]],
            id="an annex with a head of its own",
        ),
        pytest.param(
            (DECISION, f"{MOTTO}\nTỜ KHAI\n(Ban hành kèm theo Quyết định số 636/QĐ-BHXH)\n{RUNNING}"),
            [[1], [2]],
            id="a form published with another decision",
        ),
        pytest.param((FRONT, BACK, FRONT, BACK), [[1, 2], [3, 4]], id="two cards, front then back"),
        pytest.param((FORM, BACK, FRONT, FORM), [[1], [2, 3], [4]], id="a back scanned first"),
        pytest.param((FRONT, OTHER_BACK), [[1], [2]], id="the back of another card"),
        pytest.param((f"{FRONT}\n{BACK}", f"{FRONT}\n{BACK}"), [[1], [2]], id="both sides on a page, twice"),
        pytest.param((FORM, BLANK, CERTIFICATE, BLANK), [[1, 2], [3, 4]], id="blank backs"),
        pytest.param((BLANK, BLANK, FORM), [[1, 2, 3]], id="blank pages before the first"),
        pytest.param((BLANK, BLANK), [[1, 2]], id="nothing but blank pages"),
        pytest.param((), [], id="no page"),
    ],
)  # fmt: skip
def test_pages_go_to_their_papers(pages: Sequence[str], expected: list[list[int]]) -> None:
    assert papers_of(*pages) == expected


def test_a_known_title_under_an_agency_is_stronger_than_a_bare_number() -> None:
    hospital = f"SỞ Y TẾ NAM GIANG\nGIẤY CHỨNG SINH\n{RUNNING}"
    assert papers_of(CERTIFICATE, f"2\n{hospital}") == [[1], [2]]
    assert papers_of(CERTIFICATE, f"Trang 2/2\n{hospital}") == [[1, 2]]


def test_a_misread_second_line_of_the_motto_begins_a_paper() -> None:
    assert papers_of(FORM, f"Độc lâp - Tự đo - Hạnh phúe\n{RUNNING}") == [[1], [2]]


def test_another_scanner_and_another_size_help_a_doubtful_title_to_begin_a_paper() -> None:
    slip = page(f"Cửa hàng Hải Thành\nPHIẾU GIAO HÀNG\n{RUNNING}", dpi=300)
    small = slip.model_copy(update={"width": 420.0, "height": 595.0})
    assert papers_of(FORM, small) == [[1], [2]]


class TestSheets:
    def test_a_cover_is_a_paper_of_its_own_and_its_dossier_that_of_the_papers_after_it(self) -> None:
        cover = coded("BÌA HỒ SƠ", cover_text(CODE, "1.001193"))
        found = segmented(cover, BLANK, RUNNING, CERTIFICATE)
        assert [[each.number for each in one.pages] for one in found] == [[1, 2], [3], [4]]
        assert {one.dossier_code for one in found} == {CODE}

    def test_the_next_cover_begins_the_next_dossier(self) -> None:
        covers = [coded("BÌA", cover_text(code, "1.001193")) for code in (CODE, OTHER_CODE)]
        found = segmented(FORM, covers[0], FORM, covers[1], FORM)
        assert [one.dossier_code for one in found] == [None, CODE, CODE, OTHER_CODE, OTHER_CODE]

    def test_a_separator_names_the_slot_of_the_next_paper_only(self) -> None:
        said = cover_text(CODE, "1.001193", "giay_chung_sinh")
        separator = coded("TỜ NGĂN HỒ SƠ\nGIẤY CHỨNG SINH", said)
        found = segmented(separator, CERTIFICATE, FORM)
        assert [one.slot for one in found] == [None, "giay_chung_sinh", None]

    def test_a_receipt_with_a_code_begins_a_paper_though_it_has_no_head(self) -> None:
        receipt = coded(RUNNING, f"{CODE}|1.001193|Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        found = segmented(FORM, receipt, RUNNING)
        assert [[each.number for each in one.pages] for one in found] == [[1], [2, 3]]
        assert [one.dossier_code for one in found] == [None, CODE]

    def test_the_same_code_on_every_page_of_a_receipt_does_not_divide_it(self) -> None:
        pages = [coded(text, f"{CODE}|1.001193") for text in (FORM, f"2\n{RUNNING}")]
        assert papers_of(*pages) == [[1, 2]]

    def test_a_cover_code_on_a_paper_makes_no_cover_of_it(self) -> None:
        pasted = coded(CERTIFICATE, cover_text(CODE, "1.001193", "to_khai"))
        found = segmented(pasted, RUNNING, FORM)
        assert [[each.number for each in one.pages] for one in found] == [[1, 2], [3]]
        assert [one.slot for one in found] == [None, None]

    @pytest.mark.parametrize("said", [CODE, f"{CODE}|1.001193|Giấy khai sinh"])
    def test_a_code_that_was_not_read_on_the_first_page_does_not_divide_the_paper(self, said: str) -> None:
        assert papers_of(FORM, coded(RUNNING, said), coded(RUNNING, said)) == [[1, 2, 3]]

    def test_the_code_of_the_dossier_in_force_does_not_divide_a_paper(self) -> None:
        cover = coded("BÌA HỒ SƠ", cover_text(CODE, "1.001193"))
        assert papers_of(cover, FORM, coded(RUNNING, f"{CODE}|1.001193")) == [[1], [2, 3]]

    def test_another_code_than_that_in_force_begins_a_paper(self) -> None:
        cover = coded("BÌA HỒ SƠ", cover_text(CODE, "1.001193"))
        other = coded(RUNNING, f"{OTHER_CODE}|1.001193|Giấy khai sinh")
        assert papers_of(cover, FORM, other) == [[1], [2], [3]]
        assert papers_of(FORM, coded(RUNNING, CODE), other) == [[1, 2], [3]]

    def test_after_a_forced_beginning_the_pages_are_weighed_against_the_new_paper(self) -> None:
        decided, listed = f"{RUNNING}Số: 99/QĐ-UBND", "DANH SÁCH\n(Kèm theo Quyết định số 99/QĐ-UBND)\n"
        pages = [coded(FORM, CODE), coded(f"Số: 99/QĐ-UBND\n{decided}", OTHER_CODE)]
        assert papers_of(*pages, f"{MOTTO}\n{listed}{RUNNING}") == [[1], [2, 3]]

    def test_pages_that_did_not_follow_each_other_are_no_paper(self) -> None:
        pages = [page(FORM, 1), page(RUNNING, 2), page(RUNNING, 5)]
        found = segment(pages, knowledge().titles.named)
        assert [[each.number for each in one.pages] for one in found] == [[1, 2], [5]]


class TestSpreads:
    def test_a_spread_of_one_form_is_one_paper(self) -> None:
        (found,) = segmented(spread(FORM, f"2\n{RUNNING}"), spread(f"3\n{RUNNING}", f"4\n{RUNNING}{SIGNED}"))
        assert [TWO_PAPERS in each.findings for each in found.pages] == [False, False]

    @pytest.mark.parametrize("left", [FORM, f"2\n{RUNNING}"])
    def test_halves_of_two_papers_are_told(self, left: str) -> None:
        found = segmented(FORM, spread(left, CERTIFICATE))
        assert TWO_PAPERS in found[-1].pages[-1].findings
        assert len(found) == (2 if left is FORM else 1)

    def test_both_sides_of_a_card_side_by_side_are_one_paper(self) -> None:
        (found,) = segmented(spread(FRONT, BACK))
        assert TWO_PAPERS not in found.pages[0].findings

    def test_the_outer_side_of_a_folded_sheet_begins_a_paper(self) -> None:
        found = segmented(CERTIFICATE, spread(f"4\n{RUNNING}", FORM), f"2\n{RUNNING}")
        assert [[each.number for each in one.pages] for one in found] == [[1], [2, 3]]
        assert TWO_PAPERS not in found[1].pages[0].findings


KINDS_OF_PAGE = st.sampled_from(
    [FORM, CERTIFICATE, DECISION, HOSPITAL, FRONT, BACK, RUNNING, BLANK, f"2\n{RUNNING}"]
)


@settings(max_examples=25, deadline=None)
@given(pages=st.lists(KINDS_OF_PAGE, min_size=1, max_size=7))
def test_every_page_is_in_exactly_one_paper_in_order(pages: list[str]) -> None:
    found = papers_of(*pages)
    assert [number for one in found for number in one] == list(range(1, len(pages) + 1))
    assert all(found)


@settings(max_examples=25, deadline=None)
@given(pages=st.lists(KINDS_OF_PAGE, min_size=1, max_size=6), data=st.data())
def test_a_blank_back_changes_nothing_else(pages: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(pages)))
    before = papers_of(*pages)
    after = papers_of(*pages[:place], BLANK, *pages[place:])
    without = [[number - (number > place + 1) for number in one if number != place + 1] for one in after]
    assert without == before
    assert any({place, place + 1} <= set(one) for one in after)
