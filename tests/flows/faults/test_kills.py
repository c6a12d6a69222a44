"""SIGKILL at moments that nobody chose: the same as `./script/bench faults`, which counts the whole of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import faults
from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from tests.flows.faults.dying import KILLED, in_own_process

A_DOZEN = 12
LONGEST_SECONDS = 2.0


def test_a_dozen_kills_in_a_row(tmp_path: Path, undisturbed: Outcome) -> None:
    """The first files are killed again and again, until their run is faster."""
    desk = Desk.local(tmp_path / "desk", workers=2).prepare()
    draw = random.Random(6)  # noqa: S311 - moments, the same ones every time
    kills = 0
    for _ in range(A_DOZEN):
        kills += in_own_process(desk, "batch", seconds=draw.uniform(0.05, LONGEST_SECONDS)) == KILLED
    assert kills
    assert in_own_process(desk, "batch") in DONE
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []


@pytest.mark.slow
def test_two_hundred_kills(tmp_path: Path) -> None:
    tally = faults.killed(tmp_path / "desk", faults.KILLS, seed=7, workers=2)
    assert len(tally.moments) >= faults.KILLS
    assert (tally.lost, tally.duplicated, tally.differences, tally.leftovers) == (0, 0, [], [])
