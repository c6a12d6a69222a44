"""What a night tells of by itself: a ratio that fell, a quarantine that grew, a unit that sent nothing.

Figures and unit codes alone, so that a message may leave the office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from pydantic import AwareDatetime, BaseModel, ConfigDict

from dossiers.ratios import Ratio

NIGHTS_COMPARED = 7
"""A slow slide is one when the best night of a week is compared."""

_MOST_UNITS = 50
# In a small office one dossier is whole points: a fall of fewer than these is chance.
_FEWEST_DOSSIERS = 5
# Of 12,000 papers a night, twenty refused ones are every night's lot.
_REFUSED_OF_A_HUNDRED = 1


class AlertKind(StrEnum):
    """What a message is about; the value is the last part of the event's name in Prefect."""

    RATIO_FELL = "ratio-fell"
    QUARANTINE_GREW = "quarantine-grew"
    UNIT_SILENT = "unit-silent"


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is worth a message (`[alerts]`).

    Attributes:
        ratio_fell_points: percentage points below the best of the last nights.
        quarantine_grew: files refused since the last night.
        silent_unit_days: days without a file; 0: never told.
    """

    ratio_fell_points: float
    quarantine_grew: int
    silent_unit_days: int


class NightFigures(BaseModel):
    """What one night is judged by, and what the following ones are compared with.

    Attributes:
        looked_at: when.
        indicators: over the dossiers received lately.
        taken: files that were taken in hand since the night before was judged; `refused`: of these, those
            that came into quarantine and had not lain there.
        silent: units with papers to send that sent none for days.
        fell: the indicators whose fall was told.
    """

    model_config = ConfigDict(frozen=True)

    looked_at: AwareDatetime
    indicators: dict[str, Ratio]
    taken: int = 0
    refused: int = 0
    silent: tuple[str, ...] = ()
    fell: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One message.

    Attributes:
        message: one sentence in English; numbers, indicator ids and unit codes.
        figures: the same for programs.
    """

    kind: AlertKind
    message: str
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A night that was compared with those before it.

    Attributes:
        alerts: what is worth a message.
        figures: what the next nights are compared with, once the messages are on their way.
    """

    alerts: tuple[Alert, ...]
    figures: NightFigures


def judged(before: Sequence[NightFigures], after: NightFigures, limits: Limits) -> Judged:
    """What got worse. What was told already is not told again as long as it stays so.

    Args:
        before: the nights that told what they had to tell, the newest first; without any, only silent units
            are told.
        after: the night.
        limits: when something is worth a message.
    """
    last = before[0] if before else None
    known = frozenset(last.silent) if last else frozenset()
    falls = {
        name: (best, ratio)
        for name, ratio in after.indicators.items()
        if (best := _best(name, before[:NIGHTS_COMPARED])) and _is_fall(best, ratio, limits)
    }
    alerts = (
        *_fallen(falls),
        *(_grown(after, limits) if last else ()),
        *_silent(sorted({*after.silent} - known), limits.silent_unit_days),
    )
    return Judged(alerts, after.model_copy(update={"fell": tuple(falls)}))


def _silent(units: Sequence[str], days: int) -> tuple[Alert, ...]:
    """One message for all units that have papers to send and sent none for so many days."""
    if not units:
        return ()
    named, more = units[:_MOST_UNITS], len(units) - _MOST_UNITS
    told = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    return (
        Alert(
            AlertKind.UNIT_SILENT,
            f"{_counted(len(units), 'unit')} with papers to send sent none for {days} days: {told}.",
            {"units": named, "count": len(units), "days": days},
        ),
    )


def _fallen(falls: Mapping[str, tuple[Ratio, Ratio]]) -> tuple[Alert, ...]:
    """One message for all indicators: an import that lowers several is one event."""
    if not falls:
        return ()
    told = "; ".join(
        f"{name} by {float(_points(was, now)):.2f} points, "
        f"from {was.numerator} / {was.denominator} to {now.numerator} / {now.denominator}"
        for name, (was, now) in falls.items()
    )
    figures = {
        name: {
            "points": float(round(_points(was, now), 2)),
            "numerator": now.numerator,
            "denominator": now.denominator,
            "numerator_before": was.numerator,
            "denominator_before": was.denominator,
        }
        for name, (was, now) in falls.items()
    }
    return (Alert(AlertKind.RATIO_FELL, f"Of recent dossiers fell: {told}.", {"indicators": figures}),)


def _best(name: str, before: Sequence[NightFigures]) -> Ratio | None:
    """The highest of the nights since its last fall was told."""
    best: Ratio | None = None
    for night in before:
        ratio = night.indicators.get(name)
        if ratio and ratio.denominator and (best is None or _points(ratio, best) > 0):
            best = ratio
        if name in night.fell:
            break
    return best


def _is_fall(was: Ratio, now: Ratio, limits: Limits) -> bool:
    if not now.denominator:
        return False
    points = _points(was, now)
    return (
        points >= Fraction(str(limits.ratio_fell_points))
        and points * now.denominator >= 100 * _FEWEST_DOSSIERS
    )


def _grown(night: NightFigures, limits: Limits) -> tuple[Alert, ...]:
    share = 100 * night.refused >= _REFUSED_OF_A_HUNDRED * night.taken
    if night.refused < limits.quarantine_grew or not share:
        return ()
    more = _counted(night.refused, "file")
    told = f"The quarantine grew by {more} since the last night, of {night.taken} taken in hand."
    return (Alert(AlertKind.QUARANTINE_GREW, told, {"files": night.refused, "taken": night.taken}),)


def _points(was: Ratio, now: Ratio) -> Fraction:
    """How many percentage points it fell; both denominators are above 0."""
    return Fraction(100 * was.numerator, was.denominator) - Fraction(100 * now.numerator, now.denominator)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
