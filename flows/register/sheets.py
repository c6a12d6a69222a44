"""The sheets of an XLSX as rows, in little memory: openpyxl for the workbook and the cells, row by row."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import Element, iterparse  # entities were refused before: flows.register.package

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException

# The parser of cells has no public name; the versions are locked, and the tests would fail.
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser

from dossiers.register_unread import Unread
from flows.register.package import BROKEN_ARCHIVE, broken, refuse_unreadable
from flows.register.tables import Line

if TYPE_CHECKING:
    from dossiers.register_cells import Cell

_LAST_ROW = 1_048_576  # of any spreadsheet (ECMA-376)
_LAST_COLUMN = 16_384
_LAST_LOOKED_AT = 1_024  # what lies further right is no table; one cell at the end makes sixteen thousand
_BROKEN = (*BROKEN_ARCHIVE, InvalidFileException, SyntaxError, RecursionError)

_Lines = Callable[[], Iterator[Line]]


@contextmanager
def open_sheets(file: str, content: BinaryIO) -> Iterator[list[_Lines]]:
    """The rows of each sheet.

    Raises:
        RegisterRefused: the file is no XLSX, is broken, unpacks to too much, or declares entities.
    """
    refuse_unreadable(file, content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of styles and validations, which nobody reads here
        try:
            book = ExcelReader(content, read_only=True, data_only=True, keep_links=False)
            book.read_manifest()
            book.read_strings()
            book.read_workbook()
            apply_stylesheet(book.archive, book.wb)
            parts = [
                part.target
                for _, part in book.parser.find_sheets()
                if part.target in book.valid_files and "chartsheet" not in part.Type
            ]
        except _BROKEN:
            raise broken(file) from None
        yield [_lines(file, book, part) for part in parts]


def _lines(file: str, book: ExcelReader, part: str) -> _Lines:
    def lines() -> Iterator[Line]:
        last = 0
        try:
            with book.archive.open(part) as source:
                for number, cells in _parser(book, source).parse():
                    if not last < number <= _LAST_ROW:  # rows out of order would hide each other
                        raise broken(file)
                    last = number
                    yield Line(number, _row(cells))
        except _BROKEN:
            raise broken(file) from None

    return lines


def _parser(book: ExcelReader, source: Any) -> _RowParser:  # noqa: ANN401 - openpyxl's stubs name no type
    workbook: Any = book.wb
    return _RowParser(
        source,
        book.shared_strings,
        data_only=True,
        epoch=workbook.epoch,
        date_formats=workbook._date_formats,  # noqa: SLF001 - see the import
        timedelta_formats=workbook._timedelta_formats,  # noqa: SLF001
    )


class _RowParser(WorkSheetParser):
    """Reads rows and nothing else of a sheet, and lets go of each when the next comes."""

    def parse(self) -> Generator[Any, None, None]:
        """The number of each row, and its cells."""
        within: list[Element] = []
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314 - see the import
            if event == "start":
                within.append(element)
                continue
            within.pop()
            holder = within[-1] if within else None
            if element.tag == ROW_TAG and holder is not None and holder.tag == DATA_TAG:
                yield self.parse_row(element)
                holder.clear()
            elif len(within) == 1:  # of what surrounds the rows nothing is read
                within[0].clear()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """A formula counts by its value; `t="str"` says that an empty one is the value."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            cell["value"] = Unread.FORMULA
        return cell


def _row(cells: Sequence[Mapping[str, Any]]) -> list[Cell]:
    """The values, each at its place.

    Raises:
        ValueError: a cell lies twice in the row, or beyond the last column.
    """
    columns = {cell["column"] for cell in cells}
    if len(columns) < len(cells):
        raise ValueError("a cell twice")
    if max(columns, default=0) > _LAST_COLUMN:
        raise ValueError("beyond the last column")
    values = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
    width = max((column for column in values if column <= _LAST_LOOKED_AT), default=0)
    return [values.get(column) for column in range(1, width + 1)]
