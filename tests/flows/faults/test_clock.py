"""The machine's clock is set back between two runs: what came first still came first."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from benchmarks.crash_desk import Desk
from benchmarks.crash_inbox import fill
from config.fault_points import FaultPoint
from flows.workspace import open_workspace
from storage import documents_table, instants
from tests.flows.faults.dying import KILLED, in_own_process, killing_at

# Two dossiers that hold the same paper: one of them has it, in the other a person is asked.
ONE, OTHER = "H40.12-250805-0007", "H40.12-250805-0008"


class AnHourAhead(datetime):
    """The clock before it was set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "second", "is_killed", "has_it"),
    [
        (ONE, OTHER, False, ONE),
        (OTHER, ONE, False, OTHER),
        (ONE, OTHER, True, ONE),
        (OTHER, ONE, True, ONE),  # as in one undisturbed run: of one night, the first code
    ],
)
def test_set_back_an_hour_between_two_runs(
    *, first: str, second: str, is_killed: bool, has_it: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.local(tmp_path / "desk").prepare(with_files=False)
    fill(tmp_path / "all")
    shutil.copytree(tmp_path / "all" / first, desk.inbox / first)
    happens = killing_at(FaultPoint.RUN_ENDING) if is_killed else None
    with monkeypatch.context() as ahead:
        ahead.setattr(instants, "datetime", AnHourAhead)
        assert in_own_process(desk, "batch", happens=happens) == (KILLED if is_killed else 0)
    shutil.copytree(tmp_path / "all" / second, desk.inbox / second)
    assert in_own_process(desk, "batch") == 0
    with open_workspace(desk.settings) as workspace, workspace.ledger.reading() as connection:
        slots = {code: documents_table.manifest(connection, code).documents[0].slot for code in (ONE, OTHER)}
    assert [code for code, slot in slots.items() if slot] == [has_it]
    assert desk.sohoa("verify")[0] == 0
