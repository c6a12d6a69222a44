"""A report in each of its forms: the files, by name, the main one first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from config.sections import Language
from dossiers.errors import UsageError
from dossiers.reporting import Report

if TYPE_CHECKING:
    from reports.listed_table import Behind
    from reports.names import Names

Files = Mapping[str, bytes]


class Format(StrEnum):
    """The forms a report takes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"

    @property
    def is_binary(self) -> bool:
        """Whether it is nothing for a terminal."""
        return self in {Format.XLSX, Format.PDF}

    @property
    def media_type(self) -> str:
        """As an object of the store bears it."""
        return _MEDIA_TYPES[self]


class StoredFormat(StrEnum):
    """The forms that a report can be kept in, beside the JSON that is always kept: one file each."""

    HTML = "html"
    XLSX = "xlsx"
    PDF = "pdf"


_MEDIA_TYPES = {
    Format.TABLE: "text/plain",
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html",
    Format.PDF: "application/pdf",
}


def files_of(report: Report, form: Format, language: Language, names: Names) -> Files:
    """The files of a form. Each renderer is imported when it is asked for: start-up time is a promise.

    Raises:
        UsageError: a table is no file.
    """
    match form:
        case Format.JSON:
            return {"report.json": to_json_bytes(report)}
        case Format.CSV:
            return _csv_files(report)
        case Format.HTML:
            from reports.html import to_html

            return {"report.html": to_html(report, language, names).encode()}
        case Format.XLSX:
            from reports.xlsx_report import to_xlsx

            return {"report.xlsx": to_xlsx(report, language, names)}
        case Format.PDF:
            from reports.pdf import to_pdf

            return {"report.pdf": to_pdf(report, language, names)}
        case Format.TABLE:
            raise UsageError("A table goes to the terminal.", "Leave --out away, or choose another --format.")


def listed_files(behind: Behind, form: Format) -> Files:
    """The dossiers behind a figure as a file.

    Raises:
        UsageError: a table is no file, and other forms are for whole reports.
    """
    if form is Format.JSON:
        from reports.listed_table import listed_json

        return {"report-list.json": _json(listed_json(behind))}
    if form is Format.CSV:
        from reports.csv_report import to_csv
        from reports.listed_table import listed_rows

        return {"report-list.csv": to_csv(listed_rows(behind)).encode()}
    raise UsageError("A table goes to the terminal.", "Leave --out away, or choose --format json or csv.")


def to_json_bytes(report: Report) -> bytes:
    """The report as the contract shapes it, UTF-8, two spaces, a final newline."""
    from reports.json_report import to_json

    return _json(to_json(report))


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _csv_files(report: Report) -> Files:
    from reports.csv_report import csv_files

    return {name: content.encode() for name, content in csv_files(report).items()}
