"""The review sheet: what it says, and how it works in a real browser that opened it from the disk."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from config.kinds import FieldName
from config.sections import Language
from dossiers.reuse import ALREADY_DIGITISED
from ocr.understanding.assign import ReviewReason
from ocr.understanding.label_words import About
from ocr.understanding.readings import FieldReason
from ocr.understanding.roles import Role
from reports.decision_words import DecisionWords
from reports.paper_view import PaperView
from reports.review_sheet import SheetPaper, to_html
from reports.review_words import SheetText, SheetWords
from tests.browser import new_page
from tests.dossiers.papers import NOON, stored

PHONE, SCREEN = {"width": 375, "height": 667}, {"width": 1280, "height": 800}
FIRST, SECOND = "H40.12-250805-0001", "H40.12-250805-0002"
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
ODD_SLOT = "giấy tờ khác; rm 'x' $(id)"
SLOTS = {"to_khai": "Tờ khai đăng ký khai sinh", "giay_chung_sinh": "Giấy chứng sinh", ODD_SLOT: HOSTILE}
WHY = "trùng với 'bản' số 2 $(id)"
NORMAL_TEXT = 4.5  # WCAG 2.2, 1.4.3


def jpeg(shade: int) -> bytes:
    target = io.BytesIO()
    Image.new("L", (827, 1169), shade).save(target, "JPEG")
    return target.getvalue()


def sheet_paper(code: str, number: int, reason: str, *slots: str, pages: int = 1, **more: Any) -> SheetPaper:
    """A waiting paper with these candidates."""
    entry = stored(
        number,
        None,
        review_reason=reason,
        candidates=tuple({"slot": slot, "confidence": 0.7 - n / 10} for n, slot in enumerate(slots)),
        pages=pages + 2 if pages > 1 else 1,
        kind_evidence=({"source": "model", "said": "quyet_dinh", "kind": "quyet_dinh", "strength": 0.61},),
        **more,
    )
    view = PaperView(
        metadata={},
        dossier_code=code,
        procedure_code="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        kind_name="Quyết định",
        slots=SLOTS,
        entry=entry,
    )
    pictures = tuple(jpeg(200 + n) for n in range(pages))
    return SheetPaper(view, pictures, missing=("giay_chung_sinh",), undetermined=2)


PAPERS = (
    sheet_paper(
        FIRST,
        2,
        "ambiguous",
        "to_khai",
        "giay_chung_sinh",
        ODD_SLOT,
        pages=3,
        source_name=HOSTILE,
        fields={"declarant_name": "NGUYỄN VĂN THỬ", "number": None},
        field_evidence={"number": {"reason": "handwritten_or_unread", "candidates": ["47/QĐ-UBND"]}},
    ),
    sheet_paper(FIRST, 3, "unclassified"),
    sheet_paper(SECOND, 1, ALREADY_DIGITISED, ODD_SLOT, same_as=(f"{FIRST}/01",)),
)


def sheet(language: Language = Language.VIETNAMESE, papers: tuple[SheetPaper, ...] = PAPERS) -> str:
    return to_html(papers, language, waiting=len(papers) + 4, made_at=NOON)


@pytest.mark.parametrize("words", list(Language), ids=str)
def test_every_reason_and_every_field_has_words(words: Language) -> None:
    decisions, sheet_words = DecisionWords(words), SheetWords(words)
    for reason in (*ReviewReason, ALREADY_DIGITISED):
        assert decisions.reason(reason) != reason
    people = {FieldName(role.value) for role in Role if role.value in set(FieldName)}
    for name in set(FieldName) - people - {FieldName.IDENTITY_CARD}:
        assert sheet_words.field(name) != name
    for role in people:
        for about in (About.NAME, About.BORN, About.SEX, About.ID, About.ADDRESS, About.DIED):
            assert sheet_words.field(f"{role}_{about}") != f"{role}_{about}"
    for reason in FieldReason:
        assert sheet_words.unread(reason) != reason
    assert all(
        vietnamese.count("{}") == english.count("{}")
        for vietnamese, english in (text.value for text in SheetText)
    )


def test_what_it_says_of_a_paper() -> None:
    html = sheet()
    assert html.startswith("<!DOCTYPE html>")
    assert "3 trong 7 giấy tờ đang chờ." in html
    assert "dữ liệu cá nhân" in html
    first = html[html.index("<article") : html.index("</article>")]
    for text in (
        "có thể là nhiều thành phần",
        "mô hình học máy: Quyết định (61 %)",
        "2 giấy tờ chưa xác định có phải nộp hay không",
        "Người yêu cầu: họ tên",
        "NGUYỄN VĂN THỬ",
        "không đọc được: chữ viết tay, chỗ trống hoặc chữ mờ. Có thể là: 47/QĐ-UBND",
        "Còn 2 trang không có trong bản này.",
    ):
        assert text in first
    assert re.findall(r"<strong>([^<]+)</strong>", first) == ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]
    assert sheet() == html
    assert "Papers that a person must decide" in sheet(Language.ENGLISH)


def test_no_text_of_a_paper_becomes_markup_and_nothing_is_asked_for() -> None:
    html = sheet()
    assert "<img src=x" not in html
    assert html.count("<script") == 1
    assert not re.search(r"https?:|@import|url\(", html)
    assert set(re.findall(r'\bsrc="([a-z]+:[a-z/]+)', html)) == {"data:image/jpeg"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "review.html"
    path.write_text(sheet(), encoding="utf-8")
    return path


@pytest.fixture
def heard(page: Page) -> Iterator[list[str]]:
    """What the page asks for and complains of: nothing but itself, whatever is done with it."""
    heard: list[str] = []
    page.on("request", lambda request: request.url.startswith("data:") or heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: heard.append(dialog.message))
    yield heard
    assert heard == [page.url]


@pytest.mark.service
@pytest.mark.usefixtures("heard")
def test_commands_are_copied_with_keys_and_buttons(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    first, second, third = page.locator("article").all()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert chosen(page) == f"sohoa review assign {FIRST}/02 to_khai"
    assert page.locator("#live").text_content() in {"Đã chép", "Đã chọn lệnh: bấm Ctrl+C"}
    page.keyboard.press("j")
    page.keyboard.press("Enter")  # nothing is suggested: the choice gets the focus
    assert second.locator("select").evaluate("field => field === document.activeElement")
    second.locator("select").select_option(ODD_COMMAND)
    assert shlex.split(second.locator(".other code").text_content()) == shlex.split(ODD_COMMAND)
    assert shlex.split(second.locator(".reuse code").text_content())[2:] == ["reuse", f"{FIRST}/03", ODD_SLOT]
    second.locator("[data-needs] .copy").first.click()  # a reason is missing: it gets the focus
    assert page.locator("#live").text_content() == "Ghi lý do trước."
    page.keyboard.type(WHY)
    second.locator("[data-needs] .copy").first.click()
    assert shlex.split(chosen(page)) == ["sohoa", "review", "reject", f"{FIRST}/03", "--reason", WHY]
    third.focus()
    page.keyboard.press("Enter")
    assert shlex.split(chosen(page)) == ["sohoa", "review", "reuse", f"{SECOND}/01", ODD_SLOT]
    page.keyboard.press("k")
    assert second.evaluate("card => card === document.activeElement")
    first.locator(".small-page").last.click()
    assert first.locator(".large").get_attribute("alt") == f"Trang 3 của giấy tờ {FIRST}/02"


ODD_COMMAND = shlex.join(["sohoa", "review", "assign", f"{FIRST}/03", ODD_SLOT])


def chosen(page: Page) -> str:
    return page.evaluate("getSelection().toString()").strip()


@pytest.mark.service
@pytest.mark.usefixtures("heard")
def test_papers_are_found_by_reason_dossier_and_words(page: Page, file: Path) -> None:
    page.goto(file.as_uri())

    def found() -> list[str]:
        visible = [card for card in page.locator("article").all() if card.is_visible()]
        assert page.locator("#found").text_content() == f"{len(visible)} giấy tờ"
        return [card.locator("h2 .code").text_content() for card in visible]

    assert len(found()) == 3
    page.locator("#dossier").select_option(FIRST)
    assert found() == [f"{FIRST}/02", f"{FIRST}/03"]
    page.locator("#reason").select_option("unclassified")
    assert found() == [f"{FIRST}/03"]
    page.locator("#reason").select_option("")
    page.locator("#dossier").select_option("")
    page.locator("body").press("/")
    page.keyboard.type("nguyen van thu")
    assert found() == [f"{FIRST}/02"]
    page.keyboard.type(" zzz")
    assert found() == []


@pytest.mark.service
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_phone_and_screen_and_can_be_read(chromium: str, file: Path, scheme: str) -> None:
    for size in (PHONE, SCREEN):
        with new_page(chromium, color_scheme=scheme, viewport=size) as page:
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            widths = page.evaluate("[...document.images].map(image => image.complete && image.naturalWidth)")
            assert widths == [827] * 5
            assert min(page.evaluate(CONTRASTS)) >= NORMAL_TEXT
            unnamed = "[...document.querySelectorAll('input, select, button, img')].filter(one =>"
            assert (
                page.evaluate(
                    f"{unnamed} !(one.labels?.length || one.ariaLabel || one.alt || one.innerText"
                    " || one.querySelector('img[alt]'))).length"
                )
                == 0
            )
            assert len(page.pdf(format="A4")) > 10_000


# The contrast of each text that is seen with what lies behind it (WCAG 2.2).
CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    throw new Error("nothing lies behind");
  };
  const texts = [...document.querySelectorAll("body *")].filter((one) => one.tagName !== "SCRIPT"
    && one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return texts.map((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  });
}"""
