"""The names an official knows: units from the register, papers and procedures from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from config.catalogue import Catalogue
from dossiers.indicators import INDICATORS
from dossiers.register import RESULT_SLOT, Channel, Level
from dossiers.reporting import Breakdown, Report
from reports.notation import DASH, Notation, plain
from reports.phrases import Phrase
from reports.texts import Text
from reports.words import Words


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code; what has no name is called by its code.

    Attributes:
        units: name of a unit by its code.
        indicators: Vietnamese and English name of an indicator of a rule set by its id.
        agency: whose reports these are (`[report] agency`); empty: the unit above all others.
    """

    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}))
    units: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, Phrase] = field(default_factory=dict)
    agency: str = ""

    def unit(self, code: str) -> str:
        """The name of a unit."""
        return plain(self.units.get(code) or code)

    def procedure(self, code: str) -> str:
        """The name of a procedure; empty where the catalogue does not know it."""
        procedure = self.catalogue.get(code)
        return procedure.name_vi if procedure else ""

    def paper(self, procedure_code: str, slot: str) -> str:
        """The name of a component of a procedure."""
        procedure = self.catalogue.get(procedure_code)
        component = procedure.component(slot) if procedure else None
        return component.name_vi if component else plain(slot)


def group_value(breakdown: Breakdown, value: str, names: Names, words: Words) -> str:
    """The value of a group in words: a unit by its name, level and channel translated; a dash for none."""
    show: Mapping[Breakdown, Callable[[str], str]] = {
        Breakdown.UNIT: names.unit,
        Breakdown.LEVEL: lambda level: words.level(Level(level)),
        Breakdown.CHANNEL: lambda channel: words.channel(Channel(channel)),
        Breakdown.MONTH: Notation(words.language).month,
    }
    return show.get(breakdown, plain)(value) or DASH


def paper_name(procedure_code: str, slot: str, names: Names, words: Words) -> str:
    """A paper of a procedure, or its result, in words; no slot: whatever may be due."""
    if slot == RESULT_SLOT:
        return words.say(Text.RESULT_OF_PROCEDURE)
    return names.paper(procedure_code, slot) if slot else words.say(Text.DUE_UNKNOWN)


def indicator_name(indicator: str, report: Report, words: Words) -> str:
    """The name of an indicator of a report, of the contract or of a province's own rule set."""
    own = {known.id: (known.name_vi, known.name_en) for known in report.definitions}
    return name_of_indicator(indicator, own, words)


def name_of_indicator(indicator: str, own: Mapping[str, Phrase], words: Words) -> str:
    """The name of an indicator, of the contract or among a province's `own`; else its id."""
    contract = {known.id: (known.name_vi, known.name_en) for known in INDICATORS}
    return plain(words.in_either(*({**own, **contract}).get(indicator, (indicator, indicator))))
