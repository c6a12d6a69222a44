"""Rule sets: what the law says about counting, by the date of reception."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

MIXED = "mixed"


class RuleSet(BaseModel):
    """One rule set.

    Attributes:
        id: its public name, e.g. `2022-766`.
        valid_from: the first reception date it governs.
        source: the legal text.
        online_exempt: dossiers filed online owe no digitised components (Circular 03/2025/TT-VPCP art. 5).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    valid_from: date
    source: str
    online_exempt: bool


def rule_set_on(day: date, rule_sets: Sequence[RuleSet]) -> RuleSet:
    """The rule set that governs a dossier received on that day; before all of them, the first one."""
    ordered = sorted(rule_sets, key=lambda rules: rules.valid_from)
    governing = [rules for rules in ordered if rules.valid_from <= day]
    return governing[-1] if governing else ordered[0]


def name_of(ids: Iterable[str]) -> str:
    """How a report names its rule sets: the one, or `mixed`; empty where there is no dossier."""
    distinct = sorted(set(ids))
    return distinct[0] if len(distinct) == 1 else MIXED if distinct else ""
