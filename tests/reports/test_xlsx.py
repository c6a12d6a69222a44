"""The workbook, read back with openpyxl: the figures of the JSON as numbers, as an office hands them in."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from config.sections import Language
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown, Report
from reports import xlsx_sheet
from reports.json_report import to_json
from reports.names import Names
from reports.xlsx_report import to_xlsx
from tests.reports.office_report import FORMULA, TOTAL, office_names, office_report

SHEETS = [
    "Tổng hợp",
    "Cây đơn vị",
    "Theo lĩnh vực",
    "Kết hợp",
    "Diễn biến theo tháng",
    "Tình hình giải quyết",
    "Chấm điểm",
    "Nguyên nhân chưa đủ",
    "Thành phần còn thiếu",
    "Hồ sơ không tính",
    "Cách tính",
    "Sổ hồ sơ",
]
A4 = 9


def workbook_of(
    report: Report, language: Language = Language.VIETNAMESE, names: Names | None = None
) -> Workbook:
    return load_workbook(io.BytesIO(to_xlsx(report, language, names or office_names())))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return workbook_of(office_report())


def rows_of(sheet: Worksheet, heading: str) -> list[list[object]]:
    """The rows below the head in which the heading stands, until an empty row; without the numbering."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if heading in row)
    below = rows[start + 1 :]
    end = next((number for number, row in enumerate(below) if not any(row)), len(below))
    return [row for row in below[:end] if not any(str(cell) == "(1)" for cell in row)]


def row_of(sheet: Worksheet, text: str) -> list[object]:
    return next(list(row) for row in sheet.iter_rows(values_only=True) if text in row)


def as_in_json(cells: list[object]) -> list[object]:
    """Numerator, denominator and ratio of each indicator as cells hold them."""
    shown = [f"{cell:.2f}" if number % 3 == 2 and cell != "–" else cell for number, cell in enumerate(cells)]
    return [None if cell == "–" else cell for cell in shown]


def flat(indicators: dict[str, dict[str, object]]) -> list[object]:
    return [entry[key] for entry in indicators.values() for key in ("numerator", "denominator", "ratio")]


def test_a_sheet_for_each_part_of_the_report(book: Workbook):
    assert book.sheetnames == SHEETS


def test_the_totals_are_those_of_the_json(book: Workbook):
    rows = rows_of(book["Tổng hợp"], "Chỉ tiêu")
    figures = [cell for row in rows if isinstance(row[0], int) for cell in row[2:5]]
    assert as_in_json(figures) == flat(to_json(office_report())["total"])
    assert rows[0][2:5] == [3350, 3351, 99.97]
    assert rows[6][2:5] == [29_999, 30_000, 99.99]


def test_the_tree_of_units_is_that_of_the_json(book: Workbook):
    units = to_json(office_report())["units"]
    total, *rows = rows_of(book["Cây đơn vị"], "Đơn vị")
    assert total[:3] == [None, "Tổng số", 3351]
    assert [row[0] for row in rows] == ["1", "1.1", "1.2"]
    assert [row[2] for row in rows] == [unit["counted"] for unit in units]
    assert [as_in_json(row[3:]) for row in rows] == [flat(unit["indicators"]) for unit in units]


def test_subtotals_are_bold_and_what_is_below_them_folds_and_is_indented(book: Workbook):
    sheet = book["Cây đơn vị"]
    rows = {row[1].value: row for row in sheet.iter_rows() if row[1].value}
    district, town = rows["UBND huyện Đô Lương"], rows["UBND thị trấn Đô Lương"]
    assert (district[1].font.bold, town[1].font.bold) == (True, False)
    assert (district[1].alignment.indent, town[1].alignment.indent) == (0, 1)
    assert sheet.row_dimensions[town[1].row].outlineLevel == 1
    assert sheet.sheet_properties.outlinePr.summaryBelow is False


def test_a_breakdown_adds_up_its_groups(book: Workbook):
    rows = rows_of(book["Theo lĩnh vực"], "Lĩnh vực")
    assert [row[0] for row in rows] == ["Tổng số", "Hộ tịch", "Người có công"]
    assert rows[1][1:4] == [1900, 1901, 99.95]
    for column in (1, 2, 4, 5, 7, 8):
        assert rows[1][column] + rows[2][column] == rows[0][column]


def test_groups_stand_below_their_sum(book: Workbook):
    rows = rows_of(book["Kết hợp"], "Lĩnh vực")
    assert [row[1] for row in rows[1:4]] == [None, "Hộ tịch", "Người có công"]
    assert rows[1][0] == "UBND thị trấn Đô Lương: cộng"
    assert as_in_json(rows[2][2:]) == flat(to_json(office_report())["groups"][0]["indicators"])


def test_operations_with_what_does_not_agree(book: Workbook):
    sheet = book["Tình hình giải quyết"]
    total = row_of(sheet, "Tổng số")
    operations = to_json(office_report())["operations"][0]
    assert total[2:9] == [13, 2850, 490, 1, 10, 3351, operations["total"]]
    assert total[9:14] == [2300, 980, 14, 0, operations["resolved"]]
    assert total[-1] == "không khớp: −2"
    assert row_of(sheet, "UBND thị trấn Đô Lương")[-1] == "khớp"
    sentences = [
        row[0] for row in sheet.iter_rows(values_only=True) if row[0] and "chênh lệch −2" in str(row[0])
    ]
    assert len(sentences) == 1


def test_what_lacks_why_and_what_to_do(book: Workbook):
    rows = rows_of(book["Thành phần còn thiếu"], "Mã hồ sơ")
    assert [row[2] for row in rows] == [
        "000.00.12.H40-240105-0002",
        "000.00.12.H40-240105-0002",
        "@000.00.12.H40-240105-0003",
    ]
    assert rows[0][5:] == [
        "Tờ khai đăng ký khai sinh",
        "trang 2: 150 dpi, cần ít nhất 200: quét lại",
        "quét lại",
        "có",
    ]
    assert rows[1][7] == "quét"
    assert rows[2][5:] == ["chưa biết hồ sơ phải gồm những giấy tờ nào", None, "–", "–"]


def test_points_definitions_register_and_who_is_not_counted(book: Workbook):
    assert row_of(book["Chấm điểm"], "4.1")[2:5] == [6, "–", 5.91]
    assert row_of(book["Chấm điểm"], "4.4")[2:6] == [4, "–", "–", "không đo được ở đây"]
    assert row_of(book["Cách tính"], "qd766_4_2")[3:] == [
        "Tử số của qd766_4_2",
        "Mẫu số của qd766_4_2",
        "Quyết định 766/QĐ-TTg",
        "2022-766",
    ]
    source = row_of(book["Sổ hồ sơ"], "+so-theo-doi.csv")
    assert source[2:4] == [3351, "ab" * 32]
    assert (source[4].isoformat(), source[5]) == ("2024-04-05T10:15:30", "nguyen.van.an")
    assert row_of(book["Sổ hồ sơ"], "thang-2.csv")[1:4] == ["02/2024", 1200, "1.180 (−20)"]
    assert row_of(book["Hồ sơ không tính"], "-1+1")[3:] == ["đã xóa khỏi sổ", "Sổ theo dõi: đã xóa"]


def test_no_cell_is_a_formula(book: Workbook):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {FORMULA, "-1+1", "+so-theo-doi.csv", "@000.00.12.H40-240105-0003"} <= texts


def test_every_sheet_prints_on_a4_landscape_one_page_wide(book: Workbook):
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (A4, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}
        assert sheet.print_area.endswith(f"${sheet.max_row}") or sheet.max_row > 1
        assert "&P" in sheet.oddFooter.right.text
        assert sheet.oddFooter.center.text.strip().endswith(sheet.title)


def test_heads_are_merged_stay_in_sight_and_stand_on_every_page(book: Workbook):
    sheet = book["Cây đơn vị"]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    head = next(
        cell for row in sheet.iter_rows() for cell in row if cell.value == "Hồ sơ có số hóa thành phần"
    )
    assert f"{head.coordinate}:F{head.row}" in merged
    first = head.row + 3  # heads, headings, numbering
    assert sheet.freeze_panes == f"D{first}"
    assert sheet.print_title_rows == f"${head.row}:${first - 1}"
    for other in book.worksheets[1:]:
        assert other.freeze_panes
        assert other.print_title_rows


def test_the_title_block_is_that_of_an_administrative_report(book: Workbook):
    top = [cell for row in book["Tổng hợp"].iter_rows(max_row=8, values_only=True) for cell in row if cell]
    assert top[:4] == [
        "UBND HUYỆN ĐÔ LƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: ……/BC-……",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert "Kỳ báo cáo: từ 01/01/2024 đến 31/03/2024" in top


def test_without_one_unit_above_all_the_agency_is_left_to_fill():
    sheet = workbook_of(office_report(units=()))["Tổng hợp"]
    assert sheet["A1"].value == "TÊN CƠ QUAN: ……………………"


def test_the_agency_that_is_set_stands_in_the_title_as_text():
    names = replace(office_names(), agency="=Sở Tư pháp")
    sheet = workbook_of(office_report(), names=names)["Tổng hợp"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=SỞ TƯ PHÁP", "s")


def test_withheld_numbers_stand_nowhere():
    report = office_report(suppressed_below=5)
    first, *others = report.groups
    hidden = first.model_copy(
        update={
            "indicators": first.indicators | {"so_hoa_ket_qua": Ratio()},
            "suppressed": ("so_hoa_ket_qua",),
        }
    )
    unit = report.units[2].model_copy(update={"counted": 0, "suppressed": ("counted",)})
    changes = {"groups": (hidden, *others), "units": (*report.units[:2], unit)}
    book = workbook_of(report.model_copy(update=changes))
    assert row_of(book["Theo lĩnh vực"], "Hộ tịch")[7:10] == ["*", "*", "*"]
    assert row_of(book["Theo lĩnh vực"], "Người có công")[7] == 1400
    assert row_of(book["Kết hợp"], "UBND thị trấn Đô Lương: cộng")[8:11] == ["*", "*", "*"]
    assert row_of(book["Cây đơn vị"], FORMULA)[2] == "*"
    notes = [str(row[0]) for row in book["Theo lĩnh vực"].iter_rows(values_only=True)]
    assert any(note.startswith("* Không hiện: ít hơn 5 hồ sơ") for note in notes)


def test_a_bare_report_has_the_sheets_that_always_stand():
    bare = Report.model_validate(
        office_report().model_dump(
            include={"period", "cohort", "rule_set", "rule_sets", "generated_at", "counted", "doubts"}
        )
        | {"total": {name: ratio.model_dump(exclude={"ratio"}) for name, ratio in TOTAL.items()}}
    )
    book = workbook_of(bare)
    assert book.sheetnames == ["Tổng hợp", "Hồ sơ không tính", "Cách tính", "Sổ hồ sơ"]
    assert row_of(book["Sổ hồ sơ"], "Chưa nhập sổ hồ sơ nào: mẫu số chưa có căn cứ.")


def test_every_breakdown_has_a_sheet_of_its_own_in_words():
    values = {
        Breakdown.UNIT: ("H40.1", "UBND thị trấn Đô Lương"),
        Breakdown.LEVEL: ("commune", "cấp xã"),
        Breakdown.FIELD: ("", "–"),
        Breakdown.PROCEDURE: ("1.001193", "1.001193 Thủ tục đăng ký khai sinh"),
        Breakdown.CHANNEL: ("online", "trực tuyến"),
        Breakdown.MONTH: ("2024-01", "01/2024"),
    }
    by = {breakdown.value: value for breakdown, (value, _) in values.items()}
    group = office_report().groups[0].model_copy(update={"by": by})
    book = workbook_of(office_report(breakdowns=tuple(Breakdown), groups=(group,), units=()))
    for sheet, (_, words) in zip(book.worksheets[1:7], values.values(), strict=True):
        assert sheet.title.startswith("Theo ")
        assert [row[0] for row in rows_of(sheet, "Tử số")] == ["Tổng số", words]


def test_english_is_spoken_throughout():
    book = workbook_of(office_report(), Language.ENGLISH)
    assert book.sheetnames[0] == "Summary"
    texts = " ".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    for vietnamese in ("Tử số", "Đơn vị", "Cộng", "Kỳ báo cáo"):
        assert vietnamese not in texts


def test_rows_that_do_not_fit_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(xlsx_sheet, "MOST_ROWS", 21)
    sheet = workbook_of(office_report())["Thành phần còn thiếu"]
    assert [row[0] for row in rows_of(sheet, "Mã hồ sơ")][:1] == [1]
    notes = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert "Còn 2 dòng nữa không hiện ở đây; tệp CSV có đủ." in notes


def test_the_same_report_gives_the_same_bytes_dated_as_the_report():
    content = to_xlsx(office_report(), Language.VIETNAMESE, office_names())
    assert content == to_xlsx(office_report(), Language.VIETNAMESE, office_names())
    with ZipFile(io.BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", core)) == {"2024-04-05T03:15:30Z"}
