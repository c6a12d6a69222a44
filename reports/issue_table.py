"""The issues of reports, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text as Line

from config.sections import Language
from dossiers.issues import Occasion
from dossiers.periods import Period
from reports.issue_texts import OCCASIONS, IssueText
from reports.notation import Notation
from reports.terminal import add_cells, data_table, section
from reports.texts import Text
from reports.words import Words

IssueLine = tuple[str, datetime, Period, Occasion, tuple[str, ...]]
"""Its id, when it was issued, about which period, why, by which rule sets."""


def issue_table(lines: Iterable[IssueLine], language: Language) -> RenderableType:
    """One line an issue, in the order given."""
    words, notation = Words(language), Notation(language)
    table = data_table()
    for text in (IssueText.ISSUE, IssueText.ISSUED_AT):
        table.add_column(words.say(text), no_wrap=True)
    table.add_column(words.say(Text.PERIOD), no_wrap=True)
    table.add_column(words.say(IssueText.OCCASION))
    table.add_column(words.say(Text.RULE_SET), overflow="fold")
    for issue, issued_at, period, occasion, rule_sets in lines:
        add_cells(
            table,
            issue,
            notation.moment(issued_at),
            f"{notation.day(period.first)}–{notation.day(period.last)}",
            words.say(OCCASIONS[occasion]),
            ", ".join(rule_sets),
        )
    body = table if table.row_count else Line(words.say(IssueText.NONE))
    return Stack(section(words.say(IssueText.ISSUES)), body)
