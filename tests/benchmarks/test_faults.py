"""The benchmark of kills: how what they came to is counted and judged."""

from __future__ import annotations

import dataclasses

from benchmarks import faults
from benchmarks.crash_outcome import Outcome
from benchmarks.faults import Tally

CALM = Outcome(
    objects={"dossiers/a/originals/1.pdf": "1", "dossiers/a/manifest.json": {"documents": [{"number": 1}]}},
    files={"inbox-done/a/1.pdf": "1", "inbox/b.pdf": "2"},
    ledger={"numbers": ['{"last_number": 1}']},
    figures={"total": {}},
    damage=[],
)


def counted(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.lost(CALM), outcome.duplicated(CALM), len(outcome.differing(CALM))


def test_what_is_as_it_should_be_counts_for_nothing() -> None:
    assert counted(dataclasses.replace(CALM)) == (0, 0, 0)


def test_a_lost_original_and_a_lost_file_count() -> None:
    assert counted(dataclasses.replace(CALM, files={"inbox/b.pdf": "2"}, objects={})) == (2, 0, 3)


def test_what_is_there_twice_counts() -> None:
    files = {**CALM.files, "inbox-done/a/1 (2).pdf": "1"}
    objects = {**CALM.objects, "dossiers/a/a.02.pdf": "3"}
    assert counted(dataclasses.replace(CALM, files=files, objects=objects)) == (0, 2, 2)


def test_a_file_that_moved_is_neither_lost_nor_twice_but_differs() -> None:
    files = {"inbox/a/1.pdf": "1", "inbox/b.pdf": "2"}
    assert counted(dataclasses.replace(CALM, files=files)) == (0, 0, 2)


def test_differences_name_where_they_are() -> None:
    other = dataclasses.replace(CALM, ledger={"numbers": ['{"last_number": 2}']}, damage=["missing"])
    assert other.differing(CALM) == ["verify: missing", "ledger: numbers 0: last_number: 2 instead of 1"]


def test_enough_kills_without_a_trace_are_met() -> None:
    good = Tally(moments=[3] * faults.KILLS)
    assert faults.judged(good).met
    for worse in (
        Tally(moments=[3] * (faults.KILLS - 1)),
        *(dataclasses.replace(good, **{name: 1}) for name in ("lost", "duplicated")),
        *(dataclasses.replace(good, **{name: ["x"]}) for name in ("differences", "leftovers")),
    ):
        assert not faults.judged(worse).met


def test_kills_are_shown_by_when_they_came() -> None:
    rows = faults.judged(Tally(moments=[0, 9, 9])).tables[0].rows
    assert (rows[0], rows[1], rows[9]) == (("0 to 10 %", 1), ("10 to 20 %", 0), ("90 to 100 %", 2))


def test_without_a_run_no_figure_is_met() -> None:
    result = faults.judged(None, note="a batch ended with 1")
    assert all(figure.value is None and not figure.met for figure in result.figures)
