"""How each indicator of a report is counted, in words; what two rule sets count alike stands once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dossiers.reporting import Definition, Report
from reports.words import Words


@dataclass(frozen=True, slots=True)
class DefinitionInWords:
    """An indicator in words.

    Attributes:
        source: the paragraph it rests on.
        rule_sets: by which it is counted so.
    """

    id: str
    name: str
    numerator: str
    denominator: str
    source: str
    rule_sets: tuple[str, ...] = ()


def definitions(report: Report, words: Words) -> list[DefinitionInWords]:
    """The indicators of the report, in its order."""
    found: dict[DefinitionInWords, tuple[str, ...]] = {}
    for definition in report.definitions:
        entry = _in_words(definition, words)
        found[entry] = (*found.get(entry, ()), definition.rule_set)
    order = {name: number for number, name in enumerate(report.total)}
    entries = (replace(entry, rule_sets=rule_sets) for entry, rule_sets in found.items())
    return sorted(entries, key=lambda entry: order[entry.id])


def _in_words(definition: Definition, words: Words) -> DefinitionInWords:
    return DefinitionInWords(
        id=definition.id,
        name=words.in_either(definition.name_vi, definition.name_en),
        numerator=words.in_either(definition.numerator_vi, definition.numerator_en),
        denominator=words.in_either(definition.denominator_vi, definition.denominator_en),
        source=definition.source,
    )
