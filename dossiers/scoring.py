"""The points of a rule set's scored group (Decision 766/QĐ-TTg: digitisation, 22 points)."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class Score(BaseModel):
    """The points of one component indicator.

    Attributes:
        code: its number in the decision, `4.2`.
        name_vi, name_en: its name.
        indicator: the indicator it is scored on; None where nothing of ours measures it.
        most: its points at full score.
        full_at: the ratio in percent from which it has full score; below, pro rata. None: ratio x points.
        points: what it has, two decimals half up; None where it is not measured or its denominator is 0.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    name_vi: str
    name_en: str
    indicator: str | None
    most: Decimal
    full_at: Decimal | None
    points: Decimal | None


class Scoring(BaseModel):
    """The scored group of a rule set.

    Attributes:
        rule_set: whose points these are.
        most: the points of the whole group.
        measured_most: the points of those components that are measured here.
        points: what these have together; None where none is measured.
        scores: the components in the decision's order.
    """

    model_config = ConfigDict(frozen=True)

    rule_set: str
    most: Decimal
    measured_most: Decimal
    points: Decimal | None
    scores: tuple[Score, ...]
