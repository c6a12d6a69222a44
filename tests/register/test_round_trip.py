"""Whatever records an export holds, and however it is written, they come back equal."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from config.sections import MappingSettings
from dossiers.register import Channel, ComponentRow, DossierRecord, DossierStatus, Form, Level, Unit
from dossiers.text import nfc
from flows.register.files import read_register
from tests.register.conftest import as_csv, save_xlsx

VIETNAMESE_HEADERS = {
    "dossier_code": "Mã hồ sơ", "procedure_code": "Mã thủ tục", "unit_code": "Mã đơn vị", "level": "Cấp",
    "field": "Lĩnh vực", "channel": "Hình thức nộp", "received_on": "Ngày tiếp nhận",
    "due_on": "Ngày hẹn trả", "resolved_on": "Ngày trả kết quả", "status": "Trạng thái",
    "facts": "Trường hợp", "closed_on": "Ngày đóng hồ sơ", "supplement_asked_on": "Ngày yêu cầu bổ sung",
    "supplemented_on": "Ngày bổ sung", "slot": "Thành phần hồ sơ", "form": "Hình thức bản",
    "digitised_on": "Ngày số hóa", "reused": "Tái sử dụng", "evidence": "Minh chứng", "name": "Tên đơn vị",
    "parent_code": "Đơn vị cấp trên",
}  # fmt: skip
VIETNAMESE_WORDS = {
    "received": "Mới tiếp nhận", "in_progress": "Đang xử lý", "resolved": "Đã trả kết quả",
    "returned": "Trả lại", "refused": "Từ chối", "withdrawn": "Công dân rút hồ sơ", "deleted": "Đã xóa",
    "direct": "Trực tiếp", "online": "Trực tuyến", "post": "Bưu chính công ích", "linked": "Liên thông",
    "province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã", "original": "Bản chính",
    "certified_copy": "Bản sao chứng thực", "copy": "Bản sao", "present_only": "Xuất trình",
    "electronic": "Bản điện tử", "result": "Kết quả",
}  # fmt: skip

codes = st.from_regex(r"[0-9A-Z]([0-9A-Z.\-]{0,20}[0-9A-Z])?", fullmatch=True).filter(lambda t: ".." not in t)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
# What a cell can hold: trimmed NFC text; XLSX knows no control characters, and a formula is no text.
texts = (
    st.text(st.sampled_from("aZđĐờ ễ09,;\t\n\"'-()/&<_"), max_size=12)
    .map(lambda text: nfc(text).strip())
    .filter(lambda text: not text.startswith("="))
)
names = texts.filter(bool)


@st.composite
def dossiers(draw: st.DrawFn) -> DossierRecord:
    received = draw(days)
    later = st.none() | st.integers(0, 900).map(lambda number: received + timedelta(number))
    return DossierRecord(
        dossier_code=draw(codes),
        procedure_code=draw(st.from_regex(r"[0-9]\.[0-9]{6}(\.000\.00\.00\.H15)?", fullmatch=True)),
        unit_code=draw(names),
        level=draw(st.sampled_from(Level)),
        field=draw(texts),
        channel=draw(st.sampled_from(Channel)),
        received_on=received,
        due_on=draw(st.none() | days),
        resolved_on=draw(later),
        status=draw(st.sampled_from(DossierStatus)),
        facts=draw(texts),
        closed_on=draw(later),
        supplement_asked_on=draw(later),
        supplemented_on=draw(later),
    )


components = st.builds(
    ComponentRow,
    dossier_code=codes,
    slot=st.just("result") | names,
    form=st.none() | st.sampled_from(Form),
    digitised_on=st.none() | days,
    reused=st.booleans(),
    evidence=texts,
)
units = st.builds(
    Unit, unit_code=names, name=st.just(""), parent_code=texts, level=st.none() | st.sampled_from(Level)
)
registers = st.one_of(
    st.lists(dossiers(), min_size=1, max_size=5, unique_by=lambda row: row.dossier_code),
    st.lists(components, min_size=1, max_size=5, unique_by=lambda row: (row.dossier_code, row.slot)),
    st.lists(units, min_size=1, max_size=5, unique_by=lambda row: row.unit_code),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    register=registers,
    vietnamese=st.booleans(),
    mark=st.booleans(),
    made=st.sampled_from([",", ";", "\t", "xlsx"]),
    blank_after=st.booleans(),
)
def test_what_is_written_comes_back(
    register: list[BaseModel], *, vietnamese: bool, mark: bool, made: str, blank_after: bool
) -> None:
    columns = list(type(register[0]).model_fields)
    header = [VIETNAMESE_HEADERS[column] if vietnamese else column for column in columns]
    rows = [[_cell(getattr(row, column), vietnamese=vietnamese, xlsx=made == "xlsx") for column in columns]
            for row in register]  # fmt: skip
    table = [header, *rows, *([[""] * len(columns)] if blank_after else [])]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register"
        if made == "xlsx":
            save_xlsx(path, table)
        else:
            path.write_bytes(as_csv(table, made).encode("utf-8-sig" if mark else "utf-8"))
        (file,) = read_register([path], mapping=MappingSettings())
    assert list(file.rows) == register
    assert file.rejected == ()
    assert list(file.row_numbers) == [*range(2, len(register) + 2)]


def _cell(value: Any, *, vietnamese: bool, xlsx: bool) -> Any:
    if isinstance(value, bool):
        return value if xlsx else ("có" if value else "không") if vietnamese else ("yes" if value else "no")
    if isinstance(value, date):
        return value if xlsx else f"{value:%d/%m/%Y}" if vietnamese else value.isoformat()
    return VIETNAMESE_WORDS.get(value, value) if vietnamese and value else value
