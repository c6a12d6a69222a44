"""A province on one machine, to be measured: two PostgreSQL (ledger, Prefect), Ceph, Prefect, workers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import psycopg

from benchmarks.figures import CHECKOUT, PartFailed
from benchmarks.office import plain_environment
from config.sections import ServerSettings
from flows.deployed import processes
from flows.deployed.api import Api
from flows.deployed.environments import environment_of_clients, environment_of_server
from flows.deployed.prefect_here import (
    CHUNKS_QUEUE,
    HOST,
    POOL,
    RUNS_QUEUE,
    Address,
    answers,
    arguments,
    worker_command,
)

CHUNK_WORKERS = "workers of chunks"
_START_SECONDS = 300.0
_LOOK_EVERY = 0.2
_LOOK_AT_RUN_EVERY = 5.0  # each look is a request to the server that is measured
_AUTH = "bench:mark"
_ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass
class Servers:
    """What runs for all nights of a measurement.

    Attributes:
        roots: the first processes of each part.
    """

    folder: Path
    ledgers: str
    store: Mapping[str, str]
    clients: dict[str, str]
    api: Api
    roots: dict[str, list[int]] = field(default_factory=dict)

    def new_office(self, chunk_pages: int) -> Path:
        """A new ledger, bucket and inbox; the settings file, beside which the inbox lies."""
        name = f"office-{uuid4().hex[:8]}"
        folder = self.folder / name
        (folder / "inbox").mkdir(parents=True)
        with psycopg.connect(self.ledgers.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name.replace('-', '_')}")  # a name of our own
        boto3.client(
            "s3",
            endpoint_url=self.store["AWS_ENDPOINT_URL"],
            aws_access_key_id=self.store["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.store["AWS_SECRET_ACCESS_KEY"],
        ).create_bucket(Bucket=name)
        values: dict[str, dict[str, object]] = {
            "inbox": {"path": str(folder / "inbox"), "settle_seconds": 0},
            "store": {"url": f"s3://{name}/archive", "endpoint_url": self.store["AWS_ENDPOINT_URL"]},
            "ledger": {"url": f"{self.ledgers.rpartition('/')[0]}/{name.replace('-', '_')}"},
            "night": {"spread": "workers", "chunk_pages": chunk_pages},
        }
        lines = [
            line
            for section, keys in values.items()
            for line in (f"[{section}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items()))
        ]
        settings = folder / "sohoa.toml"
        settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return settings

    def sohoa(self, settings: Path, *command: str) -> str:
        """Runs a command of ours on an office; what it printed."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", "flows.start", "--config", settings, *command],
            env={**self.clients, **self.store},
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise PartFailed(f"sohoa {command[0]} ended with {done.returncode}: {done.stderr[-300:]}")
        return done.stdout

    @contextmanager
    def workers(self, settings: Path, cores: Sequence[int]) -> Iterator[dict[str, list[int]]]:
        """One worker for the night's own run, and for its chunks one on each of these cores."""
        environment = {**self.clients, **self.store, "SOHOA_CONFIG": str(settings)}
        with ExitStack() as ending:

            def started(queue: str, name: str, prefix: Sequence[str]) -> int:
                log = ending.enter_context((self.folder / f"{settings.parent.name}-{name}.log").open("wb"))
                command = [*prefix, *arguments(worker_command(queue, name, 1))]
                child = processes.start(command, environment=environment, output=log)
                ending.callback(processes.end, child, grace_seconds=30.0)
                return child.pid

            nightly = started(RUNS_QUEUE, "nightly", ())
            chunks = [started(CHUNKS_QUEUE, f"core-{core}", ("taskset", "-c", str(core))) for core in cores]
            _within(lambda: self._online(RUNS_QUEUE) and self._online(CHUNKS_QUEUE), "the workers")
            yield {"the night's own worker": [nightly], CHUNK_WORKERS: chunks}

    def _online(self, queue: str) -> bool:
        found = self.api.get(f"/work_pools/{POOL}/queues/{queue}")
        return bool(found) and found["status"] == "READY"

    def run(self, flow: str, **parameters: object) -> dict[str, Any]:
        """Runs a deployment to its end; the run, as Prefect tells of it."""
        deployment = self.api.get(f"/deployments/name/{flow}/{flow}")
        path = f"/deployments/{deployment['id']}/create_flow_run"
        run_id = self.api.post(path, {"parameters": parameters})["id"]
        while True:
            run = dict(self.api.get(f"/flow_runs/{run_id}"))
            if run["state"]["type"] in _ENDED:
                return run
            time.sleep(_LOOK_AT_RUN_EVERY)


@contextmanager
def running() -> Iterator[Servers]:
    """Starts the servers, and ends them with the block.

    Raises:
        PartFailed: one does not start.
    """
    # The server's own account has to reach it: it does not lie below the checkout.
    folder = Path(tempfile.mkdtemp(prefix="sohoa-bench-scale-"))
    folder.chmod(0o711)
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        ledgers = _by_script(ending, "postgres", folder / "ledger").strip()
        records = _by_script(ending, "postgres", folder / "records").strip()
        told = _by_script(ending, "ceph-rgw", folder / "ceph")
        store = dict(line.split("=", 1) for line in told.splitlines())
        prefect, clients, api = _prefect(ending, folder, records)
        servers = Servers(folder, ledgers, store, clients, api)
        servers.roots = {
            "ledger (PostgreSQL)": [_postmaster(folder / "ledger")],
            "store (Ceph)": [
                int(file.read_text(encoding="ascii")) for file in (folder / "ceph" / "run").glob("*.pid")
            ],
            "Prefect's server": [prefect],
            "its PostgreSQL": [_postmaster(folder / "records")],
        }
        yield servers


def _by_script(ending: ExitStack, name: str, folder: Path) -> str:
    script = CHECKOUT / "script" / name
    started = subprocess.run([script, "start", folder], capture_output=True, text=True, check=False)
    if started.returncode:
        raise PartFailed(f"{name} does not start: {started.stderr.strip()[-200:]}")
    ending.callback(lambda: subprocess.run([script, "stop", folder], check=True))
    return started.stdout


def _postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def _prefect(ending: ExitStack, folder: Path, records: str) -> tuple[int, dict[str, str], Api]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        address = Address(HOST, int(probe.getsockname()[1]))
    clients = {
        name: value
        for name, value in environment_of_clients(address.api, _AUTH, folder / "prefect", None).items()
        if name in plain_environment() or name.startswith(("PREFECT", "PYTHONPATH", "DO_NOT", "NO_PROXY"))
    }
    settings = ServerSettings(database_url=records.replace("+psycopg", "+asyncpg"))
    environment = {**os.environ, **environment_of_server(settings, address, _AUTH, clients)}
    log = ending.enter_context((folder / "prefect.log").open("wb"))
    server = processes.start(arguments(["server", "start"]), environment=environment, output=log)
    ending.callback(processes.end, server, grace_seconds=20.0)
    _within(lambda: answers(address), "Prefect's server")
    for command in (
        ["work-pool", "create", POOL, "--type", "process"],
        ["--no-prompt", "deploy", "--all", "--prefect-file", str(CHECKOUT / "prefect.yaml")],
    ):
        done = subprocess.run(arguments(command), env=clients, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PartFailed(f"prefect {command[0]}: {(done.stdout + done.stderr)[-300:]}")
    return server.pid, clients, Api(address.api, _AUTH)


def _within(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise PartFailed(f"{what}: not there within {_START_SECONDS:.0f} s")
        time.sleep(_LOOK_EVERY)
