"""What a register file may look like, and when it is refused as a whole."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from config.sections import MappingSettings
from dossiers.errors import RegisterRefused
from flows.register.files import read_register
from tests.register.conftest import GOOD, Read, Write

HEADER = list(GOOD)
VALUES = list(GOOD.values())
HALF_PAST_EIGHT = datetime(2024, 1, 5, 8, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
COMMA = f"{','.join(HEADER)}\n{','.join(VALUES)}\n"


@pytest.mark.parametrize(
    "content",
    [
        COMMA.encode(),
        COMMA.encode("utf-8-sig"),
        COMMA.encode("utf-16"),
        b"\xfe\xff" + COMMA.encode("utf-16-be"),
        COMMA.replace(",", ";").encode(),
        COMMA.replace(",", "\t").encode(),
        COMMA.replace("\n", "\r\n").encode(),
        COMMA.replace("\n", "\r").encode(),
        COMMA.replace("dossier_code", " Dossier_Code ").encode(),
        COMMA.replace("status\n", "status,Ghi chú,\n").encode(),
    ],
    ids=["plain", "bom", "utf16le", "utf16be", "semicolon", "tab", "crlf", "cr", "case", "extra column"],
)
def test_csv_of_many_makes(read: Read, content: bytes) -> None:
    file = read(content)
    assert (file.kind, len(file.rows), list(file.row_numbers), file.rejected) == ("dossiers", 1, [2], ())
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_title_rows_blank_rows_and_line_breaks_in_cells_keep_the_row_numbers(read: Read) -> None:
    file = read(
        '"Đơn vị";"SỞ TƯ PHÁP\nDANH MỤC";\n\n"Mã đơn vị";"Tên đơn vị";"Cấp"\n'
        'A;"hai\ndòng";xã\n;;\n\nB;"a;b";?\n'
    )
    assert (file.kind, list(file.row_numbers)) == ("units", [4])
    assert file.rows[0].name == "hai\ndòng"
    assert [rejected.row for rejected in file.rejected] == [7]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("dossier_code,slot", "components"),
        ("Mã hồ sơ,Thành phần hồ sơ,Đơn vị,Trạng thái", "components"),
        ("unit_code", "units"),
        ("Mã đơn vị,Cấp", "units"),
        (",".join(HEADER), "dossiers"),
        (",".join([*HEADER, "Thành phần hồ sơ"]), "dossiers"),
    ],
)
def test_the_kind_is_told_by_the_headers(read: Read, header: str, kind: str) -> None:
    assert read(f"{header}\n").kind == kind


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a,b\n1,2\n", "no header"),
        (("x\n" * 20 + COMMA).encode(), "no header"),
        (b"<html><table><tr><td>M\xc3\xa3</td></tr></table>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old .xls"),
        (b"PK\x03\x04rest", "no XLSX"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "is a PDF"),
        ("Mã hồ sơ,Mã\n".encode("utf-16-le"), "UTF-8"),
        ("Hồ sơ mã\n".encode("cp1258", "replace") + b"\xe3", "UTF-8"),
        (COMMA.encode() + b"\xff\xff", "UTF-8"),
        (b"\xff\xfe" + b"a\x00\x00\xd8", "UTF-8"),
        (b"unit_code,name\0\nA,B\n", "UTF-8"),
        (b'unit_code,name\nA,"open\nB,x\n', "from row 2 on"),
        (b'unit_code,name\nA,"open\nB,"x"\n', "from row 2 on"),
        (b"dossier_code,unit_code,level\n", r"procedure_code \(Mã thủ tục\), channel"),
        (b"procedure_code,unit_code,level\n", "dossier_code"),
        (b"dossier_code,form,reused\n", r"components: slot \(Mã thành phần\)"),
        ((",".join([*HEADER, "slot", "form"]) + "\n").encode(), "dossiers and of components"),
        (b"unit_code,name,Unit_Code\n", "unit_code twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(read: Read, content: bytes, says: str) -> None:
    with pytest.raises(RegisterRefused, match=says) as refused:
        read(content)
    assert "register.csv" in refused.value.message


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RegisterRefused, match="cannot be read"):
        read_register([tmp_path / name], mapping=MappingSettings())


def test_a_sheet_with_title_rows_dates_and_notes(read_sheet: Read) -> None:
    values = [*VALUES[:5], HALF_PAST_EIGHT, "received", date(2024, 2, 1)]
    title = [["SỔ THEO DÕI HỒ SƠ"], [], ["Đơn vị", "UBND xã A"]]
    file = read_sheet(
        [["Bìa"]], [*title, [*HEADER, "due_on"], [*values, "a note beside the table"], [None], ["x"]]
    )
    assert (file.kind, list(file.row_numbers)) == ("dossiers", [5])
    assert (file.rows[0].received_on, file.rows[0].due_on) == (date(2024, 1, 5), date(2024, 2, 1))
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(7, "procedure_code")]


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("procedure_code", 1.00119, "'1.00119' is stored as a number"),
        ("dossier_code", 240105, "format the column as text"),
        ("unit_code", HALF_PAST_EIGHT, "format the column as text"),
        ("received_on", 45296, "format the column as a date"),
        ("received_on", True, "is no date"),
        ("level", 3, "is not known as level"),
        ("received_on", "=A1", "formula without a value"),
        ("status", "#REF!", "error #REF!"),
    ],
)
def test_cells_that_a_spreadsheet_took_for_something_else(
    read_sheet: Read, column: str, cell: object, why: str
) -> None:
    file = read_sheet([HEADER, [cell if name == column else GOOD[name] for name in HEADER]])
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(2, column)]
    assert why in file.rejected[0].why


def test_numbers_and_truths_where_text_or_words_stand(read_sheet: Read) -> None:
    file = read_sheet(
        [["dossier_code", "slot", "reused", "evidence"], ["A", "x", True, 17.0], ["A", "y", 0, 1.5]]
    )
    assert [(row.reused, row.evidence) for row in file.rows] == [(True, "17"), (False, "1.5")]


def test_register_rows_on_two_sheets_are_asked_back(read_sheet: Read) -> None:
    with pytest.raises(RegisterRefused, match="on 2 sheets"):
        read_sheet([HEADER, VALUES], [HEADER, VALUES])
    assert len(read_sheet([HEADER], [HEADER, VALUES], [HEADER]).rows) == 1


def test_a_sheet_that_claims_one_cell_is_read_whole(write: Write, read_sheet: Read, tmp_path: Path) -> None:
    read_sheet([["unit_code", "name"], ["A", "xã A"]])
    claimed = _with_sheet(tmp_path / "register.xlsx", b'ref="A1:B2"', b'ref="A1"')
    (file,) = read_register([write(claimed, "claimed.xlsx")], mapping=MappingSettings())
    assert [unit.name for unit in file.rows] == ["xã A"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<row ", b"<row <"), (b'r="2"', b'r="99999999999"'), (b'r="B2"', b'r="??"'), (b't="n"', b't="s"')],
)
def test_a_damaged_or_hostile_sheet_is_refused(
    write: Write, read_sheet: Read, tmp_path: Path, old: bytes, new: bytes
) -> None:
    read_sheet([["unit_code", "name"], ["A", 12345]])
    damaged = _with_sheet(tmp_path / "register.xlsx", old, new)
    with pytest.raises(RegisterRefused, match="no XLSX"):
        read_register([write(damaged, "damaged.xlsx")], mapping=MappingSettings())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(write: Write, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(1 << 25))
    with pytest.raises(RegisterRefused, match="32 MiB"):
        read_register([write(bomb.read_bytes(), "bomb.xlsx")], mapping=MappingSettings())


def test_a_zip_that_is_no_workbook_is_refused(write: Write, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(RegisterRefused, match="no XLSX"):
        read_register([write(other.read_bytes(), "letter.xlsx")], mapping=MappingSettings())


def _with_sheet(path: Path, old: bytes, new: bytes) -> bytes:
    """The workbook with its first sheet's XML changed."""
    changed = path.with_suffix(".changed")
    with ZipFile(path) as source, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return changed.read_bytes()
