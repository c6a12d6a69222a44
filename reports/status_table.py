"""One dossier for the terminal: each due paper and how it stands."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from config.sections import Language
from dossiers.completeness import DossierStatusReport, SlotStatus
from dossiers.states import Paper, SlotState
from reports.failure_words import FailureWords
from reports.json_status import failures_of, findings_of
from reports.names import Names
from reports.notation import DASH, Notation, page_ranges, plain
from reports.terminal import Cell, add_cells, data_table, pair_table, section
from reports.texts import Text
from reports.words import Words

_STYLES = {
    SlotState.USABLE: "green",
    SlotState.REUSED: "green",
    SlotState.MISSING: "red",
    SlotState.FAILED_GATE: "red",
    SlotState.UNREADABLE: "red",
    SlotState.UNDETERMINED: "yellow",
}


def status_table(status: DossierStatusReport, language: Language, names: Names) -> RenderableType:
    """The dossier's verdict, then its slots, its result and its unassigned papers."""
    words = Words(language)
    return Stack(
        Line(words.say(Text.STATUS_TITLE, plain(status.record.dossier_code)), style="bold"),
        pair_table(_verdict(status, names, words)),
        section(words.say(Text.PAPERS_AND_RESULT)),
        _paper_table(status, words),
    )


def _verdict(status: DossierStatusReport, names: Names, words: Words) -> list[tuple[str, str]]:
    code = status.record.procedure_code
    return [
        (words.say(Text.PROCEDURE), f"{plain(code)} {names.procedure(code)}".strip()),
        (words.say(Text.UNIT), names.unit(status.record.unit_code)),
        (words.say(Text.COMPLETE), words.verdict(status.complete)),
        (words.say(Text.COMPONENTS), _components(status, words)),
    ]


def _components(status: DossierStatusReport, words: Words) -> str:
    counts = status.components
    if counts.due is None:
        return words.say(Text.DUE_UNKNOWN)
    ratio = Notation(words.language).percent(counts.ratio)
    known = f"{counts.digitised} / {counts.due} ({ratio})"
    if not counts.undetermined:
        return known
    return f"{known} {words.say(Text.COMPONENTS_UNDETERMINED, counts.undetermined)}"


def _paper_table(status: DossierStatusReport, words: Words) -> Table:
    table = data_table()
    table.add_column(words.say(Text.COMPONENT))
    table.add_column(words.say(Text.IS_DUE))
    table.add_column(words.say(Text.STATE))
    table.add_column(words.say(Text.PAPERS))
    table.add_column(words.say(Text.FINDINGS))
    for slot in status.slots:
        state = Line(words.state(slot.state), style=_STYLES.get(slot.state, ""))
        add_cells(table, _name(slot, words), words.verdict(slot.due), state, *_scans(slot.papers, words))
    table.add_section()
    result = status.result
    state = Line(words.result(result.state), style=_STYLES.get(result.state, ""))
    add_cells(table, words.say(Text.RESULT), words.verdict(result.due), state, *_scans(result.papers, words))
    for paper in status.unassigned:
        unassigned = Line(words.say(Text.UNASSIGNED), style="yellow")
        add_cells(table, unassigned, DASH, DASH, *_scans((paper,), words))
    return table


def _name(slot: SlotStatus, words: Words) -> Cell:
    name = plain(slot.name)
    return name if slot.group is None else words.say(Text.ONE_OF, name, slot.group)


def _scans(papers: Iterable[Paper], words: Words) -> tuple[str, str]:
    """The papers with their pages, and what the checks found on them."""
    papers = tuple(papers)
    scans = (
        words.say(
            Text.PURGED_PAGES if paper.purged else Text.PAPER_PAGES, paper.number, page_ranges(paper.pages)
        )
        for paper in papers
    )
    findings = FailureWords(words.language).findings(findings_of(papers), failures_of(papers))
    return ", ".join(scans) or DASH, "; ".join(findings) or DASH
