"""The domain against a brute-force reading of the contract, and laws that hold for every register."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.ratios import percentage
from dossiers.reporting import Breakdown
from tests.dossiers import oracle
from tests.dossiers.building import report
from tests.dossiers.cases import IDS, PERIODS, Case, cases, judged

rarely = settings(max_examples=60, deadline=None)
often = settings(max_examples=250, deadline=None)

registers = st.lists(cases(), max_size=5, unique_by=lambda case: case["code"])
periods = st.sampled_from(PERIODS)
cohorts = st.sampled_from(Cohort)


def between(days: tuple[str, str]) -> Period:
    return Period(first=date.fromisoformat(days[0]), last=date.fromisoformat(days[1]))


def totals(register: list[Case], days: tuple[str, str], cohort: Cohort) -> dict[str, tuple[int, int]]:
    made = report(*map(judged, register), period=between(days), cohort=cohort)
    return {name: (ratio.numerator, ratio.denominator) for name, ratio in made.total.items()}


@often
@given(cases())
def test_every_slot_and_every_count_of_a_dossier(case: Case):
    status, expected = judged(case), oracle.judge(case)
    event("rows" if oracle.listed_rows(case) else "catalogue" if expected["known"] else "unknown due set")
    event(f"complete: {expected['complete']}")
    assert {slot.id: slot.state.value for slot in status.slots} == {
        name: slot["state"] for name, slot in expected["slots"].items()
    }
    exempt = ("exempt", "present_only")
    assert {slot.id: slot.due for slot in status.slots if slot.state not in exempt} == {
        name: slot["due"] for name, slot in expected["slots"].items() if slot["state"] not in exempt
    }
    counts = status.components
    assert (counts.due, counts.digitised, counts.undetermined, counts.ratio) == (
        expected["due"],
        expected["digitised"],
        expected["undetermined"],
        expected["ratio"],
    )
    assert status.complete is expected["complete"]
    assert sorted(status.missing) == sorted(expected["missing"])
    assert {"due": status.result.due, "state": status.result.state.value} == expected["result"]


@rarely
@given(registers, periods, cohorts)
def test_all_seven_indicators(register: list[Case], days: tuple[str, str], cohort: Cohort):
    expected = oracle.count_indicators(register, cohort.value, *days)
    assert totals(register, days, cohort) == expected


@rarely
@given(registers, periods, cohorts)
def test_ratios_lie_between_nothing_and_everything(
    register: list[Case], days: tuple[str, str], cohort: Cohort
):
    for numerator, denominator in totals(register, days, cohort).values():
        assert 0 <= numerator <= denominator


@rarely
@given(registers, periods, cohorts, st.sets(st.sampled_from(Breakdown), min_size=1, max_size=2))
def test_groups_add_up_to_the_total(
    register: list[Case], days: tuple[str, str], cohort: Cohort, by: set[Breakdown]
):
    made = report(*map(judged, register), period=between(days), cohort=cohort, by=sorted(by))
    for name, total in made.total.items():
        parts = [group.indicators[name] for group in made.groups]
        assert sum(part.numerator for part in parts) == total.numerator
        assert sum(part.denominator for part in parts) == total.denominator
    assert len({tuple(group.by.items()) for group in made.groups}) == len(made.groups)


@rarely
@given(registers, periods, cohorts, st.randoms(use_true_random=False))
def test_the_order_of_dossiers_does_not_matter(register, days, cohort, random):
    shuffled = random.sample(register, len(register))
    assert totals(shuffled, days, cohort) == totals(register, days, cohort)


@rarely
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_matter(case: Case, random):
    shuffled = case | {"papers": random.sample(case["papers"], len(case["papers"]))}
    assert judged(shuffled).components == judged(case).components
    assert judged(shuffled).complete is judged(case).complete


@often
@given(cases(), st.sampled_from((*IDS, "result", "Giấy khác", None)))
def test_one_more_usable_paper_never_harms(case: Case, slot: str | None):
    """It may settle a condition (one more due, one more digitised); it takes nothing away."""
    more = case | {"papers": [*case["papers"], {"number": 99, "slot": slot, "state": "usable"}]}
    before, after = judged(case), judged(more)
    assert after.components.digitised >= before.components.digitised
    assert len(after.missing) <= len(before.missing)
    assert after.components.undetermined <= before.components.undetermined
    if before.components.ratio is not None:
        assert float(after.components.ratio) >= float(before.components.ratio)
    if before.complete is True:
        assert after.complete is True
    if before.complete is None:
        assert after.complete is not False
    days, cohort = PERIODS[-1], Cohort.RECEIVED
    fewer, now = totals([case], days, cohort), totals([more], days, cohort)
    for name, (numerator, denominator) in fewer.items():
        more_numerator, more_denominator = now[name]
        assert more_numerator * denominator >= numerator * more_denominator


@rarely
@given(cases())
def test_a_paper_that_nobody_assigned_changes_no_count(case: Case):
    more = case | {"papers": [*case["papers"], {"number": 99, "slot": None, "state": "usable"}]}
    assert judged(more).components == judged(case).components
    assert totals([more], PERIODS[-1], Cohort.RECEIVED) == totals([case], PERIODS[-1], Cohort.RECEIVED)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_percentages_are_half_up_and_never_round_to_100(data: st.DataObject):
    denominator = data.draw(st.one_of(st.integers(0, 400), st.integers(0, 10**9)))
    near_the_end = st.integers(max(0, denominator - 3), denominator)
    numerator = data.draw(st.one_of(st.integers(0, denominator), near_the_end))
    found = percentage(numerator, denominator)
    assert found == oracle.percent(numerator, denominator)
    assert (found == "100.00") == (numerator == denominator != 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20_000), st.integers(1, 9999))
def test_ties_go_up(share: int, scale: int):
    """An exact half of a hundredth: `share` + ½ hundredths of a percent."""
    numerator, denominator = (2 * share + 1) * scale, 20_000 * scale
    assume(numerator < denominator - scale)
    hundredths = share + 1
    assert percentage(numerator, denominator) == f"{hundredths // 100}.{hundredths % 100:02d}"
