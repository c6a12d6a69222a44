"""Ratios as they are published: integers, Decimal, two decimals, half up, never rounded up to 100."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, computed_field

_CENT = Decimal("0.01")
_ALMOST = Decimal("99.99")


def percentage(numerator: int, denominator: int) -> str | None:
    """The percentage as text with two decimals; None for denominator 0 (indicators.md 1.5, rules 6, 7).

    Half up, and never "100.00" while the numerator is smaller: 29,999 of 30,000 is "99.99".
    """
    if denominator == 0:
        return None
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    rounded = exact.quantize(_CENT, ROUND_HALF_UP)
    if numerator < denominator:
        rounded = min(rounded, _ALMOST)
    return str(rounded)


class Ratio(BaseModel):
    """A numerator over a denominator, and the percentage as published."""

    model_config = ConfigDict(frozen=True)

    numerator: int = 0
    denominator: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ratio(self) -> str | None:
        """The percentage with two decimals, or None."""
        return percentage(self.numerator, self.denominator)

    @classmethod
    @lru_cache(maxsize=2**16)
    def of(cls, numerator: int, denominator: int) -> Ratio:
        """The ratio; a report of many units has few distinct ones."""
        return cls(numerator=numerator, denominator=denominator)

    def __add__(self, other: Ratio) -> Ratio:
        """Numerators and denominators add up; ratios do not."""
        return Ratio(
            numerator=self.numerator + other.numerator, denominator=self.denominator + other.denominator
        )
