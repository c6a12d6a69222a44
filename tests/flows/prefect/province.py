"""A province: one server machine (`sohoa serve`), others that work for it (`sohoa work`), real services.

Prefect's server and the ledger are on PostgreSQL, the store is Ceph; every machine has a network, a host name
and process numbers of its own (tests/machines.py). The inbox is a folder that all of them see.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from benchmarks.crash_desk import Desk
from flows.deployed.api import Api
from tests.machines import Machine, Network, network
from tests.services import Gateway, Postgres

ROOT = Path(__file__).parents[3]
PORT = 4242
START_SECONDS = 300
_FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass
class Province:
    """The machines and what they share."""

    desk: Desk
    network: Network
    server: Machine
    ledger: str
    gateway: Gateway
    workers: dict[str, Machine] = field(default_factory=dict)

    def serve(self) -> None:
        """Starts `sohoa serve` and waits for it."""
        self._start(self.server, "serve", "--host", self.server.address, "--port", str(PORT))
        self.wait_for("Prefect UI", self._says(self.server, "Prefect UI"))

    def work(self, name: str) -> Machine:
        """Another machine, with `sohoa work` on it."""
        machine = self.workers[name] = self.network.machine(name)
        extra = {"PREFECT_API_URL": f"{self._url}/api", "PREFECT_API_AUTH_STRING": self._password}
        self._start(machine, "work", extra=extra)
        self.wait_for("a worker", self._says(machine, "Working for"))
        return machine

    def _start(self, machine: Machine, *command: str, extra: dict[str, str] | None = None) -> None:
        home = self.desk.root / machine.name
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "TMPDIR": str(home / "tmp"),
            "PREFECT_HOME": str(home / "prefect"),
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "OMP_THREAD_LIMIT": "1",
            **self.gateway.environment,
            **(extra or {}),
        }
        sohoa = [sys.executable, "-P", "-m", "flows.start", "--config", str(self.desk.config)]
        machine.start([*sohoa, *command], environment=environment, cwd=ROOT, log=self.log(machine))

    def log(self, machine: Machine) -> Path:
        return self.desk.root / f"{machine.name}.log"

    def _says(self, machine: Machine, words: str) -> Callable[[], bool]:
        return lambda: words in self.log(machine).read_text(encoding="utf-8", errors="replace")

    @property
    def _url(self) -> str:
        return f"http://{self.server.address}:{PORT}"

    @property
    def _password(self) -> str:
        return (self.desk.root / self.server.name / "prefect" / "auth").read_text(encoding="utf-8").strip()

    @property
    def api(self) -> Api:
        return Api(f"{self._url}/api", self._password)

    def run(self, deployment: str, **parameters: Any) -> str:
        """Starts a run of a deployment; its id."""
        found = self.api.get(f"/deployments/name/{deployment}/{deployment}")
        body = {"parameters": parameters}
        return str(self.api.post(f"/deployments/{found['id']}/create_flow_run", body)["id"])

    def state(self, run_id: str) -> dict[str, Any]:
        return dict(self.api.get(f"/flow_runs/{run_id}")["state"])

    def ended(self, run_id: str, seconds: float) -> dict[str, Any]:
        self.wait_for("the end of a run", lambda: self.state(run_id)["type"] in _FINAL, seconds=seconds)
        return self.state(run_id)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the ledger, as the server machine sees it."""
        with psycopg.connect(self.ledger.replace("+psycopg", "")) as connection:
            return connection.execute(sql).fetchall()

    def wait_for(self, what: str, is_so: Callable[[], bool], *, seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                logs = "\n".join(
                    f"--- {log.name}\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}"
                    for log in sorted(self.desk.root.glob("*.log"))
                )
                pytest.fail(f"{what}: not within {seconds} s\n{logs}")
            time.sleep(0.2)


@contextmanager
def province(
    root: Path,
    gateway: Gateway,
    postgres: Postgres,
    night: dict[str, object],
    *,
    with_inbox_in_bucket: bool = False,
) -> Iterator[Province]:
    """A server machine without anything running on it yet, and a filled inbox."""
    with network() as joined:
        ledger = _through(joined, postgres.new_database())
        desk = Desk(
            root,
            f"s3://{gateway.new_bucket()}/archive",
            ledger,
            endpoint_url=_through(joined, gateway.endpoint_url),
            workers=1,
            retry_seconds=5.0,
        ).prepare()
        sections = {
            "night": {"spread": "workers", **night},
            "server": {"database_url": _through(joined, postgres.new_database())},
        }
        with desk.config.open("a", encoding="utf-8") as config:
            for name, values in sections.items():
                config.write(f"[{name}]\n")
                config.writelines(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
        if with_inbox_in_bucket:
            _into_bucket(desk, gateway)
        yield Province(desk, joined, joined.machine("server"), ledger, gateway)


def _into_bucket(desk: Desk, gateway: Gateway) -> None:
    """The same files in an inbox that is an S3 prefix."""
    bucket = gateway.new_bucket(versioned=True)
    for path in sorted(desk.inbox.rglob("*")):
        if path.is_file():
            key = f"inbox/{path.relative_to(desk.inbox).as_posix()}"
            gateway.client.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    text = desk.config.read_text(encoding="utf-8")
    place = f'path = "s3://{bucket}/inbox"\nendpoint_url = "{desk.endpoint_url}"'
    desk.config.write_text(text.replace(f'path = "{desk.inbox}"', place), encoding="utf-8")


def _through(joined: Network, url: str) -> str:
    """The same server as the machines reach it."""
    port = urlsplit(url).port
    assert port is not None
    return url.replace(f"127.0.0.1:{port}", f"{joined.address}:{joined.open_to_machines(port)}")
