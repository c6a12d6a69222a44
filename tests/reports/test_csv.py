"""The CSV reads back with any CSV reader, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.reporting import Report
from reports.csv_report import defused, dossier_rows, indicator_rows, to_csv


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_without_a_breakdown_there_are_the_totals(do_luong: Report):
    rows = read(to_csv(indicator_rows(do_luong)))
    assert list(rows[0]) == ["indicator", "numerator", "denominator", "ratio"]
    assert len(rows) == 7
    assert rows[0] == {
        "indicator": "co_so_hoa_tphs",
        "numerator": "3350",
        "denominator": "3351",
        "ratio": "99.97",
    }
    assert rows[5]["ratio"] == ""


def test_a_breakdown_gives_a_row_a_group_and_indicator_in_the_order_of_the_contract(counted: Report):
    rows = read(to_csv(indicator_rows(counted)))
    assert list(rows[0]) == ["unit", "channel", "month", "indicator", "numerator", "denominator", "ratio"]
    assert len(rows) == len(counted.groups) * 7
    components = [row for row in rows if row["indicator"] == "thanh_phan_so_hoa"]
    total = counted.total["thanh_phan_so_hoa"]
    assert sum(int(row["numerator"]) for row in components) == total.numerator
    assert sum(int(row["denominator"]) for row in components) == total.denominator


def test_the_dossiers_are_a_second_file(counted: Report):
    rows = read(to_csv(dossier_rows(counted)))
    assert [row["dossier_code"] for row in rows] == [line.dossier_code for line in counted.dossiers]
    assert [row["complete"] for row in rows] == ["true", "false", "false", ""]
    assert rows[1]["missing"].split(";") == list(counted.dossiers[1].missing)
    assert (rows[3]["due"], rows[3]["ratio"]) == ("", "")


def test_there_is_no_byte_order_mark(counted: Report):
    assert to_csv(dossier_rows(counted)).startswith("dossier_code,")


def test_a_unit_that_is_a_formula_is_defused(counted: Report):
    assert "'=1+1" in {row["unit"] for row in read(to_csv(indicator_rows(counted)))}
    assert read(to_csv(dossier_rows(counted)))[3]["unit_code"] == "'=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_start_of_a_formula_is_defused(start: str):
    assert defused(f"{start}1") == f"'{start}1"


@given(st.text())
def test_a_defused_cell_never_starts_a_formula_and_keeps_its_text(cell: str):
    assert not defused(cell).startswith(("=", "+", "-", "@"))
    assert defused(cell).removeprefix("'") == cell or defused(cell) == cell
