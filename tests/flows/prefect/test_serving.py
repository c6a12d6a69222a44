"""`sohoa serve` from outside: server, worker and deployments, and that nothing of it stays behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flows.prefect.conftest import scan
from tests.office import Office

CODE = "H40.12-250805-0001"
START_SECONDS = 300  # forty on a machine with nothing else to do
RUN_SECONDS = 240
STOP_SECONDS = 60


def sohoa(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "flows.cli", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def api(port: int, method: str, path: str, body: object = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def processes_of(office: Office) -> list[str]:
    """The command lines of every process that has this office's settings in its environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes().split(b"\0")
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"SOHOA_CONFIG={office.config}".encode() in environment and line:
            found.append(line)
    return found


@contextmanager
def served(office: Office, port: int) -> Iterator[subprocess.Popen[str]]:
    """`sohoa serve` up to its address; at the end SIGTERM, exit code 0, and no process left."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    with (office.root / "serve.log").open("a", encoding="utf-8") as log:
        serve = subprocess.Popen(
            sohoa("--config", "sohoa.toml", "serve", "--port", str(port)),
            cwd=office.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            assert serve.stdout is not None
            said = serve.stdout.readline()
            assert said == f"Prefect UI: http://127.0.0.1:{port}\n", (office.root / "serve.log").read_text()
            yield serve
        finally:
            serve.send_signal(signal.SIGTERM)
            try:
                assert serve.wait(timeout=STOP_SECONDS) == 0
            finally:
                serve.kill()
                serve.stdout.close()
    assert processes_of(office) == []


def final_state(port: int, run_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        state = api(port, "GET", f"/flow_runs/{run_id}")["state"]
        if state["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            return dict(state)
        time.sleep(1)  # the API has no call that waits
    pytest.fail(f"the run did not end within {RUN_SECONDS} s")


def next_night(port: int) -> str:
    """When the first scheduled run is expected; the scheduler looks every few seconds."""
    scheduled = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "sort": "EXPECTED_START_TIME_ASC"}
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        if found := api(port, "POST", "/flow_runs/filter", scheduled):
            return str(found[0]["expected_start_time"])
        time.sleep(1)  # the API has no call that waits
    pytest.fail(f"no night was scheduled within {RUN_SECONDS} s")


def run_deployment(port: int, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    deployment = api(port, "GET", f"/deployments/name/{name}/{name}")
    run = api(port, "POST", f"/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})
    return final_state(port, run["id"])


@pytest.mark.service
def test_serve_brings_up_deployments_and_worker_and_a_second_time_doubles_nothing(office: Office) -> None:
    office.register({})
    scan(office.inbox / CODE / "1.png")
    (office.root / "reports").mkdir()  # a folder that bears the name of one of our packages
    port = free_port()
    with served(office, port):
        names = {entry["name"] for entry in api(port, "POST", "/deployments/filter", {})}
        assert names == {
            *("nightly", "rerun", "ingest-file", "review", "report", "verify", "import-register"),
        }
        state = run_deployment(port, "nightly", {})
        assert (state["name"], state["message"][:17]) == ("Completed", "1 files: 1 stored")
        with pytest.raises(urllib.error.HTTPError, match=r"409|422"):
            run_deployment(port, "rerun", {"reason": "no"})
        assert "T18:30:00" in next_night(port)  # half past one in Viet Nam
    assert office.waiting() == []
    assert (office.root / "var/prefect/prefect.db").is_file()

    with served(office, port):
        nightly = api(port, "GET", "/deployments/name/nightly/nightly")
        assert [entry["slug"] for entry in nightly["schedules"]] == ["nightly"]
        assert nightly["schedules"][0]["schedule"]["cron"] == "30 1 * * *"
        assert nightly["schedules"][0]["schedule"]["timezone"] == "Asia/Ho_Chi_Minh"
        assert nightly["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        state = run_deployment(port, "verify", {})
        assert state["name"] == "Completed"


def test_a_port_in_use_is_one_line_and_exit_code_2(office: Office) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        answer = office.sohoa("serve", "--port", port)
    assert answer.code == 2
    assert answer.err.splitlines()[-1].startswith(f"Port {port} is taken")
    assert answer.out == ""


@pytest.mark.parametrize("command", [["inspect"], ["ingest"], ["batch"], ["serve"], ["report"], ["verify"]])
def test_the_command_line_does_not_import_prefect(command: list[str]) -> None:
    program = (
        "import sys; from flows.cli import run; code = run(sys.argv[1:]); "
        "print([name for name in sys.modules if name.partition('.')[0] == 'prefect']); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *command, "--help"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert re.search(r"Usage: sohoa", done.stdout)


def test_a_whole_batch_runs_without_prefect(office: Office) -> None:
    (office.inbox / "empty.pdf").touch()
    program = (
        "import sys; sys.modules['prefect'] = None; from flows.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "--config", office.config, "batch", "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert json.loads(done.stdout)["files"]["quarantined"] == 1
