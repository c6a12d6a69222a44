"""The HTML report in a real browser: it asks for nothing, says the answer, and fits a phone and a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from config.settings import Language
from dossiers.reporting import Report
from reports.html import to_html
from reports.names import Names

PHONE, SCREEN = (375, 667), (1280, 800)
PUBLISHED = "99,97 %"

pytestmark = pytest.mark.service


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the page asks for and complains of; its empty icon is no request."""
    heard: list[str] = []
    page.on("request", lambda request: request.url.startswith("data:") or heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def files(tmp_path: Path, counted: Report, do_luong: Report, names: Names) -> list[Path]:
    """A report with much to do, and the published one."""
    written = []
    for name, report in (("counted.html", counted), ("do-luong.html", do_luong)):
        written.append(tmp_path / name)
        written[-1].write_text(to_html(report, Language.VIETNAMESE, names), encoding="utf-8")
    return written


def test_a_report_opens_by_itself_and_fits(page: Page, heard: list[str], files: list[Path]) -> None:
    for file in files:
        for width, height in (PHONE, SCREEN):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("document.body.scrollWidth") <= width
            assert heard == [file.as_uri()]
            heard.clear()
    answer = page.get_by_text(PUBLISHED).first
    assert answer.is_visible()
    place = answer.bounding_box()
    assert place["y"] + place["height"] <= SCREEN[1], "the answer stands in the first view"
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert answer.is_visible()
