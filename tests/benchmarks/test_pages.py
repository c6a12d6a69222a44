from __future__ import annotations

import dataclasses
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from benchmarks.pages.fonts import DEBIAN_PACKAGES
from benchmarks.pages.made import pages_in
from benchmarks.pages.papers import KINDS
from benchmarks.pages.real import real_pages, units_of
from benchmarks.pages.sets import LEVELS, SETS, base_pages, scanned, write
from benchmarks.pages.wording import person
from benchmarks.scoring import score
from samples.generate.fonts import (
    FACES,
    TEXT_FACES,
    FontMissingError,
    Typeface,
    font_path,
    set_in,
    text_width,
)
from samples.generate.operations import Seal, Text

TUNING, MEASURED = SETS["tuning"], SETS["measured"]


@pytest.fixture(scope="module")
def tuning():
    return list(base_pages(TUNING))


@pytest.fixture(scope="module")
def measured():
    try:
        return list(base_pages(MEASURED))
    except FontMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["tuning", "measured"])
def pages(request):
    return request.getfixturevalue(request.param)


def drawn_words(page):
    texts = [one for one in page.operations if isinstance(one, Text) and one.text.strip(".")]
    return Counter(word for text in texts for word in text.text.split())


def test_every_order_of_the_truth_says_what_was_drawn_and_nothing_else(pages):
    for page in pages:
        for pick in range(max(map(len, page.units))):
            orders = [unit[min(pick, len(unit) - 1)] for unit in page.units]
            said = Counter(word for order in orders for line in order for word in line.split())
            assert said == drawn_words(page), page.name


def test_a_set_has_four_pages_of_each_kind_of_a_fair_length(pages):
    assert Counter(page.name.rsplit("_", 1)[0] for page in pages) == dict.fromkeys(KINDS, 4)
    for page in pages:
        assert 1000 <= sum(len(" ".join(unit[0])) for unit in page.units) <= 1900, page.name


def test_nothing_is_written_by_hand_and_no_gap_is_left_open(pages):
    texts = [one for page in pages for one in page.operations if isinstance(one, Text)]
    assert not any(text.pen for text in texts)
    assert not any(mark in text.text for text in texts for mark in "{}")


def test_numbers_of_persons_cannot_be_real_ones(pages):
    words = {word for page in pages for word in drawn_words(page)}
    assert all(word.startswith("000") for word in words if word.isdigit() and len(word) == 12)


def test_an_agency_seals_what_it_signs(tuning):
    sealed = {page.name[:-2] for page in tuning if any(isinstance(one, Seal) for one in page.operations)}
    assert sealed == {"quyet_dinh", "giay_chung_nhan", "don_de_nghi", "cong_van"}


def test_heads_signatures_and_tables_have_more_than_one_order(tuning):
    by_kind = {page.name.rsplit("_", 1)[0]: page for page in tuning}
    assert sum(len(unit) > 1 for unit in by_kind["bien_ban"].units) == 3
    assert sum(len(unit) > 1 for unit in by_kind["cong_van"].units) == 2
    assert all(len(unit) == 1 for unit in by_kind["to_khai"].units)


def test_a_table_may_be_read_by_rows_or_by_columns(tuning):
    page = next(page for page in tuning if page.name == "bien_ban_1")
    table = max(page.units, key=lambda unit: len(unit[0]))
    assert table[0][:2] == ("TT", "Tên hiện vật")
    assert any(order[:3] == ("TT", "1", "2") for order in table)


def test_photographs_lie_in_the_four_turns_evenly_and_each_kind_in_each(pages):
    assert Counter(page.turned for page in pages) == dict.fromkeys(range(4), 6)
    assert len({(page.name.rsplit("_", 1)[0], page.turned) for page in pages}) == 24


def test_the_same_seed_makes_the_same_page(tuning):
    again = next(page for page in base_pages(TUNING) if page.name == tuning[0].name)
    assert again == tuning[0]
    for level in ("office", "photo"):
        first, second = (scanned(TUNING, page, level) for page in (tuning[0], again))
        assert np.array_equal(first, second), level


def test_the_two_sets_share_nothing(measured):
    assert not set(TUNING.typefaces) & set(MEASURED.typefaces)
    assert len(MEASURED.typefaces) >= 3
    assert {page.typeface for page in measured} == set(MEASURED.typefaces)
    assert TUNING.seed != MEASURED.seed
    assert not sentences(TUNING.wording) & sentences(MEASURED.wording)
    for bank in ("surnames", "middles", "given", "places", "villages", "recipients", "offices"):
        assert not set(getattr(TUNING.wording, bank)) & set(getattr(MEASURED.wording, bank)), bank


def sentences(value):
    """All strings in a wording that are long enough to be somebody's own words."""
    if isinstance(value, str):
        return {value} if len(value) > 24 else set()
    if dataclasses.is_dataclass(value):
        return sentences([getattr(value, each.name) for each in dataclasses.fields(value)])
    return set().union(*map(sentences, value)) if isinstance(value, (list, tuple)) else set()


@pytest.mark.usefixtures("measured")
def test_every_typeface_has_vietnamese_and_stands_in_a_listed_package():
    for typeface in (*TUNING.typefaces.values(), *MEASURED.typefaces.values()):
        assert all(package in DEBIAN_PACKAGES for package in typeface.packages.split(" and "))
        with set_in(typeface):
            assert {font_path(face).name for face in TEXT_FACES} == {
                typeface.files[face] for face in TEXT_FACES
            }


def test_a_typeface_counts_only_within_its_block():
    before = text_width("Độc lập", "regular", 13)
    with set_in(Typeface(FACES, scale=0.5)):
        assert text_width("Độc lập", "regular", 13) == pytest.approx(before / 2, rel=0.02)
    assert text_width("Độc lập", "regular", 13) == before


def test_a_missing_typeface_names_its_package():
    with (
        set_in(Typeface({"regular": "no-such-font.ttf"}, packages="fonts-none")),
        pytest.raises(FontMissingError, match="install fonts-none"),
    ):
        text_width("a", "regular", 13)


def test_what_is_written_is_found_again_with_its_resolution(tmp_path):
    write(TUNING, tmp_path, limit=1)
    pages = pages_in(tmp_path)
    assert [page.level for page in pages] == list(LEVELS)
    for page, dpi in zip(pages, (300, 200, 150, 200), strict=True):
        with Image.open(page.image) as image:
            assert [round(value) for value in image.info["dpi"]] == [dpi, dpi]
            assert image.format == ("PNG" if page.level == "clean" else "JPEG")
    text = "\n".join(line for unit in pages[0].units for line in unit[0])
    assert score(pages[0].units, text).cer == 0


def test_a_limit_goes_over_the_kinds_first(tmp_path):
    write(TUNING, tmp_path, ("office",), limit=2)
    assert sorted(page.name for page in pages_in(tmp_path)) == ["quyet_dinh_1", "to_khai_1"]


def test_names_are_made_of_the_banks_of_their_set():
    class First:
        @staticmethod
        def choice(bank):
            return bank[0]

    assert person(TUNING.wording, First()) == "Lương Thế Quyền"


LETTER = """ỦY BAN NHÂN DÂN
TỈNH TÂY HẢI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 574/UBND-KT
Tây Hải, ngày 04 tháng 02 năm 2025
V/v đăng ký nội dung
Theo đề nghị của Sở.
Nơi nhận:
- Như trên;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Mạc Gia Ân
"""


@pytest.mark.parametrize(
    "order",
    [
        "0 1 2 3 4 5 6 7 8 9 10 11 12 13",
        "0 1 4 6 2 3 5 7 11 12 13 8 9 10",
        "2 3 5 0 1 4 6 7 8 9 10 11 12 13",
        "0 2 1 3 4 5 6 7 8 11 9 12 10 13",
        "0 1 2 3 4 6 5 7 11 12 8 9 13 10",
    ],
)
def test_columns_of_a_real_page_may_be_read_in_any_fair_order(order):
    lines = LETTER.splitlines()
    read = "\n".join(lines[int(at)] for at in order.split())
    assert score(units_of(LETTER), read).character_errors == 0


def test_the_body_of_a_real_page_has_one_order():
    lines = LETTER.splitlines()
    lines.insert(0, lines.pop(7))
    assert score(units_of(LETTER), "\n".join(lines)).character_errors > 0


def test_a_real_page_without_head_and_foot_is_taken_as_it_stands():
    assert units_of("2. Kinh doanh\n\n3. Sản xuất\n") == ((("2. Kinh doanh",),), (("3. Sản xuất",),))


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "quangngai").mkdir()
    (tmp_path / "nd96").mkdir()
    rows = [
        "image,gt,kind,gt_quality",
        'quangngai/a.png,quangngai/a.gt.txt,"scan, handwritten number/day, e-signature",good',
        'nd96/b.png,nd96/b.gt.txt,"scan 200dpi, page number at top not in GT",good',
    ]
    (tmp_path / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "quangngai" / "a.gt.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "nd96" / "b.gt.txt").write_text("2. Kinh doanh pháo", encoding="utf-8")
    return real_pages(tmp_path)


def test_what_was_written_by_hand_is_not_asked_for(corpus):
    stamped = corpus[0]
    said = [line for unit in stamped.units for line in unit[0]]
    assert "Số: /UBND-KT" in said
    assert "Tây Hải, ngày tháng 02 năm 2025" in [" ".join(line.split()) for line in said]
    read = LETTER.replace("574/UBND-KT", "5t4 /UBND -KT").replace("ngày 04", "ngày 0A")
    assert score(stamped.units, stamped.prepared(read)).recall == 100


def test_an_isolated_page_number_at_the_top_is_dropped(corpus):
    decree = corpus[1]
    assert decree.group == "decree pages"
    assert score(decree.units, decree.prepared("\n 2 \n2. Kinh doanh pháo")).cer == 0
    assert score(decree.units, decree.prepared("2. Kinh doanh pháo")).cer == 0


def test_an_absent_corpus_has_no_pages(tmp_path):
    assert real_pages(tmp_path) == []
