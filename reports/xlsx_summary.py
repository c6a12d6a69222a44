"""The first sheet: what an office hands in. Title block, the indicators, what is in doubt, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from reports.facts import agency, doubt_counts, facts
from reports.names import indicator_name
from reports.notation import HIDDEN
from reports.office_texts import ListText, OfficeText, SheetName
from reports.texts import Text
from reports.xlsx_book import Book
from reports.xlsx_figures import total_cells
from reports.xlsx_formats import Kind, Style
from reports.xlsx_rows import Column, Row
from reports.xlsx_sheet import Sheet

_ROWS_TO_SIGN = 4


def add_summary(book: Book) -> None:
    """Writes the sheet."""
    columns = _columns(book)
    sheet = book.bare_sheet(book.words.say(SheetName.SUMMARY), [column.width for column in columns])
    _title_block(book, sheet)
    sheet.table(columns, _indicators(book))
    sheet.line(book.words.say(Text.INDICATORS_NOTE), Style.NOTE)
    book.tell_suppressed(sheet)
    _distribution(book, sheet)
    _doubts(book, sheet)
    _signatures(book, sheet)
    sheet.finish(on_one_page=True)


def _columns(book: Book) -> list[Column]:
    say = book.words.say
    return [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 6),
        Column(say(Text.INDICATOR), Kind.TEXT, 66),
        Column(say(Text.NUMERATOR), Kind.COUNT, 16),
        Column(say(Text.DENOMINATOR), Kind.COUNT, 16),
        Column(say(OfficeText.PERCENT), Kind.RATIO, 16),
    ]


def _title_block(book: Book, sheet: Sheet) -> None:
    say = book.words.say
    name = agency(book.report, book.names) or say(OfficeText.AGENCY_TO_FILL)
    sheet.halves(name.upper(), Style.STRONG, say(OfficeText.NATION), Style.NATION)
    sheet.halves(say(OfficeText.NUMBER_TO_FILL), Style.CENTRED, say(OfficeText.MOTTO), Style.MOTTO)
    sheet.halves("", Style.CENTRED, say(OfficeText.PLACE_AND_DATE), Style.ITALIC)
    sheet.space()
    sheet.line(say(OfficeText.REPORT), Style.TITLE)
    sheet.line(say(Text.TITLE), Style.TITLE)
    period, *others = (f"{label}: {value}" for label, value in facts(book.report, book.words))
    sheet.line(period, Style.SUBTITLE)
    sheet.line("; ".join(others), Style.SUBTITLE)
    sheet.space()


def _indicators(book: Book) -> Iterator[Row]:
    cells = total_cells(book.report)
    for number, name in enumerate(book.report.total, 1):
        yield Row([number, indicator_name(name, book.report, book.words), *islice(cells, 3)])


def _distribution(book: Book, sheet: Sheet) -> None:
    if not book.report.distribution:
        return
    say = book.words.say
    sheet.space()
    sheet.line(say(SheetName.DISTRIBUTION), Style.HEADING)
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 6),
        Column(say(ListText.LEVEL_OF_COMPLETENESS), Kind.TEXT, 66),
        Column(say(ListText.DOSSIERS), Kind.COUNT, 16),
    ]
    bands = [(book.words.band(band), count) for band, count in book.report.distribution.items()]
    sheet.table(columns, _numbered(bands))


def _doubts(book: Book, sheet: Sheet) -> None:
    say = book.words.say
    sheet.space()
    sheet.line(say(Text.DOUBTS), Style.HEADING)
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 6),
        Column(say(Text.DOUBT), Kind.TEXT, 66),
        Column(say(Text.HOW_MANY), Kind.COUNT, 16),
    ]
    sheet.table(columns, _numbered(doubt_counts(book.report, book.words)))
    sheet.line(say(Text.DOUBTS_NOTE), Style.NOTE)


def _numbered(counts: Iterable[tuple[str, int | None]]) -> Iterator[Row]:
    for number, (label, count) in enumerate(counts, 1):
        yield Row([number, label, HIDDEN if count is None else count])


def _signatures(book: Book, sheet: Sheet) -> None:
    say = book.words.say
    sheet.space()
    sheet.halves(say(OfficeText.PREPARED_BY), Style.STRONG, say(OfficeText.HEAD_OF_UNIT), Style.STRONG)
    sheet.halves(say(OfficeText.SIGN), Style.ITALIC, say(OfficeText.SIGN_AND_SEAL), Style.ITALIC)
    sheet.space(_ROWS_TO_SIGN)
