"""Kills beside the way of a file: while a person decides, papers are done again, a report is issued."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.crash_desk import Desk
from benchmarks.crash_inbox import fill
from config.fault_points import FaultPoint
from flows.figures.issuing import issue_night
from flows.workspace import open_workspace
from tests.flows.faults.dying import KILLED, in_own_process, killing_at, process_that

CODE = "H40.12-250805-0004"
DOCUMENT = f"{CODE}/01"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """With one file in its inbox."""
    desk = Desk.local(tmp_path / "desk").prepare(with_files=False)
    fill(tmp_path / "all")
    (desk.inbox / CODE).mkdir()
    shutil.copy2(tmp_path / "all" / CODE / "giay.png", desk.inbox / CODE)
    return desk


@pytest.fixture
def stored(desk: Desk) -> Desk:
    assert in_own_process(desk, "batch") == 0
    return desk


def damage(desk: Desk) -> list[Any]:
    code, _ = desk.sohoa("verify", "--json")
    return [] if code == 0 else [code]


def test_a_file_that_vanishes_after_the_kill_leaves_no_manifest_of_it(desk: Desk) -> None:
    """Its manifest stood in the store, and the ledger never came to know."""
    killed = in_own_process(desk, "batch", happens=killing_at(FaultPoint.MANIFEST_UNCOMMITTED))
    assert killed == KILLED
    assert damage(desk)
    shutil.rmtree(desk.inbox / CODE)
    assert in_own_process(desk, "batch") == 0
    assert damage(desk) == []


@pytest.mark.parametrize("point", [FaultPoint.MANIFEST_UNCOMMITTED, FaultPoint.DECISION_RECORDED])
def test_a_decision_holds_or_was_never_made(stored: Desk, point: FaultPoint) -> None:
    command = ("review", "reject", DOCUMENT, "--reason", "test")
    assert in_own_process(stored, *command, happens=killing_at(point)) == KILLED
    assert in_own_process(stored, "batch") == 0
    assert damage(stored) == []
    assert in_own_process(stored, *command) == 0
    assert damage(stored) == []


@pytest.mark.parametrize("point", [FaultPoint.REDONE_STORED, FaultPoint.RUN_ENDING])
def test_a_rerun_that_is_killed(stored: Desk, point: FaultPoint) -> None:
    command = ("rerun", "--dossier", CODE, "--stage", "classify", "--reason", "test")
    assert in_own_process(stored, *command, happens=killing_at(point)) == KILLED
    assert damage(stored) == []
    assert in_own_process(stored, *command) == 0
    assert damage(stored) == []


def test_a_report_that_is_killed_while_it_is_issued(stored: Desk) -> None:
    """At each seam, one night after the other; the last night brings back and replaces what they left."""

    def night() -> None:
        with open_workspace(stored.settings) as workspace:
            issue_night(workspace, "a-run", moment=datetime(2025, 8, 20, 1, 30, tzinfo=UTC))

    for point in (FaultPoint.ISSUE_STORED, FaultPoint.INDEX_UNCOMMITTED, FaultPoint.LATEST_COPIED):
        assert process_that(night, happens=killing_at(point)) == KILLED, point
    assert process_that(night) == 0
    assert damage(stored) == []


def test_killed_between_copying_out_and_removing(desk: Desk) -> None:
    """The inbox and what is done lie on two file systems: a file lies in one of them, once."""
    done = Path("/dev/shm") / f"{desk.root.parent.name}-done"  # noqa: S108 - the other file system
    if not done.parent.is_dir() or done.parent.stat().st_dev == desk.root.stat().st_dev:
        pytest.skip("there is no second file system")
    settings = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(settings.replace("[inbox]\n", f'[inbox]\ndone = "{done}"\n'), encoding="utf-8")
    try:
        killed = in_own_process(desk, "batch", happens=killing_at(FaultPoint.COPIED_OUT))
        assert killed == KILLED
        assert (desk.inbox / CODE / "giay.png").exists()
        assert in_own_process(desk, "batch") == 0
        assert not (desk.inbox / CODE / "giay.png").exists()
        assert [path.name for path in (done / CODE).iterdir()] == ["giay.png"]
    finally:
        shutil.rmtree(done, ignore_errors=True)
