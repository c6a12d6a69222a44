"""Rule sets: what the law says about counting, by the date of reception. Data: `config/data/rules`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, model_validator

from dossiers.conditions import Amount, Condition
from dossiers.register_guard import Exclusion
from dossiers.scoring import ScoringRule

MIXED = "mixed"


class IndicatorRule(BaseModel):
    """How an indicator is counted.

    A dossier of the cohort counts where `population` holds and `excludes` does not. The numerator counts only
    dossiers that count in the denominator, so no ratio exceeds 1.

    Attributes:
        id: its public name.
        source: the paragraph it rests on.
        excludes: who of the population is left out of both parts.
        numerator, denominator: a condition, or both a sum: `{sum: digitised}` over `{sum: due}`.
        numerator_vi, numerator_en, denominator_vi, denominator_en: the same in words, for officials.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name_vi: str
    name_en: str
    source: str
    population: Condition
    excludes: Condition | None = None
    numerator: Amount
    denominator: Amount
    numerator_vi: str = ""
    numerator_en: str = ""
    denominator_vi: str = ""
    denominator_en: str = ""

    @model_validator(mode="after")
    def _sums_go_together(self) -> IndicatorRule:
        if (self.numerator.sum, self.denominator.sum) not in {(None, None), ("digitised", "due")}:
            raise ValueError("a sum is {sum: digitised} over {sum: due}: other ratios could exceed 1")
        return self

    @property
    def sums_components(self) -> bool:
        """Whether it counts components instead of dossiers."""
        return self.denominator.sum is not None

    def counts(self, bits: int) -> bool:
        """Whether a dossier of these facts stands in the denominator."""
        is_excluded = self.excludes is not None and self.excludes.holds(bits)
        return self.population.holds(bits) and not is_excluded and self.denominator.holds(bits)

    def achieves(self, bits: int) -> bool:
        """Whether it stands in the numerator too."""
        return self.counts(bits) and self.numerator.holds(bits)


class RuleSet(BaseModel):
    """One rule set.

    Attributes:
        id: its public name, e.g. `2022-766`.
        valid_from: the first reception date it governs.
        source: the legal text.
        online_exempt: dossiers filed online owe no digitised components (Circular 03/2025/TT-VPCP art. 5).
        indicators: in the order of reports.
        scoring: the group of indicators that gives points.
        exclusions: why a dossier stands outside the count, with the paragraph, in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    valid_from: date
    source: str
    online_exempt: bool
    indicators: tuple[IndicatorRule, ...] = ()
    scoring: ScoringRule | None = None
    exclusions: dict[Exclusion, str] = {}

    @model_validator(mode="after")
    def _names_are_known_once(self) -> RuleSet:
        ids = Counter(rule.id for rule in self.indicators)
        if twice := [name for name, times in ids.items() if times > 1]:
            raise ValueError(f"the indicator {twice[0]} is defined twice")
        for score in self.scoring.scores if self.scoring else ():
            if score.indicator is not None and score.indicator not in ids:
                raise ValueError(f"{score.code} is scored on {score.indicator}, which is no indicator here")
        return self


def rule_set_on(day: date, rule_sets: Sequence[RuleSet]) -> RuleSet:
    """The rule set that governs a dossier received on that day; before all of them, the first one.

    Of two that begin on one day the later in the sequence: a province's own stands behind the shipped ones.
    """
    ordered = sorted(rule_sets, key=lambda rules: rules.valid_from)
    governing = [rules for rules in ordered if rules.valid_from <= day]
    return governing[-1] if governing else ordered[0]


def name_of(ids: Iterable[str]) -> str:
    """How a report names its rule sets: the one, or `mixed`; empty where there is no dossier."""
    distinct = sorted(set(ids))
    return distinct[0] if len(distinct) == 1 else MIXED if distinct else ""
