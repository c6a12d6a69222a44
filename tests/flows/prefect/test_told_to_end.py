"""A run that is told to end: it begins no other file, and nobody has to wait for what it had in hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from prefect.settings import get_current_settings

from config.fault_points import FaultPoint, inject
from flows.batch import batch_run, plan_batch
from flows.deployed.file_tasks import as_tasks, as_threads
from flows.inbox import look
from flows.night.night import night_run
from flows.night.same_folders import marked_folders
from flows.ordering import Line
from flows.taking_in import TakeIn
from flows.workspace import Workspace, open_workspace
from storage import chunks_table, planned_table, runs_table
from storage.planned_table import PlannedFile
from tests.flows.prefect.conftest import scan
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")

CODE = "H40.12-250805-0001"
ROOT = Path(__file__).parents[3]
SECONDS = 120


@contextmanager
def heard() -> Iterator[list[int]]:
    """What comes to whoever handled SIGTERM before."""
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    try:
        yield told
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("take_in", [as_tasks, as_threads])
def test_a_file_under_way_is_finished_and_no_other_is_begun(
    here: Office, monkeypatch: pytest.MonkeyPatch, take_in: TakeIn
) -> None:
    monkeypatch.setattr("flows.deployed.told_to_end.GRACE_SECONDS", 600.0)  # its end is that of this process
    monkeypatch.setenv("SOHOA_BATCH__WORKERS", "1")
    here.register({})
    for number in range(3):
        scan(here.inbox / CODE / f"{number}.png", f"{number}")
    main = threading.main_thread().ident
    assert main is not None

    def told_while_it_is_read(point: FaultPoint) -> None:
        if point is FaultPoint.FINGERPRINTED:
            signal.pthread_kill(main, signal.SIGTERM)

    with heard() as told, open_workspace(here.settings) as workspace, batch_run(workspace) as run_id:
        files = look(workspace.settings.inbox, {CODE}).ready
        inject(told_while_it_is_read)
        try:
            endings = list(take_in(workspace, run_id, Line(files)))
        finally:
            inject(lambda _point: None)
        assert [ended.result.outcome for ended in endings] == ["stored"]
        assert told == [signal.SIGTERM], "it is passed on once all is in order"
    assert len(here.waiting()) == 2


@pytest.mark.slow
def test_what_is_still_under_way_after_the_grace_is_given_back_at_once(here: Office) -> None:
    """A chunk's run in a process of its own, as a worker starts it; its file takes longer than the grace."""
    here.register({})
    pages = [scan(here.root / f"{number}.png", f"Trang {number}") for number in range(60)]
    merge(pages, here.inbox / CODE / "1.tif")

    with open_workspace(here.settings) as workspace, night_run(workspace) as night:
        (file,) = plan_batch(workspace).to_do
        with workspace.ledger.transaction() as connection:
            chunks_table.enter(connection, night.run_id, {1: 60})
            planned_table.enter(connection, night.run_id, [PlannedFile(0, 1, file.sighting, 60)])
        marked = marked_folders(workspace.settings, night.run_id)
        with marked, chunk_run(here, night.run_id, grace_seconds=0.5) as process:
            holder = until_taken(workspace, night.run_id)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=SECONDS) == 128 + signal.SIGTERM
        with workspace.ledger.reading() as connection:
            assert not runs_table.is_alive(connection, holder)
    assert len(here.waiting()) == 1
    assert here.sohoa("batch").code == 0, "the next run takes the file in"
    assert here.waiting() == []


def merge(pages: list[Path], target: Path) -> None:
    target.parent.mkdir()
    first, *more = [Image.open(page) for page in pages]
    first.save(target, save_all=True, append_images=more, dpi=(200, 200))
    for image in (first, *more):
        image.close()


def until_taken(workspace: Workspace, night_id: str) -> str:
    """The run that has begun the file."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with workspace.ledger.reading() as connection:
            (file,) = planned_table.open_files(connection, night_id)
        if file.taken_by is not None:
            return file.taken_by
        time.sleep(0.1)
    pytest.fail("nobody took the file")


@contextmanager
def chunk_run(office: Office, night_id: str, *, grace_seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """The flow `digitize-chunk` in the main thread of a process, as Prefect's engine runs it."""
    program = (
        "from flows.deployed import told_to_end; from flows.deployed.digitizing import digitize_chunk; "
        f"told_to_end.GRACE_SECONDS = {grace_seconds}; digitize_chunk(night_id={night_id!r}, number=1)"
    )
    prefect = get_current_settings().to_environment_variables(exclude_unset=True)
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, **prefect, "PYTHONPATH": str(ROOT), "SOHOA_CONFIG": str(office.config)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
