"""The report on a terminal of 100 columns."""

from __future__ import annotations

import io

import pytest
from rich.console import Console, RenderableType

from config.sections import Language
from dossiers.reporting import Breakdown, Report
from reports.names import Names
from reports.table import dossier_table, report_table
from tests.reports.office_report import office_names, office_report


def printed(table: RenderableType, width: int = 100) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(table)
    return console.file.getvalue()


def row_of(text: str, start: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(start))
    return line.removeprefix(start).split(maxsplit=2)


def test_the_figures_of_do_luong(do_luong: Report, names: Names):
    text = printed(report_table(do_luong, Language.VIETNAMESE, names))
    assert "từ 01/01/2024 đến 31/03/2024" in text
    assert "hồ sơ tiếp nhận trong kỳ" in text
    assert "2022-766" in text
    for name, *figures in (
        ("Hồ sơ có số hóa thành phần", "3.350", "3.351", "99,97 %"),
        ("Hồ sơ số hóa đầy đủ thành phần", "3.343", "3.351", "99,76 %"),
        ("Hồ sơ có kết quả được số hóa", "3.294", "3.294", "100,00 %"),
        ("Thành phần hồ sơ được số hóa", "29.999", "30.000", "99,99 %"),
        ("4.3 Tái sử dụng dữ liệu số hóa (QĐ 766)", "0", "0", "–"),
    ):
        assert row_of(text, name) == figures


def test_the_doubts_and_the_register_stand_below(do_luong: Report, names: Names):
    text = printed(report_table(do_luong, Language.VIETNAMESE, names))
    assert "1.204" in text
    *figures, imported = row_of(text, "so-theo-doi-quy-1.csv  hồ sơ")
    assert figures == ["3.351", "abababababab"]
    assert imported.split() == ["05/04/2024", "10:15", "–"]


def test_a_report_on_no_register_says_so(do_luong: Report, names: Names):
    bare = do_luong.model_copy(update={"register_sources": ()})
    assert "Chưa nhập sổ hồ sơ nào" in printed(report_table(bare, Language.VIETNAMESE, names))


def test_mixed_rule_sets_are_named(do_luong: Report, names: Names):
    mixed = do_luong.model_copy(update={"rule_set": "mixed", "rule_sets": ("2022-766", "2025-118")})
    assert "2022-766, 2025-118" in printed(report_table(mixed, Language.VIETNAMESE, names))


def test_groups_are_named_in_words(counted: Report, names: Names):
    text = printed(report_table(counted, Language.VIETNAMESE, names))
    assert "01/2024  trực tiếp" in text
    assert "UBND xã Đông Hải" in text
    assert "direct" in printed(report_table(counted, Language.ENGLISH, names))


def test_a_group_without_a_value_is_a_dash(counted: Report, names: Names):
    group = counted.groups[0].model_copy(update={"by": {"field": ""}})
    text = printed(report_table(counted.model_copy(update={"groups": (group,)}), Language.VIETNAMESE, names))
    assert any(line.startswith("–") for line in text.splitlines())


@pytest.mark.parametrize("language", Language)
def test_all_breakdowns_together_lose_no_figure(counted: Report, names: Names, language: Language):
    by = {
        Breakdown.UNIT: "UBND phường Nguyễn Thị Minh Khai",
        Breakdown.LEVEL: "commune",
        Breakdown.FIELD: "Bảo trợ xã hội",
        Breakdown.PROCEDURE: "1.001193",
        Breakdown.CHANNEL: "online",
        Breakdown.MONTH: "2024-01",
    }
    ratios = {name: ratio.model_copy(update={"numerator": 3350, "denominator": 3351})
              for name, ratio in counted.total.items()}  # fmt: skip
    group = counted.groups[0].model_copy(
        update={"by": {key.value: value for key, value in by.items()}, "indicators": ratios}
    )
    text = printed(report_table(counted.model_copy(update={"groups": (group,)}), language, names))
    assert "…" not in text
    assert text.replace(",", ".").count("3.350 / 3.351") == 3


def test_markup_in_a_name_is_text(counted: Report):
    names = Names(units={"H40.12": "[bold]xã[/bold]", "H40.13": "xã\x1b[2JKhác"})
    text = printed(report_table(counted, Language.VIETNAMESE, names))
    assert "[bold]xã[/bold]" in text
    assert "\x1b" not in text


def test_each_dossier_with_what_it_lacks(counted: Report, names: Names):
    text = printed(dossier_table(counted, Language.VIETNAMESE, names))
    lines = text.splitlines()
    second = next(line for line in lines if line.startswith("000.00.12.H40-240105-0002"))
    assert "0 / 2" in second
    assert "0,00 %" in second
    assert "không" in second
    assert "Tờ khai đăng ký khai sinh" in second
    assert "chưa xác" in next(line for line in lines if line.startswith("000.00.12.H40-240206-0004"))


@pytest.mark.parametrize("language", Language)
def test_everything_fits_a_hundred_columns(language: Language):
    text = printed(report_table(office_report(), language, office_names()))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "…" not in text


def test_operations_and_what_does_not_agree():
    text = printed(report_table(office_report(), Language.VIETNAMESE, office_names()))
    assert row_of(text, "Tổng số ")[:2] == ["13", "3.351"]
    assert "  UBND thị trấn" in text
    one_line = " ".join(text.split())
    assert "13 và 15, chênh lệch −2" in one_line
    assert "Không có ngày trong sổ: 0 hồ sơ đã giải quyết" in one_line
    agree = office_report(operations=office_report().operations[1:])
    assert "Các tổng đều khớp." in printed(report_table(agree, Language.VIETNAMESE, office_names()))


def test_points_causes_and_what_to_do_next():
    text = printed(report_table(office_report(), Language.VIETNAMESE, office_names()))
    assert "2022-766: 9,91 điểm trên 10,00 điểm đo được (cả nhóm 22,00)" in text
    assert "không đo được ở đây" in " ".join(text.split())
    assert row_of(text, "1.001193    Tờ khai đăng ký khai sinh") == ["không", "đạt", "yêu cầu         7"]
    assert "quét lại: Tờ khai đăng ký khai sinh" in text


def test_what_shrank_and_who_is_not_counted():
    text = " ".join(printed(report_table(office_report(), Language.VIETNAMESE, office_names())).split())
    assert "Tháng 02/2024: 1.200 còn 1.180 hồ sơ (−20)" in text
    assert "05/04/2024 10:15 nguyen.van.an" in text
    assert "đã xóa khỏi sổ 1 không có gì phải số hóa 3" in text


def test_long_lists_are_cut_and_say_so():
    causes = office_report().causes * 6
    actions = (office_report().actions or ()) * 25
    text = printed(
        report_table(office_report(causes=causes, actions=actions), Language.VIETNAMESE, office_names())
    )
    assert "10 dòng đầu trong 12." in text
    assert "20 dòng đầu trong 25." in text


def test_withheld_numbers_are_a_mark():
    group = office_report().groups[0].model_copy(update={"suppressed": ("so_hoa_day_du_tphs",)})
    report = office_report(groups=(group,), suppressed_below=5)
    text = printed(report_table(report, Language.VIETNAMESE, office_names()))
    assert "* Không hiện: ít hơn 5 hồ sơ" in text
    assert "995 / 1.001" not in text
