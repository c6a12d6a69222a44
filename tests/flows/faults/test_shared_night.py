"""Nights that are shared out, with runs that are killed, frozen or alone: each ends as any other night."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_inbox import FILES, OUTCOMES
from benchmarks.crash_outcome import Outcome, outcome_of
from config.fault_points import FaultPoint
from flows.workspace import open_workspace
from storage import nights_table
from tests.flows.faults.dying import KILLED, in_own_process, killing_at, process_that
from tests.flows.faults.sharing import Forks, KillAt, Strangers, WakeAt, shared_night
from tests.services import Postgres

FREEZING = (
    FaultPoint.FILE_TAKEN,
    FaultPoint.NUMBERED,
    FaultPoint.PAPER_STORED,
    FaultPoint.RECORDED,
    FaultPoint.MOVED,
)
DYING = (FaultPoint.CLAIMED, FaultPoint.MANIFEST_UNCOMMITTED, FaultPoint.RESULT_COMING)


@dataclass
class Nobody:
    """Is asked, and does not come."""

    handed: list[tuple[int, int]] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        del night_id
        self.handed.append((number, attempt))


def desk_of(tmp_path: Path, *, night: str, ledger_url: str | None = None) -> Desk:
    desk = Desk.local(tmp_path / "desk")
    desk = (replace(desk, ledger_url=ledger_url) if ledger_url else desk).prepare()
    with desk.config.open("a", encoding="utf-8") as settings:
        settings.write(f"[night]\n{night}\n")
    return desk


def require_undisturbed(desk: Desk, undisturbed: Outcome) -> None:
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []


def require_whole(files: object) -> None:
    assert {name: getattr(files, name) for name in OUTCOMES} == OUTCOMES
    assert files.seen == FILES


def test_workers_that_are_killed(tmp_path: Path, undisturbed: Outcome) -> None:
    """One with its chunk just claimed, one with a file recorded of which the night does not know."""
    desk = desk_of(tmp_path, night="chunk_pages = 5")
    hands = Forks(desk, [KillAt(FaultPoint.RUN_BEGUN), KillAt(FaultPoint.RESULT_COMING, 2)])
    summary = shared_night(desk, hands)
    require_whole(summary.files)
    assert hands.wait()[:2] == [KILLED, KILLED]
    require_undisturbed(desk, undisturbed)
    with open_workspace(desk.settings) as workspace, workspace.ledger.reading() as connection:
        (night,) = nights_table.last(connection, 2)
    assert (night.state, night.files) == ("CompletedWithQuarantine", FILES)
    assert night.summary is not None
    assert night.summary["files"]["stored"] == OUTCOMES["stored"]


def test_the_nights_own_run_is_killed_and_the_next_one_finishes(tmp_path: Path, undisturbed: Outcome) -> None:
    """Nobody comes, so it works itself, and dies over it."""
    desk = desk_of(tmp_path, night="chunk_pages = 5\nwait_for_workers_seconds = 0")

    def night() -> int:
        os.environ["HOME"] = str(desk.root)
        require_whole(shared_night(desk, Nobody()).files)
        return 0

    assert process_that(night, happens=killing_at(FaultPoint.RESULT_NOTED, 3)) == KILLED
    assert in_own_process(desk, "batch") in DONE
    require_undisturbed(desk, undisturbed)
    with open_workspace(desk.settings) as workspace, workspace.ledger.reading() as connection:
        states = {night.state for night in nights_table.last(connection, 5)}
    assert states == {None, nights_table.BATCH}


def can_be_a_stranger() -> bool:
    command = ["unshare", "--pid", "--uts", "--fork", "--mount-proc", "hostname", "stranger"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


strangers = pytest.mark.skipif(not can_be_a_stranger(), reason="this account may make no namespaces")


@strangers
def test_one_that_was_frozen_wakes_up_after_it_was_taken_for_dead(
    tmp_path: Path, undisturbed: Outcome
) -> None:
    """It stores its file after all, while another one has just taken it."""
    require_frozen_harmless(tmp_path, FaultPoint.READ, undisturbed, wakes_at=FaultPoint.FILE_TAKEN)


@strangers
@pytest.mark.slow
@pytest.mark.parametrize(
    "point",
    FREEZING,
)
def test_frozen_anywhere(point: FaultPoint, tmp_path: Path, postgres: Postgres, undisturbed: Outcome) -> None:
    require_frozen_harmless(tmp_path, point, undisturbed, ledger_url=postgres.new_database())


def require_frozen_harmless(
    tmp_path: Path,
    point: FaultPoint,
    undisturbed: Outcome,
    *,
    ledger_url: str | None = None,
    wakes_at: FaultPoint | None = None,
) -> None:
    desk = desk_of(tmp_path, night="chunk_pages = 8\nheartbeat_seconds = 0.5", ledger_url=ledger_url)
    others = Forks(desk, [WakeAt(desk, wakes_at)] if wakes_at else [])
    hands = Strangers(desk, [KillAt(point, 2, signal.SIGSTOP)], others)
    try:
        require_whole(shared_night(desk, hands).files)
    finally:
        hands.wake()
    assert hands.wait() == [0]
    others.wait()
    require_undisturbed(desk, undisturbed)


@strangers
@pytest.mark.slow
@pytest.mark.parametrize("point", DYING)
def test_one_of_another_machine_is_killed(
    point: FaultPoint, tmp_path: Path, postgres: Postgres, undisturbed: Outcome
) -> None:
    """Its promise tells that it is dead: nobody here sees its process."""
    url = postgres.new_database()
    desk = desk_of(tmp_path, night="chunk_pages = 8\nheartbeat_seconds = 0.5", ledger_url=url)
    hands = Strangers(desk, [KillAt(point, 2), None], Forks(desk))
    require_whole(shared_night(desk, hands).files)
    assert hands.wait()[0] == 128 + signal.SIGKILL
    require_undisturbed(desk, undisturbed)


def test_a_chunk_over_which_three_die_is_left_to_the_nights_own_run(
    tmp_path: Path, undisturbed: Outcome
) -> None:
    desk = desk_of(tmp_path, night="heartbeat_seconds = 0.5")
    hands = Forks(desk, [KillAt(FaultPoint.CLAIMED)] * 4)
    require_whole(shared_night(desk, hands).files)
    assert hands.wait() == [KILLED] * 3
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
def test_stragglers_do_not_hold_the_night(tmp_path: Path) -> None:
    """A worker that lives and does nothing keeps one file: the rest goes to others, the night ends."""
    desk = desk_of(tmp_path, night="straggler_seconds = 4")
    hands = Forks(desk, [KillAt(FaultPoint.FINGERPRINTED, 1, signal.SIGSTOP)])
    try:
        files = shared_night(desk, hands).files
    finally:
        for process in hands.started:
            if process.is_alive():
                os.kill(process.pid, signal.SIGCONT)
    hands.wait()
    assert files.seen == FILES
    assert 1 <= files.waiting <= 3  # the file, and those of its dossier that come after it
    assert in_own_process(desk, "batch") in {0, *DONE}
    assert outcome_of(desk).damage == []
