"""The HTML page: self-contained, safe, accessible, the same for the same report."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from config.sections import Language
from dossiers.reporting import Report
from reports import drilldown
from reports.drilldown import state_of
from reports.html import to_html
from reports.names import Names
from tests.reports.office_report import office_names, office_report
from tests.reports.province import province, province_names, wide_province

VOID = {"meta", "link", "input"}
LOADING = {"src", "href", "srcset", "action", "data", "poster"}


class Page(HTMLParser):
    """What a browser would find: tags with attributes, text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "script" in self.open:
            self.scripts.append(data)
        elif "style" not in self.open:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))

    @property
    def data(self) -> Any:
        return json.loads(self.scripts[0])

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def text() -> str:
    return to_html(province(), Language.VIETNAMESE, province_names())


def test_no_request_leaves_the_page(text: str):
    page = Page(text)
    assert page.open == []
    assert "http:" not in text
    assert "https:" not in text
    assert not re.search(r"@import|url\(", text)
    assert not {"iframe", "img", "object", "form", "image", "use"} & {tag for tag, _ in page.tags}
    loading = [value for _, attributes in page.tags for name, value in attributes.items() if name in LOADING]
    assert {value for value in loading if not value.startswith("#")} == {"data:,"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_one_script_is_named_by_its_digest_and_the_data_is_none(text: str):
    page = Page(text)
    assert page.named("script") == [{"type": "application/json", "id": "data"}, {}]
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    policy = next(tag["content"] for tag in page.named("meta") if "http-equiv" in tag)
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")


def test_every_id_stands_once_and_every_anchor_leads_somewhere(text: str):
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {anchor["href"].removeprefix("#") for anchor in page.named("a")} <= set(ids)


def test_a_hostile_unit_name_is_text(counted: Report, names: Names):
    text = to_html(counted, Language.VIETNAMESE, names)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    page = Page(text)
    assert "<script>alert(1)</script>" in page.text
    assert ["H40.13", "<script>alert(1)</script>"] in page.data["units"]


@pytest.mark.parametrize("language", Language)
def test_the_language_is_named_and_no_other_is_spoken(language: Language):
    page = Page(to_html(office_report(), language, office_names()))
    assert page.named("html") == [{"lang": language.value}]
    for vietnamese, english in (("Tử số", "Numerator"), ("Trước hạn", "Early"), ("Đơn vị", "Unit")):
        assert (english in page.text) == (language is Language.ENGLISH)
        assert (vietnamese in page.text) == (language is Language.VIETNAMESE)


def test_the_answer_stands_before_every_table(do_luong: Report, names: Names):
    text = to_html(do_luong, Language.VIETNAMESE, names)
    answer = text[: text.index("<table")]
    for figure in ("99,97 %", "3.350 / 3.351", "99,76 %", "3.343 / 3.351", "100,00 %", "3.294 / 3.294"):
        assert figure in answer


def test_part_of_all_is_never_100_and_nothing_is_a_dash(do_luong: Report, names: Names):
    text = to_html(do_luong, Language.VIETNAMESE, names)
    assert '<td class="number">30.000</td>\n<td class="number">99,99 %</td>' in text
    assert '<td class="number">0</td>\n<td class="number">–</td>' in text


def test_what_does_not_agree_is_said_before_the_figures_and_marked(text: str):
    assert "1 phép cộng không khớp" in text[: text.index("<table")]
    operations = text[text.index('<section id="operations"') : text.index('<section id="scoring"')]
    assert operations.count("không khớp: +3") == 2
    assert (
        "không khớp"
        not in Page(
            to_html(province().model_copy(update={"operations": ()}), Language.VIETNAMESE, province_names())
        ).text
    )


def test_every_table_has_a_caption_and_every_heading_a_scope(text: str):
    page = Page(text)
    assert len(page.named("table")) == len(page.named("caption")) == 16
    assert {attributes.get("scope") for attributes in page.named("th")} == {"col", "row", "colgroup"}
    regions = [tag for tag in page.named("div") if tag.get("role") == "region"]
    assert all(tag["aria-label"] and tag["tabindex"] == "0" for tag in regions)
    assert all(tag["role"] == "img" and tag["aria-label"] for tag in page.named("svg"))


def test_every_dossier_is_in_the_data_with_what_it_lacks(counted: Report, names: Names):
    data = Page(to_html(counted, Language.VIETNAMESE, names)).data
    said = {
        row[0]: [
            (
                data["papers"][paper][1],
                data["states"][state][0],
                data["reasons"][reason][0] if reason >= 0 else "",
            )
            for paper, state, reason in row[6]
        ]
        for row in data["dossiers"]
    }
    assert len(said) == len(counted.dossiers)
    assert said.pop("000.00.12.H40-240105-0001") == []
    scanned = said["000.00.12.H40-240105-0002"][0]
    assert scanned[:2] == ("Tờ khai đăng ký khai sinh", "không đạt yêu cầu")
    assert "trang 2: 150 dpi, cần ít nhất 200: quét lại" in scanned[2]
    others = {lack for lacks in said.values() for lack in lacks}
    assert ("chưa biết hồ sơ phải gồm những giấy tờ nào", "chưa xác định", "") in others
    assert ("4 giấy tờ chưa xác định có phải nộp hay không", "chưa xác định", "") in others


def test_how_a_paper_lacks_agrees_with_the_causes():
    report = province()
    found = {
        (line.procedure_code, slot, state_of(line, slot)) for line in report.dossiers for slot in line.missing
    }
    causes = {(cause.procedure_code, cause.slot, cause.state) for cause in report.causes}
    assert found <= causes
    assert len({state for _, _, state in found}) == 3


def test_a_report_without_dossiers_says_how_to_get_them_and_runs_nothing(do_luong: Report, names: Names):
    text = to_html(do_luong, Language.VIETNAMESE, names)
    assert "--dossiers" in text
    assert Page(text).named("script") == []


def test_more_dossiers_than_a_page_holds_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drilldown, "MOST_DOSSIERS", 300)
    text = to_html(province(), Language.VIETNAMESE, province_names())
    assert "Trang này có 300 trong 1.000 hồ sơ" in text
    data = Page(text).data
    assert [bool(row[6]) for row in data["dossiers"]] == sorted(
        (bool(row[6]) for row in data["dossiers"]), reverse=True
    )


@pytest.mark.slow
def test_80000_dossiers_of_600_units_are_a_page_of_few_megabytes():
    text = to_html(wide_province(600, 80_000), Language.VIETNAMESE, province_names())
    assert "20.000 trong 80.000" in text
    assert len(text.encode()) < 8_000_000


def test_the_agency_that_is_set_stands_above_the_title():
    names = replace(office_names(), agency="Sở <Tư pháp>")
    assert '<p class="agency">Sở &lt;Tư pháp&gt;</p>' in to_html(office_report(), Language.VIETNAMESE, names)
    assert 'class="agency"' not in to_html(office_report(), Language.VIETNAMESE, office_names())


def test_small_cells_are_withheld():
    report = province()
    unit = report.units[-1].model_copy(update={"suppressed": ("counted", "so_hoa_day_du_tphs")})
    changed = report.model_copy(update={"units": (*report.units[:-1], unit), "suppressed_below": 5})
    text = to_html(changed, Language.VIETNAMESE, province_names())
    row = text[text.index(f'data-unit="{unit.unit_code}"') :]
    assert re.findall(r"<td[^>]*>(.*?)<", row, re.DOTALL)[:3:2] == ["*", "*"]
    assert "ít hơn 5 hồ sơ" in text


def test_the_definitions_the_scoring_and_the_register_are_printed():
    page = Page(to_html(office_report(), Language.VIETNAMESE, office_names()))
    for part in (
        "Tử số của qd766_4_2",
        "9,91 điểm trên 10,00 điểm đo được",
        "không đo được ở đây",
        "+so-theo-doi.csv",
        "abababababab",
        "nguyen.van.an",
        "thang-2.csv",
        "đã xóa khỏi sổ",
    ):
        assert part in page.text


def test_the_same_report_gives_the_same_bytes(text: str):
    assert to_html(province(), Language.VIETNAMESE, province_names()) == text
