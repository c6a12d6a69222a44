"""The sheets of ratios: the tree of units, one sheet a breakdown, all breakdowns together, the months."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from dossiers.indicators import Indicators
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown, Group, Report
from reports.facts import counted_of, percent_of
from reports.names import group_value, indicator_name
from reports.notation import HIDDEN
from reports.office_texts import OfficeText, SheetName
from reports.texts import Text
from reports.xlsx_book import Book
from reports.xlsx_formats import Kind
from reports.xlsx_rows import Cell, Column, Row

_PERCENT = 7.5
_NAME = 30.0


def add_figures(book: Book) -> None:
    """Writes the sheets, as many as the report has figures for."""
    report, say = book.report, book.words.say
    if report.units:
        _add(book, say(SheetName.UNITS), _unit_heads(book), _units(book))
    for breakdown in report.breakdowns:
        if breakdown is not Breakdown.UNIT or not report.units:
            name = say(SheetName.BY, book.words.breakdown(breakdown))
            _add(book, name, [_head(book, breakdown)], _by(book, breakdown))
    if len(report.breakdowns) > 1:
        heads = [_head(book, breakdown) for breakdown in report.breakdowns]
        _add(book, say(SheetName.TOGETHER), heads, _together(book))
    if report.trend:
        months = [Column(book.words.breakdown(Breakdown.MONTH).capitalize(), Kind.CENTRED, 12)]
        _add(book, say(SheetName.TREND), months, _trend(book))


def ratio_cells(ratio: Ratio) -> tuple[Cell, Cell, Cell]:
    """Numerator, denominator, and the percentage as it is published, as numbers."""
    return ratio.numerator, ratio.denominator, percent_of(ratio)


def _add(book: Book, name: str, keys: Sequence[Column], rows: Iterable[Row]) -> None:
    columns = [*keys, *_indicator_columns(book)]
    sheet = book.sheet(name, columns)
    book.tell_left_over(sheet, sheet.table(columns, rows, frozen=len(keys), filtered=True))
    book.tell_suppressed(sheet)
    sheet.finish()


def _indicator_columns(book: Book) -> Iterator[Column]:
    say = book.words.say
    for name in book.report.total:
        head = indicator_name(name, book.report, book.words)
        yield Column(say(Text.NUMERATOR), Kind.COUNT, book.number_width, head)
        yield Column(say(Text.DENOMINATOR), Kind.COUNT, book.number_width, head)
        yield Column(say(OfficeText.PERCENT), Kind.RATIO, _PERCENT, head)


def _figures(indicators: Indicators, suppressed: Collection[str] = ()) -> Iterator[Cell]:
    for name, ratio in indicators.items():
        yield from (HIDDEN,) * 3 if name in suppressed else ratio_cells(ratio)


def total_cells(report: Report) -> Iterator[Cell]:
    """Those of each indicator of the whole report, or the sign of what is withheld."""
    return _figures(report.total, report.suppressed)


def _unit_heads(book: Book) -> list[Column]:
    say = book.words.say
    return [
        Column(say(OfficeText.ORDINAL), Kind.CENTRED, 8),
        Column(say(Text.UNIT), Kind.NAME, 32),
        Column(say(OfficeText.COUNTED), Kind.COUNT, book.number_width),
    ]


def _units(book: Book) -> Iterator[Row]:
    report = book.report
    counted = counted_of(report)
    cells = ["", book.words.say(OfficeText.ALL), HIDDEN if counted is None else counted, *total_cells(report)]
    yield Row(cells, is_sum=True)
    depths = [line.depth for line in report.units]
    followers = [*depths[1:], 0]
    for line, ordinal, follower in zip(report.units, ordinals(depths), followers, strict=True):
        dossiers = HIDDEN if "counted" in line.suppressed else line.counted
        figures = _figures(line.indicators, line.suppressed)
        cells = [ordinal, book.names.unit(line.unit_code), dossiers, *figures]
        yield Row(cells, depth=line.depth, is_sum=follower > line.depth)


def ordinals(depths: Iterable[int]) -> Iterator[str]:
    """The numbering of a tree: 1, 1.1, 1.2, 2."""
    counters: list[int] = []
    for depth in depths:
        counters = [*counters[: depth + 1], *([0] * (depth + 1 - len(counters)))]
        counters[depth] += 1
        yield ".".join(str(counter) for counter in counters)


def _head(book: Book, breakdown: Breakdown) -> Column:
    return Column(book.words.breakdown(breakdown).capitalize(), Kind.TEXT, _NAME)


def _value(book: Book, breakdown: Breakdown, value: str) -> str:
    shown = group_value(breakdown, value, book.names, book.words)
    if breakdown is Breakdown.PROCEDURE and (name := book.names.procedure(value)):
        return f"{shown} {name}"
    return shown


def _by(book: Book, breakdown: Breakdown) -> Iterator[Row]:
    yield Row([book.words.say(OfficeText.ALL), *total_cells(book.report)], is_sum=True)
    for value, figures in _added_up(book.report, breakdown):
        yield Row([_value(book, breakdown, value), *figures])


def _added_up(report: Report, breakdown: Breakdown) -> Iterator[tuple[str, list[Cell]]]:
    """The groups of each value added up: numerators and denominators add up, ratios do not.

    What is withheld in one group is withheld in their sum, which would tell it.
    """
    members: dict[str, list[Group]] = {}
    for group in report.groups:
        members.setdefault(group.by[breakdown.value], []).append(group)
    for value in sorted(members):
        sums = {
            name: sum((group.indicators[name] for group in members[value]), Ratio()) for name in report.total
        }
        suppressed = {name for group in members[value] for name in group.suppressed}
        yield value, list(_figures(sums, suppressed))


def _together(book: Book) -> Iterator[Row]:
    """Every group, and before those of one value of the first breakdown their sum."""
    report = book.report
    first, *others = report.breakdowns
    yield Row([book.words.say(OfficeText.ALL), *_blank(others), *total_cells(report)], is_sum=True)
    sums = dict(_added_up(report, first))
    for value, groups in groupby(report.groups, key=lambda group: group.by[first.value]):
        shown = _value(book, first, value)
        yield Row(
            [f"{shown}: {book.words.say(OfficeText.SUM).lower()}", *_blank(others), *sums[value]], is_sum=True
        )
        for group in groups:
            keys = [_value(book, breakdown, group.by[breakdown.value]) for breakdown in others]
            yield Row([shown, *keys, *_figures(group.indicators, group.suppressed)], depth=1)


def _blank(columns: Sequence[Breakdown]) -> list[Cell]:
    return [""] * len(columns)


def _trend(book: Book) -> Iterator[Row]:
    for group in book.report.trend:
        month = group_value(Breakdown.MONTH, group.by[Breakdown.MONTH.value], book.names, book.words)
        yield Row([month, *_figures(group.indicators, group.suppressed)])
