"""What every form of a report says in the same words: the facts, the headlines, the doubts, the to-do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossiers.indicators import INDICATORS
from dossiers.register import RESULT_SLOT
from dossiers.reporting import DossierLine, Report
from dossiers.states import SlotState
from reports.failure_words import FailureWords
from reports.names import Names
from reports.notation import Notation, plain
from reports.words import Text, Words

# The three ratios that district and provincial reports print first (domain/indicators.md, section 7).
HEADLINES: Mapping[str, Text] = {
    "co_so_hoa_tphs": Text.HAS_COMPONENTS,
    "so_hoa_day_du_tphs": Text.ALL_COMPONENTS,
    "so_hoa_ket_qua": Text.RESULT,
}
INDICATOR = {indicator.id: indicator for indicator in INDICATORS}

_LACKING_RESULT = {SlotState.MISSING, SlotState.FAILED_GATE, SlotState.UNREADABLE}


@dataclass(frozen=True, slots=True)
class ToDo:
    """A dossier that lacks something, and what, in words."""

    line: DossierLine
    lacks: tuple[str, ...]


def facts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and value: what the report is about."""
    notation = Notation(words.language)
    first, last = notation.day(report.period.first), notation.day(report.period.last)
    return [
        (words.say(Text.PERIOD), words.say(Text.FROM_TO, first, last)),
        (words.say(Text.COHORT), words.cohort(report.cohort)),
        (words.say(Text.RULE_SET), _rule_set(report, words)),
        (words.say(Text.COUNTED), notation.count(report.counted)),
        (words.say(Text.GENERATED), notation.moment(report.generated_at)),
    ]


def doubts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and number: what nobody can call complete or incomplete."""
    counted = (
        (Text.DOUBT_UNDETERMINED, report.doubts.undetermined),
        (Text.DOUBT_DUE_UNKNOWN, report.doubts.unknown_due_set),
        (Text.DOUBT_NOTHING_DUE, report.doubts.nothing_to_digitise),
        (Text.DOUBT_UNASSIGNED, report.doubts.unassigned_papers),
    )
    notation = Notation(words.language)
    return [(words.say(text), notation.count(number)) for text, number in counted]


def register_rows(report: Report, words: Words) -> list[tuple[str, str, str, str, str]]:
    """File, kind, rows, the first 12 digits of its SHA-256, and when it was imported."""
    notation = Notation(words.language)
    return [
        (
            plain(source.file),
            words.register_kind(source.kind),
            notation.count(source.rows),
            source.sha256[:12],
            notation.moment(source.imported_at),
        )
        for source in report.register_sources
    ]


def to_do(report: Report, names: Names, words: Words) -> list[ToDo]:
    """The dossiers that lack a paper or a result, or of which that is undetermined."""
    found = (ToDo(line, tuple(_lacks(line, names, words))) for line in report.dossiers or ())
    return [entry for entry in found if entry.lacks]


def _lacks(line: DossierLine, names: Names, words: Words) -> Iterator[str]:
    for slot in line.missing:
        yield _with_reasons(names.paper(line.procedure_code, slot), line, slot, words)
    if line.result in _LACKING_RESULT:
        result = words.say(Text.TODO_RESULT, words.result(line.result))
        yield _with_reasons(result, line, RESULT_SLOT, words)
    if line.due is None:
        yield words.say(Text.DUE_UNKNOWN)
    if line.undetermined:
        undetermined = Notation(words.language).count(line.undetermined)
        yield words.say(Text.TODO_UNDETERMINED, undetermined)


def _with_reasons(lack: str, line: DossierLine, slot: str, words: Words) -> str:
    """What is lacking, and for a paper that was scanned why it does not count."""
    reasons = FailureWords(words.language).reasons(line.gate_failures.get(slot, ()))
    return f"{lack} ({'; '.join(reasons)})" if reasons else lack


def _rule_set(report: Report, words: Words) -> str:
    if report.rule_sets:
        return words.say(Text.RULE_SETS_MIXED, ", ".join(report.rule_sets))
    return report.rule_set or words.say(Text.NOTHING_COUNTED)
