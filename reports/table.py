"""A report for the terminal, with Rich: fits 100 columns; colour only repeats what the words say."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from config.sections import Language
from dossiers.reporting import Breakdown, DossierLine, Group, Report
from reports.facts import HEADLINES, doubts, facts, register_rows, shrunk
from reports.names import Names, group_value, indicator_name
from reports.notation import DASH, HIDDEN, Notation, plain
from reports.office_tables import excluded_counts, office_tables
from reports.office_texts import ListText, OfficeText
from reports.terminal import Cell, add_cells, data_table, pair_table, section
from reports.texts import Text
from reports.words import Words

_SHORT = {Breakdown.LEVEL, Breakdown.CHANNEL, Breakdown.MONTH}


def report_table(report: Report, language: Language, names: Names) -> RenderableType:
    """The whole report but the single dossiers, and what it rests on."""
    words = Words(language)
    return Stack(
        Line(words.say(Text.TITLE), style="bold"),
        pair_table(facts(report, words)),
        section(words.say(Text.INDICATORS)),
        _indicator_table(report, words),
        *_groups(report, words, names),
        *office_tables(report, words, names),
        section(words.say(Text.DOUBTS)),
        pair_table(doubts(report, words)),
        *excluded_counts(report, words),
        section(words.say(Text.REGISTER)),
        *_register(report, words),
    )


def dossier_table(report: Report, language: Language, names: Names) -> RenderableType:
    """Each dossier of the report and its own ratio; no rows where dossiers were not asked for."""
    words = Words(language)
    table = data_table()
    table.add_column(f"{words.say(Text.DOSSIER)}\n{words.say(Text.PROCEDURE)}", no_wrap=True)
    table.add_column(words.say(Text.DIGITISED_OF_DUE), justify="right", width=9)
    table.add_column(words.say(Text.RATIO), justify="right", no_wrap=True)
    table.add_column(words.say(Text.COMPLETE), width=12)
    table.add_column(words.say(Text.RESULT), width=10)
    table.add_column(words.say(Text.MISSING), overflow="fold")
    for line in report.dossiers or ():
        add_cells(table, *_dossier_cells(line, names, words))
    return Stack(section(words.say(Text.DOSSIERS)), table)


def _dossier_cells(line: DossierLine, names: Names, words: Words) -> Iterator[Cell]:
    notation = Notation(words.language)
    missing = "; ".join(names.paper(line.procedure_code, slot) for slot in line.missing)
    yield f"{plain(line.dossier_code)}\n{plain(line.procedure_code)}"
    yield f"{notation.count(line.digitised)} / {notation.count(line.due)}"
    yield notation.percent(line.ratio)
    yield words.verdict(line.complete)
    yield words.result(line.result)
    yield missing or DASH


def _indicator_table(report: Report, words: Words) -> Table:
    notation = Notation(words.language)
    table = data_table()
    table.add_column(words.say(Text.INDICATOR))
    for heading in (Text.NUMERATOR, Text.DENOMINATOR, Text.RATIO):
        table.add_column(words.say(heading), justify="right", no_wrap=True)
    for name, ratio in report.total.items():
        add_cells(
            table,
            indicator_name(name, report, words),
            *notation.parts(ratio, withheld=name in report.suppressed),
        )
    return table


def _groups(report: Report, words: Words, names: Names) -> Iterator[RenderableType]:
    if not report.groups:
        return
    breakdowns = [Breakdown(name) for name in report.groups[0].by]
    table = data_table()
    for breakdown in breakdowns:
        heading = words.breakdown(breakdown).capitalize()
        table.add_column(heading, overflow="fold", no_wrap=breakdown in _SHORT)
    for text in HEADLINES.values():
        table.add_column(words.say(text), justify="right", no_wrap=True)
    for group in report.groups:
        keys = [group_value(entry, group.by[entry.value], names, words) for entry in breakdowns]
        ratios = (_stacked(group, name, words) for name in HEADLINES)
        add_cells(table, *keys, *ratios)
    yield section(words.say(Text.GROUPS))
    yield table
    yield Line(words.say(Text.GROUPS_NOTE), style="dim")
    if report.suppressed_below:
        yield Line(words.say(OfficeText.SUPPRESSED_NOTE, report.suppressed_below), style="dim")


def _stacked(group: Group, name: str, words: Words) -> Line:
    """The percentage, and below it what it was made of: six breakdowns still leave room beside it."""
    if name in group.suppressed:
        return Line(HIDDEN)
    notation, ratio = Notation(words.language), group.indicators[name]
    return Line.assemble(notation.percent(ratio.ratio), "\n", (notation.fraction(ratio), "dim"))


def _register(report: Report, words: Words) -> Iterator[RenderableType]:
    if not report.register_sources:
        yield Line(words.say(Text.REGISTER_NONE), style="yellow")
        return
    table = data_table()
    table.add_column(words.say(Text.FILE), overflow="fold")
    table.add_column(words.say(Text.KIND))
    table.add_column(words.say(Text.ROWS), justify="right", no_wrap=True)
    table.add_column(words.say(Text.SHA256), no_wrap=True)
    table.add_column(words.say(Text.IMPORTED), no_wrap=True)
    table.add_column(words.say(ListText.IMPORTED_BY), overflow="fold")
    for row, source in zip(register_rows(report, words), report.register_sources, strict=True):
        add_cells(table, *row, plain(source.imported_by) or DASH)
    yield table
    yield Line(words.say(Text.REGISTER_CAUTION), style="dim")
    for sentence in shrunk(report, words):
        yield Line(sentence, style="red")
