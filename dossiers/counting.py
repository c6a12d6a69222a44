"""Counting: kinds of dossiers in, ratios out. Everything that is counted is counted here, by the rule sets.

Dossiers of one kind are alike to every rule: under the same rule set, with the same facts, ended alike. A
register of a million dossiers has some hundred kinds; each is judged once, and what it adds to an indicator
is a weight of 0 or 1 for each of its dossiers (or for each of its components).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from operator import add
from typing import NamedTuple

from dossiers.fact_names import Fact
from dossiers.facts import Ending
from dossiers.indicators import CONTRACT_IDS, Indicators
from dossiers.ratios import Ratio
from dossiers.register_guard import Exclusion
from dossiers.rules import IndicatorRule, RuleSet


class Kind(NamedTuple):
    """Dossiers that are alike to every rule.

    Attributes:
        facts: without those of the ending (`DossierFacts.bits`).
        ending: as of the last day of the period.
    """

    rule_set: str
    facts: int
    ending: Ending

    @property
    def bits(self) -> int:
        """All its facts."""
        return self.facts | self.ending.bits


class Sums(NamedTuple):
    """How many dossiers, and their components and papers together."""

    dossiers: int = 0
    due: int = 0
    digitised: int = 0
    unassigned: int = 0

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(*(one + two for one, two in zip(self, other, strict=True)))


Tally = Mapping[Kind, Sums]


class Cell(NamedTuple):
    """How many dossiers, and their indicators.

    Attributes:
        parts: numerator and denominator of each indicator in turn, in the order of `Counting.ids`.
    """

    counted: int
    parts: tuple[int, ...]

    def plus(self, other: Cell) -> Cell:
        """Both together; numerators and denominators add up, ratios do not."""
        return Cell(self.counted + other.counted, tuple(map(add, self.parts, other.parts)))


class Which(StrEnum):
    """Which of the dossiers behind a figure.

    Attributes:
        MISSING: in the denominator, not in the numerator (of components: not all digitised).
        UNDETERMINED: in the denominator, and nobody knows its due papers, or whether one of them is due.
        EXCLUDED: of the cohort, in neither part; deleted ones too.
    """

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    MISSING = "missing"
    UNDETERMINED = "undetermined"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Weights:
    """What a dossier of a kind adds to an indicator: 1 or 0 to each part.

    Attributes:
        of_components: times its digitised components, and its due ones.
    """

    numerator: bool
    denominator: bool
    of_components: bool


_NOTHING = Weights(numerator=False, denominator=False, of_components=False)


class Counting:
    """The rules of several rule sets, as one.

    Attributes:
        ids: the indicators, those of the contract first, then a province's own.
    """

    def __init__(self, rule_sets: Sequence[RuleSet]) -> None:
        """Takes the rules of each set; where two sets define an indicator, each counts its own dossiers."""
        self._rule_sets = {rules.id: rules for rules in rule_sets}
        self._rules = {rules.id: {rule.id: rule for rule in rules.indicators} for rules in rule_sets}
        own = (rule.id for rules in rule_sets for rule in rules.indicators)
        self._known: dict[Kind, tuple[Weights, ...]] = {}
        self.ids: tuple[str, ...] = tuple(dict.fromkeys([*CONTRACT_IDS, *own]))

    @property
    def of_components(self) -> frozenset[str]:
        """The indicators that count components, not dossiers."""
        return frozenset(
            name for rules in self._rules.values() for name, rule in rules.items() if rule.sums_components
        )

    def rule_set(self, name: str) -> RuleSet:
        """The rule set of that name."""
        return self._rule_sets[name]

    def rule(self, kind: Kind, indicator: str) -> IndicatorRule | None:
        """How a kind's rule set counts an indicator; None where it does not know it."""
        return self._rules[kind.rule_set].get(indicator)

    def weights(self, kind: Kind) -> tuple[Weights, ...]:
        """What a dossier of the kind adds to each indicator, in the order of `ids`."""
        if kind not in self._known:
            self._known[kind] = tuple(self._weights(kind, indicator) for indicator in self.ids)
        return self._known[kind]

    def cell(self, tally: Tally) -> Cell:
        """All these dossiers together; deleted ones are out of everything."""
        total = Cell(0, (0, 0) * len(self.ids))
        for kind, sums in tally.items():
            if kind.ending is not Ending.DELETED:
                parts = tuple(chain.from_iterable(_part(part, sums) for part in self.weights(kind)))
                total = total.plus(Cell(sums.dossiers, parts))
        return total

    def indicators(self, cell: Cell) -> Indicators:
        """The ratios of a cell."""
        parts = zip(self.ids, cell.parts[::2], cell.parts[1::2], strict=True)
        return {name: Ratio.of(part, whole) for name, part, whole in parts}

    def exclusion(self, kind: Kind) -> Exclusion | None:
        """Why a kind stands outside the ratios of components, or outside everything."""
        if kind.ending is Ending.DELETED:
            return Exclusion.DELETED
        if not kind.facts & Fact.NOTHING_TO_DIGITISE.bit:
            return None
        filed_online = self._rule_sets[kind.rule_set].online_exempt and kind.facts & Fact.FILED_ONLINE.bit
        return Exclusion.FILED_ONLINE if filed_online else Exclusion.NOTHING_TO_DIGITISE

    def stands(self, kind: Kind, indicator: str, which: Which) -> bool:
        """Whether dossiers of the kind stand behind a figure.

        Of an indicator that counts components the numerator holds those with a digitised component, and
        `MISSING` those that are not complete.
        """
        if kind.ending is Ending.DELETED:
            return which is Which.EXCLUDED
        weights = self._weights(kind, indicator)
        has_some = bool(kind.facts & Fact.COMPONENT_DIGITISED.bit)
        lacks_some = bool(kind.facts & Fact.INCOMPLETE.bit)
        of_components = weights.of_components
        counts = weights.denominator and (not of_components or has_some or lacks_some)
        match which:
            case Which.EXCLUDED:
                return not counts
            case Which.NUMERATOR:
                return counts and weights.numerator and (not of_components or has_some)
            case Which.MISSING:
                return counts and (lacks_some if of_components else not weights.numerator)
            case Which.UNDETERMINED:
                doubts = Fact.UNDETERMINED.bit | Fact.DUE_SET_UNKNOWN.bit
                return counts and bool(kind.facts & doubts)
            case Which.DENOMINATOR:
                return counts

    def _weights(self, kind: Kind, indicator: str) -> Weights:
        rule = self.rule(kind, indicator)
        if rule is None or kind.ending is Ending.DELETED:
            return _NOTHING
        return Weights(rule.achieves(kind.bits), rule.counts(kind.bits), rule.sums_components)


def together(tallies: Iterable[Tally]) -> dict[Kind, Sums]:
    """Several tallies as one."""
    total: dict[Kind, Sums] = {}
    for tally in tallies:
        for kind, sums in tally.items():
            total[kind] = total[kind].plus(sums) if kind in total else sums
    return total


def _part(weights: Weights, sums: Sums) -> tuple[int, int]:
    if weights.of_components:
        return weights.numerator * sums.digitised, weights.denominator * sums.due
    return weights.numerator * sums.dossiers, weights.denominator * sums.dossiers
