"""Conditions over the facts of a dossier, as a rule set writes them: `all`, `any`, `not`, names of facts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dossiers.fact_names import Fact

_OPERATORS = ("fact", "all", "any", "not")


class Condition(BaseModel):
    """One node of a condition: a fact by its name, or `all`, `any`, `not` of further conditions.

    In YAML a fact is its bare name: `{all: [resolved, {not: result_file}]}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: Fact | None = None
    all: tuple[Condition, ...] | None = None
    any: tuple[Condition, ...] | None = None
    not_: Condition | None = Field(None, alias="not")

    @model_validator(mode="before")
    @classmethod
    def _one_operator(cls, raw: object) -> object:
        if isinstance(raw, str):
            if raw not in set(Fact):
                raise ValueError(f"{raw} is no fact; known are {', '.join(Fact)}")
            return {"fact": raw}
        if not isinstance(raw, dict) or len(raw) != 1 or next(iter(raw)) not in _OPERATORS:
            raise ValueError("a condition is the name of a fact, or one of all, any, not")
        if raw.get("all") == [] or raw.get("any") == []:
            raise ValueError("all and any need at least one condition")
        return raw

    def holds(self, bits: int) -> bool:
        """Whether it holds for a set of facts."""
        if self.fact is not None:
            return bool(bits & self.fact.bit)
        if self.all is not None:
            return all(part.holds(bits) for part in self.all)
        if self.any is not None:
            return any(part.holds(bits) for part in self.any)
        return self.not_ is not None and not self.not_.holds(bits)


class Amount(BaseModel):
    """What a dossier adds to a numerator or denominator: one where a condition holds, or a count of its own.

    In YAML a condition, or `{sum: due}`, `{sum: digitised}`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    condition: Condition | None = None
    sum: Literal["due", "digitised"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _either(cls, raw: Any) -> object:  # noqa: ANN401 - whatever the YAML holds
        return raw if isinstance(raw, dict) and "sum" in raw else {"condition": raw}

    def holds(self, bits: int) -> bool:
        """Whether the dossier adds anything."""
        return self.condition is None or self.condition.holds(bits)
