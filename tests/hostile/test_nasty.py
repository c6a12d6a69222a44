"""Every file of the corpus comes to the outcome that was written down for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from config.settings import Settings
from dossiers.reasons import Reason
from tests.hostile.nasty import Nasty, nasty_files
from tests.hostile.outcomes import found
from tests.hostile.watching import leftovers

# One of each sort that is read at once; all others run with --slow.
_SAMPLE = (
    "format-corpus__pdf-handbuilt-test-corpus__T01_007_header-no-version-info.pdf",
    "format-corpus__pdf-handbuilt-test-corpus__T04_011_trailer-no-root-key-value-pair.pdf",
    "ocrmypdf__tests__resources__hugemono.pdf",
    "pdfjs__test__pdfs__Pages-tree-refs.pdf",
    "pdfjs__test__pdfs__bug1811668_reduced.pdf",
    "pdfjs__test__pdfs__encrypted-attachment.pdf",
    "pdfjs__test__pdfs__issue15590.pdf",
    "pdfjs__test__pdfs__poppler-85140-0.pdf",
    "pikepdf__tests__resources__newline-buffer-test.pdf",
    "pillow__Tests__images__crash-2020-10-test.tif",
    "pillow__Tests__images__expected_to_read.jp2",
    "pillow__Tests__images__ultrahdr.jpg",
    "pyhanko__internal__common-test-utils__src__pyhanko_testing_commons__test_data__data__pdf__minimal-pubkey-rc4.pdf",
    "qpdf__qpdf__qtest__qpdf__pages-loop.pdf",
)
_FILES = nasty_files()


def _parameters() -> list[object]:
    return [
        pytest.param(file, id=file.name, marks=[] if file.name in _SAMPLE else [pytest.mark.slow])
        for file in _FILES
    ]


@pytest.mark.parametrize("file", _parameters())
def test_a_file_of_the_corpus(file: Nasty, corpus: Path, tmp_path: Path, temporary: Path) -> None:
    """In a place of its own: its name is not looked at."""
    path = tmp_path / "scan"
    path.write_bytes((corpus / "nasty" / file.name).read_bytes())
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256, "the corpus is another one"
    came_to = found(path, Settings())
    written = sum(source != "blank" for source in came_to.pages)
    assert (came_to.outcome, len(came_to.pages), written, came_to.findings - {"blank"}) == (
        file.outcome,
        file.pages,
        file.written,
        file.findings,
    )
    assert came_to.megabytes <= 1500
    assert not leftovers(temporary)


def test_the_table_knows_every_file_of_the_corpus(corpus: Path) -> None:
    there = {path.name for path in (corpus / "nasty").iterdir()} - {"index.csv"}
    assert {file.name for file in _FILES} == there
    assert set(_SAMPLE) <= there


def test_every_outcome_is_one_that_the_product_has() -> None:
    assert {file.outcome for file in _FILES} <= {"ok", *(reason.value for reason in Reason)}


def test_whoever_is_refused_as_damaged_is_so_for_a_written_reason() -> None:
    assert not [file.name for file in _FILES if file.outcome == "corrupt" and not file.why]
