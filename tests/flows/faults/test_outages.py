"""What a batch works with goes away in the middle and comes back: the next batch ends as if it had not."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from config.fault_points import FaultPoint
from storage import ledger
from tests.flows.faults.dying import Happens, in_own_process, killing_at
from tests.services import Gateway, Postgres

OUT_OF_REACH = 5


def once_at(point: FaultPoint, nth: int, happens: Callable[[], None]) -> Happens:
    """Lets something happen when the point is passed for the nth time."""
    passes = 0

    def at(passing: FaultPoint) -> None:
        nonlocal passes
        passes += passing is point
        if passing is point and passes == nth:
            happens()

    return at


def require_undisturbed(desk: Desk, undisturbed: Outcome) -> None:
    assert in_own_process(desk, "batch") in DONE
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []


@pytest.mark.slow
def test_sqlite_that_stays_locked(
    tmp_path: Path, undisturbed: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.local(tmp_path / "desk").prepare()
    monkeypatch.setattr(ledger, "_LOCK_SECONDS", 0.2)

    def lock() -> None:
        other = sqlite3.connect(desk.root / "ledger.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        held.append(other)

    held: list[sqlite3.Connection] = []
    assert in_own_process(desk, "batch", happens=once_at(FaultPoint.PAPER_STORED, 4, lock)) == OUT_OF_REACH
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("point", [FaultPoint.PAPER_STORED, FaultPoint.MANIFEST_UNCOMMITTED])
def test_postgresql_that_ends_and_comes_back(
    point: FaultPoint, tmp_path: Path, postgres: Postgres, undisturbed: Outcome
) -> None:
    url = postgres.new_database()
    name = url.rpartition("/")[2]
    desk = replace(Desk.local(tmp_path / "desk"), ledger_url=url).prepare()

    def admin(*statements: str) -> None:
        with psycopg.connect(postgres.url.replace("+psycopg", ""), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def end() -> None:
        admin(
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",  # noqa: S608
        )

    assert in_own_process(desk, "batch", happens=once_at(point, 4, end)) == OUT_OF_REACH
    admin(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
def test_a_directory_that_is_gone(tmp_path: Path, undisturbed: Outcome) -> None:
    """As of a network drive: nothing is stored beside it, under the name where it was."""
    desk = Desk.local(tmp_path / "desk").prepare()
    store, away = desk.root / "store", desk.root / "away"

    def end() -> None:
        store.rename(away)

    code = in_own_process(desk, "batch", happens=once_at(FaultPoint.ARCHIVED, 3, end))
    assert code == OUT_OF_REACH
    assert not store.exists()
    away.rename(store)
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
def test_an_s3_server_that_answers_nothing_for_a_while(
    tmp_path: Path, rgw: Gateway, undisturbed: Outcome
) -> None:
    """The batch waits for it and ends as ever."""
    desk = on_servers(tmp_path, rgw, f"sqlite:///{tmp_path}/desk/ledger.sqlite")

    def freeze() -> None:
        threading.Timer(20, rgw.thaw).start()
        rgw.freeze()

    try:
        code = in_own_process(desk, "batch", happens=once_at(FaultPoint.ORIGINAL_STORED, 3, freeze))
    finally:
        rgw.thaw()
    assert code in DONE
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "point", [FaultPoint.ORIGINAL_STORED, FaultPoint.MANIFEST_UNCOMMITTED, FaultPoint.RECORDED]
)
def test_killed_on_an_s3_server_and_postgresql(
    point: FaultPoint, tmp_path: Path, rgw: Gateway, postgres: Postgres, undisturbed: Outcome
) -> None:
    desk = on_servers(tmp_path, rgw, postgres.new_database())
    for nth in (1, 3):
        assert in_own_process(desk, "batch", happens=killing_at(point, nth)) == -signal.SIGKILL
    require_undisturbed(desk, undisturbed)


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["the reading child", "the fork server"])
def test_a_reading_process_that_is_killed(victim: str, tmp_path: Path, undisturbed: Outcome) -> None:
    """As by the kernel when memory runs out: the file is tried again, the batch goes on."""
    desk = Desk.local(tmp_path / "desk").prepare()
    batch = desk.start("batch")
    while (process := _reader(desk, batch.pid, is_server=victim == "the fork server")) is None:
        assert batch.poll() is None
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    assert batch.wait(600) in DONE
    require_undisturbed(desk, undisturbed)


def on_servers(tmp_path: Path, rgw: Gateway, ledger_url: str) -> Desk:
    url = f"s3://{rgw.new_bucket()}/sohoa"
    root = tmp_path / "desk"
    return Desk(root, url, ledger_url, endpoint_url=rgw.endpoint_url, retry_seconds=120.0).prepare()


def _reader(desk: Desk, batch: int, *, is_server: bool) -> int | None:
    """A fork server of the batch that has a child at work, or that child."""
    parents = {process: _parent(process) for process in desk.processes()}
    for process, parent in parents.items():
        if process != batch and parent in parents and parent != batch:
            return parent if is_server else process
    return None


def _parent(process: int) -> int | None:
    with suppress(OSError):
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return None
