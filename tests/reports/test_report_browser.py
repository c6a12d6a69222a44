"""The HTML report in a real browser: it asks for nothing, says what the JSON says, and is worked by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from config.sections import Language
from dossiers.reporting import Report
from reports.facts import HEADLINES
from reports.html import to_html
from reports.json_report import to_json
from reports.names import Names
from reports.notation import Notation
from tests.browser import new_page
from tests.reports.office_report import office_names, office_report
from tests.reports.province import province, province_names

PHONE, SCREEN = {"width": 375, "height": 667}, {"width": 1280, "height": 800}
PUBLISHED = "99,97 %"
NORMAL_TEXT = 4.5  # WCAG 2.2, 1.4.3
NOTATION = Notation(Language.VIETNAMESE)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"
# Every shown text against what lies behind it.
CONTRASTS = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => {
    const linear = (part) => part / 255 <= .04045 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4;
    const [r, g, b] = rgb(text).map(linear);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const kinds = "h1, h2, h3, dt, dd, td, th, caption, .small, .code, .note, a, .drill, .broken, .attention, "
    + "svg text, label, .state";
  return [...document.querySelectorAll(kinds)].filter((node) => node.textContent.trim()).map((node) => {
    const style = getComputedStyle(node);
    const [one, other] = [light(node instanceof SVGElement ? style.fill : style.color), light(behind(node))];
    return (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
  });
}"""

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def own_page(chromium: str) -> Iterator[Page]:
    with new_page(chromium) as page:
        yield page


@pytest.fixture
def page(own_page: Page) -> Page:
    """One for all of these tests: to start Playwright takes longer than they do."""
    own_page.set_viewport_size(SCREEN)
    own_page.emulate_media(color_scheme="light")
    return own_page


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the page asks for and complains of; its empty icon is no request."""
    heard: list[str] = []
    page.on(
        "request", lambda request: request.url.startswith(("data:", "file:")) or heard.append(request.url)
    )
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    return heard


@cache
def of_province() -> str:
    return to_html(province(), Language.VIETNAMESE, province_names())


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Callable[[Report, Names], Page]:
    """Writes a report as a page and opens it from the disk."""

    def open_report(report: Report, names: Names) -> Page:
        file = tmp_path / "report.html"
        html = of_province() if report is province() else to_html(report, Language.VIETNAMESE, names)
        file.write_text(html, encoding="utf-8")
        page.goto(file.as_uri())
        return page

    return open_report


def found(page: Page) -> int:
    return int(page.inner_text("#found").split()[0].replace(".", ""))


def cells(page: Page, table: str) -> list[list[str]]:
    return page.eval_on_selector_all(f"table.{table} tbody tr", CELLS)


def said(ratio: dict[str, object]) -> str:
    fraction = f"{NOTATION.count(ratio['numerator'])} / {NOTATION.count(ratio['denominator'])}"
    return f"{NOTATION.percent(ratio['ratio'])} {fraction}"


def test_a_report_opens_by_itself_and_fits(
    opened: Callable[[Report, Names], Page], heard: list[str], do_luong: Report, names: Names
):
    for report, own in ((province(), province_names()), (do_luong, names)):
        page = opened(report, own)
        for size in (PHONE, SCREEN):
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                for part in ("documentElement", "body"):
                    assert page.evaluate(f"document.{part}.scrollWidth") <= size["width"]
                assert min(page.evaluate(CONTRASTS)) >= NORMAL_TEXT
    answer = page.get_by_text(PUBLISHED).first
    assert answer.is_visible()
    place = answer.bounding_box()
    assert place["y"] + place["height"] <= SCREEN["height"], "the answer stands in the first view"
    page.set_viewport_size(PHONE)
    assert answer.is_visible()
    assert heard == []


def test_its_figures_are_those_of_the_json(opened: Callable[[Report, Names], Page], heard: list[str]):
    report, names = province(), province_names()
    page, document = opened(report, names), to_json(report)
    shown = page.eval_on_selector_all(
        ".answer li", "all => all.map(one => one.innerText.split('\\n').slice(-2).join(' '))"
    )
    assert shown == [said(document["total"][name]) for name in HEADLINES]
    assert [row[1:] for row in cells(page, "indicators")] == [
        [
            NOTATION.count(ratio["numerator"]),
            NOTATION.count(ratio["denominator"]),
            NOTATION.percent(ratio["ratio"]),
        ]
        for ratio in document["total"].values()
    ]
    for table, groups in (("groups", document["groups"]), ("trend", document["trend"])):
        assert [row[1:] for row in cells(page, table)] == [
            [said(group["indicators"][name]) for name in HEADLINES] for group in groups
        ]
    assert [row[1:] for row in cells(page, "units")] == [
        [NOTATION.count(unit.counted), *(said(unit.indicators[name].model_dump()) for name in HEADLINES)]
        for unit in report.units
    ]
    total = cells(page, "operations")[0]
    assert total[1] == "không khớp: +3"
    assert {"695", "7.712", "13.001", "12.296", "155"} <= set(total)
    assert heard == []


def test_a_unit_opens_to_its_dossiers_by_keys(opened: Callable[[Report, Names], Page], heard: list[str]):
    page = opened(province(), province_names())
    lacking = [
        line
        for line in province().dossiers
        if line.complete is not True or line.result.value in {"missing", "failed_gate", "unreadable"}
    ]
    lacking = [line for line in lacking if line.due != 0 or line.result.value != "usable"]
    district = "H40.22"
    page.locator(f'table.units .drill[data-unit="{district}"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "dossiers-heading"
    assert page.input_value("#unit") == district
    codes = {line.dossier_code for line in lacking if line.unit_code.startswith(f"{district}.")}
    rows = page.locator("table.found tbody tr")
    while page.locator("#more").is_visible():
        page.locator("#more").focus()
        page.keyboard.press("Enter")
    assert rows.count() == found(page)
    assert set(page.locator("table.found tbody .code").all_inner_texts()) >= codes
    assert all(
        code.startswith(f"{district}.") for code in page.locator("table.found th .code").all_inner_texts()
    )
    assert page.locator("table.found tbody li").count() >= len(codes)
    page.get_by_role("button", name="Bỏ lọc").click()
    assert page.input_value("#unit") == ""
    assert heard == []


def test_a_cause_opens_to_as_many_dossiers_as_it_says(opened: Callable[[Report, Names], Page]):
    page = opened(province(), province_names())
    buttons = page.locator("table.causes .drill")
    assert buttons.count() > 10
    for index in (0, 5, 9):
        row = buttons.nth(index).locator("xpath=ancestor::tr")
        expected = int(row.locator("td.number").inner_text())
        buttons.nth(index).click()
        assert found(page) == expected


def test_search_finds_without_marks_and_slash_leads_to_it(opened: Callable[[Report, Names], Page]):
    page = opened(province(), province_names())
    before = found(page)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.select_option("#which", "all")
    assert found(page) == province().counted
    page.locator("#search").press_sequentially("to quoc ghi cong")
    page.wait_for_function("document.querySelector('#found').textContent.trim() !== '1.000 hồ sơ'")
    wanted = sum("bang_to_quoc_ghi_cong" in line.missing for line in province().dossiers)
    assert found(page) == wanted > 0
    assert page.locator("#found").get_attribute("role") == "status"
    page.keyboard.press("Escape")
    page.select_option("#which", "lacking")
    assert found(page) == before


def test_the_tree_folds_and_unfolds_by_keys(opened: Callable[[Report, Names], Page]):
    page = opened(province(), province_names())
    rows = page.locator("table.units tbody tr:visible")
    assert rows.count() == 30
    toggle = page.get_by_role("button", name="Mở, gập: UBND huyện An Lộc")
    toggle.focus()
    page.keyboard.press("Space")
    assert toggle.get_attribute("aria-expanded") == "false"
    assert rows.count() == 24
    root = page.get_by_role("button", name="Mở, gập: UBND tỉnh Nam Định")
    root.press("Enter")
    assert rows.count() == 1
    root.press("Enter")
    assert rows.count() == 24, "what was folded inside stays folded"
    toggle.press("Enter")
    assert rows.count() == 30


def test_it_can_be_walked_without_seeing_it(opened: Callable[[Report, Names], Page]):
    page = opened(province(), province_names())
    for role in ("main", "navigation", "banner", "search"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    for link in page.get_by_role("navigation").get_by_role("link").all():
        target = page.locator(link.get_attribute("href"))
        assert target.get_attribute("aria-labelledby") or target.get_attribute("aria-label")
    assert page.get_by_role("img", name="Hồ sơ số hóa đầy đủ thành phần, theo đơn vị").count() == 1
    assert page.get_by_role("table", name="Hồ sơ tìm thấy").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    unnamed = (
        "all => all.filter(one => !one.labels?.length && !one.textContent.trim() && !one.ariaLabel).length"
    )
    assert page.eval_on_selector_all("button, select, input", unnamed) == 0


def test_what_the_register_says_stays_text(opened: Callable[[Report, Names], Page], heard: list[str]):
    report = office_report()
    line = report.dossiers[1].model_copy(update={"dossier_code": HOSTILE, "missing": (HOSTILE,)})
    names = Names(catalogue=office_names().catalogue, units={"H40": HOSTILE, "H40.2": HOSTILE})
    page = opened(report.model_copy(update={"dossiers": (line,)}), names)
    assert page.locator("table.found .code").first.inner_text() == HOSTILE
    assert page.locator("img").count() == 0
    assert heard == []


def test_it_prints_on_a4_without_what_only_a_screen_can_do(
    opened: Callable[[Report, Names], Page], tmp_path: Path
):
    import pypdfium2

    page = opened(office_report(), office_names())
    target = tmp_path / "printed.pdf"
    target.write_bytes(page.pdf(prefer_css_page_size=True))
    document = pypdfium2.PdfDocument(target)
    sizes = {tuple(sorted(round(side) for side in sheet.get_size())) for sheet in document}
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    assert sizes <= {(595, 842), (594, 841), (595, 841), (594, 842)}
    assert PUBLISHED in text
    assert "UBND thị trấn Đô Lương" in text
    for control in ("Bỏ lọc", "Đến nội dung chính", "Mục lục", "Xem hồ sơ"):
        assert control not in text
