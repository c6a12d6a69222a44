"""Register files as tables: rows of cells, out of CSV or XLSX, told apart by their content."""

from __future__ import annotations

import csv
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from dossiers.errors import RegisterRefused
from dossiers.register_cells import Cell

HEADER_WITHIN = 20

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"  # old .xls, and the envelope of an XLSX that is protected by a password
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t"
_MAX_UNPACKED = 1 << 30
_MAX_RATIO = 250  # honest sheets pack at about 10:1; deflate ends at 1032:1
_RATIO_COUNTS_FROM = 1 << 24
_LAST_ROW = 1_048_576  # of any spreadsheet (ECMA-376); openpyxl fills gaps up to whatever row a file claims
# What openpyxl and the libraries below it raise on files that are damaged or hostile.
_BROKEN = (
    *(BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, RuntimeError, SyntaxError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError),
)


class Line(NamedTuple):
    """A row of a table: its number as a spreadsheet shows it (from 1), its cells, or why it has none."""

    number: int
    cells: Sequence[Cell]
    fault: str = ""


class Table(NamedTuple):
    """A table that can be read from the top more than once.

    Attributes:
        delimited: a delimiter parts its cells, so that a row can have too many of them.
    """

    lines: Callable[[], Iterator[Line]]
    delimited: bool


def are_blank(cells: Sequence[Cell]) -> bool:
    """Whether none of the cells holds anything."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


@contextmanager
def open_tables(file: str, data: bytes, known: Callable[[Sequence[Cell]], int]) -> Iterator[list[Table]]:
    """The tables of a file: one of a CSV, one a sheet of an XLSX.

    Args:
        file: its name, for messages.
        data: its content.
        known: how many known headers stand in a row; tells the delimiter of a CSV.

    Raises:
        RegisterRefused: neither CSV nor XLSX, broken, protected by a password, an unknown encoding.
    """
    if not data.strip():
        raise RegisterRefused(f"The register file {file} is empty.")
    if data.startswith(_OLE):
        raise RegisterRefused(
            f"The register file {file} is protected by a password or an old .xls file.",
            "Save it as XLSX without a password, or as CSV (UTF-8).",
        )
    if not data.startswith(_ZIP):
        yield [_csv_table(file, data, known)]
        return
    _refuse_bomb(file, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of styles and validations, which nobody reads here
        try:
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        except _BROKEN:
            raise _broken(file) from None
        try:
            yield [_sheet_table(file, sheet) for sheet in book.worksheets]
        finally:
            book.close()


def _csv_table(file: str, data: bytes, known: Callable[[Sequence[Cell]], int]) -> Table:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        raise _wrong_encoding(file)

    def known_headers(delimiter: str) -> int:
        first = islice(_csv_lines(file, data, encoding, delimiter), HEADER_WITHIN)
        try:
            return max((known(line.cells) for line in first), default=0)
        except RegisterRefused:  # by the wrong delimiter, quotes may seem open; reading the rows will tell
            return 0

    delimiter = max(_DELIMITERS, key=known_headers)
    return Table(lambda: _csv_lines(file, data, encoding, delimiter), delimited=True)


def _csv_lines(file: str, data: bytes, encoding: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(
        TextIOWrapper(BytesIO(data), encoding=encoding, newline=""), delimiter=delimiter, strict=True
    )
    number = 0
    while True:
        number += 1
        lines_before = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeError:
            raise _wrong_encoding(file) from None
        except csv.Error:
            # A quote that is never closed takes the rows below into its cell: how many, nobody can say.
            if reader.line_num - lines_before > 1:
                raise RegisterRefused(
                    f"The register file {file} cannot be read from row {number} on: a quote stays open.",
                    "Mend the quotation marks of that row, or export the register again as XLSX.",
                ) from None
            yield Line(number, (), "The quotation marks of this row do not match, or a cell is too long.")
        else:
            yield Line(number, cells)


def _sheet_table(file: str, sheet: Any) -> Table:  # noqa: ANN401 - openpyxl's stubs know no read-only sheet
    def lines() -> Iterator[Line]:
        try:
            sheet.reset_dimensions()  # some exporters claim one cell, and openpyxl believes them
            rows = sheet.iter_rows(values_only=True)
        except _BROKEN:
            raise _broken(file) from None
        for number, cells in enumerate(_unbroken(file, rows), start=1):
            if number > _LAST_ROW:
                raise _broken(file)
            yield Line(number, cells)

    return Table(lines, delimited=False)


def _unbroken(file: str, rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    iterator = iter(rows)
    while True:
        try:
            cells = next(iterator)
        except StopIteration:
            return
        except _BROKEN:
            raise _broken(file) from None
        yield cells


def _refuse_bomb(file: str, data: bytes) -> None:
    """Zipfile reads no member beyond the size it declares, so the declared sizes bound what is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except _BROKEN:
        raise _broken(file) from None
    absurd = unpacked > _RATIO_COUNTS_FROM and unpacked > _MAX_RATIO * len(data)
    if absurd or unpacked > _MAX_UNPACKED:
        raise RegisterRefused(
            f"The register file {file} unpacks to {unpacked >> 20} MiB, more than a register holds.",
            "Save it as CSV (UTF-8), or remove the empty formatted rows of the sheet.",
        )


def _broken(file: str) -> RegisterRefused:
    return RegisterRefused(f"The register file {file} is no XLSX that can be read: it is broken or locked.")


def _wrong_encoding(file: str) -> RegisterRefused:
    return RegisterRefused(
        f"The register file {file} is not encoded in UTF-8.",
        "Save it as CSV UTF-8 (in Excel: 'CSV UTF-8 (comma delimited)'), or as XLSX.",
    )
