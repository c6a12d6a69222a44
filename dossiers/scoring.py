"""The points of a rule set's scored group (Decision 766/QĐ-TTg: digitisation, 22 points)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel, ConfigDict, model_validator

from dossiers.ratios import Ratio

_CENT = Decimal("0.01")
_PERCENT = Decimal(100)


class ScoreRule(BaseModel):
    """How one component indicator gives points; the attributes are those of `Score`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name_vi: str
    name_en: str
    indicator: str | None = None
    most: Decimal
    full_at: Decimal | None = None


class ScoringRule(BaseModel):
    """The scored group of a rule set, as its data says it.

    Attributes:
        most: the points of the whole group.
        source: the paragraph it rests on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    most: Decimal
    scores: tuple[ScoreRule, ...]

    @model_validator(mode="after")
    def _points_add_up(self) -> ScoringRule:
        together = sum((score.most for score in self.scores), Decimal(0))
        if together != self.most:
            raise ValueError(f"the points of the components are {together} together, not {self.most}")
        return self


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
        rule_set: whose points these are: of the dossiers that it governs.
        most: the points of the whole group.
        measured_most: the points of those components that are measured here.
        points: what these have together, the printed points added up; None where none is measured.
        scores: the components in the decision's order.
    """

    model_config = ConfigDict(frozen=True)

    rule_set: str
    most: Decimal
    measured_most: Decimal
    points: Decimal | None
    scores: tuple[Score, ...]


def scored(rule_set: str, rule: ScoringRule, indicators: Mapping[str, Ratio]) -> Scoring:
    """The points that these indicators give."""
    scores = tuple(
        Score(**score.model_dump(), points=_points(score, indicators.get(score.indicator or "")))
        for score in rule.scores
    )
    given = [score.points for score in scores if score.points is not None]
    return Scoring(
        rule_set=rule_set,
        most=rule.most,
        measured_most=sum((score.most for score in scores if score.indicator is not None), Decimal(0)),
        points=sum(given, Decimal(0)) if given else None,
        scores=scores,
    )


def _points(rule: ScoreRule, ratio: Ratio | None) -> Decimal | None:
    """From numerator and denominator, not from the rounded ratio: 79.999 % is not 80 %."""
    if ratio is None or ratio.denominator == 0:
        return None
    percent = _PERCENT * ratio.numerator / ratio.denominator
    full_at = rule.full_at or _PERCENT
    return (min(percent / full_at, Decimal(1)) * rule.most).quantize(_CENT, ROUND_HALF_UP)
