"""One sheet of a workbook as an office makes it: title, merged heads, rows, and how it prints.

Written from top to bottom (XlsxWriter's constant memory: a row that is left cannot be returned to), so a
list of a hundred thousand dossiers costs no more memory than one of ten. Text is always written as text: what
begins with = + - @ never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from dossiers.periods import VIETNAM
from reports.notation import DASH, plain
from reports.xlsx_formats import Formats, Kind, Style
from reports.xlsx_rows import LINE, Cell, Column, Row, height_of, lines_of

MOST_ROWS = 1_048_576  # of a sheet, in Excel 2007 and later
_ROWS_FOR_NOTES = 16
_TITLE_LINE = 20.0
_DEEPEST_LEVEL = 7  # of an outline, in Excel
_TEXT_KINDS = {Kind.TEXT, Kind.NAME, Kind.CENTRED}


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, worksheet: Worksheet, formats: Formats, widths: Sequence[float], footer: str) -> None:
        """An empty sheet of such columns (in characters); the footer is in the codes of page footers."""
        self._worksheet = worksheet
        self._formats = formats
        self._widths = widths
        self._next = 0
        for number, width in enumerate(widths):
            worksheet.set_column(number, number, width)
        _set_up_printing(worksheet, footer)

    def halves(self, left: str, left_style: Style, right: str, right_style: Style) -> None:
        """A line in two halves, as letters of an office begin and end."""
        middle = self._middle()
        self._across(0, middle, left, left_style)
        self._across(middle + 1, len(self._widths) - 1, right, right_style)
        self._next += 1

    def line(self, text: str, style: Style) -> None:
        """Text over the whole width, as many lines high as it needs."""
        height = _TITLE_LINE if style is Style.TITLE else LINE
        self._worksheet.set_row(self._next, height * lines_of(text, sum(self._widths)))
        self._across(0, len(self._widths) - 1, text, style)
        self._next += 1

    def space(self, rows: int = 1) -> None:
        """Empty rows."""
        self._next += rows

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        frozen: int | None = None,
        filtered: bool = False,
    ) -> int:
        """Heads and rows.

        Args:
            columns: as many as the sheet has, or fewer.
            rows: cells in the order of the columns.
            frozen: the table of the sheet: its heads and so many columns stay in sight, and its heads stand
                on every printed page.
            filtered: the heads have filters.

        Returns:
            How many rows did not fit on the sheet.
        """
        top = self._next
        self._heads(columns)
        first = self._next
        left_over = self._rows(columns, rows)
        if frozen is not None:
            self._worksheet.freeze_panes(first, frozen)
            self._worksheet.repeat_rows(top, first - 1)
        if filtered and self._next > first:
            self._worksheet.autofilter(first - 1, 0, self._next - 1, len(columns) - 1)
        return left_over

    def finish(self, *, on_one_page: bool = False) -> None:
        """What was written is what prints: one page wide, and as many pages as it takes, or one."""
        self._worksheet.fit_to_pages(1, 1 if on_one_page else 0)
        last_row, last_column = max(self._next - 1, 0), len(self._widths) - 1
        self._worksheet.print_area(0, 0, last_row, last_column)
        # Codes of procedures are no numbers that somebody forgot to make one.
        self._worksheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last_row, last_column)})

    def _heads(self, columns: Sequence[Column]) -> None:
        has_upper = any(column.head for column in columns)
        if has_upper:
            self._upper_heads(columns)
        lines = max(lines_of(column.heading, column.width) for column in columns)
        self._worksheet.set_row(self._next, lines * LINE)
        for number, column in enumerate(columns):
            style = Style.HEAD_BELOW if has_upper and not column.head else Style.HEAD
            self._text(number, column.heading, style)
        self._next += 1
        if has_upper:
            self._numbering(columns)

    def _upper_heads(self, columns: Sequence[Column]) -> None:
        """One merged cell over neighbours of one head; a column of its own is one tall cell.

        The tall cell is two without a rule between them: a merge over rows would have to go back to a row.
        """
        first, lines = 0, 1
        for head, group in groupby(columns, key=lambda column: column.head):
            members = list(group)
            last = first + len(members) - 1
            if head:
                lines = max(lines, lines_of(head, sum(column.width for column in members)))
                self._across(first, last, head, Style.HEAD)
            else:
                for number in range(first, last + 1):
                    self._text(number, "", Style.HEAD_ABOVE)
            first = last + 1
        self._worksheet.set_row(self._next, lines * LINE)
        self._next += 1

    def _numbering(self, columns: Sequence[Column]) -> None:
        """Letters below columns of text, numbers below figures: a text can point at (3)."""
        letters, numbers = iter("ABCDEFGH"), iter(range(1, len(columns) + 1))
        for number, column in enumerate(columns):
            is_text = column.kind in _TEXT_KINDS
            self._text(number, next(letters) if is_text else f"({next(numbers)})", Style.NUMBERING)
        self._next += 1

    def _rows(self, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        iterator = iter(rows)
        last = MOST_ROWS - _ROWS_FOR_NOTES
        while self._next < last and (row := next(iterator, None)) is not None:
            height, level = height_of(columns, row), min(row.depth, _DEEPEST_LEVEL)
            if height > LINE or level:
                self._worksheet.set_row(self._next, height, None, {"level": level})
            for number, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
                self._cell(number, column, cell, row)
            self._next += 1
        return sum(1 for _ in iterator)

    def _cell(self, number: int, column: Column, cell: Cell, row: Row) -> None:
        look = self._formats.cell(column.kind, depth=row.depth, is_sum=row.is_sum, disagrees=row.disagrees)
        if isinstance(cell, int | Decimal):
            self._worksheet.write_number(self._next, number, float(cell), look)
        elif cell == "":
            self._worksheet.write_blank(self._next, number, None, look)
        elif isinstance(cell, datetime):
            local = cell.astimezone(VIETNAM).replace(tzinfo=None)
            self._worksheet.write_datetime(self._next, number, local, look)
        else:
            self._worksheet.write_string(self._next, number, DASH if cell is None else plain(cell), look)

    def _across(self, first: int, last: int, text: str, style: Style) -> None:
        if first == last:
            self._text(first, text, style)
            return
        look = self._formats.style(style)
        self._worksheet.merge_range(self._next, first, self._next, last, "", look)
        self._worksheet.write_string(self._next, first, plain(text), look)

    def _text(self, number: int, text: str, style: Style) -> None:
        if text:
            self._worksheet.write_string(self._next, number, plain(text), self._formats.style(style))
        else:
            self._worksheet.write_blank(self._next, number, None, self._formats.style(style))

    def _middle(self) -> int:
        """The column in which the left half ends."""
        half, reached = sum(self._widths) / 2, 0.0
        for number, width in enumerate(self._widths[:-1]):
            reached += width
            if reached + self._widths[number + 1] / 2 >= half:
                return number
        return 0


def _set_up_printing(worksheet: Worksheet, footer: str) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.7)
    worksheet.center_horizontally()
    worksheet.set_footer(footer)
    worksheet.set_default_row(LINE)
    worksheet.hide_gridlines(2)
    worksheet.outline_settings(symbols_below=False)
