"""Real documents of a province: what they are, and fields that are right or null, never wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from config.sections import OcrSettings
from dossiers.text import fold
from ocr.reading.read_file import read_file
from ocr.understanding.documents import understand
from tests.ocr.understanding.pages import knowledge

QUICK = {"27_cong_van_507_2025-01-24.pdf", "01_to_trinh_01_2025-01-06.pdf", "21_cong_van_574_2025-02-04.pdf"}
FILES = (
    "01_to_trinh_01_2025-01-06.pdf",
    "03_quyet_dinh_04_2025-02-05.pdf",
    "04_chi_thi_04_2024-03-15.pdf",
    "05_thong_bao_11_2025-01-08.pdf",
    "08_chi_thi_11_2024-09-11.pdf",
    "09_chi_thi_11_2021-05-11.pdf",
    "11_to_trinh_22_2025-02-05.pdf",
    "12_chi_thi_07_2018-03-20.pdf",
    "15_to_trinh_24_2025-02-07.pdf",
    "17_bao_cao_280_2024-11-22.pdf",
    "20_quyet_dinh_51_2025-01-17.pdf",
    "21_cong_van_574_2025-02-04.pdf",
    "23_thong_bao_660_2024-12-31.pdf",
    "25_quyet_dinh_87_2025-02-05.pdf",
    "27_cong_van_507_2025-01-24.pdf",
    "29_thong_bao_565_2024-11-15.pdf",
)


@pytest.fixture(scope="session")
def labels(corpus: Path) -> dict[str, dict[str, str]]:
    with (corpus / "documents" / "labels.csv").open(encoding="utf-8") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in FILES]
)
def test_a_document_of_the_corpus(name: str, corpus: Path, labels: dict[str, dict[str, str]], tmp_path: Path):
    reading = read_file(corpus / "documents" / name, settings=OcrSettings(), work_directory=tmp_path)
    paper, *annexes = understand(reading, context=None, knowledge=knowledge())
    label = labels[name]
    assert paper.kind == label["doc_type"]
    assert len(paper.pages) == int(label["pages"]) or annexes
    # Numbers and days are filled in by hand: null is right, another number is not.
    assert paper.fields["number"] in {None, label["so_ky_hieu"]}
    assert paper.fields["date"] in {None, label["ngay_ban_hanh"]}
    # The notation is printed on all of them, also where the number before it was written.
    assert paper.fields["code_notation"] == label["so_ky_hieu"].split("/", 1)[1]
    for field in ("number", "date"):
        assert (paper.fields[field] is None) == (paper.field_evidence[field].reason is not None)
    agency = fold(paper.fields["agency"] or "").replace("UY BAN NHAN DAN", "UBND")
    assert fuzz.token_set_ratio(agency, fold(label["co_quan"])) >= 85
    subject, wanted = fold(paper.fields["subject"] or ""), fold(label["trich_yeu_first_lines"])
    assert fuzz.ratio(subject[: len(wanted)], wanted) >= 85
