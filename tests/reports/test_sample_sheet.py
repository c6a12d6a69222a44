"""The sample sheet: what is stored of each dossier, boxes to tick, lines for names; no file's content."""

from __future__ import annotations

from datetime import date, datetime

from config.sections import Language
from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.indicators import Cohort
from dossiers.periods import VIETNAM
from dossiers.register import ComponentRow
from dossiers.states import Paper, PaperState
from reports.names import Names
from reports.sample_sheet import Sample, to_html, to_json
from tests.dossiers.building import CODE, Q1_2024, QD766, resolved

ROWS = [
    ComponentRow(dossier_code=CODE, slot="Tờ khai <b>"),
    ComponentRow(dossier_code=CODE, slot="Chứng sinh", digitised_on=date(2024, 1, 6), evidence="KQ-9"),
    ComponentRow(dossier_code=CODE, slot="result", digitised_on=date(2024, 1, 9)),
]
PAPERS = [
    Paper(number=1, slot="Tờ khai <b>", state=PaperState.USABLE, pages=(1, 2)),
    Paper(number=3, slot=None, state=PaperState.USABLE, pages=(3,)),
]


def status() -> DossierStatusReport:
    return dossier_status(resolved(), procedure=None, rows=ROWS, papers=PAPERS, rules=QD766)


def sample(*dossiers: DossierStatusReport) -> Sample:
    return Sample(
        period=Q1_2024,
        cohort=Cohort.RECEIVED,
        unit_code=None,
        seed="<2024>",
        population=3351,
        dossiers=dossiers,
        made_at=datetime(2024, 4, 1, 8, 0, tzinfo=VIETNAM),
    )


def test_it_says_what_is_stored_of_each_dossier() -> None:
    page = to_html(sample(status()), Language.VIETNAMESE, Names(units={"H41.12": "UBND xã <An>"}))
    for told in (
        f"1. {CODE}",
        "UBND xã &lt;An&gt;",
        "Tờ khai &lt;b&gt;",
        f"{CODE}/01 (2 tr.)",
        f"{CODE}/03 (1 tr.)",
        "theo sổ hồ sơ, 06/01/2024, KQ-9",
        "Tiếp nhận 05/01/2024",
        "Trả kết quả 10/01/2024",
        "Đã / phải số hóa: 2 / 2",
        "1 trong 3.351 hồ sơ",
        "&lt;2024&gt;",
    ):
        assert told in page
    assert page.count('<td class="box">') == 2 * 4
    assert "NGƯỜI KIỂM TRA" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_bytes_are_a_function_of_what_was_drawn() -> None:
    drawn = sample(status())
    pages = {to_html(drawn, Language.ENGLISH, Names()) for _ in range(2)}
    assert len(pages) == 1
    assert "CHECKED BY" in pages.pop()


def test_where_nothing_was_drawn_it_says_so() -> None:
    assert "Không có hồ sơ nào" in to_html(sample(), Language.VIETNAMESE, Names())


def test_the_json_names_documents_and_pages() -> None:
    told = to_json(sample(status()))
    (dossier,) = told["dossiers"]
    assert (told["population"], told["seed"], told["unit"]) == (3351, "<2024>", None)
    assert [(slot["id"], slot["state"], slot["documents"]) for slot in dossier["slots"]] == [
        ("Tờ khai <b>", "usable", [{"document": f"{CODE}/01", "number": 1, "pages": [1, 2]}]),
        ("Chứng sinh", "usable", []),
    ]
    assert dossier["result"] == {"due": True, "state": "usable", "documents": []}
    assert dossier["unassigned"] == [{"document": f"{CODE}/03", "number": 3, "pages": [3]}]
