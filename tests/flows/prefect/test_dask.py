"""The chunks of a night on Dask: a cluster made for the night, one that runs elsewhere, and none at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType
from prefect.settings import get_current_settings

from flows.deployed.dask_hands import DaskHands
from flows.deployed.nightly import nightly
from tests.flows.prefect.conftest import scan, trace
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")

needs_dask = pytest.mark.skipif(
    find_spec("prefect_dask") is None, reason="the extra [dask] is not installed: ./script/setup --dask"
)
CODES = tuple(f"H40.12-250805-000{number}" for number in range(1, 5))
SECONDS = 120


@pytest.fixture
def shared(here: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with four papers in four chunks."""
    here.register(*({"dossier_code": code} for code in CODES))
    for code in CODES:
        scan(here.inbox / code / "1.png", code)
    monkeypatch.setenv("SOHOA_NIGHT__SPREAD", "dask")
    monkeypatch.setenv("SOHOA_NIGHT__CHUNK_PAGES", "1")
    monkeypatch.setenv("SOHOA_BATCH__WORKERS", "2")
    return here


def test_without_the_extra_the_night_says_what_to_do(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    monkeypatch.setitem(sys.modules, "prefect_dask.task_runners", None)
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert "./script/setup --dask" in state.message
    assert len(shared.waiting()) == len(CODES)


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask leaves sockets to the garbage collector
def test_a_cluster_of_this_machine_reads_the_chunks_and_is_gone_afterwards(shared: Office) -> None:
    was_read_by_the_cluster(shared)


@needs_dask
@pytest.mark.slow
@pytest.mark.service
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_runs_elsewhere_reads_the_chunks(
    shared: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster(shared.root) as address:
        monkeypatch.setenv("SOHOA_NIGHT__DASK_ADDRESS", address)
        was_read_by_the_cluster(shared)


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_lost_ends_no_night(shared: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be handed out any more, the night's own run takes in."""
    from prefect_dask.task_runners import DaskTaskRunner

    hand = DaskHands.hand

    def after_the_first(self: DaskHands, night_id: str, number: int, attempt: int) -> None:
        hand(self, night_id, number, attempt)
        assert isinstance(self._cluster, DaskTaskRunner)
        self._cluster.client.close()

    monkeypatch.setattr(DaskHands, "hand", after_the_first)
    monkeypatch.setenv("SOHOA_NIGHT__WAIT_FOR_WORKERS_SECONDS", "5")
    state = nightly(return_state=True)
    assert (state.name, state.message[:19]) == ("Completed", "4 files: 4 stored, "), state
    assert shared.waiting() == []


def was_read_by_the_cluster(office: Office) -> None:
    state = nightly(return_state=True)
    assert (state.name, state.message[:19]) == ("Completed", "4 files: 4 stored, "), state
    tasks = trace(state).tasks
    assert {task["name"] for task in tasks} >= {f"chunk-{number}-1" for number in range(1, 5)}
    assert {task["state"]["name"] for task in tasks} <= {"Completed", "NothingToDo"}
    assert office.waiting() == []
    assert office.sohoa("verify").code == 0


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own."""
    file = folder / "scheduler.json"
    with running("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)):
        wait_for(file)
        one = ("--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard")
        with running("dask_worker", *one), running("dask_worker", *one):
            yield json.loads(file.read_text(encoding="utf-8"))["address"]


@contextmanager
def running(program: str, *arguments: str) -> Iterator[None]:
    prefect = get_current_settings().to_environment_variables(exclude_unset=True)
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", f"distributed.cli.{program}", *arguments],
        env={**os.environ, **prefect, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=SECONDS)


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not file.exists():
        assert time.monotonic() < deadline, "the scheduler does not start"
        time.sleep(0.1)
