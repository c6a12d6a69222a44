"""The words, days and names of an export, as a province writes them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from config.sections import MappingSettings
from dossiers.errors import SettingsRefused
from dossiers.register import RESULT_SLOT
from flows.register.files import read_register
from tests.register.conftest import Read, Write

PROVINCIAL = (
    "Mã hồ sơ;Mã thủ tục;Đơn vị;Cấp;Lĩnh vực;Hình thức nộp;"
    "Ngày tiếp nhận;Ngày hẹn trả;Ngày trả kết quả;Trạng thái\n"
    "000.00.23.H40-240105-0012;1.010833.000.00.00.H15;UBND xã Hòa Bình;Cấp xã;Người có công;"
    "Trực tuyến toàn trình;05/01/2024 08:30;15/1/2024;12/01/2024 16:05:59;Đã trả kết quả\n"
)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_provincial_export(read: Read, form: str) -> None:
    file = read(unicodedata.normalize(form, PROVINCIAL))
    assert file.kind == "dossiers"
    (row,) = file.rows
    assert row.model_dump(mode="json", exclude_defaults=True) == {
        "dossier_code": "000.00.23.H40-240105-0012",
        "procedure_code": "1.010833.000.00.00.H15",
        "unit_code": "UBND xã Hòa Bình",
        "level": "commune",
        "field": "Người có công",
        "channel": "online",
        "received_on": "2024-01-05",
        "due_on": "2024-01-15",
        "resolved_on": "2024-01-12",
        "status": "resolved",
    }


@pytest.mark.parametrize(
    ("column", "word", "value"),
    [
        ("status", "MỚI TIẾP NHẬN", "received"),
        ("status", "đang giải quyết", "in_progress"),
        ("status", "Hoàn thành", "resolved"),
        ("status", "Đã có kết quả", "resolved"),
        ("status", "da tra lai", "returned"),
        ("status", "Từ chối", "refused"),
        ("status", "Công dân rút hồ sơ", "withdrawn"),
        ("status", "Đã xoá", "deleted"),
        ("channel", "", "direct"),
        ("channel", "Trực tiếp", "direct"),
        ("channel", "Nộp trực tuyến", "online"),
        ("channel", "Một phần", "online"),
        ("channel", "bưu chính công ích", "post"),
        ("channel", "Liên thông", "linked"),
        ("level", "Sở", "province"),
        ("level", "Tỉnh", "province"),
        ("level", "Cấp huyện", "district"),
        ("level", "Phường", "commune"),
        ("received_on", "5/1/2024", date(2024, 1, 5)),
        ("received_on", "2024-1-5", date(2024, 1, 5)),
        ("received_on", "2024-01-05 23:59:59.999", date(2024, 1, 5)),
        ("received_on", "2024-01-04T17:30:00Z", date(2024, 1, 5)),
        ("received_on", "2024-01-05T01:00:00+0900", date(2024, 1, 4)),
        ("received_on", "2024-01-05T23:00:00-01:00", date(2024, 1, 6)),
        ("received_on", "2099-12-31", date(2099, 12, 31)),
        ("dossier_code", "\u200b H41-1\ufeff", "H41-1"),
        ("unit_code", unicodedata.normalize("NFD", "Xã Đức Hòa"), "Xã Đức Hòa"),
        ("facts", " - ", "-"),
        ("resolved_on", "", None),
    ],
)
def test_dossier_words(good: dict[str, str], read_rows: Read, column: str, word: str, value: object) -> None:
    (row,) = read_rows(good | {column: word}).rows
    assert getattr(row, column) == value


@pytest.mark.parametrize(
    ("column", "word", "value"),
    [
        ("Hình thức bản", "Bản chính", "original"),
        ("Hình thức bản", "Bản sao có chứng thực", "certified_copy"),
        ("Hình thức bản", "bản chụp", "copy"),
        ("Hình thức bản", "Xuất trình", "present_only"),
        ("Hình thức bản", "Bản điện tử", "electronic"),
        ("Hình thức bản", "", None),
        ("Tái sử dụng", "X", True),
        ("Tái sử dụng", "1", True),
        ("Tái sử dụng", "Có", True),
        ("Tái sử dụng", "TRUE", True),
        ("Tái sử dụng", "không", False),
        ("Tái sử dụng", "0", False),
        ("Tái sử dụng", "no", False),
        ("Tái sử dụng", "", False),
        ("Ngày số hóa", "01/02/2023", date(2023, 2, 1)),
        ("Minh chứng", "kho/17", "kho/17"),
        ("Mã thành phần", "KẾT QUẢ", RESULT_SLOT),
        ("Mã thành phần", "Result", RESULT_SLOT),
        ("Mã thành phần", "Giấy chứng sinh", "Giấy chứng sinh"),
    ],
)
def test_component_words(read_rows: Read, column: str, word: str, value: object) -> None:
    fields = {"Hình thức bản": "form", "Tái sử dụng": "reused", "Ngày số hóa": "digitised_on",
              "Minh chứng": "evidence", "Mã thành phần": "slot"}  # fmt: skip
    (row,) = read_rows({"Mã hồ sơ": "D1"} | {"Mã thành phần": "to_khai", column: word}).rows
    assert getattr(row, fields[column]) == value


def test_the_users_words_come_beside_the_shipped_and_win(read: Read) -> None:
    mapping = MappingSettings(
        headers={"Số biên nhận": "dossier_code", "Xong lúc": "resolved_on"},
        values={
            "Kết thúc": "resolved",
            "Hoàn thành": "đang xử lý",
            "Chờ duyệt": "not_received",
            "Quầy": "direct",
            "UBND phường Một": "H41.01",
            "Khai sinh": "1.001193",
        },
    )
    header = "Số biên nhận,Mã thủ tục,Đơn vị,Cấp,Hình thức nộp,Ngày tiếp nhận,Xong lúc,Trạng thái\n"
    file = read(
        f"{header}A,khai sinh,UBND PHƯỜNG MỘT,xã,quầy,2024-01-05,2024-01-06,KẾT THÚC\n"
        "B,1.001193,x,xã,,2024-01-05,,hoàn thành\nC,1.001193,x,xã,,2024-01-05,,chờ duyệt\n",
        mapping,
    )
    first, second = file.rows
    assert (first.procedure_code, first.unit_code, first.channel) == ("1.001193", "H41.01", "direct")
    assert (first.resolved_on, first.status, second.status) == (date(2024, 1, 6), "resolved", "in_progress")
    assert [(rejected.row, rejected.column) for rejected in file.rejected] == [(4, "status")]


@pytest.mark.parametrize(
    "mapping",
    [
        MappingSettings(headers={"Mã": "dossier_cod"}),
        MappingSettings(headers={"--": "dossier_code"}),
        MappingSettings(headers={"Mã": "dossier_code", "MA": "slot"}),
        MappingSettings(values={"?": "resolved"}),
    ],
)
def test_a_wrong_mapping_is_refused(read: Read, mapping: MappingSettings) -> None:
    with pytest.raises(SettingsRefused, match="mapping"):
        read("unit_code\nA\n", mapping)


def test_of_two_headers_of_one_column_the_first_that_is_filled_counts(
    good: dict[str, str], read_rows: Read
) -> None:
    row = {"Đơn vị": "UBND xã A", "Mã đơn vị": "H41.12"} | good
    del row["unit_code"]
    file = read_rows(row, row | {"dossier_code": "B", "Mã đơn vị": " "})
    assert [entry.unit_code for entry in file.rows] == ["H41.12", "UBND xã A"]


def test_names_of_units_become_their_codes(write: Write, good: dict[str, str]) -> None:
    names = ["UBND XÃ HOÀ BÌNH", "H41.02", "Sở Y tế", "Xã Trùng", "Nơi lạ"]
    rows = "".join(
        f"D{number},1.001193,{name},xã,,2024-01-05,received\n" for number, name in enumerate(names)
    )
    dossiers = write(",".join(good) + "\n" + rows, "d.csv")
    units = write(
        "Mã đơn vị,Tên đơn vị,Đơn vị cấp trên\nH41.01,UBND xã Hòa Bình,Sở Y tế\nH41.02,UBND huyện,\n"
        "H41.03,Xã Trùng,\nH41.04,xã trùng,H41.02\n",
        "u.csv",
    )
    known = {"SO Y TE": "H41.99", "H41 02": "wrong", "XA TRUNG": "H41.77", "UBND XA HOA BINH": "older"}
    read = read_register([dossiers, units], mapping=MappingSettings(), unit_codes=known)
    assert [row.unit_code for row in read[0].rows] == ["H41.01", "H41.02", "H41.99", "Xã Trùng", "Nơi lạ"]
    assert [unit.parent_code for unit in read[1].rows] == ["H41.99", "", "", "H41.02"]


def test_a_name_and_its_code_are_the_same_row(write: Write, good: dict[str, str]) -> None:
    rows = [good | {"unit_code": "Xã A"}, good | {"unit_code": "H1"}]
    dossiers = write("\n".join([",".join(good), *(",".join(row.values()) for row in rows)]), "d.csv")
    units = write("unit_code,name\nH1,xã A\n", "u.csv")
    file, _ = read_register([dossiers, units], mapping=MappingSettings())
    assert (len(file.rows), file.rejected) == (1, ())
