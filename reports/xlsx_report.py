"""A report as an Excel workbook, in the form an office hands in."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

from config.sections import Language
from dossiers.reporting import Report
from reports.names import Names
from reports.words import Words
from reports.xlsx_book import Book
from reports.xlsx_figures import add_figures
from reports.xlsx_lists import add_causes, add_definitions, add_excluded, add_missing, add_register
from reports.xlsx_operations import add_operations, add_scoring
from reports.xlsx_summary import add_summary

# Memory: rows go to a temporary file as they are written.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SHEETS = (
    add_summary,
    add_figures,
    add_operations,
    add_scoring,
    add_causes,
    add_missing,
    add_excluded,
    add_definitions,
    add_register,
)


def to_xlsx(report: Report, language: Language, names: Names) -> bytes:
    """The report as the bytes of an XLSX file; they are a function of the arguments alone."""
    content = io.BytesIO()
    with Workbook(content, _OPTIONS) as workbook:
        book = Book.of(workbook, report, names, Words(language))
        for add in _SHEETS:
            add(book)
    return content.getvalue()
