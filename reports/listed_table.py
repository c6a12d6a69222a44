"""The dossiers behind one figure of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from config.sections import Language
from dossiers.counting import Which
from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.reporting import DossierLine
from reports.csv_report import Row
from reports.issue_texts import ListedText
from reports.names import Names, name_of_indicator
from reports.notation import DASH, Notation, plain
from reports.office_texts import OfficeText
from reports.terminal import add_cells, data_table, pair_table
from reports.texts import Text
from reports.words import Words

_HEADINGS: Mapping[Which, ListedText] = {which: ListedText[which.name] for which in Which}


@dataclass(frozen=True, slots=True)
class Behind:
    """The dossiers behind one figure: of the period's cohort, those that `which` says, of the indicator."""

    period: Period
    cohort: Cohort
    indicator: str
    which: Which
    lines: tuple[DossierLine, ...]


def listed_table(behind: Behind, language: Language, names: Names) -> RenderableType:
    """What they are, how many, and each with its own ratio, for the terminal."""
    words, notation = Words(language), Notation(language)
    first, last = notation.day(behind.period.first), notation.day(behind.period.last)
    name = name_of_indicator(behind.indicator, names.indicators, words)
    return Stack(
        Line(words.say(_HEADINGS[behind.which], name), style="bold"),
        pair_table(
            [
                (words.say(Text.PERIOD), words.say(Text.FROM_TO, first, last)),
                (words.say(Text.COHORT), words.cohort(behind.cohort)),
                (words.say(OfficeText.COUNTED), notation.count(len(behind.lines))),
            ]
        ),
        _table(behind.lines, words, names),
    )


def listed_json(behind: Behind) -> dict[str, Any]:
    """The same as JSON; a dossier in the shape of `sohoa report --dossiers`."""
    return {
        "period": {"from": behind.period.first.isoformat(), "to": behind.period.last.isoformat()},
        "cohort": behind.cohort.value,
        "indicator": behind.indicator,
        "list": behind.which.value,
        "dossier_count": len(behind.lines),
        "dossiers": [line.model_dump(mode="json", exclude={"gate_failures"}) for line in behind.lines],
    }


def listed_rows(behind: Behind) -> Iterator[Row]:
    """The header, then one row a dossier; `missing` is `;`-separated, an unknown value is empty."""
    columns = [name for name in DossierLine.model_fields if name != "gate_failures"]
    yield tuple(columns)
    for line in behind.lines:
        values = line.model_dump(mode="json")
        yield tuple(_cell(values[name]) for name in columns)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


def _table(lines: Iterable[DossierLine], words: Words, names: Names) -> Table:
    notation = Notation(words.language)
    table = data_table()
    table.add_column(f"{words.say(Text.DOSSIER)}\n{words.say(Text.PROCEDURE)}", no_wrap=True)
    table.add_column(words.say(Text.UNIT), overflow="fold")
    table.add_column(words.say(Text.DIGITISED_OF_DUE), justify="right", width=9)
    table.add_column(words.say(Text.RESULT), width=10)
    table.add_column(words.say(Text.MISSING), overflow="fold")
    for line in lines:
        missing = "; ".join(names.paper(line.procedure_code, slot) for slot in line.missing)
        add_cells(
            table,
            f"{plain(line.dossier_code)}\n{plain(line.procedure_code)}",
            names.unit(line.unit_code),
            f"{notation.count(line.digitised)} / {notation.count(line.due)}",
            words.result(line.result),
            missing or DASH,
        )
    return table
