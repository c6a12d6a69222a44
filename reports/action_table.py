"""What to do next, for the terminal: unit by unit, the fewest actions that raise the ratio most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from config.sections import Language
from dossiers.incompleteness import Action
from dossiers.reporting import Report
from reports.facts import facts
from reports.issue_texts import ListedText
from reports.names import Names, paper_name
from reports.notation import Notation, plain
from reports.office_texts import ListText, OfficeText, SheetName
from reports.terminal import add_cells, data_table, pair_table, section
from reports.texts import Text
from reports.words import Words

# Nobody does more in a day; JSON, CSV and XLSX have them all.
_MOST_A_UNIT = 25


def action_tables(report: Report, language: Language, names: Names) -> RenderableType:
    """One table a unit, by code; each in the order of the report, at most 25 dossiers of a unit."""
    words = Words(language)
    return Stack(
        Line(words.say(SheetName.ACTIONS), style="bold"),
        pair_table(facts(report, words)),
        *_units(report.actions or (), names, words),
    )


def _units(actions: Sequence[Action], names: Names, words: Words) -> Iterator[RenderableType]:
    notation = Notation(words.language)
    if not actions:
        yield section(words.say(ListedText.NO_ACTIONS))
        return
    for unit in sorted({action.unit_code for action in actions}):
        own = [action for action in actions if action.unit_code == unit]
        name = names.unit(unit)
        heading = name if name == plain(unit) else f"{name} ({plain(unit)})"
        yield section(words.say(ListedText.ACTIONS_OF, heading, notation.count(len(own))))
        yield _table(own[:_MOST_A_UNIT], names, words)
        if len(own) > _MOST_A_UNIT:
            shown, every = notation.count(_MOST_A_UNIT), notation.count(len(own))
            yield Line(words.say(OfficeText.UP_TO, shown, every), style="dim")


def _table(actions: Sequence[Action], names: Names, words: Words) -> Table:
    table = data_table()
    table.add_column(words.say(Text.DOSSIER), no_wrap=True)
    table.add_column(words.say(ListText.WHAT_TO_DO), overflow="fold")
    table.add_column(words.say(ListText.COMPLETES), width=12)
    for action in actions:
        steps = "; ".join(_steps(action, names, words))
        add_cells(table, plain(action.dossier_code), steps, words.verdict(action.completes))
    return table


def _steps(action: Action, names: Names, words: Words) -> Iterator[str]:
    for kind, slot in action.steps:
        yield f"{words.step(kind)}: {paper_name(action.procedure_code, slot, names, words)}"
