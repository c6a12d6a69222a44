"""The sheets of intake and resolving, with every sum checked, and of the points of the scored group."""

from __future__ import annotations

from collections.abc import Iterator

from dossiers.operations import OperationsRow
from dossiers.register import Channel
from dossiers.scoring import Scoring
from reports.facts import disagreements, score_of, undated
from reports.notation import HIDDEN
from reports.office_texts import ListText, OfficeText, OperationsText, SheetName
from reports.texts import Text
from reports.xlsx_book import Book
from reports.xlsx_figures import ordinals
from reports.xlsx_formats import Kind, Style
from reports.xlsx_rows import Cell, Column, Row

_ROOM = 1.0  # in the columns, for their headings
_RESOLVED = (OperationsText.EARLY, OperationsText.ON_TIME, OperationsText.LATE, OperationsText.WITHOUT_DATE)
_CLOSED = (OperationsText.RETURNED, OperationsText.REFUSED, OperationsText.WITHDRAWN)
_OPEN = (OperationsText.WITHIN_DATE, OperationsText.OVERDUE)
_FIGURES = (  # behind the channels
    *("received", "total"),
    *("early", "on_time", "late", "without_date", "resolved"),
    *("returned", "refused", "withdrawn", "closed"),
    "supplements_asked",
    *("carried_out", "overdue", "open"),
)


def add_operations(book: Book) -> None:
    """Writes the sheet; none where the report has no operations."""
    rows = book.report.operations
    if not rows:
        return
    say = book.words.say
    channels = _channels(rows)
    columns = list(_columns(book, channels))
    sheet = book.sheet(say(SheetName.OPERATIONS), columns)
    book.tell_left_over(sheet, sheet.table(columns, _rows(book, channels), frozen=2))
    sentences = disagreements(book.report, book.names, book.words)
    for sentence in sentences:
        sheet.line(sentence, Style.ALARM)
    if not sentences:
        sheet.line(say(OperationsText.ALL_AGREE), Style.NOTE)
    if remark := undated(book.report, book.words):
        sheet.line(remark, Style.NOTE)
    sheet.finish()


def _channels(rows: tuple[OperationsRow, ...]) -> list[str]:
    """Those that the report counts, in the order of the register's words."""
    counted = {channel for row in rows for channel in row.operations.received}
    return [channel.value for channel in Channel if channel.value in counted]


def _columns(book: Book, channels: list[str]) -> Iterator[Column]:
    say, words = book.words.say, book.words
    width = book.number_width + _ROOM
    yield Column(say(OfficeText.ORDINAL), Kind.CENTRED, 8)
    yield Column(say(Text.UNIT), Kind.NAME, 30)
    yield Column(say(OperationsText.CARRIED_IN), Kind.COUNT, width)
    received = [*(words.channel(Channel(name)).capitalize() for name in channels), say(OfficeText.SUM)]
    yield from _under(say(OperationsText.RECEIVED), received, width)
    yield Column(say(OperationsText.TOTAL), Kind.COUNT, width)
    yield from _under(say(OperationsText.RESOLVED), [*map(say, _RESOLVED), say(OfficeText.SUM)], width)
    yield from _under(say(OperationsText.CLOSED), [*map(say, _CLOSED), say(OfficeText.SUM)], width)
    yield Column(say(OperationsText.SUPPLEMENTS), Kind.COUNT, width)
    yield from _under(say(OperationsText.OPEN), [*map(say, _OPEN), say(OfficeText.SUM)], width)
    yield Column(say(OperationsText.CHECK), Kind.CHECK, 14)


def _under(head: str, headings: list[str], width: float) -> Iterator[Column]:
    for heading in headings:
        yield Column(heading, Kind.COUNT, width, head)


def _rows(book: Book, channels: list[str]) -> Iterator[Row]:
    report, words = book.report, book.words
    units = [row for row in report.operations if row.unit_code is not None]
    numbering = ordinals(row.depth for row in units)
    depths = iter([*(row.depth for row in units[1:]), 0])
    for row in report.operations:
        cells = [*_counts(row, channels), _check(book, row)]
        disagrees = any(check.difference for check in row.checks)
        if row.unit_code is None:
            yield Row(["", words.say(OfficeText.ALL), *cells], is_sum=True, disagrees=disagrees)
            continue
        yield Row(
            [next(numbering), book.names.unit(row.unit_code), *cells],
            depth=row.depth,
            is_sum=next(depths) > row.depth,
            disagrees=disagrees,
        )


def _counts(row: OperationsRow, channels: list[str]) -> Iterator[Cell]:
    """In the order of the columns; what is withheld has its sign."""
    figures = row.figures
    names = ["carried_in", *(f"received_{channel}" for channel in channels), *_FIGURES]
    for count in (figures.get(name, 0) for name in names):
        yield HIDDEN if count is None else count


def _check(book: Book, row: OperationsRow) -> str:
    """Agrees, or the differences."""
    wrong = [book.notation.signed(check.difference) for check in row.checks if check.difference]
    if not wrong:
        return book.words.say(OperationsText.AGREES) if row.checks else ""
    return book.words.say(OperationsText.DISAGREES, "; ".join(wrong))


def add_scoring(book: Book) -> None:
    """Writes the sheet; none where no rule set of the report scores."""
    if not book.report.scoring:
        return
    say = book.words.say
    columns = [
        Column(say(ListText.SCORE_CODE), Kind.CENTRED, 8),
        Column(say(ListText.SCORED), Kind.TEXT, 56),
        Column(say(ListText.MOST), Kind.RATIO, 12),
        Column(say(ListText.FULL_AT), Kind.RATIO, 14),
        Column(say(ListText.POINTS), Kind.RATIO, 12),
        Column(say(ListText.REMARK), Kind.TEXT, 26),
    ]
    sheet = book.sheet(say(SheetName.SCORING), columns)
    for number, scoring in enumerate(book.report.scoring):
        sheet.line(score_of(scoring, book.words), Style.HEADING)
        sheet.table(columns, _scores(book, scoring), frozen=0 if number == 0 else None)
        sheet.space()
    sheet.finish()


def _scores(book: Book, scoring: Scoring) -> Iterator[Row]:
    say, words = book.words.say, book.words
    for score in scoring.scores:
        remark = "" if score.indicator else say(ListText.NOT_MEASURED)
        name = words.in_either(score.name_vi, score.name_en)
        yield Row([score.code, name, score.most, score.full_at, score.points, remark])
    yield Row(["", say(ListText.MEASURED), scoring.measured_most, None, scoring.points, ""], is_sum=True)
    yield Row(["", say(ListText.GROUP), scoring.most, None, None, ""], is_sum=True)
