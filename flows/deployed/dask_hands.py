"""Chunks of a night as tasks on a Dask cluster: the extra [dask], `[night] spread = "dask"`.

A worker of the cluster does what a worker of Prefect does: with its own settings file it opens ledger, store
and inbox, claims the chunk and tells the ledger what became of its files. Dask carries numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from config.settings import Settings
from dossiers.errors import NotReady, SohoaError
from flows.deployed.deciding import FinalState, decided
from flows.deployed.digitizing import FLOW, state_of
from flows.night.work import work_on
from flows.taking_in import side_by_side
from flows.workspace import Workspace

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner


class DaskHands:
    """Asks the workers of a cluster (`flows.night.hands.Hands`)."""

    def __init__(self, cluster: DaskTaskRunner) -> None:
        """Asks none yet."""
        self._cluster = cluster
        self._asked: list[Any] = []  # a future that nobody holds is cancelled

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        """Gives the chunk to the cluster, and does not wait for it.

        Raises:
            SohoaError: the scheduler did not take it.
        """
        from distributed.client import ClosedClientError

        parameters = {"night_id": night_id, "number": number, "attempt": attempt}
        try:
            self._asked.append(self._cluster.submit(digitize_on_dask, parameters))
        except (OSError, RuntimeError, ClosedClientError) as error:
            raise SohoaError(
                f"The Dask cluster did not take a chunk: {type(error).__name__}.",
                "See whether its scheduler runs.",
            ) from error


@contextmanager
def dask_hands(settings: Settings) -> Iterator[DaskHands]:
    """A cluster for the time of the block: the one at `[night] dask_address`, or one on this machine.

    Here `[batch] workers` processes with one thread each: PDFium bears no threads, and each process has a
    fork server of its own.

    Raises:
        NotReady: the extra is not installed, or the scheduler does not answer.
    """
    try:
        import distributed
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NotReady(
            'The extra [dask] is missing, which [night] spread = "dask" needs.',
            "Run ./script/setup --dask on every machine, or set [night] spread.",
        ) from error
    local = {
        "n_workers": settings.batch.worker_count,
        "threads_per_worker": 1,
        "dashboard_address": None,
    }
    address = settings.night.dask_address
    runner = (
        DaskTaskRunner(address=address)
        if address
        else DaskTaskRunner(cluster_class=distributed.LocalCluster, cluster_kwargs=local)
    )
    with runner as cluster:
        try:
            _ = cluster.client  # connects
        except (OSError, ValueError) as error:
            raise NotReady(
                f"No Dask cluster: {type(error).__name__}.", "See [night] dask_address."
            ) from error
        yield DaskHands(cluster)


@task(
    name=FLOW,
    task_run_name="chunk-{number}-{attempt}",
    cache_policy=NO_CACHE,  # the ledger knows what was done
    persist_result=False,
)
def digitize_on_dask(night_id: str, number: int, attempt: int) -> FinalState:  # noqa: ARG001 - it is the name
    """One chunk, on a worker of the cluster: as many files at once as the worker has threads."""

    def recipe(workspace: Workspace) -> FinalState:
        settings = workspace.settings
        batch = settings.batch.model_copy(update={"workers": _threads_here()})
        here = replace(workspace, settings=settings.model_copy(update={"batch": batch}))
        return state_of(work_on(here, night_id, number, side_by_side))

    return decided(recipe)


def _threads_here() -> int:
    from distributed import get_worker

    return int(get_worker().state.nthreads)
