"""`./script/bench plan`: what it measures is a night's own planning, and how the turns become figures."""

from __future__ import annotations

from pathlib import Path

from benchmarks.plan import judged
from benchmarks.plan_office import IN_QUARANTINE, fill, plan
from tests.office import Office


def test_every_file_is_planned_or_in_quarantine(tmp_path: Path) -> None:
    office = Office(tmp_path, (tmp_path / "store").as_uri(), f"sqlite:///{tmp_path}/ledger.sqlite").prepare()
    fill(office.settings, 120)
    cost = plan(office.settings)
    assert (cost["files"], cost["quarantined"]) == (120 - 120 // IN_QUARANTINE, 120 // IN_QUARANTINE)


def test_the_median_of_the_times_and_the_worst_of_the_peaks() -> None:
    turns = [
        {
            "files": 95,
            "quarantined": 5,
            "seconds": seconds,
            "listed_seconds": 1.0,
            "cpu_seconds": 1.0,
            "peak_mb": peak,
        }
        for seconds, peak in ((9.0, 100.0), (1.0, 301.0), (11.0, 100.0))
    ]
    result = judged(turns, turns, files=100)
    assert [figure.value for figure in result.figures] == [9.0, 301.0, 9.0]
    assert [figure.met for figure in result.figures] == [True, False, True]


def test_a_part_that_could_not_run_is_not_met() -> None:
    result = judged((), (), files=100, note="no gateway")
    assert [(figure.value, figure.note) for figure in result.figures] == [(None, "no gateway")] * 3
    assert not result.met
