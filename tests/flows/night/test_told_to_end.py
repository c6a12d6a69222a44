"""The night's own run is told to end while it works itself: what it reads is given back after the grace."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

import pytest
from sqlalchemy import select

from config.fault_points import FaultPoint, inject
from config.sections import NightSettings
from flows.batch import plan_batch
from flows.night.coordinating import shared_out
from flows.night.night import night_run
from flows.workspace import open_workspace
from storage import chunks_table, nights_table
from storage.schema import runs
from tests.flows.night.test_night import Nobody, until
from tests.office import Office

WORKS_ITSELF = NightSettings(wait_for_workers_seconds=0)


class Told(BaseException):
    """As Prefect's engine raises it wherever the main thread is."""


def test_nobody_waits_for_what_the_nights_own_run_still_reads(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def told_over_its_file(point: FaultPoint) -> None:
        if point is FaultPoint.CLAIMED:
            os.kill(os.getpid(), signal.SIGTERM)
            may_go_on.wait(60)

    def end(_number: int, _frame: FrameType | None) -> None:
        raise Told

    (office.inbox / "a.pdf").write_bytes(b"no paper at all")
    monkeypatch.setattr("flows.night.own_hand.GRACE_SECONDS", 0.2)
    before = signal.signal(signal.SIGTERM, end)
    try:
        with open_workspace(office.settings.model_copy(update={"night": WORKS_ITSELF})) as workspace:
            inject(told_over_its_file)
            with pytest.raises(Told), night_run(workspace) as night:
                list(shared_out(workspace, night.run_id, plan_batch(workspace).to_do, Nobody()))
            inject(lambda _point: None)
            with workspace.ledger.reading() as connection:
                (chunk,) = chunks_table.unfinished(connection, night.run_id)
                unfinished = connection.execute(select(runs.c.run_id).where(runs.c.finished_at.is_(None)))
                assert (chunk.run_id, unfinished.all()) == (None, [])
                assert not nights_table.goes_on(connection, night.run_id)
            assert not may_go_on.is_set()
            may_go_on.set()
            until(lambda: not any(thread.name.startswith("own-hand") for thread in threading.enumerate()))
    finally:
        signal.signal(signal.SIGTERM, before)
        inject(lambda _point: None)
        may_go_on.set()
    assert office.sohoa("batch", "--json").json["files"]["quarantined"] == 1
