"""The CSV reads back with any CSV reader, and no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.reporting import Report
from reports.csv_report import csv_files, defused, dossier_rows, indicator_rows, to_csv
from tests.reports.office_report import BIRTH, BIRTH_FORM, office_report


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


def test_each_table_is_a_file_the_indicators_first():
    files = csv_files(office_report())
    assert list(files) == [
        "report.csv",
        "report-dossiers.csv",
        "report-actions.csv",
        "report-operations.csv",
        "report-causes.csv",
        "report-register.csv",
    ]
    assert {len(row) for text in files.values() for row in read(text)} != {0}
    assert all(None not in row and None not in row.values() for text in files.values() for row in read(text))
    assert list(csv_files(office_report(dossiers=None, actions=None))) == [
        "report.csv",
        "report-operations.csv",
        "report-causes.csv",
        "report-register.csv",
    ]


def test_operations_causes_and_actions():
    files = csv_files(office_report())
    total, *units = read(files["report-operations.csv"])
    assert (total["unit"], total["received_direct"], total["late"], total["total"]) == (
        "",
        "2850",
        "14",
        "3364",
    )
    assert total["differences"] == "carried_in_is_left_before=-2"
    assert [unit["unit"] for unit in units] == ["H40", "H40.1", "H40.2"]
    assert read(files["report-causes.csv"])[0] == {
        "procedure_code": BIRTH,
        "slot": BIRTH_FORM,
        "state": "failed_gate",
        "dossiers": "7",
    }
    steps = read(files["report-actions.csv"])
    assert [(step["action"], step["completes"]) for step in steps] == [("rescan", "true"), ("scan", "true")]


def test_withheld_numbers_are_empty():
    group = office_report().groups[0].model_copy(update={"suppressed": ("so_hoa_ket_qua",)})
    rows = read(to_csv(indicator_rows(office_report(groups=(group,)))))
    hidden = next(row for row in rows if row["indicator"] == "so_hoa_ket_qua")
    assert (hidden["numerator"], hidden["denominator"], hidden["ratio"]) == ("", "", "")


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
