"""What stands in a report for the terminal beside the ratios: operations, points, causes, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from dossiers.operations import OperationsRow
from dossiers.reporting import Report
from dossiers.scoring import Scoring
from reports.facts import disagreements, score_of, undated
from reports.names import Names, paper_name
from reports.notation import DASH, HIDDEN, Notation, plain
from reports.office_texts import ListText, OfficeText, OperationsText, SheetName
from reports.terminal import add_cells, data_table, pair_table, section
from reports.texts import Text
from reports.words import Words

_NARROWEST = 7
_MOST_UNITS = 30
_MOST_CAUSES = 10
_MOST_ACTIONS = 20
_OPERATIONS_HEADS: Mapping[str, OperationsText] = {
    "carried_in": OperationsText.CARRIED_IN_SHORT,
    "received": OperationsText.RECEIVED_SHORT,
    "early": OperationsText.EARLY,
    "on_time": OperationsText.ON_TIME,
    "late": OperationsText.LATE,
    "closed": OperationsText.CLOSED_SHORT,
    "carried_out": OperationsText.OPEN_SHORT,
    "overdue": OperationsText.OVERDUE_SHORT,
}


def office_tables(report: Report, words: Words, names: Names) -> Iterator[RenderableType]:
    """The tables that the report has figures for."""
    if report.operations:
        yield section(words.say(SheetName.OPERATIONS))
        yield _operations(report.operations[:_MOST_UNITS], words, names)
        yield from _more(_MOST_UNITS, len(report.operations), words)
        yield from _checks(report, words, names)
    for scoring in report.scoring:
        yield section(f"{words.say(SheetName.SCORING)} {score_of(scoring, words)}")
        yield _scores(scoring, words)
    if report.causes:
        yield section(words.say(SheetName.CAUSES))
        yield _causes(report, words, names)
        yield from _more(_MOST_CAUSES, len(report.causes), words)
    if report.actions:
        yield section(words.say(SheetName.ACTIONS))
        yield _actions(report, words, names)
        yield from _more(_MOST_ACTIONS, len(report.actions), words)


def _operations(rows: Sequence[OperationsRow], words: Words, names: Names) -> Table:
    say, notation = words.say, Notation(words.language)
    table = data_table()
    table.add_column(say(Text.UNIT), overflow="fold")
    largest = max(len(notation.count(row.operations.total)) for row in rows)
    for heading in map(say, _OPERATIONS_HEADS.values()):
        width = max(largest, _NARROWEST, *map(len, heading.split()))
        table.add_column(heading, justify="right", width=width)
    for row in rows:
        name = say(OfficeText.ALL) if row.unit_code is None else names.unit(row.unit_code)
        counts = (row.figures[column] for column in _OPERATIONS_HEADS)
        add_cells(table, f"{'  ' * row.depth}{name}", *map(notation.told, counts))
    return table


def _checks(report: Report, words: Words, names: Names) -> Iterator[RenderableType]:
    sentences = disagreements(report, names, words)
    for sentence in sentences:
        yield Line(sentence, style="red")
    if not sentences:
        yield Line(words.say(OperationsText.ALL_AGREE), style="dim")
    if remark := undated(report, words):
        yield Line(remark, style="dim")


def _scores(scoring: Scoring, words: Words) -> Table:
    say, notation = words.say, Notation(words.language)
    table = data_table()
    table.add_column(say(ListText.SCORE_CODE))
    table.add_column(say(ListText.SCORED), overflow="fold")
    for text in (ListText.MOST, ListText.FULL_AT, ListText.POINTS):
        table.add_column(say(text), justify="right")
    for score in scoring.scores:
        name = words.in_either(score.name_vi, score.name_en)
        points = notation.decimal(score.points) if score.indicator else say(ListText.NOT_MEASURED)
        add_cells(
            table, score.code, name, notation.decimal(score.most), notation.decimal(score.full_at), points
        )
    return table


def _causes(report: Report, words: Words, names: Names) -> Table:
    say, notation = words.say, Notation(words.language)
    table = data_table()
    table.add_column(say(ListText.PROCEDURE_CODE), no_wrap=True)
    table.add_column(say(ListText.PAPER), overflow="fold")
    table.add_column(say(Text.STATE))
    table.add_column(say(ListText.DOSSIERS), justify="right", no_wrap=True)
    for cause in report.causes[:_MOST_CAUSES]:
        paper = paper_name(cause.procedure_code, cause.slot, names, words)
        dossiers = HIDDEN if cause.suppressed else notation.count(cause.dossiers)
        add_cells(table, plain(cause.procedure_code), paper, words.state(cause.state), dossiers)
    return table


def _actions(report: Report, words: Words, names: Names) -> Table:
    say = words.say
    table = data_table()
    table.add_column(say(Text.UNIT), overflow="fold", max_width=24)
    table.add_column(say(ListText.DOSSIER_CODE), no_wrap=True)
    table.add_column(say(ListText.WHAT_TO_DO), overflow="fold")
    table.add_column(say(ListText.COMPLETES), width=9)
    for action in (report.actions or ())[:_MOST_ACTIONS]:
        steps = "\n".join(
            f"{words.step(kind)}: {paper_name(action.procedure_code, slot, names, words)}"
            for kind, slot in action.steps
        )
        unit = names.unit(action.unit_code)
        add_cells(table, unit, plain(action.dossier_code), steps or DASH, words.verdict(action.completes))
    return table


def excluded_counts(report: Report, words: Words) -> Iterator[RenderableType]:
    """How many dossiers stand outside the count, by reason."""
    if report.excluded_counts:
        notation = Notation(words.language)
        yield section(words.say(SheetName.EXCLUDED))
        counted = report.excluded_counts.items()
        yield pair_table((words.exclusion(why), notation.told(count)) for why, count in counted)


def _more(most: int, number: int, words: Words) -> Iterator[RenderableType]:
    if number > most:
        notation = Notation(words.language)
        text = words.say(OfficeText.UP_TO, notation.count(most), notation.count(number))
        yield Line(text, style="dim")
