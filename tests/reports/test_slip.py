"""The slip for the counter: what it says row by row, what it never says, and that it is one page of paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page

from config.catalogue import Catalogue
from config.sections import Language
from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.periods import VIETNAM
from dossiers.procedures import Component, Procedure
from dossiers.reasons import Reason
from dossiers.register import DossierStatus
from dossiers.states import GateFailure, Paper, PaperState, SlotState
from reports.names import Names
from reports.slip import Today, index_html, to_html
from reports.slip_view import RefusedFile, Slip, SlipView, WaitingPaper, view_of
from reports.slip_words import Mark, SlipWords, Verdict
from tests.reports.conftest import BLURRED, COARSE, HOSTILE, RULES, paper, record

CODE = "H40.12-250903-0004"
MADE_AT = datetime(2025, 9, 3, 9, 30, tzinfo=VIETNAM)
LONG = (
    "Giấy tờ chứng minh quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất do cơ quan "
    "nhà nước có thẩm quyền cấp cho hộ gia đình, cá nhân đang sử dụng ổn định, bản chính hoặc bản sao số "
)
SKEWED = GateFailure(finding="skewed", page=1, property="skew", measured=12.5, limit=5, severity="error")
WAITING = WaitingPaper(3, (1, 2), "Quyết định", "wrong_dossier", "Giấy tờ số 2")
REFUSED = RefusedFile(MADE_AT, 412_345, Reason.ENCRYPTED)


def procedure(*components: Component) -> Procedure:
    return Procedure(code="1.000009", name_vi="Đăng ký đất đai", components=components)


def due(number: int, name: str = "Giấy tờ số ", **more: object) -> Component:
    return Component(id=f"c{number}", name_vi=f"{name}{number}", **{"required": True, **more})


def made(
    components: Sequence[Component], papers: Sequence[Paper] = (), **changes: object
) -> tuple[DossierStatusReport, Names]:
    """A dossier of a procedure with these components, and the names an officer knows."""
    own = procedure(*components)
    values = {
        "status": DossierStatus.IN_PROGRESS,
        "resolved_on": None,
        "due_on": date(2025, 9, 10),
        **changes,
    }
    dossier = record(CODE, own.code, **values)
    status = dossier_status(dossier, procedure=own, rows=(), papers=papers, rules=RULES)
    return status, Names(catalogue=Catalogue({own.code: own}), units={"H40.12": "UBND xã Đông Hải"})


def failed(number: int, *failures: GateFailure, state: PaperState = PaperState.FAILED_GATE) -> Paper:
    return paper(number + 1, f"c{number}", *(one.finding for one in failures), state=state, failures=failures)


def view(slip: Slip, names: Names, language: Language = Language.VIETNAMESE) -> SlipView:
    return view_of(slip, language, names)


def test_each_paper_says_how_it_stands_and_what_to_do() -> None:
    status, names = made(
        [
            due(0),
            due(1),
            due(2),
            due(3, required=False, when="người chưa thành niên"),
            due(4, present_only=True),
        ],
        [paper(1, "c0"), failed(1, BLURRED, COARSE, SKEWED)],
        facts="",
    )
    rows = {row.name: row for row in view(Slip(CODE, status), names).rows}
    assert (rows["Giấy tờ số 0"].mark, rows["Giấy tờ số 0"].state) == (Mark.DONE, "đã số hóa")
    assert not rows["Giấy tờ số 0"].step
    assert (rows["Giấy tờ số 1"].mark, rows["Giấy tờ số 1"].state) == (Mark.RESCAN, "chưa đạt: quét lại")
    assert rows["Giấy tờ số 1"].step == (
        "Trang 2: 150 dpi, cần ít nhất 200: quét lại; trang 1: nghiêng 12,5°, nên không quá 5°: quét lại. "
        "Quét ở 300 dpi. Đặt giấy cho thẳng."
    )
    assert (rows["Giấy tờ số 2"].mark, rows["Giấy tờ số 2"].state) == (Mark.LACKING, "thiếu")
    assert "Trường hợp: người chưa thành niên." in rows["Giấy tờ số 3"].step
    assert (rows["Giấy tờ số 3"].mark, rows["Giấy tờ số 3"].state) == (Mark.UNCLEAR, "không rõ: hỏi lại")
    assert (rows["Giấy tờ số 4"].mark, rows["Giấy tờ số 4"].state) == (Mark.NOT_DUE, "chỉ xuất trình")
    assert rows["Kết quả giải quyết"].state == "chưa phải có"


def test_what_somebody_has_to_do_stands_first_and_the_result_last() -> None:
    status, names = made([due(n) for n in range(5)], [paper(1, "c0"), paper(2, "c1"), paper(3, "c3")])
    said = [row.name for row in view(Slip(CODE, status), names).rows]
    assert said == [*(f"Giấy tờ số {n}" for n in (2, 4, 0, 1, 3)), "Kết quả giải quyết"]


def test_a_paper_that_nobody_could_place_may_be_the_missing_one() -> None:
    status, names = made(
        [due(0), due(1)], [paper(1, "c0"), paper(3, None).model_copy(update={"settled": False})]
    )
    made_view = view(Slip(CODE, status, (WAITING,)), names)
    assert (made_view.rows[0].mark, made_view.rows[0].state) == (Mark.REVIEW, "chờ người xem xét")
    assert made_view.doubts == ("1 giấy tờ chờ người xem xét",)
    html = to_html(made_view.slip, Language.VIETNAMESE, names, MADE_AT)
    assert "số 3, trang 1–2, Quyết định: <strong>có thể thuộc hồ sơ khác" in html


@pytest.mark.parametrize(
    ("papers", "changes", "verdict"),
    [
        ([paper(1, "c0")], {}, Verdict.COMPLETE),
        ([], {}, Verdict.LACKING),
        ([failed(0, COARSE)], {}, Verdict.LACKING),
        ([paper(1, "c0")], {"facts": ""}, Verdict.UNCLEAR),
        ([paper(1, "c0")], {"status": DossierStatus.DELETED}, Verdict.DELETED),
    ],
)
def test_complete_is_said_only_of_what_is(
    papers: list[Paper], changes: dict[str, object], verdict: Verdict
) -> None:
    components = [due(0), due(1, required=False, when="người chưa thành niên")]
    status, names = made(components, papers, **changes)
    slip = Slip(CODE, status, (), (REFUSED,))
    assert view(slip, names).verdict is verdict
    html = to_html(slip, Language.VIETNAMESE, names, MADE_AT)
    assert ("ĐỦ GIẤY TỜ PHẢI SỐ HÓA" in html) is (verdict is Verdict.COMPLETE)
    assert "1 tệp chưa nhận được" in html


def test_a_list_that_nobody_knows_and_a_dossier_that_nobody_knows_are_said_so() -> None:
    status = dossier_status(record(CODE, "9.999999"), procedure=None, rows=(), papers=(), rules=RULES)
    html = to_html(Slip(CODE, status), Language.VIETNAMESE, Names(), MADE_AT)
    assert "CHƯA RÕ: phải hỏi lại" in html
    assert "Danh mục giấy tờ của thủ tục này chưa có" in html
    unknown = to_html(Slip(CODE, None, (), (REFUSED,)), Language.VIETNAMESE, Names(), MADE_AT)
    assert "CHƯA CÓ TRONG SỔ HỒ SƠ" in unknown
    assert "413 kB, xem lúc 03/09/2025 09:30: <strong>tệp đòi mật khẩu" in unknown


def test_one_of_a_group_names_the_others_that_would_do() -> None:
    status, names = made([due(0, one_of="a"), due(1, one_of="a")])
    made_view = view(Slip(CODE, status), names)
    assert made_view.rows[0].name == "Giấy tờ số 0 (hoặc: Giấy tờ số 1)"
    assert made_view.not_due == ()


def test_it_is_said_in_english_too_and_every_value_has_words() -> None:
    status, names = made([due(0), due(1)], [failed(0, COARSE)])
    html = to_html(Slip(CODE, status, (WAITING,), (REFUSED,)), Language.ENGLISH, names, MADE_AT)
    assert "NOT COMPLETE: 2 papers are lacking" in html
    assert "2025-09-10" in html
    for language in Language:
        words = SlipWords(language)
        assert all(all(words.refusal(reason)) for reason in Reason)
        assert all(words.state(state, None)[1] and words.result(state)[1] for state in SlotState)
        assert all(words.verdict(verdict, 1) for verdict in Verdict)


def test_what_came_from_outside_is_text() -> None:
    status, names = made([due(0, HOSTILE)])
    hostile = replace(names, units={"H40.12": HOSTILE})
    slip = Slip(CODE, status, (replace(WAITING, kind_name=HOSTILE, candidate=HOSTILE),))
    today = Today([(MADE_AT, slip)], 1, (REFUSED,))
    index = index_html(today, Language.VIETNAMESE, hostile, MADE_AT, reload=5)
    for html in (to_html(slip, Language.VIETNAMESE, hostile, MADE_AT), index):
        assert "<script" not in html
        assert re.search(r"\bsrc=|https?://", html) is None


def test_the_list_of_today_shows_what_is_missing() -> None:
    status, names = made([due(0), due(1)], [paper(1, "c0")])
    today = Today([(MADE_AT, Slip(CODE, status))], 7, (replace(REFUSED, reason=Reason.NO_DOSSIER),))
    html = index_html(today, Language.VIETNAMESE, names, MADE_AT, reload=5)
    assert f'<a href="{CODE}.html">' in html
    assert "✗ thiếu: Giấy tờ số 1" in html
    assert "1 hồ sơ mới nhất trong 7" in html
    assert "không có mã hồ sơ" in html


_MANY = (
    (1, False, False),
    (5, True, True),
    (10, True, True),
    (25, False, False),
    (25, True, True),
    (60, True, True),
)


def test_it_is_one_page_however_much_is_wrong(page: Page, tmp_path: Path) -> None:
    for number, is_long, has_lists in _MANY:
        components = [due(n, LONG if is_long else "Giấy tờ số ") for n in range(number)]
        papers = [failed(n, COARSE, SKEWED, BLURRED) for n in range(number) if is_long or n % 2]
        status, names = made(components, papers, status=DossierStatus.RESOLVED)
        names = replace(names, units={"H40.12": LONG * 2})
        lists = (
            [replace(WAITING, kind_name=LONG, candidate=LONG)] * 9,
            [replace(REFUSED, reason=Reason.SYSTEM)] * 9,
        )
        slip = Slip(CODE, status, *map(tuple, lists)) if has_lists else Slip(CODE, status)
        (tmp_path / "slip.html").write_text(
            to_html(slip, Language.VIETNAMESE, names, MADE_AT), encoding="utf-8"
        )
        page.goto((tmp_path / "slip.html").as_uri())
        page.pdf(path=tmp_path / "slip.pdf", prefer_css_page_size=True)
        with pdfplumber.open(tmp_path / "slip.pdf") as printed:
            assert len(printed.pages) == 1, number
            text = printed.pages[0].extract_text()
            assert (round(printed.pages[0].width), round(printed.pages[0].height)) == (595, 842)
        assert CODE in text
        assert f"còn {number} giấy tờ" in text
        assert "Kết quả giải quyết" in text
        assert ("và 3 nữa" in text or "và 7 nữa" in text) is has_lists
