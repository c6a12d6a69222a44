"""Charts: what they show is what is counted; nothing in them runs, fetches, or changes from call to call."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from config.sections import Language
from dossiers.reporting import Report
from reports.charts import Value, bars, line
from reports.drawing import PAPER, SCREEN, Canvas
from reports.names import Names
from reports.report_charts import PHONE, SHEET, WIDE, ReportCharts
from reports.words import Words
from tests.reports.province import province, province_names, wide_province

CANVAS = Canvas("of-a-test", 900, SCREEN)
HOSTILE = "</text><script>alert(1)</script>"
UNITS = (
    Value("UBND xã Đông Hải", 99.97, "99,97 % (3.350/3.351)"),
    Value("UBND phường Nguyễn Thị Minh Khai", 50.0, "50,00 % (1/2)"),
    Value(HOSTILE, 0.0, "0,00 % (0/7)"),
)


def texts(drawing: Markup) -> list[str]:
    return [node.text or "" for node in ET.fromstring(drawing).iter("text")]  # noqa: S314 - our own


def bar_lengths(drawing: Markup) -> list[float]:
    """From the top to the bottom."""
    drawn = [
        node
        for node in ET.fromstring(drawing).iter("rect")  # noqa: S314 - our own
        if "reactive" in node.get("class", "")
    ]
    return [float(node.get("width", 0)) for node in sorted(drawn, key=lambda node: float(node.get("y")))]


def charts_of(report: Report, *, names: Names | None = None) -> ReportCharts:
    return ReportCharts(report, names or province_names(), Words(Language.VIETNAMESE), (WIDE, PHONE))


def test_bars_are_as_long_as_their_values_from_top_to_bottom():
    drawing = bars(CANVAS, "Tỷ lệ", UNITS, whole=100)
    full, half, nothing = bar_lengths(drawing)
    assert full == pytest.approx(2 * half, rel=0.01)
    assert nothing == pytest.approx(0, abs=0.1)
    assert {value.said for value in UNITS} | {value.label for value in UNITS} <= set(texts(drawing))


def test_nothing_in_a_chart_runs_or_is_fetched():
    for drawing in (
        bars(CANVAS, HOSTILE, UNITS, whole=100),
        line(CANVAS, HOSTILE, UNITS, lowest=0, percent=str),
    ):
        assert "<script" not in drawing
        assert not re.search(r"https?:|href|url\(|@import|<!--|<\?| on\w+=", drawing)
        assert 'role="img"' in drawing
        assert re.findall(r' id="([^"]*)"', drawing) == ["chart-of-a-test"]


def test_the_same_values_give_the_same_bytes():
    assert bars(CANVAS, "t", UNITS, whole=100) == bars(CANVAS, "t", UNITS, whole=100)
    assert line(CANVAS, "t", UNITS, lowest=0, percent=str) == line(CANVAS, "t", UNITS, lowest=0, percent=str)


def test_a_page_gives_the_colours_and_paper_has_its_own():
    assert "var(--bar)" in bars(CANVAS, "t", UNITS, whole=100)
    assert "var(" not in bars(Canvas("p", 600, PAPER), "t", UNITS, whole=100)


def test_a_long_label_is_shortened_but_for_its_tail():
    value = Value("Đơn đề nghị xác định, xác định lại mức độ khuyết tật", 1, "1", ": thiếu (1.001699)")
    drawing = bars(Canvas("p", 600, PAPER, most_label=40), "t", [value], whole=1)
    (label,) = (text for text in texts(drawing) if text.endswith("…: thiếu (1.001699)"))
    assert len(label) <= 40


def test_a_line_breaks_where_there_is_no_figure():
    months = [
        Value(f"0{number}/2024", length, f"{length} %")
        for number, length in enumerate((91.5, 95.25, None, 88.125, 99.5), 1)
    ]
    drawing = line(CANVAS, "t", months, lowest=80, percent=lambda mark: f"{mark:.0f} %")
    assert "None %" not in texts(drawing)
    assert {"91.5 %", "88.125 %", "99.5 %", "80 %", "100 %"} <= set(texts(drawing))
    strokes = [
        node
        for node in ET.fromstring(drawing).iter("path")  # noqa: S314 - our own
        if "reactive" in node.get("class", "")
    ]
    assert len(strokes) == 2


def test_units_stand_with_numerator_and_denominator_the_lowest_first():
    report = province()
    charts = charts_of(report)
    ranked = [unit.indicators["so_hoa_day_du_tphs"] for unit in charts.ranked_units()]
    assert len(ranked) == 25
    assert [float(ratio.ratio) for ratio in ranked] == sorted(float(ratio.ratio) for ratio in ranked)
    (chart,) = charts.units()
    assert [name for name, _ in chart.drawings] == ["wide", "phone"]
    wide = dict(chart.drawings)["wide"]
    for ratio in ranked:
        said = f"{ratio.ratio.replace('.', ',')} % ({ratio.numerator}/{ratio.denominator})"
        assert said in texts(wide)
    lengths = bar_lengths(wide)
    assert lengths == sorted(lengths)


def test_of_600_units_the_two_ends_are_shown_and_it_is_said():
    lowest, highest = charts_of(wide_province(600, 1)).units()
    assert "15 đơn vị thấp nhất trong 600" in lowest.title
    assert "15 đơn vị cao nhất trong 600" in highest.title
    assert all(len(bar_lengths(dict(chart.drawings)["wide"])) == 15 for chart in (lowest, highest))


def test_a_unit_without_figures_is_in_no_chart():
    report = province()
    empty = report.units[-1].model_copy(update={"indicators": {}})
    changed = report.model_copy(update={"units": (*report.units[:-1], empty)})
    assert len(charts_of(changed).ranked_units()) == 24


def test_the_axis_of_the_trend_begins_below_its_lowest_figure():
    charts = charts_of(province())
    known = [
        float(month.indicators[name].ratio)
        for month in province().trend
        for name in ("co_so_hoa_tphs", "so_hoa_day_du_tphs", "so_hoa_ket_qua")
    ]
    assert 0 <= charts.axis_start() <= min(known)
    assert len(charts.trend()) == 3
    assert charts_of(province().model_copy(update={"trend": province().trend[:1]})).trend() == []


def test_causes_and_distribution_show_how_many():
    report = province()
    charts = charts_of(report)
    (causes,), (distribution,) = charts.causes(), charts.distribution()
    assert len(bar_lengths(dict(causes.drawings)["wide"])) == 10
    assert {str(number) for number in report.distribution.values()} <= set(
        texts(dict(distribution.drawings)["phone"])
    )
    nothing = report.model_copy(update={"causes": (), "distribution": {}, "units": ()})
    assert (
        charts_of(nothing).causes() == charts_of(nothing).distribution() == charts_of(nothing).units() == []
    )


def test_a_chart_for_paper_is_drawn_once():
    charts = ReportCharts(province(), province_names(), Words(Language.ENGLISH), (SHEET,))
    assert [name for name, _ in charts.units()[0].drawings] == ["sheet"]
