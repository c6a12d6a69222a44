"""Reading order and the banner of an electronic signature, on pages laid out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.reading.banner import split_banner
from ocr.reading.order import arranged
from ocr.reading.pages import PageWord

A4 = (595.0, 842.0)
MOTTO, UNDER = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
BODY = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; xét đề nghị của Sở"


def line(*parts: tuple[float, str], y: float, number: int = 0, height: float = 10.0) -> list[PageWord]:
    """A line as Tesseract tells it: texts, each from where it begins; letters half as wide as high."""
    words = []
    for left, text in parts:
        x = left
        for word in text.split():
            width = len(word) * height / 2
            words.append(PageWord(word, (x, y, x + width, y + height), 95.0, number))
            x += width + height / 3
    return words


def page(*lines: list[PageWord]) -> list[PageWord]:
    """The lines, numbered in the order given."""
    return [word._replace(line=number) for number, words in enumerate(lines) for word in words]


def body(count: int, y: float = 300.0) -> list[list[PageWord]]:
    return [line((90, BODY), y=y + 16 * row) for row in range(count)]


def texts(words: Iterable[PageWord]) -> list[str]:
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    assert list(lines) == list(range(len(lines)))
    return [" ".join(words) for words in lines.values()]


def in_order(*lines: list[PageWord]) -> list[str]:
    return texts(arranged(page(*lines), A4).words)


HEAD = [
    line((100, "ỦY BAN NHÂN DÂN"), (210, MOTTO), y=70),
    line((105, "TỈNH QUẢNG NGÃI"), (270, UNDER), y=86),
    line((100, "Số: 47/QĐ-UBND"), (290, "Quảng Ngãi, ngày 17 tháng 01 năm 2025"), y=116),
    line((270, "QUYẾT ĐỊNH"), y=150),
]


def test_the_two_columns_of_a_head_are_read_one_after_the_other():
    assert in_order(*HEAD, *body(2))[:7] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH QUẢNG NGÃI",
        MOTTO,
        UNDER,
        "Số: 47/QĐ-UBND",
        "Quảng Ngãi, ngày 17 tháng 01 năm 2025",
        "QUYẾT ĐỊNH",
    ]


def test_columns_are_parted_where_the_gap_between_them_is_narrow():
    glued = [
        line((60, "UBND TỈNH QUẢNG NGÃI MỚI"), (186, MOTTO), y=70),
        line((100, "BAN CHỈ ĐẠO 138"), (270, UNDER), y=86),
        line((60, "Số: 1234/QĐ-BCĐ138"), (162, "Quảng Ngãi, ngày 17 tháng 01 năm 2025"), y=116),
    ]
    assert in_order(*glued, *body(2))[:6] == [
        "UBND TỈNH QUẢNG NGÃI MỚI",
        "BAN CHỈ ĐẠO 138",
        MOTTO,
        UNDER,
        "Số: 1234/QĐ-BCĐ138",
        "Quảng Ngãi, ngày 17 tháng 01 năm 2025",
    ]


def test_a_head_of_uneven_columns():
    """The agency takes three lines, the number stands beside the line under the motto, the subject below."""
    lines = [
        line((230, MOTTO), y=70),
        line((100, "SỞ Y TẾ"), y=70),
        line((90, "BỆNH VIỆN ĐA"), (270, UNDER), y=86),
        line((90, "KHOA TRỰC AN"), y=102),
        line((290, "Trực An, ngày 17 tháng 01 năm 2025"), y=116),
        line((90, "V/v góp ý dự thảo"), y=134),
        line((90, "Số: 219/BV-KH"), y=118),
    ]
    assert in_order(*lines, *body(2))[:8] == [
        "SỞ Y TẾ",
        "BỆNH VIỆN ĐA",
        "KHOA TRỰC AN",
        MOTTO,
        UNDER,
        "Số: 219/BV-KH",
        "Trực An, ngày 17 tháng 01 năm 2025",
        "V/v góp ý dự thảo",
    ]


def test_the_blanks_of_a_number_and_a_day_part_nothing():
    parts = (100, "Số:"), (150, "/QĐ-UBND"), (300, "Huế, ngày"), (390, "tháng 01 năm 2025")
    lines = [*HEAD[:2], line(*parts, y=116), *body(2)]
    assert in_order(*lines)[4:6] == ["Số: /QĐ-UBND", "Huế, ngày tháng 01 năm 2025"]


@pytest.mark.parametrize("confidence", [95.0, 20.0])
def test_a_number_on_a_line_of_its_own_goes_back_into_its_blank(confidence: float):
    lines = [*HEAD[:2], line((100, "Số:"), (150, "/QĐ-UBND"), (330, "Huế, ngày tháng 01 năm 2025"), y=116)]
    filled = [word._replace(confidence=confidence) for word in line((125, "47"), y=114, height=13)]
    assert "Số: 47 /QĐ-UBND" in in_order(*lines, *body(2), filled)


def test_dirt_in_a_gap_does_not_go_into_the_line():
    dirt = [word._replace(confidence=20.0) for word in line((225, "}¬"), y=400)]
    roles = line((100, "NGƯỜI ĐỠ ĐẺ"), (350, "THỦ TRƯỞNG"), y=400)
    assert in_order(roles, dirt, *body(1)) == ["NGƯỜI ĐỠ ĐẺ THỦ TRƯỞNG", "}¬", BODY]


def test_a_form_with_its_motto_in_the_middle_stays_as_it_is():
    lines = [
        line((480, "Mẫu số 05"), y=50),
        line((190, MOTTO), y=70),
        line((240, UNDER), y=86),
        line((250, "TỜ KHAI"), y=120),
        line((90, "Họ và tên:"), (300, "Giới tính:"), y=150),
        line((350, "Trực An, ngày 17 tháng 01 năm 2025"), y=180),
        line((380, "NGƯỜI KHAI"), y=196),
    ]
    assert in_order(*lines) == texts(page(*lines))


def test_recipients_come_before_who_signs_beside_and_above_them():
    lines = [
        *body(2),
        line((370, "TM. ỦY BAN NHÂN DÂN"), y=345),
        line((90, "Nơi nhận:"), (385, "KT. CHỦ TỊCH"), y=362),
        line((90, "- Như trên;"), (375, "PHÓ CHỦ TỊCH"), y=376),
        line((90, "- Lưu: VT."), y=390),
        line((380, "Trần Văn Thử"), y=440),
    ]
    assert in_order(*lines) == [
        BODY,
        BODY,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Văn Thử",
    ]


def test_what_follows_the_recipients_from_margin_to_margin_stays_below():
    lines = [
        line((90, "Nơi nhận:"), (385, "CHỦ TỊCH"), y=262),
        line((90, "- Lưu: VT."), y=276),
        line((380, "Trần Văn Thử"), y=290),
        *body(2),
    ]
    assert in_order(*lines)[-3:] == ["Trần Văn Thử", BODY, BODY]


def test_a_field_that_asks_where_to_send_the_result_is_no_list_of_recipients():
    lines = [*body(1), line((90, "Nơi nhận kết quả: Sở Tư pháp"), (385, "Số bản: 02"), y=330), *body(1, 350)]
    assert in_order(*lines) == texts(page(*lines))


@pytest.mark.parametrize("note", ["(Ký, ghi rõ họ tên)", ""])
def test_those_who_sign_side_by_side_are_read_one_after_the_other(note: str):
    notes = [line((110, note), (380, note), y=416)] if note else []
    lines = [
        *body(2),
        line((330, "Trực An, ngày 17 tháng 01 năm 2025"), y=384),
        line((100, "XÁC NHẬN CỦA XÃ"), (390, "NGƯỜI KHAI"), y=400),
        *notes,
        line((110, "Trần Văn Thử"), (390, "Lê Thị Mẫu"), y=480),
        *body(1, 520),
    ]
    beneath = [note] if note else []
    assert in_order(*lines)[2:] == [
        "Trực An, ngày 17 tháng 01 năm 2025",
        *("XÁC NHẬN CỦA XÃ", *beneath, "Trần Văn Thử"),
        *("NGƯỜI KHAI", *beneath, "Lê Thị Mẫu"),
        BODY,
    ]


def test_a_table_is_read_row_by_row():
    rows = [
        line((90, "TT"), (130, "HỌ VÀ TÊN"), (300, "NĂM SINH"), y=200),
        line((90, "1"), (130, "Trần Văn Thử"), (300, "1975"), y=220),
        line((90, "2"), (130, "Lê Thị Mẫu"), (300, "1979"), y=240),
    ]
    assert in_order(*rows, *body(2)) == [*texts(page(*rows)), BODY, BODY]


def test_a_table_that_was_read_column_by_column_is_read_row_by_row():
    heads, names, years = (
        ("TT", "1", "2"),
        ("HỌ VÀ TÊN", "Trần Văn Thử", "Lê Thị Mẫu"),
        ("SINH", "1975", "1979"),
    )
    columns = [
        [line((left, text), y=200 + 24 * row) for row, text in enumerate(column)]
        for left, column in ((90, heads), (130, names), (300, years))
    ]
    columns[1].insert(2, line((130, "thôn Đông"), y=236))
    above, below = body(1, 150), body(2)
    assert in_order(*above, *columns[0], *columns[1], *columns[2], *below)[1:5] == [
        "TT HỌ VÀ TÊN SINH",
        "1 Trần Văn Thử 1975",
        "thôn Đông",
        "2 Lê Thị Mẫu 1979",
    ]


def test_three_who_sign_in_columns_stay_in_columns():
    columns = [
        [line((left, text), y=400 + 14 * row) for row, text in enumerate((role, "(Ký, họ tên)"))]
        for left, role in ((70, "NGƯỜI LẬP BIỂU"), (240, "KẾ TOÁN TRƯỞNG"), (430, "GIÁM ĐỐC"))
    ]
    lines = [*body(2), *columns[0], *columns[1], *columns[2]]
    assert in_order(*lines) == texts(page(*lines))


def test_a_value_torn_from_its_label_goes_back_beside_it():
    lines = [*body(2), line((90, "Họ và tên:"), y=340), line((160, "Trần Văn Thử"), y=340), *body(2, 356)]
    assert in_order(*lines)[2] == "Họ và tên: Trần Văn Thử"


def test_columns_of_text_are_not_joined():
    left = [line((90, "cột bên trái của trang"), y=200 + 16 * row) for row in range(4)]
    right = [line((225, "cột bên phải của trang"), y=200 + 16 * row) for row in range(4)]
    assert in_order(*left, *right) == texts(page(*left, *right))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(BODY.split()), min_size=1, max_size=9), min_size=1, max_size=20))
def test_a_page_of_one_column_stays_as_it_is(written: list[list[str]]):
    lines = [line((90, " ".join(words)), y=90 + 16 * row) for row, words in enumerate(written)]
    assert arranged(page(*lines), A4) == (tuple(page(*lines)), None)


WORDS = st.sampled_from([
    "CỘNG", "HÒA", "XÃ", MOTTO, UNDER, "ỦY BAN NHÂN DÂN", "Số: 12/QĐ-UBND", "Nơi nhận:", "- Lưu: VT.",
    "KT. CHỦ TỊCH", "NGƯỜI KHAI", "(Ký, ghi rõ họ tên)", "Người ký: Trần Văn Thử", "12", "¬", BODY,
    "Ngày ký: 06-02-2025 10:12:34 +07:00", "Huế, ngày 17 tháng 01 năm 2025",
])  # fmt: skip
PARTS = st.tuples(st.integers(0, 560).map(float), WORDS)
LINES = st.builds(
    lambda parts, y, height: line(*parts, y=y, height=height),
    st.lists(PARTS, min_size=1, max_size=3),
    st.integers(0, 830).map(float),
    st.sampled_from([4.0, 10.0, 14.0]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_no_word_is_lost_and_none_comes_twice(lines: list[list[PageWord]]):
    words = page(*lines)
    read = arranged(words, A4)
    kept = Counter((word.text, word.box, word.confidence) for word in read.words)
    given_ = Counter((word.text, word.box, word.confidence) for word in words)
    assert kept <= given_
    gone = [text for text, *_ in (given_ - kept).elements()]
    assert sorted(gone) == sorted((read.banner or "").split())
    assert [word.line for word in read.words] == sorted(word.line for word in read.words)


def banner_of(*lines: list[PageWord]) -> tuple[list[str], str | None]:
    words, banner = split_banner(page(*lines), A4)
    return [" ".join(w.text for w in words if w.line == number) for number in {w.line for w in words}], banner


SIGNED = [
    line((420, "Người ký: Ủy ban nhân dân tỉnh"), y=8, height=5),
    line((420, "Email: ubnd@quangngai.gov.vn"), y=14, height=5),
    line((420, "Cơ quan: Tỉnh Quảng Ngãi"), y=20, height=5),
    line((420, "Ngày ký: 06-02-2025 10:12:34 +07:00"), y=26, height=5),
]


def test_the_banner_is_no_text():
    text, banner = banner_of(*SIGNED, *HEAD, *body(3))
    assert text == texts(page(*HEAD, *body(3)))
    assert banner == "\n".join(texts(page(*SIGNED)))


@pytest.mark.parametrize(
    "written",
    [
        "Ký bởi: Cổng Thông tin điện tử Chính phủ",
        "Thời gian ký: 16.08.2016 14:41:24 +07:00",
        "Nguời ky: Trần Văn Thử",
        "Signature Not Verified",
        "Digitally signed by: UBND",
    ],
)
def test_labels_that_only_a_banner_bears(written: str):
    for height in (6.0, 10.0):
        text, banner = banner_of(line((240, written), y=10, height=height), *HEAD, *body(3))
        assert banner == written
        assert written not in text


def test_a_banner_without_its_labels_is_known_by_its_time():
    """So it comes out of a scan at 4 points: two banners beside each other, one cut off at the edge."""
    lines = [
        line((500, "ban nhân dân tỉnh Quảng Ngãi"), y=5, height=4),
        line((300, "TRUNG TÂM CÔNG BÁO"), y=10, height=7),
        line((300, "05.02.2025 08:09:28"), y=20, height=7),
        line((300, "+07:00"), y=30, height=7),
    ]
    text, banner = banner_of(*lines, *HEAD, *body(3))
    assert text == texts(page(*HEAD, *body(3)))
    assert banner == "\n".join(texts(page(*lines)))


def test_a_banner_at_the_foot_and_the_page_number():
    foot = line((350, "Ngày ký: 06-02-2025 10:12:34 +07:00"), y=825, height=6)
    text, banner = banner_of(line((290, "2"), y=30, height=7), *body(4), foot)
    assert text == ["2", *texts(page(*body(4)))]
    assert banner == "Ngày ký: 06-02-2025 10:12:34 +07:00"


@pytest.mark.parametrize(
    "stays",
    [
        line((60, "CÔNG VĂN ĐẾN"), y=140),
        line((60, "Giờ: Ngày: 12/02/2025"), y=155, height=7),
        line((90, "Cơ quan: Sở Tư pháp"), y=60),
        line((90, "Ngày ký: 06-02-2025"), y=500, height=7),
        line((90, "Người ký: Trần Văn Thử"), y=400),
        line((480, "Mẫu số 05"), y=40, height=7),
    ],
)
def test_what_is_no_banner_stays_text(stays: list[PageWord]):
    lines = [*HEAD, stays, *body(6)]
    assert split_banner(page(*lines), A4) == (page(*lines), None)


def test_an_empty_page():
    assert arranged([], A4) == ((), None)
