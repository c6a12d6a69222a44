"""`sohoa work`: a worker on a further machine, which takes part in the nights of a server elsewhere."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from config.sections import Spread
from config.settings import Settings
from dossiers.errors import NotReady
from dossiers.manifest import manifest_key
from flows.deployed.api import Api
from flows.deployed.children import LOOK_AGAIN_SECONDS, require_running, started_worker, told_to_stop
from flows.deployed.environments import environment_of_clients
from flows.deployed.known_server import api_auth, api_url, known_api
from flows.deployed.left_runs import tell_of_left_runs, worker_name
from flows.deployed.prefect_here import CHUNKS_QUEUE, POOL, RUNS_QUEUE, Address, home
from flows.deployed.systemd import READY, STOPPING, tell_systemd
from flows.inbox.opening import open_inbox
from flows.protection import require_protection
from flows.workspace import Workspace, open_workspace
from storage import documents_table
from storage.disk import make_private

_DOSSIERS_ASKED_FOR = 3


def work_here(settings: Settings, *, limit: int, settings_file: Path | None) -> None:
    """Works until it is told to stop (Ctrl-C, SIGTERM, SIGHUP); what it had in hand is taken over by others.

    Args:
        settings: the province's: its ledger, store and inbox are those of every machine.
        limit: chunks at once; each reads as many files at once as `[batch]` says.
        settings_file: for the runs.

    Raises:
        OutOfReach: API, store, ledger or inbox do not answer.
        NotReady: one of them does not let us in, or the server has no such queue.
    """
    url, api = api_url(settings), known_api(settings)
    require_reach(settings, url, api)
    here = home()
    make_private(here)
    environment = environment_of_clients(url, api_auth(settings), here, settings_file)
    with told_to_stop() as stop, ExitStack() as children:
        tell_of_left_runs(api, [CHUNKS_QUEUE])
        worker = started_worker(children, CHUNKS_QUEUE, worker_name(CHUNKS_QUEUE), limit, environment)
        print(f"Working for {url}", flush=True)
        tell_systemd(READY)
        while not stop.wait(LOOK_AGAIN_SECONDS):
            require_running(worker, "The Prefect worker")
        tell_systemd(STOPPING)


def require_reach(settings: Settings, url: str, api: Api) -> None:
    """Says now what would otherwise be said at half past one: what a chunk needs and cannot reach."""
    _refuse_what_is_of_one_machine(settings, url)
    if api.get(f"/work_pools/{POOL}/queues/{CHUNKS_QUEUE}") is None:
        raise NotReady(
            f"The server has no queue {CHUNKS_QUEUE!r}.", "Start `sohoa serve` there, of the same version."
        )
    if settings.ledger.resolved_url.startswith("sqlite") and not _has_its_server_here(api):
        raise _own_ledger()
    at_once = settings.store.model_copy(update={"retry_seconds": 0})
    with open_workspace(settings.model_copy(update={"store": at_once})) as workspace:
        require_protection(workspace.store)
        require_the_papers(workspace)
    open_inbox(settings.inbox).require_usable()


def _refuse_what_is_of_one_machine(settings: Settings, url: str) -> None:
    if settings.night.spread is not Spread.WORKERS:
        raise NotReady(
            'Nights are not shared: [night] spread is not "workers".',
            'Set [night] spread = "workers" on every machine.',
        )
    server = Address(urlsplit(url).hostname or "", 0)
    if settings.ledger.resolved_url.startswith("sqlite") and not server.is_loopback:
        raise _own_ledger()


def _own_ledger() -> NotReady:
    return NotReady(
        "[ledger] url is a file of this machine, and the server is another one.",
        "Machines share a PostgreSQL ledger: set [ledger] url on every one of them.",
    )


def _has_its_server_here(api: Api) -> bool:
    """Whether `sohoa serve` runs on this machine: a tunnel to another one has a loopback address, too."""
    workers = api.post(f"/work_pools/{POOL}/workers/filter", {"workers": {"status": {"any_": ["ONLINE"]}}})
    return worker_name(RUNS_QUEUE) in {worker["name"] for worker in workers}


def require_the_papers(workspace: Workspace) -> None:
    """Refuses a store that has nothing of what the ledger knows; the folders of a night prove themselves."""
    with workspace.ledger.reading() as connection:
        codes = documents_table.last_codes(connection, _DOSSIERS_ASKED_FOR)
    if codes and not any(workspace.store.head(manifest_key(code)) for code in codes):
        raise NotReady(
            "[store] url is not the store of this ledger: none of the dossiers asked for lies there.",
            "Set the same [store] url on every machine: S3, or a share mounted at the same place.",
        )
