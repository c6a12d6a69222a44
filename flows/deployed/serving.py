"""`sohoa serve`: Prefect's server, its deployments and the workers of this machine.

Children in this order: server, deployments, workers; ended in the other. The server listens on loopback
unless told otherwise, lets in who has the password of its file, keeps what it knows in PostgreSQL where
`[server]` names one and in PREFECT_HOME (default `./var/prefect`) otherwise, and reports to nobody.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from config.sections import Spread
from config.settings import Settings
from dossiers.errors import NotReady
from flows.deployed import processes
from flows.deployed.alerting import ensure_automations
from flows.deployed.api import Api
from flows.deployed.children import (
    LOOK_AGAIN_SECONDS,
    require_running,
    started,
    started_worker,
    told_to_stop,
)
from flows.deployed.deployments import deployments_file
from flows.deployed.environments import environment_of_clients, environment_of_server
from flows.deployed.left_runs import tell_of_left_runs, worker_name
from flows.deployed.listening import remember_port, require_free
from flows.deployed.password import auth_file, password_of
from flows.deployed.prefect_here import (
    CHUNKS_QUEUE,
    POOL,
    RUNS_QUEUE,
    Address,
    answers,
    arguments,
    home,
)
from flows.deployed.systemd import ALIVE, READY, STOPPING, tell_systemd
from storage.disk import make_private

_HEALTHY_SECONDS = 300  # with the first migration of its database, on a busy machine
_COMMAND_SECONDS = 300
_SERVER_GRACE_SECONDS = 10.0
_WATCH_SECONDS = 20
_LAST_WORDS = 2000
# A night, and some runs that people start beside it; each reads as many files at once as [batch] says.
_RUNS_AT_ONCE = 4


def serve_here(settings: Settings, address: Address, *, settings_file: Path | None) -> None:
    """Serves until it is told to stop (Ctrl-C, SIGTERM, SIGHUP), then leaves no process behind.

    Args:
        settings: with `[server]` and `[night]`.
        address: of API and UI.
        settings_file: for the runs; their working directory is this process's.

    Raises:
        UsageError: the address cannot be listened on.
        NotReady: Prefect does not start, or ended by itself.
    """
    deployments = deployments_file()
    require_free(address)
    here = home()
    make_private(here)
    password_file = auth_file(settings)
    auth = password_of(password_file)
    clients = environment_of_clients(address.api, auth, here, settings_file)
    environment = environment_of_server(settings.server, address, auth, clients)
    log = _log(here)
    with told_to_stop() as stop, ExitStack() as children:
        server = started(children, ["server", "start"], environment, log, _SERVER_GRACE_SECONDS)
        if not _healthy(server, address, log, stop) or not _deployed(deployments, clients, stop):
            return
        remember_port(address.port)
        queues = [RUNS_QUEUE, CHUNKS_QUEUE] if settings.night.spread is Spread.WORKERS else [RUNS_QUEUE]
        api = Api(address.api, auth)
        ensure_automations(api, settings)
        tell_of_left_runs(api, queues)
        limits = {RUNS_QUEUE: _RUNS_AT_ONCE, CHUNKS_QUEUE: 1}
        workers = [
            started_worker(children, queue, worker_name(queue), limits[queue], clients) for queue in queues
        ]
        print(f"Prefect UI: {address.url}", flush=True)
        print(f"The UI's password: see {password_file}", flush=True)
        tell_systemd(READY)
        _watch(server, workers, address, log, stop)
        tell_systemd(STOPPING)


def _log(here: Path) -> Path | None:
    """What the server says: beside us for whoever keeps that (systemd, a container), else in a file."""
    if not sys.stderr.isatty():
        return None
    log = here / "server.log"
    if log.exists():
        log.replace(log.with_name("server.log.1"))
    return log


def _watch(
    server: subprocess.Popen[bytes],
    workers: Sequence[subprocess.Popen[bytes]],
    address: Address,
    log: Path | None,
    stop: threading.Event,
) -> None:
    """Until told to stop; systemd hears that all is well as long as the server answers."""
    look = time.monotonic()
    while not stop.wait(LOOK_AGAIN_SECONDS):
        require_running(server, "The Prefect server", _see(log))
        for worker in workers:
            require_running(worker, "A Prefect worker")
        if time.monotonic() >= look and answers(address):
            tell_systemd(ALIVE)
            look = time.monotonic() + _WATCH_SECONDS


def _healthy(
    server: subprocess.Popen[bytes], address: Address, log: Path | None, stop: threading.Event
) -> bool:
    """Waits until the server answers; False where it was told to stop."""
    deadline = time.monotonic() + _HEALTHY_SECONDS
    while not stop.wait(LOOK_AGAIN_SECONDS):
        require_running(server, "The Prefect server", _see(log))
        if answers(address):
            return True
        if time.monotonic() > deadline:
            raise NotReady(f"The Prefect server did not answer within {_HEALTHY_SECONDS} s.", _see(log))
    return False


def _see(log: Path | None) -> str:
    return f"See {log or 'what it said above'}, and start again."


def _deployed(deployments: Path, environment: Mapping[str, str], stop: threading.Event) -> bool:
    """Makes the work pool where it is missing, and all deployments; False where it was told to stop."""
    # Refused where the pool is there already, which is as good: a deployment without its pool is refused too.
    no_pool = _prefect(["work-pool", "create", POOL, "--type", "process"], environment, stop)
    if stop.is_set():
        return False
    deploy = ["--no-prompt", "deploy", "--all", "--prefect-file", str(deployments)]
    not_deployed = _prefect(deploy, environment, stop)
    if not_deployed:
        said = " ".join(filter(None, [no_pool, not_deployed]))[-_LAST_WORDS:]
        raise NotReady(f"Prefect does not take the deployments: {said}", "Mend it and start again.")
    return not stop.is_set()


def _prefect(command: Sequence[str], environment: Mapping[str, str], stop: threading.Event) -> str | None:
    """Runs a Prefect command; None where it did what it should, else what it said."""
    child = processes.start(arguments(command), environment=environment, output=subprocess.PIPE)
    deadline = time.monotonic() + _COMMAND_SECONDS
    try:
        while time.monotonic() < deadline and not stop.is_set():
            with suppress(subprocess.TimeoutExpired):
                said, _ = child.communicate(timeout=LOOK_AGAIN_SECONDS)
                return None if child.returncode == 0 else said.decode(errors="replace").strip()
    finally:
        processes.end(child, grace_seconds=0)
    return None if stop.is_set() else f"`prefect {command[0]}` took longer than {_COMMAND_SECONDS} s."
