"""The PDF for signature: an administrative paper that says what the report says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from config.sections import Language
from dossiers.reporting import Report
from reports.names import Names
from reports.page_view import shallow
from reports.pdf import to_pdf, to_pdf_html
from tests.reports.office_report import office_names, office_report
from tests.reports.province import province, province_names, wide_province

PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("report") / "report.pdf"
    target.write_bytes(to_pdf(office_report(), Language.VIETNAMESE, office_names()))
    return target


@pytest.fixture(scope="module")
def pages(printed: Path) -> list[str]:
    document = pypdfium2.PdfDocument(printed)
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return texts


def test_it_is_laid_out_as_an_office_hands_it_in(printed: Path, pages: list[str]):
    with pdfplumber.open(printed) as pdf:
        sizes = [(round(page.width), round(page.height)) for page in pdf.pages]
        words = {word["text"]: word for word in pdf.pages[0].extract_words()}
    assert set(sizes) == {PORTRAIT, LANDSCAPE}
    assert sizes[0] == PORTRAIT
    assert words["HUYỆN"]["x1"] < words["CỘNG"]["x0"]
    assert words["HUYỆN"]["top"] == pytest.approx(words["CỘNG"]["top"], abs=1)
    for part in (
        "UBND HUYỆN ĐÔ LƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ngày 05 tháng 04 năm 2024",
        "BÁO CÁO",
    ):
        assert part in pages[0]
    for number, text in enumerate(pages, 1):
        assert f"Trang {number} / {len(pages)}" in text
    assert "NGƯỜI LẬP BIỂU" in pages[-1]
    assert "THỦ TRƯỞNG ĐƠN VỊ" in pages[-1]


def test_its_figures_are_those_of_the_report(pages: list[str]):
    text = " ".join(" ".join(pages).split())
    for figure in ("99,97 %", "3.350 / 3.351", "99,76 %", "3.343 / 3.351", "3.294 / 3.294", "99,99 %"):
        assert figure in text
    assert "1 phép cộng không khớp" in text
    assert text.count("không khớp: −2") == 2
    assert "9,91" in text
    assert "Bỏ lọc" not in text


def test_every_font_is_in_it_and_nothing_runs(printed: Path):
    with pikepdf.open(printed) as pdf:
        descriptors = [
            font.FontDescriptor for font in pdf.objects if isinstance(font, pikepdf.Dictionary)
            and font.get("/Type") == "/Font" and "/FontDescriptor" in font
        ]  # fmt: skip
        assert descriptors
        assert all("/FontFile2" in font or "/FontFile3" in font for font in descriptors)
        assert "/JavaScript" not in str(pdf.Root)
        assert "Mức độ số hóa" in str(pdf.docinfo["/Title"])


def test_the_same_report_gives_the_same_bytes(do_luong: Report, names: Names):
    small = do_luong.model_copy(update={"trend": office_report().trend})
    assert to_pdf(small, Language.VIETNAMESE, names) == to_pdf(small, Language.VIETNAMESE, names)


def test_it_is_written_in_english_too():
    html = to_pdf_html(office_report(), Language.ENGLISH, office_names())
    for part in ("SOCIALIST REPUBLIC OF VIET NAM", "HEAD OF THE UNIT", "2024-04-05", "99.97 %"):
        assert part in html
    assert "Đơn vị" not in html


def test_a_report_of_no_single_agency_leaves_its_name_to_be_filled_in(do_luong: Report, names: Names):
    assert "TÊN CƠ QUAN: ……" in to_pdf_html(do_luong, Language.VIETNAMESE, names)


def test_the_agency_that_is_set_stands_in_the_title(do_luong: Report, names: Names):
    html = to_pdf_html(do_luong, Language.VIETNAMESE, replace(names, agency="Sở <Tư pháp>"))
    assert '<p class="agency">SỞ &lt;TƯ PHÁP&gt;</p>' in html
    assert "TÊN CƠ QUAN" not in html


def test_of_many_units_the_upper_levels_are_printed_and_it_is_said():
    report = wide_province(600, 1)
    html = to_pdf_html(report, Language.VIETNAMESE, province_names())
    assert "1 trong 601 đơn vị" in html
    units = province().units
    assert [unit.depth for unit in shallow(units, 10)] == [0, *[1] * 5]
    assert shallow(units, 30) == list(units)


@pytest.mark.slow
def test_a_province_is_printed_with_no_page_but_the_last_for_signatures_alone(tmp_path: Path):
    target = tmp_path / "province.pdf"
    target.write_bytes(to_pdf(province(), Language.VIETNAMESE, province_names()))
    document = pypdfium2.PdfDocument(target)
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert 8 <= len(document) <= 16
    assert len(last.splitlines()) > 5
    document.close()
