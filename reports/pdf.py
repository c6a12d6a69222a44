"""A report as PDF for signature: an administrative paper on A4 with title block, tables, charts, signatures.

What only a screen can do (folding, searching, the list of dossiers) is left to the page.
"""

from __future__ import annotations

from config.sections import Language
from dossiers.periods import VIETNAM
from dossiers.reporting import Report
from reports.facts import agency
from reports.html import templates
from reports.names import Names
from reports.office_texts import OfficeText
from reports.page_view import shallow, view_of
from reports.page_words import PageText
from reports.report_charts import SHEET
from reports.words import Words

MOST_UNITS = 150  # rows of a table of units: of more only the upper levels are printed
_PLACE = "\x00"


def to_pdf(report: Report, language: Language, names: Names) -> bytes:
    """The report as PDF, fonts embedded; bytes are a function of the arguments alone.

    Raises:
        ToolMissing: the libraries that set text are not installed.
    """
    from reports.typesetting import pdf_of

    return pdf_of(to_pdf_html(report, language, names))


def to_pdf_html(report: Report, language: Language, names: Names) -> str:
    """The page that becomes the PDF."""
    words = Words(language)
    units = shallow(report.units, MOST_UNITS)
    operations = shallow(report.operations, MOST_UNITS)
    return (
        templates()
        .get_template("report_pdf.html.j2")
        .render(
            **view_of(report, language, names, (SHEET,)),
            agency=agency(report, names),
            place_and_date=_place_and_date(report, words),
            page_of=words.say(OfficeText.PAGE_OF, _PLACE, _PLACE).split(_PLACE),
            units=units,
            units_note=_left_out(len(units), len(report.units), words),
            operations=operations,
            operations_note=_left_out(len(operations), len(report.operations), words),
        )
    )


def _place_and_date(report: Report, words: Words) -> str:
    """The place is for a person to fill in; the day is that of the figures."""
    day = report.generated_at.astimezone(VIETNAM)
    return words.say(PageText.PLACE, words.say(PageText.DATE, day.day, day.month, day.year))


def _left_out(shown: int, of: int, words: Words) -> str:
    return words.say(PageText.UNITS_TO_LEVEL, shown, of) if shown < of else ""
