"""Ratios and reports as Markdown, for the pages of Prefect runs, in the words of `reports/`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from config.sections import Language
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown, Group, Report
from reports.facts import HEADLINES, doubts, facts, register_rows
from reports.names import Names, group_value, name_of_indicator
from reports.notation import HIDDEN, Notation, plain
from reports.texts import Text
from reports.words import Words

# The UI renders a table whole; the groups of a province's communes fit.
_MOST_GROUPS = 200


def ratios_markdown(
    indicators: Mapping[str, Ratio], language: Language, names: Names, withheld: Collection[str] = ()
) -> str:
    """The indicators, each with its numerator and denominator."""
    words, notation = Words(language), Notation(language)
    headings = [words.say(text) for text in (Text.INDICATOR, Text.NUMERATOR, Text.DENOMINATOR, Text.RATIO)]
    rows = (
        (
            name_of_indicator(name, names.indicators, words),
            *notation.parts(ratio, withheld=name in withheld),
        )
        for name, ratio in indicators.items()
    )
    return "\n".join(table(headings, rows))


def report_markdown(report: Report, language: Language, names: Names) -> str:
    """A report: what it is about, the indicators, the groups, the doubts, the register it rests on."""
    words = Words(language)
    return "\n".join(
        [
            f"# {words.say(Text.TITLE)}",
            "",
            *(f"- {label}: {value}" for label, value in facts(report, words)),
            "",
            f"## {words.say(Text.INDICATORS)}",
            "",
            ratios_markdown(report.total, language, names, report.suppressed),
            *_groups(report, words, names),
            "",
            f"## {words.say(Text.DOUBTS)}",
            "",
            *(f"- {label}: {value}" for label, value in doubts(report, words)),
            "",
            f"## {words.say(Text.REGISTER)}",
            "",
            *_register(report, words),
        ]
    )


def _groups(report: Report, words: Words, names: Names) -> Iterator[str]:
    if not report.groups:
        return
    notation = Notation(words.language)
    headings = [
        *(words.breakdown(Breakdown(name)).capitalize() for name in report.groups[0].by),
        *(words.say(text) for text in HEADLINES.values()),
    ]
    rows = (
        (
            *(group_value(Breakdown(name), value, names, words) for name, value in group.by.items()),
            *(_with_fraction(group, name, notation) for name in HEADLINES),
        )
        for group in report.groups[:_MOST_GROUPS]
    )
    yield from ("", f"## {words.say(Text.GROUPS)}", "")
    yield from table(headings, rows)
    if len(report.groups) > _MOST_GROUPS:
        yield from ("", f"{_MOST_GROUPS} / {len(report.groups)}")


def _with_fraction(group: Group, name: str, notation: Notation) -> str:
    if name in group.suppressed:
        return HIDDEN
    ratio = group.indicators[name]
    return f"{notation.percent(ratio.ratio)} ({notation.fraction(ratio)})"


def _register(report: Report, words: Words) -> Iterator[str]:
    if not report.register_sources:
        yield words.say(Text.REGISTER_NONE)
        return
    headings = [words.say(text) for text in (Text.KIND, Text.ROWS, Text.SHA256, Text.IMPORTED)]
    # The file's name stays out of Prefect's database; its SHA-256 says which one it is.
    yield from table(headings, [row[1:] for row in register_rows(report, words)])


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table."""
    yield _line(headings)
    yield _line(["---"] * len(headings))
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[str]) -> str:
    """A row; a cell holds no line break and no bar of its own."""
    return f"| {' | '.join(plain(cell).replace('|', chr(92) + '|') for cell in cells)} |"
