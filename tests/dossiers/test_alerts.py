"""What a night tells of: ratios that fell, a quarantine that grew, units that sent nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.alerts import AlertKind, Limits, NightFigures, judged
from dossiers.ratios import Ratio

LIMITS = Limits(ratio_fell_points=1.0, quarantine_grew=20, silent_unit_days=7)
SOME_DAY = datetime(2026, 11, 22, tzinfo=UTC)


def night(*ratios: tuple[int, int], **figures: object) -> NightFigures:
    names = ("co_so_hoa_tphs", "so_hoa_ket_qua")
    indicators = {name: Ratio.of(*parts) for name, parts in zip(names, ratios, strict=False)}
    return NightFigures.model_validate({"looked_at": SOME_DAY, "indicators": indicators, **figures})


def told(before: list[NightFigures], after: NightFigures) -> list[AlertKind]:
    return [alert.kind for alert in judged(before, after, LIMITS).alerts]


def test_a_ratio_that_fell_by_the_limit_is_told_with_its_numbers() -> None:
    (alert,) = judged([night((800, 1000))], night((790, 1000)), LIMITS).alerts
    assert alert.kind is AlertKind.RATIO_FELL
    assert "co_so_hoa_tphs by 1.00 points, from 800 / 1000 to 790 / 1000" in alert.message
    assert alert.figures["indicators"] == {
        "co_so_hoa_tphs": {
            "points": 1.0,
            "numerator": 790,
            "denominator": 1000,
            "numerator_before": 800,
            "denominator_before": 1000,
        }
    }


def test_less_than_the_limit_a_rise_no_denominator_and_a_few_dossiers_are_not_told() -> None:
    assert told([night((800, 1000))], night((791, 1000))) == []
    assert told([night((700, 1000))], night((800, 1000))) == []
    assert told([night((800, 1000))], night((0, 0))) == []
    assert told([night((20, 20))], night((16, 20))) == [], "four dossiers"
    assert told([], night((1, 1000), refused=999, taken=999)) == [], "the first night"


def test_several_indicators_are_one_message() -> None:
    (alert,) = judged([night((900, 1000), (400, 500))], night((800, 1000), (300, 500)), LIMITS).alerts
    assert "co_so_hoa_tphs by 10.00 points" in alert.message
    assert "so_hoa_ket_qua by 20.00 points" in alert.message


def test_a_slow_slide_is_told_once_and_again_only_when_it_goes_on() -> None:
    nights: list[NightFigures] = []
    seen = []
    for numerator in (9000, 8960, 8920, 8890, 8880, 8870, 8840, 8790):
        result = judged(nights, night((numerator, 10_000)), LIMITS)
        nights.insert(0, result.figures)
        seen.append([alert.message.partition("points")[0].split()[-1] for alert in result.alerts])
    assert seen == [[], [], [], ["1.10"], [], [], [], ["1.00"]]


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(500, 10_000))
def test_a_fall_is_told_exactly_when_it_is_one(before: int, after: int, whole: int) -> None:
    before, after = min(before, whole), min(after, whole)
    assert bool(told([night((before, whole))], night((after, whole)))) == (100 * (before - after) >= whole)


@pytest.mark.parametrize(
    ("refused", "taken", "is_told"),
    [(20, 20, True), (19, 19, False), (120, 12_000, True), (119, 12_000, False)],
)
def test_a_quarantine_that_grew_is_told_by_number_and_share(refused: int, taken: int, is_told: bool) -> None:
    after = night(refused=refused, taken=taken)
    assert told([night()], after) == [AlertKind.QUARANTINE_GREW] * is_told


def test_silent_units_are_one_message_that_does_not_grow_without_end_and_is_not_repeated() -> None:
    units = [f"U{number:03}" for number in range(300)]
    first = judged([], night(silent=units), LIMITS)
    (alert,) = first.alerts
    assert alert.message.startswith("300 units")
    assert alert.message.endswith("U049 and 250 more.")
    assert len(alert.figures["units"]) == 50  # type: ignore[arg-type]
    (alert,) = judged([first.figures], night(silent=[*units[1:], "V"]), LIMITS).alerts
    assert alert.message.endswith("7 days: V.")
    assert told([first.figures], night(silent=units)) == []


def test_figures_are_kept_as_json() -> None:
    kept = judged([night((900, 1000))], night((800, 1000), silent=("U",)), LIMITS).figures
    assert kept.fell == ("co_so_hoa_tphs",)
    assert NightFigures.model_validate(kept.model_dump(mode="json")) == kept
