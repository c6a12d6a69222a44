"""What an undisturbed batch makes of the inbox that the others are killed on."""

from __future__ import annotations

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from tests.flows.faults.dying import in_own_process


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    desk = Desk.local(tmp_path_factory.mktemp("undisturbed") / "desk").prepare()
    assert in_own_process(desk, "batch") in DONE
    assert desk.leftovers() == []
    outcome = outcome_of(desk)
    assert outcome.damage == []
    return outcome
