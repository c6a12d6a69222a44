"""Register files written for a test, and read through the public door."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from config.sections import MappingSettings
from flows.register.files import RegisterFile, read_register

GOOD = {
    "dossier_code": "H41.12-240105-0012",
    "procedure_code": "1.001193",
    "unit_code": "H41.12",
    "level": "commune",
    "channel": "direct",
    "received_on": "2024-01-05",
    "status": "received",
}

Read = Callable[..., RegisterFile]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file: text as UTF-8, bytes as they are."""

    def write_file(content: str | bytes, name: str = "register.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def read(write: Write) -> Read:
    """Reads one CSV given as text or bytes."""

    def read_one(content: str | bytes, mapping: MappingSettings | None = None) -> RegisterFile:
        (file,) = read_register([write(content)], mapping=mapping or MappingSettings())
        return file

    return read_one


@pytest.fixture
def read_rows(read: Read) -> Read:
    """Reads a CSV of rows given as mappings; the columns are those of the first row."""

    def read_mappings(*rows: Mapping[str, str], mapping: MappingSettings | None = None) -> RegisterFile:
        return read(as_csv([list(rows[0]), *(list(row.values()) for row in rows)]), mapping)

    return read_mappings


@pytest.fixture
def read_sheet(tmp_path: Path) -> Read:
    """Reads an XLSX of sheets, each a list of rows."""

    def read_sheets(*sheets: Sequence[Sequence[object]]) -> RegisterFile:
        path = tmp_path / "register.xlsx"
        save_xlsx(path, *sheets)
        (file,) = read_register([path], mapping=MappingSettings())
        return file

    return read_sheets


@pytest.fixture
def good() -> dict[str, str]:
    """A dossier row with which nothing is wrong."""
    return dict(GOOD)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    target = StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()


def save_xlsx(path: Path, *sheets: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    book.save(path)
