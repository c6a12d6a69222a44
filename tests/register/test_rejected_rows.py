"""Every reason for which a row does not go in: its row, its column, and why."""

from __future__ import annotations

import pytest

from tests.register.conftest import Read

LONG = "x" * 100


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("dossier_code", "", "empty"),
        ("procedure_code", " ", "empty"),
        ("unit_code", "", "empty"),
        ("level", "", "empty"),
        ("received_on", "", "empty"),
        ("status", "", "empty"),
        ("dossier_code", "H41 240105", "'H41 240105' cannot be a dossier code"),
        ("dossier_code", "../etc/passwd", "cannot be a dossier code"),
        ("dossier_code", LONG, f"'{'x' * 39}…' cannot be a dossier code"),
        ("procedure_code", "1.00119", "'1.00119' is no procedure code"),
        ("procedure_code", "1.0133611", "is no procedure code"),
        ("procedure_code", "1.014955-Xoa", "is no procedure code"),
        ("level", "trung ương", "'trung ương' is not known as level"),
        ("channel", "fax", "'fax' is not known as channel"),
        ("status", "Đang bay", "'Đang bay' is not known as status"),
        ("status", "!?", "'!?' is not known as status"),
        ("status", "Chờ tiếp nhận", "'Chờ tiếp nhận': the dossier was not received"),
        ("status", "Từ chối tiếp nhận", "not received"),
        ("received_on", "31/02/2024", "'31/02/2024' is a date or time that does not exist"),
        ("received_on", "2024-13-01", "does not exist"),
        ("received_on", "05/01/2024 25:00", "does not exist"),
        ("received_on", "2024-01-05T08:00+99:00", "does not exist"),
        ("received_on", "05/01/24", "'05/01/24' is no date"),
        ("received_on", "20240105", "is no date"),
        ("received_on", "2024-W01-1", "is no date"),
        ("received_on", "hôm qua", "is no date"),
        ("received_on", "45296", "is no date"),
        ("received_on", "٠٥/٠١/٢٠٢٤", "is no date"),
        ("received_on", "0024-01-05", "lies before 1900"),
        ("due_on", "mai", "is no date"),
        ("resolved_on", "2024-01-04", "Resolved on 2024-01-04, before it was received on 2024-01-05"),
        ("unit_code", "#N/A", "error #N/A"),
    ],
)
def test_dossier_row(good: dict[str, str], read_rows: Read, column: str, value: str, why: str) -> None:
    other = good | {"dossier_code": "H41.12-240105-0001", column: good.get(column, "")}
    file = read_rows(other, good | {column: value})
    assert [row.dossier_code for row in file.rows] == [other["dossier_code"]]
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(3, column)]
    assert why in file.rejected[0].why
    assert file.rejected[0].why.endswith(".")
    assert LONG not in file.rejected[0].why


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("slot", "", "empty"),
        ("form", "bản gì đó", "is not known as form"),
        ("reused", "có lẽ", "is not known as reused"),
        ("digitised_on", "2023-02-29", "does not exist"),
        ("dossier_code", "a/b", "cannot be a dossier code"),
    ],
)
def test_component_row(read_rows: Read, column: str, value: str, why: str) -> None:
    row = dict.fromkeys(("dossier_code", "slot", "form", "digitised_on", "reused"), "")
    file = read_rows(row | {"dossier_code": "D1", "slot": "to_khai", column: value})
    assert file.kind == "components"
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(2, column)]
    assert why in file.rejected[0].why


def test_unit_row(read: Read) -> None:
    file = read("unit_code,name,level\n,UBND xã A,\nH41.1,UBND xã B,liên bang\n")
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(2, "unit_code"), (3, "level")]


def test_the_first_fault_of_a_row_is_named(good: dict[str, str], read_rows: Read) -> None:
    file = read_rows(good | {"procedure_code": "?", "status": "?"})
    assert [rejected.column for rejected in file.rejected] == ["procedure_code"]


def test_a_message_repeats_no_free_text(good: dict[str, str], read_rows: Read) -> None:
    row = good | {"facts": "Nguyễn Thị Không Có Thật 000099000001", "field": "Hộ tịch", "due_on": "x"}
    assert "Nguyễn" not in read_rows(row).rejected[0].why


def test_the_same_row_twice_counts_once(good: dict[str, str], read_rows: Read) -> None:
    again = good | {"dossier_code": f" {good['dossier_code']} ", "channel": ""}
    file = read_rows(good, again)
    assert (len(file.rows), list(file.row_numbers), file.rejected) == (1, [2], ())


def test_the_same_key_with_other_values_is_asked_back(good: dict[str, str], read_rows: Read) -> None:
    file = read_rows(good, good | {"status": "in_progress"}, good)
    assert [row.status for row in file.rows] == ["received"]
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(3, "dossier_code")]
    assert "other values than in row 2" in file.rejected[0].why


def test_a_component_is_keyed_by_dossier_and_slot(read: Read) -> None:
    file = read("dossier_code,slot,form\nA,x,copy\nA,y,copy\nB,x,copy\nA,x,original\n")
    assert list(file.row_numbers) == [2, 3, 4]
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(5, "slot")]


def test_too_many_cells(read: Read) -> None:
    file = read("unit_code,name\nA,UBND xã A, huyện B\nB,UBND xã B,\nC\n")
    assert [unit.unit_code for unit in file.rows] == ["B", "C"]
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(2, "")]
    assert "more cells than the header" in file.rejected[0].why


def test_quotes_that_do_not_match_within_a_row(read: Read) -> None:
    file = read('unit_code,name\nA,"xã "A""\nB,xã "B"\n')
    assert [(unit.unit_code, unit.name) for unit in file.rows] == [("B", 'xã "B"')]
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(2, "")]


def test_rejected_rows_stand_in_file_order(good: dict[str, str], read_rows: Read) -> None:
    file = read_rows(good, good | {"status": "deleted"}, good | {"status": "?"})
    assert [rejected.row for rejected in file.rejected] == [3, 4]
