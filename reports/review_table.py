"""One paper for the terminal: what it is, what it may be, what was read and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from config.sections import Language
from reports.decision_words import DecisionWords, Label
from reports.failure_words import FailureWords
from reports.notation import DASH, Notation, page_ranges, plain
from reports.paper_view import PaperView
from reports.terminal import add_cells, data_table, pair_table, section


def review_table(view: PaperView, language: Language) -> RenderableType:
    """Everything that is known of a paper, the decisions last."""
    words = DecisionWords(language)
    return Stack(
        Line(words.say(Label.TITLE, plain(view.id)), style="bold"),
        pair_table(_facts(view, words)),
        *_tables(view, words),
    )


def _facts(view: PaperView, words: DecisionWords) -> Iterator[tuple[str, str]]:
    entry, notation = view.entry, Notation(words.language)
    certainty = notation.number(entry.kind_confidence * 100)
    name = f"{view.kind_name} " if view.kind_name else ""
    yield words.say(Label.KIND), f"{name}{entry.kind} ({certainty} %)"
    for number, piece in enumerate(entry.kind_evidence):
        strength = f"{notation.number(float(piece['strength']) * 100)} %"
        said = f"{words.source(piece['source'])}: {plain(piece['said'])}"
        yield (
            words.say(Label.EVIDENCE) if number == 0 else "",
            f"{said} ({piece['kind'] or DASH}, {strength})",
        )
    yield words.say(Label.SOURCE), plain(entry.source_name)
    yield words.say(Label.PAGES), page_ranges(entry.source_pages)
    yield words.say(Label.SERVES_AS), words.serving(entry.serving)
    yield words.say(Label.STANDING), plain(words.standing(entry))
    if entry.review_reason is not None:
        yield words.say(Label.REASON), words.reason(entry.review_reason)
    if entry.same_as:
        yield words.say(Label.SAME_AS), ", ".join(plain(other) for other in entry.same_as)
    for number, finding in enumerate(
        FailureWords(words.language).findings(entry.findings, entry.gate_failures)
    ):
        yield words.say(Label.FINDINGS) if number == 0 else "", finding


def _tables(view: PaperView, words: DecisionWords) -> Iterator[RenderableType]:
    if view.entry.candidates:
        yield section(words.say(Label.CANDIDATES))
        yield _candidates(view, words)
    yield section(words.say(Label.SLOTS))
    yield pair_table((slot, plain(name)) for slot, name in view.slots.items())
    if view.entry.fields:
        yield section(words.say(Label.FIELDS))
        yield pair_table(_fields(view, words))
    if view.entry.decisions:
        yield section(words.say(Label.DECISIONS))
        yield pair_table(_decisions(view, words))


def _candidates(view: PaperView, words: DecisionWords) -> Table:
    table = data_table()
    for label in (Label.SLOT, Label.CANDIDATES, Label.CERTAINTY):
        table.add_column(words.say(label))
    notation = Notation(words.language)
    for candidate in view.entry.candidates:
        slot = str(candidate["slot"])
        certainty = notation.number(float(candidate["confidence"]) * 100)
        add_cells(table, slot, plain(view.slot_name(slot)), f"{certainty} %")
    return table


def _fields(view: PaperView, words: DecisionWords) -> Iterator[tuple[str, str]]:
    for name, value in view.entry.fields.items():
        if value is not None:
            yield name, plain(value)
        else:
            why = (view.entry.field_evidence.get(name) or {}).get("reason")
            unread = words.say(Label.UNREAD)
            yield name, f"{DASH} {unread}: {why}" if why else f"{DASH} {unread}"


def _decisions(view: PaperView, words: DecisionWords) -> Iterator[tuple[str, str]]:
    """When, and: who: what: before → after (why)."""
    notation = Notation(words.language)
    for decision in view.entry.decisions:
        said = f"{plain(decision.decided_by)}: {words.action(decision.action)}"
        if decision.before and decision.after:
            said += f": {words.serving(decision.before)} → {words.serving(decision.after)}"
        why = f" ({plain(decision.reason)})" if decision.reason else ""
        yield notation.moment(decision.decided_at), said + why
