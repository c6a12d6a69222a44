"""The order of a page's own text: as it was written, but for the head and the end of a paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.reading.layer_order import in_reading_order
from ocr.reading.pages import PageWord
from ocr.values import PageSource, Reading
from tests.ocr.reading.pdf_papers import Sheets, written

Read = Callable[..., Reading]
A4 = (595, 842)
AGENCY = (written("UY BAN NHAN DAN", 80, 790), written("XA TRUC HOA", 90, 774))
MOTTO = (
    written("CONG HOA XA HOI CHU NGHIA VIET NAM", 270, 790, 11),
    written("Doc lap - Tu do - Hanh phuc", 300, 774),
)
NUMBER = written("So: 12/QD-UBND", 85, 745)
DATE = written("Truc Hoa, ngay 17 thang 01 nam 2025", 320, 745)
BODY = tuple(
    written(line, 80, 700 - 18 * row)
    for row, line in enumerate(
        (
            "QUYET DINH",
            "Dieu 1. Phe duyet ke hoach so hoa ho so thu tuc hanh chinh cua xa nam 2025.",
            "Dieu 2. Cac co quan co trach nhiem thi hanh Quyet dinh nay ke tu ngay ky.",
        )
    )
)
RECIPIENTS = (
    written("Noi nhan:", 80, 600),
    written("- Nhu Dieu 2;", 80, 584),
    written("- Luu VT.", 80, 568),
)
SIGNER = (written("CHU TICH", 380, 600), written("Tran Van Vi", 375, 540))
IN_ORDER = [
    "UY BAN NHAN DAN",
    "XA TRUC HOA",
    "CONG HOA XA HOI CHU NGHIA VIET NAM",
    "Doc lap - Tu do - Hanh phuc",
    "So: 12/QD-UBND",
    "Truc Hoa, ngay 17 thang 01 nam 2025",
    "QUYET DINH",
    "Dieu 1. Phe duyet ke hoach so hoa ho so thu tuc hanh chinh cua xa nam 2025.",
    "Dieu 2. Cac co quan co trach nhiem thi hanh Quyet dinh nay ke tu ngay ky.",
    "Noi nhan:",
    "- Nhu Dieu 2;",
    "- Luu VT.",
    "CHU TICH",
    "Tran Van Vi",
]
STREAMS = {
    "in order": (*AGENCY, *MOTTO, NUMBER, DATE, *BODY, *RECIPIENTS, *SIGNER),
    "row by row": (
        *(AGENCY[0], MOTTO[0], AGENCY[1], MOTTO[1], NUMBER, DATE, *BODY),
        *(RECIPIENTS[0], SIGNER[0], RECIPIENTS[1], RECIPIENTS[2], SIGNER[1]),
    ),
    "right column first": (*MOTTO, DATE, *AGENCY, NUMBER, *BODY, *SIGNER, *RECIPIENTS),
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_head_and_signature_block_come_in_order(read: Read, tmp_path: Path, stream: tuple[str, ...]) -> None:
    sheets = Sheets()
    sheets.add(*stream, size=A4)
    sheets.pdf.save(tmp_path / "written.pdf")
    (page,) = read(tmp_path / "written.pdf").pages
    assert page.source == PageSource.TEXT_LAYER
    assert page.text.splitlines() == IN_ORDER


def test_two_columns_and_a_table_stay_as_their_program_wrote_them(read: Read, tmp_path: Path) -> None:
    left = [f"The left column says line {number} first." for number in range(8)]
    right = [f"The right column goes on with {number}." for number in range(8)]
    cells = ["Stt", "Ho ten", "Ghi chu", "1", "Tran Van Vi", "du", "2", "Le Thi Du", "thieu"]
    sheets = Sheets()
    sheets.add(
        *(written(line, 50, 700 - 15 * row, 10) for row, line in enumerate(left)),
        *(written(line, 310, 700 - 15 * row, 10) for row, line in enumerate(right)),
        *(written(cell, 60 + 160 * (at % 3), 500 - 20 * (at // 3)) for at, cell in enumerate(cells)),
        size=A4,
    )
    sheets.pdf.save(tmp_path / "written.pdf")
    (page,) = read(tmp_path / "written.pdf").pages
    assert page.text.splitlines() == [*left, *right, *(" ".join(cells[row : row + 3]) for row in (0, 3, 6))]


_SAID = st.sampled_from(
    [
        "CONG HOA XA HOI CHU NGHIA VIET NAM",
        "Noi nhan:",
        "CHU TICH",
        "So: 1/QD-UBND",
        "ngay 1 thang 2 nam 2025",
    ]
)
_PLACES = st.tuples(_SAID, st.integers(0, 500), st.integers(0, 800), st.booleans())


@given(st.lists(_PLACES, max_size=12))
def test_no_word_is_lost_or_doubled(places: list[tuple[str, int, int, bool]]) -> None:
    words: list[PageWord] = []
    for text, left, top, same_line in places:
        line = (words[-1].line if words else 0) + (not same_line)
        for at, word in enumerate(text.split()):
            box = (left + 30.0 * at, float(top), left + 30.0 * at + 25, top + 12.0)
            words.append(PageWord(word, box, 100.0, line))
    ordered = in_reading_order(words, A4)
    assert Counter((word.text, word.box) for word in ordered) == Counter(
        (word.text, word.box) for word in words
    )
    assert [word.line for word in ordered] == sorted(word.line for word in ordered)
