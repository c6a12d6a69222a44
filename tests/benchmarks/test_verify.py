"""The arithmetic of `./script/bench verify`: who is faster by how much, and who needs how much memory."""

from __future__ import annotations

import pytest

from benchmarks.process_tree import Cost
from benchmarks.verify import Turn, judged


def a_turn(sohoa: float, plain: float, *, peak: int = 100_000_000) -> Turn:
    return Turn(
        Cost(exit_code=0, cpu_seconds=1, wall_seconds=sohoa, peak_pss=peak),
        Cost(exit_code=0, cpu_seconds=1, wall_seconds=plain, peak_pss=1),
    )


def test_the_ratio_is_the_median_of_the_turns_and_memory_the_worst() -> None:
    result = judged([a_turn(10, 8), a_turn(20, 18, peak=250_000_000), a_turn(90, 9)], 3000)
    ratio, memory = result.figures
    assert (ratio.value, ratio.met) == (pytest.approx(0.8), True)
    assert (memory.value, memory.met) == (250.0, True)
    (table,) = result.tables
    assert table.rows[0][:3] == ("sohoa verify", 150.0, 20)
    assert table.rows[1][:3] == ("boto3 and SHA-256", pytest.approx(3000 / 9), 9)


def test_a_part_that_could_not_run_is_not_met() -> None:
    result = judged((), 0, note="no gateway")
    assert [(figure.value, figure.met, figure.note) for figure in result.figures] == [
        (None, False, "no gateway"),
        (None, False, "no gateway"),
    ]
    assert not result.met
