"""Where the product has to agree with the oracle: a dossier, a report, its lists, its operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dossiers.counting import Which
from dossiers.indicators import Cohort
from dossiers.operations import Operations
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.reporting import Report
from flows.figures.reporting import listed
from flows.statuses import status_of
from flows.workspace import Workspace
from tests.oracle import counting, operations
from tests.oracle.cases import MOST_PAPERS, PERIODS
from tests.oracle.counting import Parts, Span
from tests.oracle.judging import Judged, judged
from tests.oracle.texts import Office, Paper, day

INDICATORS = tuple(counting.indicators([], Span(*PERIODS[0])))


def whole(span: Span) -> Period:
    return Period(first=span.first, last=span.last)


def parts(indicators: Mapping[str, Ratio]) -> Parts:
    return {name: (both.numerator, both.denominator) for name, both in indicators.items()}


def summed(several: Iterable[Parts]) -> Parts:
    total = dict.fromkeys(INDICATORS, (0, 0))
    for indicators in several:
        for name, (numerator, denominator) in indicators.items():
            over, under = total[name]
            total[name] = (over + numerator, under + denominator)
    return total


def on_a_dossier(workspace: Workspace, one: Judged) -> None:
    status = status_of(workspace, one.row["dossier_code"])
    counts = status.components
    assert (counts.due, counts.digitised, counts.undetermined) == (one.due, one.digitised, one.undetermined)
    assert counts.ratio == counting.ratio((one.digitised, one.due or 0))
    assert (status.complete, status.rule_set) == (one.complete, one.rule_set)
    assert status.result.state.is_digitised is one.result_digitised
    # Of each due paper that is missing one slot is named: of a group, one member.
    assert len(status.missing) == len(one.missing)
    assert all(sum(slot in unit for slot in status.missing) == 1 for unit in one.missing)


def on_a_report(report: Report, office: Office) -> None:
    """Totals, ratios, groups, units, months, points, bands, doubts and dossier lines."""
    span, kind = Span(report.period.first, report.period.last), report.cohort.value
    dossiers = counting.cohort(office, span, kind)
    expected = counting.indicators(dossiers, span)
    assert parts(report.total) == expected
    assert {name: both.ratio for name, both in report.total.items()} == {
        name: counting.ratio(both) for name, both in expected.items()
    }
    assert all(0 <= numerator <= denominator for numerator, denominator in parts(report.total).values())
    assert report.counted == len(dossiers)
    told = report.doubts.model_dump()
    assert {name: told[name] for name in counting.doubts(dossiers)} == counting.doubts(dossiers)
    _on_lines(report, dossiers)
    _on_groups(report, dossiers, span)
    _on_units(report, dossiers, span, office.parents)
    _on_months(report, office)
    _on_points_and_bands(report, dossiers, span)
    _on_causes(report, dossiers, span)


def _on_lines(report: Report, dossiers: list[Judged]) -> None:
    assert report.dossiers is not None
    assert {
        line.dossier_code: (line.unit_code, line.due, line.digitised, line.undetermined, line.complete)
        for line in report.dossiers
    } == {
        one.row["dossier_code"]: (
            one.row["unit_code"],
            one.due,
            one.digitised,
            one.undetermined,
            one.complete,
        )
        for one in dossiers
    }


def _on_groups(report: Report, dossiers: list[Judged], span: Span) -> None:
    names = [breakdown.value for breakdown in report.breakdowns]
    if names:
        told = {tuple(group.by[name] for name in names): parts(group.indicators) for group in report.groups}
        assert told == counting.groups(dossiers, span, names, report.cohort.value)
        assert summed(told.values()) == parts(report.total)


def _on_units(report: Report, dossiers: list[Judged], span: Span, parents: dict[str, str]) -> None:
    for line in report.units:
        below = counting.under(dossiers, line.unit_code, parents)
        assert parts(line.indicators) == counting.indicators(below, span), line.unit_code
        assert line.counted == len(below), line.unit_code
    assert {one.row["unit_code"] for one in dossiers} <= {line.unit_code for line in report.units}
    roots = (parts(line.indicators) for line in report.units if line.depth == 0)
    assert summed(roots) == parts(report.total)


def _on_months(report: Report, office: Office) -> None:
    """Month by month, as of the end of the period: over the period, or a year where it is one month."""
    span, kind = Span(report.period.first, report.period.last), report.cohort.value
    one_month = (span.first.year, span.first.month) == (span.last.year, span.last.month)
    since = span.last.replace(day=1, year=span.last.year - 1) if one_month else span.first
    long = counting.cohort(office, Span(since, span.last), kind)
    expected = counting.groups(long, span, ["month"], kind)
    told = {(group.by["month"],): parts(group.indicators) for group in report.trend}
    for month, indicators in told.items():
        assert indicators == expected.get(month, summed(())), month
    if not one_month:
        assert expected.keys() <= told.keys()
        assert summed(told.values()) == parts(report.total)


def _on_points_and_bands(report: Report, dossiers: list[Judged], span: Span) -> None:
    for scoring in report.scoring:
        own = [one for one in dossiers if one.rule_set == scoring.rule_set]
        told = {score.code: score.points for score in scoring.scores if score.indicator}
        assert told == counting.points(own, span)
    assert {band.value: number for band, number in report.distribution.items() if number} == Counter(
        map(counting.band, dossiers)
    )


def _on_causes(report: Report, dossiers: list[Judged], span: Span) -> None:
    """What is lacking adds up to what the ratios miss."""
    lacking = Counter()
    for cause in report.causes:
        sort = cause.slot if cause.slot == "result" else cause.state.value
        lacking[sort if sort in {"result", "undetermined"} else "component"] += cause.dossiers
    missing = counting.indicators(dossiers, span)
    assert lacking["component"] == sum(len(one.missing) for one in dossiers)
    assert lacking["undetermined"] == sum(one.undetermined for one in dossiers)
    numerator, denominator = missing["so_hoa_ket_qua"]
    assert lacking["result"] == denominator - numerator


def on_the_lists(workspace: Workspace, office: Office, span: Span, cohort: Cohort, indicator: str) -> None:
    """Every figure opens to the dossiers behind it, and to those that stand outside."""
    dossiers = counting.cohort(office, span, cohort.value)
    expected = counting.behind(dossiers, span, indicator)
    if cohort is Cohort.RECEIVED:
        received = [row for row in office.dossiers if span.holds(day(row["received_on"]))]
        codes = {row["dossier_code"] for row in received}
        expected["excluded"] = list(codes - set(expected["denominator"]))
    for which, behind in expected.items():
        lines = listed(workspace, whole(span), cohort, indicator, Which(which))
        assert [line.dossier_code for line in lines] == sorted(behind), (indicator, which)


def on_the_actions(report: Report, office: Office) -> None:
    """Where scanning and rescanning is said to complete a dossier, it does; who is complete needs nothing."""
    rows = {row["dossier_code"]: row for row in office.dossiers}
    for action in report.actions or ():
        code = action.dossier_code
        slots = [slot for _, slot in action.steps]
        more = [Paper(code, slot, "usable") for slot in slots for _ in range(MOST_PAPERS)]
        before = judged(rows[code], office)
        after = judged(rows[code], replace(office, papers={code: [*office.papers.get(code, []), *more]}))
        assert slots
        assert before.complete is not True or slots == ["result"]
        if action.completes:
            assert after.complete is True, action


def on_the_operations(report: Report, office: Office) -> None:
    span = Span(report.period.first, report.period.last)
    for row in report.operations:
        rows = [
            dossier
            for dossier in office.dossiers
            if row.unit_code in (None, *counting.above(dossier["unit_code"], office.parents))
        ]
        assert _told(row.operations) == operations.figures(rows, span), row.unit_code
        assert [check.difference for check in row.checks] == [0] * len(row.checks), row.checks


def _told(row: Operations) -> dict[str, int]:
    counts = {**row.model_dump(exclude={"received"}), **row.received}
    return {name: counts[name] for name in operations.FIGURES}
