"""The HTML page: self-contained, safe, accessible, the same for the same report."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from config.settings import Language
from dossiers.reporting import Report
from reports.html import to_html
from reports.names import Names

VOID = {"meta", "link"}
LOADING = {"src", "href", "srcset", "action", "data", "poster"}


class Page(HTMLParser):
    """What a browser would find: tags with attributes, text, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.texts))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def text(counted: Report, names: Names) -> str:
    return to_html(counted, Language.VIETNAMESE, names)


def test_no_request_leaves_the_page(text: str):
    page = Page(text)
    assert page.open == []
    assert "http:" not in text
    assert "https:" not in text
    assert not re.search(r"@import|url\(", text)
    assert not {"script", "iframe", "img", "object", "form"} & {tag for tag, _ in page.tags}
    assert [
        value for _, attributes in page.tags for name, value in attributes.items() if name in LOADING
    ] == ["data:,"]


def test_a_hostile_unit_name_is_text(text: str):
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)</script>" in Page(text).text


@pytest.mark.parametrize("language", Language)
def test_the_language_is_named_and_no_other_is_spoken(do_luong: Report, names: Names, language: Language):
    page = Page(to_html(do_luong, language, names))
    assert page.named("html") == [{"lang": language.value}]
    assert ("Numerator" in page.text) == (language is Language.ENGLISH)
    assert ("Tử số" in page.text) == (language is Language.VIETNAMESE)


def test_the_answer_stands_before_every_table(do_luong: Report, names: Names):
    text = to_html(do_luong, Language.VIETNAMESE, names)
    answer = text[: text.index("<table")]
    for figure in ("99,97 %", "3.350 / 3.351", "99,76 %", "3.343 / 3.351", "100,00 %", "3.294 / 3.294"):
        assert figure in answer


def test_part_of_all_is_never_100_and_nothing_is_a_dash(do_luong: Report, names: Names):
    text = to_html(do_luong, Language.VIETNAMESE, names)
    assert '<td class="number">30.000</td>\n<td class="number">99,99 %</td>' in text
    assert '<td class="number">0</td>\n<td class="number">–</td>' in text


def test_every_table_has_a_caption_and_every_heading_a_scope(text: str):
    page = Page(text)
    assert len(page.named("table")) == len(page.named("caption")) == 5
    assert {attributes.get("scope") for attributes in page.named("th")} == {"col", "row"}


def test_the_to_do_names_what_each_dossier_lacks(text: str):
    to_do = text[text.index("Việc cần làm") : text.index("Điểm chưa chắc chắn")]
    assert "3 trong 4 hồ sơ." in to_do
    assert "000.00.12.H40-240105-0001" not in to_do
    for lack in (
        "Tờ khai đăng ký khai sinh (trang 2: 150 dpi, cần ít nhất 200: quét lại)",
        "kết quả giải quyết: thiếu",
        "4 giấy tờ chưa xác định có phải nộp hay không",
        "chưa biết hồ sơ phải gồm những giấy tờ nào",
    ):
        assert lack in to_do


def test_a_report_without_dossiers_says_how_to_get_them(do_luong: Report, names: Names):
    assert "--dossiers" in to_html(do_luong, Language.VIETNAMESE, names)
    nothing_lacks = do_luong.model_copy(update={"dossiers": ()})
    assert "Không có hồ sơ nào còn thiếu." in to_html(nothing_lacks, Language.VIETNAMESE, names)


def test_the_register_and_the_doubts_are_printed(do_luong: Report, names: Names):
    page = Page(to_html(do_luong, Language.VIETNAMESE, names))
    for part in ("so-theo-doi-quy-1.csv", "abababababab", "1.204"):
        assert part in page.text


def test_the_same_report_gives_the_same_bytes(counted: Report, names: Names, text: str):
    assert to_html(counted, Language.VIETNAMESE, names) == text
