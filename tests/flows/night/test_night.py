"""A night around what it takes in: one at a time, caught up once, told in the ledger; a run's heartbeat."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import InternalError

from config.fault_points import FaultPoint, inject
from config.sections import NightSettings
from config.settings import Settings
from dossiers.errors import LedgerOutOfReach, NotReady, StoreOutOfReach
from flows.batch import batch_run, plan_batch
from flows.heartbeat import heartbeat
from flows.night.coordinating import shared_out
from flows.night.night import COMPLETED, FAILED, AlreadyRunning, is_superfluous, night_run
from flows.night.work import work_on
from flows.taking_in import side_by_side
from flows.way import Outcome
from flows.workspace import Workspace, open_workspace
from storage import chunks_table, files_table, nights_table, quarantine_table, runs_table
from storage.instants import now
from storage.nights_table import NightRow
from storage.schema import runs
from tests.office import Office
from tests.waiting import until


def last_night(workspace: Workspace) -> NightRow:
    with workspace.ledger.reading() as connection:
        return nights_table.last(connection, 1)[0]


def test_one_at_a_time_and_another_when_it_is_over(office: Office) -> None:
    with open_workspace(office.settings) as workspace:
        with night_run(workspace) as night:
            with pytest.raises(AlreadyRunning) as refused, night_run(workspace):
                pass
            assert refused.value.run_id == night.run_id
            night.end(COMPLETED)
        assert last_night(workspace).state == COMPLETED
        with night_run(workspace) as following:
            assert last_night(workspace).run_id == following.run_id


def test_a_night_that_nobody_ended_or_that_broke_has_failed(office: Office) -> None:
    def broken() -> None:
        with night_run(workspace) as night:
            night.end(COMPLETED)
            raise StoreOutOfReach("The store does not answer.")

    with open_workspace(office.settings) as workspace:
        with pytest.raises(StoreOutOfReach):
            broken()
        assert last_night(workspace).state == FAILED
        with night_run(workspace):
            pass
        assert last_night(workspace).state == FAILED


def test_what_was_due_before_a_night_that_ended_well_is_superfluous(office: Office) -> None:
    with open_workspace(office.settings) as workspace:
        due_at = now()
        for state in (FAILED, COMPLETED):
            with workspace.ledger.reading() as connection:
                assert not is_superfluous(connection, due_at)
            with night_run(workspace) as night:
                night.end(state)
        with workspace.ledger.reading() as connection:
            assert is_superfluous(connection, due_at)
            assert not is_superfluous(connection, now() + timedelta(seconds=1))


def test_whoever_stops_early_stops_the_night_for_the_workers(office: Office) -> None:
    """As the error budget does. Nobody comes, so the night's own run has begun to work."""
    for name in ("a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"):
        (office.inbox / name).write_bytes(b"no paper at all")
    night_settings = NightSettings(chunk_pages=1, wait_for_workers_seconds=0)
    with open_workspace(office.settings.model_copy(update={"night": night_settings})) as workspace:
        with night_run(workspace) as night:
            files = plan_batch(workspace).to_do
            hands = Nobody()
            with closing(shared_out(workspace, night.run_id, files, hands)) as endings:
                first = next(endings)
            with workspace.ledger.reading() as connection:
                assert not nights_table.goes_on(connection, night.run_id)
                refused = [row.path for row in quarantine_table.quarantined(connection)]
        assert hands.handed in ([1, 2], [1, 2, 3])  # two wait at most: more would starve others
        assert refused == [first.file.sighting.path]


@dataclass
class Nobody:
    """Is asked, and does not come."""

    handed: list[int] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        assert night_id
        assert attempt == 1
        self.handed.append(number)


@pytest.mark.parametrize("place", ["inbox", "store"])
def test_a_machine_with_other_folders_takes_nothing_and_says_so(office: Office, place: str) -> None:
    """A share that is not mounted there, or a store of its own: the papers wait for others."""
    (office.inbox / "a.pdf").write_bytes(b"no paper at all")
    elsewhere = office.root / "elsewhere"
    elsewhere.mkdir()
    here = office.settings.model_copy(update={"night": NightSettings(wait_for_workers_seconds=0)})
    other = {
        "inbox": {"inbox": here.inbox.model_copy(update={"path": elsewhere})},
        "store": {"store": here.store.model_copy(update={"url": elsewhere.as_uri()})},
    }
    stranger = Stranger(here.model_copy(update=other[place]))
    with open_workspace(here) as workspace, night_run(workspace) as night:
        (ended,) = shared_out(workspace, night.run_id, plan_batch(workspace).to_do, stranger)
    assert ended.result.outcome is Outcome.QUARANTINED
    assert [f"[{place}]" in said for said in stranger.said] == [True]
    assert not [*office.inbox.glob(".sohoa-*"), *office.store.glob(".sohoa-night-*")]


@dataclass
class Stranger:
    """Comes at once, with settings of its own."""

    settings: Settings
    said: list[str] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        del attempt
        with open_workspace(self.settings) as workspace:
            with pytest.raises(NotReady) as refusal:
                work_on(workspace, night_id, number, side_by_side)
            with workspace.ledger.reading() as connection:
                (chunk,) = chunks_table.unfinished(connection, night_id)
        self.said.append(refusal.value.message)
        assert (chunk.run_id, chunk.tries - chunk.given_back) == (None, 0)


def test_a_file_that_waits_and_lies_there_as_before_is_tried_once_more(office: Office) -> None:
    """Another run has it for a moment, somewhere: it is not left to the next night."""
    (office.inbox / "a.pdf").write_bytes(b"no paper at all")
    night_settings = NightSettings(wait_for_workers_seconds=0)
    with open_workspace(office.settings.model_copy(update={"night": night_settings})) as workspace:
        with workspace.ledger.transaction() as connection:
            other = runs_table.begin_run(connection)

        def let_go(point: FaultPoint) -> None:
            if point is FaultPoint.RESULT_LEARNED:
                with workspace.ledger.transaction() as connection:
                    runs_table.finish_run(connection, other)

        with night_run(workspace) as night:
            files = plan_batch(workspace).to_do
            with workspace.ledger.transaction() as connection:
                assert files_table.claim(connection, files[0].sighting, other)
            inject(let_go)
            try:
                (ended,) = shared_out(workspace, night.run_id, files, Nobody())
            finally:
                inject(lambda _point: None)
    assert ended.result.outcome is Outcome.QUARANTINED


def test_a_run_renews_its_promise_while_it_works(office: Office) -> None:
    def promise(run_id: str) -> datetime:
        with workspace.ledger.reading() as connection:
            query = select(runs.c.alive_until).where(runs.c.run_id == run_id)
            return connection.execute(query).scalar_one()

    often = NightSettings(heartbeat_seconds=0.05)
    with open_workspace(office.settings.model_copy(update={"night": often})) as workspace:
        with batch_run(workspace) as run_id:
            first = promise(run_id)
            until(lambda: promise(run_id) > first)
        assert "heartbeat" not in {thread.name for thread in threading.enumerate()}


def test_a_run_whose_end_could_not_be_written_holds_nothing_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process lives on, as that of `sohoa watch` does."""

    def away(_connection: Connection, _run_id: str, *, is_complete: bool) -> None:
        raise LedgerOutOfReach(f"It does not answer: {is_complete}.")

    def is_free() -> bool:
        with workspace.ledger.reading() as connection:
            return runs_table.living_since(connection) is None

    often = NightSettings(heartbeat_seconds=0.05)
    with open_workspace(office.settings.model_copy(update={"night": often})) as workspace:
        with monkeypatch.context() as lost:
            lost.setattr(runs_table, "finish_run", away)
            with pytest.raises(LedgerOutOfReach), batch_run(workspace):
                pass
        until(is_free)


@pytest.mark.parametrize(
    "error",
    [
        LedgerOutOfReach("It does not answer."),
        InternalError("UPDATE", {}, Exception("cannot execute UPDATE in a read-only transaction")),
    ],
    ids=["away", "changing over"],
)
def test_a_ledger_that_is_away_ends_no_run(
    error: Exception, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked again at the next beat."""
    asked: list[str] = []

    def away(_connection: Connection, run_id: str, _seconds: float) -> None:
        asked.append(run_id)
        raise error

    monkeypatch.setattr(runs_table, "renew", away)
    with open_workspace(office.settings) as workspace, heartbeat(workspace.ledger, "a run", 0.01):
        until(lambda: len(asked) > 1)
