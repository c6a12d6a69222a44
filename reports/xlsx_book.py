"""The workbook of one report: its sheets look alike, and its bytes are a function of the report alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from xlsxwriter import Workbook

from dossiers.reporting import Report
from reports.facts import facts, period_of
from reports.names import Names
from reports.notation import Notation
from reports.office_texts import OfficeText
from reports.texts import Text
from reports.words import Words
from reports.xlsx_formats import Formats, Style
from reports.xlsx_rows import Column
from reports.xlsx_sheet import Sheet

_NARROWEST = 6.5  # characters
_LONGEST_NAME = 31  # of a sheet, in Excel
_FOOTER_FONT = '&"Times New Roman,Italic"&9 '


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook, what it says, and in which words."""

    workbook: Workbook
    formats: Formats
    report: Report
    names: Names
    words: Words

    @classmethod
    def of(cls, workbook: Workbook, report: Report, names: Names, words: Words) -> Book:
        """An empty workbook; when it was made is when the report was made."""
        made_at = report.generated_at.astimezone(UTC).replace(tzinfo=None)
        title = f"{words.say(Text.TITLE)}, {period_of(report, words)}"
        workbook.set_properties({"title": title, "created": made_at, "modified": made_at})
        return cls(workbook, Formats(workbook), report, names, words)

    @property
    def notation(self) -> Notation:
        """How numbers in sentences are written."""
        return Notation(self.words.language)

    @property
    def number_width(self) -> float:
        """Of a column of counts, for the largest number of the report with its points."""
        operations = (row.operations.total for row in self.report.operations)
        largest = max((*(ratio.denominator for ratio in self.report.total.values()), *operations), default=0)
        return max(_NARROWEST, len(self.notation.count(largest)) + 1.0)

    def bare_sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """A new sheet without a title; the bottom of its pages names report, sheet and page."""
        page = self.words.say(OfficeText.PAGE_OF, "&P", "&N")
        made = f"{self.words.say(Text.GENERATED)} {self.notation.moment(self.report.generated_at)}"
        worksheet = self.workbook.add_worksheet(name[:_LONGEST_NAME])
        return Sheet(
            worksheet,
            self.formats,
            widths,
            "".join(
                f"&{side}{_FOOTER_FONT}{text}" for side, text in zip("LCR", (made, name, page), strict=True)
            ),
        )

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet for a table, with its name and what the report is about above it."""
        sheet = self.bare_sheet(name, [column.width for column in columns])
        sheet.line(name.upper(), Style.TITLE)
        about = facts(self.report, self.words)[:3]
        sheet.line("; ".join(f"{label}: {value}" for label, value in about), Style.SUBTITLE)
        sheet.space()
        return sheet

    def tell_left_over(self, sheet: Sheet, rows: int) -> None:
        """Says how many rows did not fit on a sheet."""
        if rows:
            sheet.line(self.words.say(OfficeText.MORE_ROWS, self.notation.count(rows)), Style.ALARM)

    def tell_suppressed(self, sheet: Sheet) -> None:
        """Says what the mark of a withheld cell means."""
        if self.report.suppressed_below:
            sheet.line(self.words.say(OfficeText.SUPPRESSED_NOTE, self.report.suppressed_below), Style.NOTE)
