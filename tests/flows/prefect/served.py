"""`sohoa serve` and `sohoa work` from outside: their processes, and the API as any program speaks to it."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.office import Office

RUN_SECONDS = 240
STOP_SECONDS = 60
TRIES = 10
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def sohoa(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "flows.cli", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A server that answers at `url`; `auth` is the line of its password file."""

    url: str
    auth: str
    process: subprocess.Popen[str]
    token: str | None = None

    def api(self, method: str, path: str, body: object = None) -> Any:
        """One request, with the password, and the token that changes need (CSRF)."""
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Basic {base64.b64encode(self.auth.encode()).decode()}",
            "Prefect-Csrf-Client": "tests",
        }
        if method != "GET":
            self.token = self.token or self.api("GET", "/csrf-token?client=tests")["token"]
            headers["Prefect-Csrf-Token"] = self.token
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/api{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )
        for _ in range(TRIES):
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
                    content = answer.read()
                return json.loads(content) if content else None
            except urllib.error.HTTPError as error:
                if error.code != http.client.SERVICE_UNAVAILABLE:
                    raise
                time.sleep(0.5)  # SQLite has one writer: Prefect asks its clients to come again
        pytest.fail(f"{path}: nobody writes there any more")

    def start(self, name: str, parameters: Mapping[str, Any]) -> str:
        """Creates a run of a deployment; returns its id."""
        deployment = self.api("GET", f"/deployments/name/{name}/{name}")
        body = {"parameters": dict(parameters)}
        return str(self.api("POST", f"/deployments/{deployment['id']}/create_flow_run", body)["id"])

    def state_when(self, run: str, types: set[str]) -> dict[str, Any]:
        """The state of a run once it is of these types."""
        deadline = time.monotonic() + RUN_SECONDS
        while time.monotonic() < deadline:
            state = self.api("GET", f"/flow_runs/{run}")["state"]
            if state["type"] in types:
                return dict(state)
            time.sleep(0.2)  # the API has no call that waits
        pytest.fail(f"the run did not get there within {RUN_SECONDS} s: {state}")

    def run(self, name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Runs a deployment; its last state."""
        return self.state_when(self.start(name, parameters), FINAL)


def pids_of(office: Office) -> dict[int, str]:
    """The processes that have this office's settings in their environment, with their command lines."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes().split(b"\0")
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"SOHOA_CONFIG={office.config}".encode() in environment and line:
            found[int(process.name)] = line
    return found


@contextmanager
def served(office: Office, *options: str, **variables: str) -> Iterator[Served]:
    """`sohoa serve` up to its address; at the end SIGTERM, exit code 0, and no process left."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        **variables,
    }
    log = office.root / "serve.log"
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            sohoa("--config", "sohoa.toml", "serve", *options),
            cwd=office.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        assert process.stdout is not None
        said = [process.stdout.readline().rstrip("\n") for _ in range(2)]
        assert said[0].startswith("Prefect UI: http://127.0.0.1:"), log.read_text()
        assert said[1].startswith("The UI's password: see "), said
        auth = Path(said[1].removeprefix("The UI's password: see ")).read_text(encoding="ascii").strip()
        yield Served(said[0].removeprefix("Prefect UI: "), auth, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(timeout=STOP_SECONDS) in {0, -signal.SIGKILL}
        finally:
            process.kill()
            process.stdout.close()
    assert list(pids_of(office).values()) == []


def power_cut(office: Office, process: subprocess.Popen[str]) -> None:
    """Kills everything of an office at once, as it were."""
    process.kill()
    process.wait()
    while left := pids_of(office):
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
