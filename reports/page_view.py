"""What the page and the PDF of a report show, in words and figures: both fill the same parts with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from config.sections import Language
from dossiers.incompleteness import Action
from dossiers.operations import OperationsRow, SumCheck
from dossiers.ratios import Ratio
from dossiers.register import Channel
from dossiers.register_guard import Shrinking
from dossiers.reporting import Breakdown, Group, Report, UnitLine
from reports.definitions import definitions
from reports.facts import (
    HEADLINES,
    doubts,
    excluded_in_all,
    facts,
    register_rows,
    score_of,
    shrinkage_numbers,
)
from reports.names import Names, group_value, indicator_name, paper_name
from reports.notation import DASH, HIDDEN, Notation
from reports.office_texts import OfficeText
from reports.page_words import PageText
from reports.report_charts import Place, ReportCharts, cause_name
from reports.words import Words

MOST_CAUSES_LISTED = 25
MOST_ACTIONS = 30
MOST_EXCLUDED = 30
Row = TypeVar("Row", UnitLine, OperationsRow)
CHANNELS = tuple(Channel)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sum that does not agree, and whose."""

    unit: str
    check: SumCheck


def view_of(report: Report, language: Language, names: Names, places: Sequence[Place]) -> dict[str, Any]:
    """All that the templates of a report need but what only one of them shows."""
    words, notation = Words(language), Notation(language)
    charts = ReportCharts(report, names, words, places)
    return {
        "report": report,
        "language": language.value,
        "names": names,
        "notation": notation,
        "words": words,
        "figures": Figures(notation),
        "HIDDEN": HIDDEN,
        "facts": facts(report, words),
        "attention": attention(report, words),
        "headlines": [
            (indicator_name(name, report, words), report.total[name], name in report.suppressed)
            for name in HEADLINES
        ],
        "headline_texts": HEADLINES,
        "indicators": [
            (indicator_name(name, report, words), notation.parts(ratio, withheld=name in report.suppressed))
            for name, ratio in report.total.items()
        ],
        "breakdowns": report.breakdowns,
        "groups": _groups(report, names, words),
        "charts": charts,
        "causes": [(cause, cause_name(cause, names, words)) for cause in report.causes[:MOST_CAUSES_LISTED]],
        "actions": [
            (action, _steps(action, names, words)) for action in (report.actions or ())[:MOST_ACTIONS]
        ],
        "disagreements": disagreements(report, names, words),
        "excluded": report.excluded[:MOST_EXCLUDED],
        "doubts": doubts(report, words),
        "sources": register_rows(report, words),
        "channels": CHANNELS,
        "trend_axis": _trend_axis(charts),
        "excluded_in_all": excluded_in_all(report),
        "shrunk": [(entry, *shrinkage_numbers(entry, notation)) for entry in report.shrunk],
        "scoring": [(scoring, score_of(scoring, words)) for scoring in report.scoring],
        "definitions": definitions(report, words),
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """Ratios and points as they are printed."""

    notation: Notation

    def percent(self, ratio: Ratio | None) -> str:
        """The percentage; a dash where there is none."""
        return self.notation.percent(ratio.ratio if ratio else None)

    def fraction(self, ratio: Ratio | None) -> str:
        """Numerator and denominator; a dash where there are none."""
        return self.notation.fraction(ratio) if ratio else DASH


def attention(report: Report, words: Words) -> list[str]:
    """What a reader must know before the figures: sums that disagree, a register that shrank."""
    notation = Notation(words.language)
    absent = sum(entry.how is Shrinking.ABSENT for entry in report.shrunk)
    counted = (
        (PageText.SUMS_DISAGREE, sum(1 for row in report.operations for _ in _broken(row))),
        (PageText.REGISTER_SHRANK, len(report.shrunk) - absent),
        (PageText.EXPORTS_LACK, absent),
        (PageText.DUE_UNKNOWN, report.doubts.unknown_due_set),
    )
    return [words.say(text, notation.told(number)) for text, number in counted if number != 0]


def disagreements(report: Report, names: Names, words: Words) -> list[Disagreement]:
    """Every sum that does not agree."""
    return [
        Disagreement(operations_name(row, names, words), check)
        for row in report.operations
        for check in _broken(row)
    ]


def operations_name(row: OperationsRow, names: Names, words: Words) -> str:
    """Whose operations these are."""
    return words.say(OfficeText.ALL) if row.unit_code is None else names.unit(row.unit_code)


def shallow(rows: Sequence[Row], most: int) -> list[Row]:
    """The rows of the upper levels of a tree, as many whole levels as fit; at least the uppermost."""
    for depth in sorted({row.depth for row in rows}, reverse=True):
        chosen = [row for row in rows if row.depth <= depth]
        if len(chosen) <= most:
            return chosen
    return [row for row in rows if row.depth == 0][:most]


def _broken(row: OperationsRow) -> Iterator[SumCheck]:
    return (check for check in row.checks if check.difference)


def _groups(report: Report, names: Names, words: Words) -> list[tuple[list[str], Group]]:
    return [
        (
            [group_value(Breakdown(name), value, names, words) for name, value in group.by.items()],
            group,
        )
        for group in report.groups
    ]


def _steps(action: Action, names: Names, words: Words) -> list[str]:
    return [
        words.say(PageText.STEP, words.step(kind), paper_name(action.procedure_code, slot, names, words))
        for kind, slot in action.steps
    ]


def _trend_axis(charts: ReportCharts) -> str:
    """Where the axis of the small charts begins and ends: not at zero."""
    start, notation = charts.axis_start(), charts.notation
    ends = (f"{notation.number(start)} %", f"{notation.number(100)} %")
    return charts.words.say(PageText.TREND_NOTE, *ends)
