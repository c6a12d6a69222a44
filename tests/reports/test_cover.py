"""Cover sheets as PDF: what the scanner reads and the officer reads, one A4 page each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
import zxingcpp

from config.sections import Language
from reports.cover import CoverSheet, DuePaper, to_html, to_pdf

CODE = "000.00.23.H40-240105-0012"
PAPERS = (DuePaper("to_khai", "Tờ khai", sure=True), DuePaper("uy_quyen", "Văn bản <ủy quyền>", sure=False))


def sheet(**changes: object) -> CoverSheet:
    values = {
        "dossier_code": CODE,
        "procedure_code": "1.010801",
        "procedure_name": "Giải quyết chế độ trợ cấp ưu đãi đối với thân nhân liệt sĩ",
        "unit": "UBND xã An Lộc Đông",
        "received_on": date(2024, 1, 5),
        "code_text": f"BIA_HO_SO|{CODE}|1.010801|",
        "papers": PAPERS,
    }
    return CoverSheet(**{**values, **changes})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("cover") / "cover.pdf"
    many = tuple(DuePaper(f"giay_to_so_{number}", f"Giấy tờ số {number}", sure=True) for number in range(20))
    separator = sheet(papers=None, next_paper=PAPERS[0], code_text=f"BIA_HO_SO|{CODE}|1.010801|to_khai")
    target.write_bytes(to_pdf([sheet(), sheet(papers=many), separator], Language.VIETNAMESE))
    return target


def test_every_sheet_is_one_a4_page_that_says_what_is_due(printed: Path) -> None:
    with pdfplumber.open(printed) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        sizes = {(round(page.width), round(page.height)) for page in pdf.pages}
    assert sizes == {(595, 842)}
    assert len(texts) == 3
    assert all(CODE in text and "UBND xã An Lộc Đông" in text and "05/01/2024" in text for text in texts)
    assert "BÌA HỒ SƠ" in texts[0]
    assert "Văn bản <ủy quyền> (tùy trường hợp)" in texts[0]
    assert "giay_to_so_19" in texts[1]
    assert "TỜ NGĂN HỒ SƠ" in texts[2]


def test_a_scan_of_it_tells_dossier_and_slot(printed: Path) -> None:
    document = pypdfium2.PdfDocument(printed)
    for index, slot in ((0, ""), (1, ""), (2, "to_khai")):
        picture = document[index].render(scale=200 / 72, grayscale=True).to_numpy()
        codes = {code.format.name: code.text for code in zxingcpp.read_barcodes(picture)}
        assert codes == {"QRCode": f"BIA_HO_SO|{CODE}|1.010801|{slot}", "Code128": CODE}
    document.close()


def test_what_the_register_says_cannot_break_the_page() -> None:
    html = to_html([sheet(unit="<script>alert(1)</script>", papers=None)], Language.ENGLISH)
    assert "<script>" not in html
    assert "DOSSIER COVER SHEET" in html
    assert "Nobody knows the list" in html
