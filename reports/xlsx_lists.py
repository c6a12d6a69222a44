"""The sheets of lists: what lacks and what to do, causes, who is not counted, definitions, the register."""

from __future__ import annotations

from collections.abc import Iterator

from dossiers.reporting import Report
from reports.definitions import definitions
from reports.facts import excluded_in_all, shrinkage_numbers
from reports.lacking import Lack, lacks
from reports.names import paper_name
from reports.notation import HIDDEN
from reports.office_texts import ListText, OfficeText, SheetName
from reports.texts import Text
from reports.xlsx_book import Book
from reports.xlsx_formats import Kind, Style
from reports.xlsx_rows import Cell, Column, Row
from reports.xlsx_sheet import Sheet


def add_missing(book: Book) -> None:
    """What each dossier lacks and what is to be done; none where neither was asked for."""
    report, say = book.report, book.words.say
    if report.dossiers is None and report.actions is None:
        return
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 7),
        Column(say(Text.UNIT), Kind.TEXT, 23),
        Column(say(ListText.DOSSIER_CODE), Kind.TEXT, 26),
        Column(say(ListText.PROCEDURE_CODE), Kind.TEXT, 11),
        Column(say(ListText.PROCEDURE_NAME), Kind.TEXT, 28),
        Column(say(Text.MISSING), Kind.TEXT, 36),
        Column(say(ListText.WHY), Kind.TEXT, 34),
        Column(say(ListText.WHAT_TO_DO), Kind.TEXT, 12),
        Column(say(ListText.COMPLETES), Kind.CENTRED, 10),
    ]
    sheet = book.sheet(say(SheetName.MISSING), columns)
    rows = (Row(_missing(book, number, lack)) for number, lack in enumerate(_lacks(book), 1))
    book.tell_left_over(sheet, sheet.table(columns, rows, frozen=3, filtered=True))
    sheet.finish()


def _lacks(book: Book) -> Iterator[Lack]:
    return lacks(book.report, book.names, book.words)


def _missing(book: Book, number: int, lack: Lack) -> list[Cell]:
    words, names = book.words, book.names
    return [
        number,
        names.unit(lack.unit_code),
        lack.dossier_code,
        lack.procedure_code,
        names.procedure(lack.procedure_code),
        lack.paper,
        "; ".join(lack.reasons),
        words.step(lack.step) if lack.step else None,
        None if lack.completes is None else words.verdict(lack.completes),
    ]


def add_causes(book: Book) -> None:
    """Which papers lack most; none where nothing lacks."""
    if not book.report.causes:
        return
    say = book.words.say
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 7),
        Column(say(ListText.PROCEDURE_CODE), Kind.TEXT, 14),
        Column(say(ListText.PROCEDURE_NAME), Kind.TEXT, 44),
        Column(say(ListText.PAPER), Kind.TEXT, 44),
        Column(say(Text.STATE), Kind.CENTRED, 20),
        Column(say(ListText.DOSSIERS), Kind.COUNT, 12),
    ]
    sheet = book.sheet(say(SheetName.CAUSES), columns)
    sheet.table(columns, _causes(book), frozen=1, filtered=True)
    book.tell_suppressed(sheet)
    sheet.finish()


def _causes(book: Book) -> Iterator[Row]:
    words, names = book.words, book.names
    for number, cause in enumerate(book.report.causes, 1):
        paper = paper_name(cause.procedure_code, cause.slot, names, words)
        dossiers = HIDDEN if cause.suppressed else cause.dossiers
        procedure = names.procedure(cause.procedure_code)
        yield Row([number, cause.procedure_code, procedure, paper, words.state(cause.state), dossiers])


def add_excluded(book: Book) -> None:
    """Who stands outside the count, and by which rule."""
    say, words, report = book.words.say, book.words, book.report
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 7),
        Column(say(Text.UNIT), Kind.TEXT, 36),
        Column(say(ListText.DOSSIER_CODE), Kind.TEXT, 30),
        Column(say(ListText.WHY), Kind.TEXT, 28),
        Column(say(ListText.RULE), Kind.TEXT, 52),
    ]
    sheet = book.sheet(say(SheetName.EXCLUDED), columns)
    for why, count in report.excluded_counts.items():
        sheet.line(f"{words.exclusion(why)}: {book.notation.told(count)}", Style.NOTE)
    if report.excluded and len(report.excluded) < excluded_in_all(report):
        sheet.line(_up_to(book, report), Style.NOTE)
    if not report.excluded and not report.excluded_counts:
        sheet.line(say(OfficeText.NONE), Style.NOTE)
    sheet.space()
    rows = (
        Row([number, book.names.unit(one.unit_code), one.dossier_code, words.exclusion(one.why), one.rule])
        for number, one in enumerate(report.excluded, 1)
    )
    book.tell_left_over(sheet, sheet.table(columns, rows, frozen=3, filtered=True))
    sheet.finish()


def _up_to(book: Book, report: Report) -> str:
    shown, all_of_them = len(report.excluded), excluded_in_all(report)
    return book.words.say(OfficeText.UP_TO, book.notation.count(shown), book.notation.count(all_of_them))


def add_definitions(book: Book) -> None:
    """How each indicator is counted, and where that stands."""
    say = book.words.say
    columns = [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 6),
        Column(say(Text.INDICATOR), Kind.TEXT, 30),
        Column(say(ListText.INDICATOR_ID), Kind.TEXT, 20),
        Column(say(Text.NUMERATOR), Kind.TEXT, 42),
        Column(say(Text.DENOMINATOR), Kind.TEXT, 42),
        Column(say(ListText.SOURCE), Kind.TEXT, 34),
        Column(say(Text.RULE_SET), Kind.CENTRED, 12),
    ]
    sheet = book.sheet(say(SheetName.DEFINITIONS), columns)
    sheet.table(columns, _definitions(book), frozen=2)
    for text in (Text.INDICATORS_NOTE, Text.DOUBTS_NOTE):
        sheet.line(say(text), Style.NOTE)
    sheet.finish()


def _definitions(book: Book) -> Iterator[Row]:
    for number, entry in enumerate(definitions(book.report, book.words), 1):
        how = (entry.numerator, entry.denominator, entry.source, "; ".join(entry.rule_sets))
        yield Row([number, entry.name, entry.id, *how])


def add_register(book: Book) -> None:
    """The files that every denominator rests on, and the months that shrank."""
    say = book.words.say
    columns = [
        Column(say(Text.FILE), Kind.TEXT, 34),
        Column(say(Text.KIND), Kind.CENTRED, 12),
        Column(say(Text.ROWS), Kind.COUNT, 12),
        Column(say(Text.SHA256), Kind.TEXT, 68),
        Column(say(Text.IMPORTED), Kind.MOMENT, 18),
        Column(say(ListText.IMPORTED_BY), Kind.TEXT, 20),
    ]
    sheet = book.sheet(say(SheetName.REGISTER), columns)
    sheet.table(columns, _sources(book), frozen=1)
    caution = Text.REGISTER_CAUTION if book.report.register_sources else Text.REGISTER_NONE
    sheet.line(say(caution), Style.NOTE)
    _shrunk(book, sheet)
    sheet.finish()


def _sources(book: Book) -> Iterator[Row]:
    for source in book.report.register_sources:
        kind = book.words.register_kind(source.kind)
        when, who = source.imported_at, source.imported_by or None
        yield Row([source.file, kind, source.rows, source.sha256, when, who])


def _shrunk(book: Book, sheet: Sheet) -> None:
    say = book.words.say
    sheet.space()
    sheet.line(say(ListText.SHRUNK), Style.HEADING)
    if not book.report.shrunk:
        sheet.line(say(ListText.SHRUNK_NONE), Style.NOTE)
        return
    columns = [
        Column(say(Text.FILE), Kind.TEXT, 34),
        Column(say(ListText.MONTH), Kind.CENTRED, 12),
        Column(say(ListText.BEFORE), Kind.COUNT, 12),
        Column(say(ListText.AFTER_AND_DIFFERENCE), Kind.TEXT, 68),
        Column(say(Text.IMPORTED), Kind.MOMENT, 18),
        Column(say(ListText.WHY), Kind.TEXT, 20),
    ]
    sheet.table(columns, _shrinkages(book))


def _shrinkages(book: Book) -> Iterator[Row]:
    notation = book.notation
    for entry in book.report.shrunk:
        month = notation.month(f"{entry.month:%Y-%m}")
        _, after, change = shrinkage_numbers(entry, notation)
        before = HIDDEN if entry.suppressed else entry.before
        told = f"{after} ({change})"
        yield Row([entry.file, month, before, told, entry.imported_at, book.words.shrinking(entry.how)])
