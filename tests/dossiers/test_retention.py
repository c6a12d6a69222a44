"""From which day on an object may be deleted."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.sections import LONGEST_RETENTION_DAYS
from dossiers.register import DossierRecord, DossierStatus, Level
from dossiers.retention import ended_on, rule_of

DAY = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ENDS = {DossierStatus.RETURNED, DossierStatus.REFUSED, DossierStatus.WITHDRAWN}


def record(status: DossierStatus, resolved_on: date | None, closed_on: date | None) -> DossierRecord:
    return DossierRecord(
        dossier_code="H40.12-250805-0001",
        procedure_code="1.001193",
        unit_code="H40.12",
        level=Level.COMMUNE,
        received_on=date(2020, 1, 1),
        status=status,
        resolved_on=resolved_on,
        closed_on=closed_on,
    )


@given(st.integers(1, LONGEST_RETENTION_DAYS), DAY, DAY)
def test_an_object_is_kept_its_days_after_both_the_end_and_its_writing(
    days: int, ended: date, written: date
) -> None:
    rule = rule_of(days, ended=ended, written=written)
    assert rule is not None
    kept = timedelta(days=days)
    assert rule.ends_on >= ended + kept
    assert rule.ends_on >= written + kept
    assert rule.ends_on in {ended + kept, written + kept}


@given(st.integers(1, LONGEST_RETENTION_DAYS), DAY)
def test_nothing_of_an_open_dossier_is_ever_due(days: int, written: date) -> None:
    assert rule_of(days, ended=None, written=written) is None


@given(DAY)
def test_zero_days_are_for_good(day: date) -> None:
    rule = rule_of(0, ended=day, written=day)
    assert rule is not None
    assert rule.ends_on == date.max


@given(st.sampled_from(DossierStatus), st.none() | DAY, st.none() | DAY)
def test_a_dossier_ends_on_the_day_that_fits_its_status_or_not_at_all(
    status: DossierStatus, resolved_on: date | None, closed_on: date | None
) -> None:
    ended = ended_on(record(status, resolved_on, closed_on))
    if status is DossierStatus.RESOLVED:
        assert ended == resolved_on
    elif status in ENDS:
        assert ended == closed_on
    else:
        assert ended is None


def test_a_dossier_that_no_register_holds_never_ended() -> None:
    assert ended_on(None) is None
