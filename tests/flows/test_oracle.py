"""Registers, slips and stored papers in, a report out: an oracle that shares no import with it agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dossiers.indicators import Cohort
from dossiers.reporting import Breakdown, Report
from tests.flows import agreeing
from tests.flows.agreeing import parts, whole
from tests.flows.handed_in import Desk, opened_desk
from tests.oracle.cases import PERIODS, SLOTS, Texts, offices
from tests.oracle.counting import Span
from tests.oracle.judging import judged
from tests.oracle.smallest import smallest
from tests.oracle.texts import Paper

THOUSANDS = 3000
spans = st.sampled_from([Span(*days) for days in PERIODS])
cohorts = st.sampled_from(Cohort)


@dataclass(frozen=True)
class Asked:
    """What is asked of an office: a report, and the dossiers behind one of its figures."""

    span: Span
    cohort: Cohort
    by: list[Breakdown]
    indicator: str


questions = st.builds(
    Asked,
    span=spans,
    cohort=cohorts,
    by=st.lists(st.sampled_from(Breakdown), max_size=2, unique=True),
    indicator=st.sampled_from(agreeing.INDICATORS),
)


def examples(number: int) -> Callable[[Any], Any]:
    """Each example has a ledger of its own: `smallest` shrinks it in seconds, Hypothesis would in minutes."""
    return settings(
        max_examples=number,
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@examples(20)
@given(offices(), questions)
def test_every_dossier_and_every_figure(desk: Desk, texts: Texts, asked: Asked):
    agrees(desk, texts, asked)


@pytest.mark.slow
@examples(THOUSANDS)
@given(offices(20), questions)
def test_every_dossier_and_every_figure_of_thousands_of_offices(desk: Desk, texts: Texts, asked: Asked):
    agrees(desk, texts, asked)


@examples(6)
@given(offices(6), spans, cohorts, st.data())
def test_a_usable_paper_more_never_lowers_a_ratio(
    desk: Desk, texts: Texts, span: Span, cohort: Cohort, data: st.DataObject
):
    with desk.opened(texts) as handed_in:
        handed_in.everything(texts)
        before = parts(handed_in.report(whole(span), cohort).total)
        more = data.draw(
            st.builds(
                Paper,
                dossier=st.sampled_from([row["dossier_code"] for row in texts.dossiers]),
                slot=st.sampled_from((*SLOTS, "result")),
                state=st.just("usable"),
            )
        )
        handed_in.papers([*texts.papers, more])
        after = parts(handed_in.report(whole(span), cohort).total)
    for name, (numerator, denominator) in before.items():
        if denominator:
            assert Fraction(*after[name]) >= Fraction(numerator, denominator), (name, more)


@examples(6)
@given(offices(8), spans, cohorts, st.randoms(use_true_random=False))
def test_neither_the_order_of_imports_nor_a_second_import_matters(
    desk: Desk, texts: Texts, span: Span, cohort: Cohort, chance: Any
):
    with desk.opened(texts) as handed_in:
        handed_in.everything(texts)
        straight = figures(handed_in.report(whole(span), cohort, [Breakdown.UNIT]))
        assert handed_in.register(texts.units_csv, texts.dossiers_csv, texts.slips_csv) == 0
        assert figures(handed_in.report(whole(span), cohort, [Breakdown.UNIT])) == straight
    rows, papers = list(texts.dossiers), list(texts.papers)
    chance.shuffle(rows)
    chance.shuffle(papers)
    parted = chance.randrange(len(rows) + 1)
    with desk.opened(texts) as handed_in:
        handed_in.papers(papers)
        handed_in.register(replace(texts, dossiers=tuple(rows[:parted])).dossiers_csv)
        handed_in.report(whole(span), cohort)
        last = replace(texts, dossiers=tuple(rows[parted:]))
        handed_in.register(texts.slips_csv, last.dossiers_csv, texts.units_csv)
        assert figures(handed_in.report(whole(span), cohort, [Breakdown.UNIT])) == straight


@examples(6)
@given(offices(6), offices(6), spans, cohorts)
def test_a_later_export_and_later_papers_leave_nothing_of_the_old_figures(
    desk: Desk, texts: Texts, later: Texts, span: Span, cohort: Cohort
):
    """What was counted before is counted anew: rows that changed, slips and papers that came since."""
    changed = tuple(
        {**new, **{name: old[name] for name in ("dossier_code", "received_on")}, "status": old["status"]}
        | ({"resolved_on": old["resolved_on"], "closed_on": old["closed_on"]})
        for old, new in zip(texts.dossiers, later.dossiers, strict=False)
    )
    untouched = texts.dossiers[len(changed) :]
    added = tuple(Paper(row["dossier_code"], "to_khai", "usable") for row in texts.dossiers[::2])
    now = replace(texts, dossiers=(*changed, *untouched), papers=(*texts.papers, *added))
    with desk.opened(texts) as handed_in:
        handed_in.everything(texts)
        handed_in.report(whole(span), cohort)
        handed_in.register(replace(now, dossiers=changed).dossiers_csv)
        handed_in.papers(now.papers)
        report = handed_in.report(whole(span), cohort, [Breakdown.UNIT])
        agreeing.on_a_report(report, now.office())
        agreeing.on_the_operations(report, now.office())


def agrees(desk: Desk, texts: Texts, asked: Asked) -> None:
    def check(some: Texts) -> None:
        office = some.office()
        with desk.opened(some) as handed_in:
            handed_in.everything(some)
            for row in office.dossiers:
                agreeing.on_a_dossier(handed_in.workspace, judged(row, office))
            report = handed_in.report(whole(asked.span), asked.cohort, asked.by)
            agreeing.on_a_report(report, office)
            agreeing.on_the_operations(report, office)
            agreeing.on_the_actions(report, office)
            agreeing.on_the_lists(handed_in.workspace, office, asked.span, asked.cohort, asked.indicator)

    def disagrees(some: Texts) -> bool:
        try:
            check(some)
        except AssertionError:
            return True
        return False

    try:
        check(texts)
    except AssertionError:
        least = smallest(texts, disagrees)
        print(f"The smallest office that shows it:\n{least.told()}")
        check(least)
        raise


def figures(report: Report) -> Any:
    """All that a report says of its dossiers: without the register's files and the time."""
    return report.model_dump(exclude={"generated_at", "register_sources", "shrunk"})
