"""A report as one HTML file: no request leaves it, no script runs, it prints on A4 in black and white."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from config.settings import Language
from dossiers.reporting import Breakdown, Report
from reports.facts import HEADLINES, INDICATOR, doubts, facts, register_rows, to_do
from reports.names import Names, group_value
from reports.notation import Notation, plain
from reports.words import Text, Words


def to_html(report: Report, language: Language, names: Names) -> str:
    """The report as a page: the answer first, then the tables, the to-do, the doubts and the register.

    Bytes are a function of the arguments alone.
    """
    words = Words(language)
    return _template().render(
        report=report,
        language=language.value,
        names=names,
        notation=Notation(language),
        words=words,
        facts=facts(report, words),
        headlines=[(INDICATOR[name], report.total[name]) for name in HEADLINES],
        indicators=[(INDICATOR[name], ratio) for name, ratio in report.total.items()],
        breakdowns=[Breakdown(name) for name in report.groups[0].by] if report.groups else [],
        groups=_groups(report, names, words),
        to_do=to_do(report, names, words),
        doubts=doubts(report, words),
        sources=register_rows(report, words),
    )


def _groups(report: Report, names: Names, words: Words) -> list[tuple[list[str], list[object]]]:
    """Each group's values in words, and its headline ratios."""
    return [
        (
            [group_value(Breakdown(name), value, names, words) for name, value in group.by.items()],
            [group.indicators[name] for name in HEADLINES],
        )
        for group in report.groups
    ]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(T=Text, headline_texts=HEADLINES)
    environment.filters["plain"] = plain
    return environment.get_template("report.html.j2")
