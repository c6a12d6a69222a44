"""Real documents: scans signed electronically by a provincial office, and pages written by programs."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from dossiers.text import fold
from ocr.values import PageSource, Reading
from tests.conftest import CORPUS

DOCUMENTS = CORPUS / "documents"
Read = Callable[..., Reading]
TIME_OF_SIGNING = re.compile(r"\d\d[./]\d\d[./]\d{4} \d\d:\d\d:\d\d")
QUICK = {"01_to_trinh_01_2025-01-06.pdf", "05_thong_bao_11_2025-01-08.pdf"}

pytestmark = pytest.mark.skipif(not DOCUMENTS.exists(), reason="the corpus is not beside the checkout")


def documents() -> Iterator[ParameterSet]:
    if not DOCUMENTS.exists():
        yield pytest.param({}, id="none")
        return
    with (DOCUMENTS / "labels.csv").open(encoding="utf-8-sig", newline="") as labels:
        for row in csv.DictReader(labels):
            marks = () if row["file"] in QUICK else pytest.mark.slow
            yield pytest.param(row, id=row["file"], marks=marks)


@pytest.mark.parametrize("row", list(documents()))
def test_a_real_document(read: Read, row: dict[str, str]) -> None:
    reading = read(DOCUMENTS / row["file"])
    scanned = row["kind"].startswith("scan")
    assert len(reading.pages) == int(row["pages"])
    assert "signed" in reading.findings
    assert not reading.may_be_rewritten
    assert reading.signatures
    assert all(signature.intact for signature in reading.signatures)
    assert {page.source for page in reading.pages} <= (
        {PageSource.OCR, PageSource.BLANK} if scanned else {PageSource.TEXT_LAYER, PageSource.MIXED}
    )
    assert all(page.dpi is not None and page.dpi >= 295 for page in reading.pages if scanned)
    first = reading.pages[0]
    assert first.source_reason == ("banner_only" if scanned else "own_text")
    assert first.banner is not None
    assert TIME_OF_SIGNING.search(first.banner)
    assert not TIME_OF_SIGNING.search(first.text)
    text = fold(first.text)
    assert "CONG HOA XA HOI CHU NGHIA VIET NAM" in text
    assert "QUANG NGAI" in text
    if not scanned:
        assert fold(row["so_ky_hieu"]).split()[0] in text.split()


def test_the_words_of_electronic_signing_are_read(read: Read) -> None:
    """Number and day stand in signature fields only."""
    text = read(DOCUMENTS / "05_thong_bao_11_2025-01-08.pdf").pages[0].text
    assert "Số: 11 /TB-UBND" in text
    assert "ngày 08 tháng 01 năm 2025" in text


def test_a_changed_signed_document_is_not_intact(read: Read, tmp_path: Path) -> None:
    content = bytearray((DOCUMENTS / "27_cong_van_507_2025-01-24.pdf").read_bytes())
    content[20] ^= 1  # within what every signature covers, in no structure
    path = tmp_path / "changed.pdf"
    path.write_bytes(content)
    reading = read(path)
    assert "signed" in reading.findings
    assert not any(signature.intact for signature in reading.signatures)
