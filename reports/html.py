"""A report as one HTML file: it opens with the answer, asks for nothing, and prints on A4.

One script of its own runs, named in the content security policy by its digest: it folds the tree of units and
shows the dossiers behind a figure. Without it every table is there but the list of dossiers.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from config.sections import Language
from dossiers.reporting import Report
from reports.drilldown import drilldown
from reports.names import Names
from reports.notation import Notation, plain
from reports.office_texts import ListText, OfficeText, OperationsText, SheetName
from reports.page_view import operations_name, view_of
from reports.page_words import PageText
from reports.report_charts import PHONE, WIDE
from reports.templating import environment
from reports.texts import Text
from reports.words import Words


def to_html(report: Report, language: Language, names: Names) -> str:
    """The report as a page: the answer first, then charts, tables, dossiers, and what it all rests on.

    Bytes are a function of the arguments alone.
    """
    words = Words(language)
    script = _script()
    view = view_of(report, language, names, (WIDE, PHONE))
    headings = dict(_headings(report, words, defined=bool(view["definitions"])))
    drill = drilldown(report, names, words)
    return (
        templates()
        .get_template("report.html.j2")
        .render(
            **view,
            headings=headings,
            contents=list(headings.items()),
            drill=drill,
            data=drill.as_json(words=_script_words(words)),
            script=Markup(script),  # noqa: S704 - our own file
            script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


@cache
def templates() -> Environment:
    """The templates of reports, with the words and filters that they use."""
    made = environment(
        T=Text,
        P=PageText,
        F=OfficeText,
        S=SheetName,
        O=OperationsText,
        L=ListText,
        operations_name=operations_name,
    )
    made.filters.update(plain=plain, signed=_signed)
    return made


def _headings(report: Report, words: Words, *, defined: bool) -> Iterator[tuple[str, str]]:
    """The sections that the page has, in its order."""
    sections = (
        ("indicators", Text.INDICATORS, True),
        ("units", PageText.UNITS, report.units),
        ("trend", SheetName.TREND, report.trend),
        ("why", PageText.WHY, report.causes or report.distribution),
        ("dossiers", PageText.DRILL, True),
        ("actions", SheetName.ACTIONS, report.actions),
        ("groups", Text.GROUPS, report.groups),
        ("operations", SheetName.OPERATIONS, report.operations),
        ("scoring", SheetName.SCORING, report.scoring),
        ("doubts", Text.DOUBTS, True),
        ("register", Text.REGISTER, True),
        ("definitions", SheetName.DEFINITIONS, defined),
    )
    return ((name, words.say(text)) for name, text, is_there in sections if is_there)


def _script_words(words: Words) -> dict[str, Any]:
    """What the script says; its places stay open."""
    return {
        "locale": words.language.value,
        "found": words.say(PageText.FOUND, "{}"),
        "more": words.say(PageText.MORE, "{}"),
        "nothing": words.say(PageText.NOTHING),
        "anyPaper": words.say(PageText.CAUSE_OF_ALL, "{}"),
    }


@cache
def _script() -> str:
    return files("reports").joinpath("templates/report.js").read_text(encoding="utf-8")


def _signed(number: int, notation: Notation) -> str:
    return notation.signed(number)
