"""`sohoa serve` from outside: server, worker and deployments, and that nothing of it stays behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.flows.prefect.conftest import scan
from tests.flows.prefect.served import RUN_SECONDS, Served, free_port, pids_of, power_cut, served
from tests.flows.prefect.ui import assert_the_form_refuses, has_browser
from tests.office import Office

CODE = "H40.12-250805-0001"
DEPLOYMENTS = {"nightly", "rerun", "ingest-file", "review", "report", "verify", "import-register"}


def next_night(server: Served) -> str:
    """When the first scheduled run is expected; the scheduler looks every few seconds."""
    scheduled = {
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "deployments": {"name": {"any_": ["nightly"]}},
        "sort": "EXPECTED_START_TIME_ASC",
    }
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        if found := server.api("POST", "/flow_runs/filter", scheduled):
            return str(found[0]["expected_start_time"])
        time.sleep(1)  # the API has no call that waits
    pytest.fail(f"no night was scheduled within {RUN_SECONDS} s")


def refused(url: str, path: str, method: str = "GET") -> int:
    """The status of a request without a password."""
    data = b"{}" if method == "POST" else None
    request = urllib.request.Request(f"{url}{path}", method=method, data=data)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def assert_nobody_is_told(office: Office, server: Served) -> None:
    """The password lies in one private file, and in no log, database or command line."""
    home = office.root / "var/prefect"
    assert stat.S_IMODE((home / "auth").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    secret = server.auth.partition(":")[2]
    told = [
        path for path in office.root.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()
    ]
    assert told == [home / "auth"]
    assert not any(secret in line for line in pids_of(office).values())


def stuck_tesseract(folder: Path) -> str:
    """A search path whose Tesseract never ends: its night is under way until the power is cut."""
    folder.mkdir()
    program = folder / "tesseract"
    real = shutil.which("tesseract")
    program.write_text(f'#!/bin/sh\ncase $1 in --*) exec {real} "$@" ;; esac\nexec sleep 600\n')
    program.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.service
def test_serve_brings_up_deployments_and_worker_and_a_second_time_doubles_nothing(office: Office) -> None:
    office.register({})
    scan(office.inbox / CODE / "1.png")
    (office.root / "reports").mkdir()  # a folder that bears the name of one of our packages
    port = free_port()
    with served(office, "--port", str(port), PATH=stuck_tesseract(office.root / "bin")) as server:
        assert server.url == f"http://127.0.0.1:{port}"
        assert (refused(server.url, "/api/health"), refused(server.url, "/api/admin/version")) == (200, 401)
        assert refused(server.url, "/api/deployments/filter", "POST") == 403
        names = {entry["name"] for entry in server.api("POST", "/deployments/filter", {})}
        assert names >= DEPLOYMENTS
        with pytest.raises(urllib.error.HTTPError, match=r"409|422"):
            server.run("rerun", {"reason": "no"})
        if has_browser():  # without one the rest still holds
            assert_the_form_refuses(server.url, server.auth)
        assert "T18:30:00" in next_night(server)  # half past one in Viet Nam
        assert_nobody_is_told(office, server)
        first_password = server.auth
        night = server.start("nightly", {})
        server.state_when(night, {"RUNNING"})
        power_cut(office, server.process)
    assert (office.root / "var/prefect/prefect.db").is_file()

    with served(office) as server:  # at the port of the last time, with its password
        assert (server.url, server.auth) == (f"http://127.0.0.1:{port}", first_password)
        assert server.api("GET", f"/flow_runs/{night}")["state"]["type"] == "CRASHED"
        nightly = server.api("GET", "/deployments/name/nightly/nightly")
        assert [entry["slug"] for entry in nightly["schedules"]] == ["nightly"]
        assert nightly["schedules"][0]["schedule"]["cron"] == "30 1 * * *"
        assert nightly["schedules"][0]["schedule"]["timezone"] == "Asia/Ho_Chi_Minh"
        assert nightly["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        state = server.run("nightly", {})  # the place of the killed one is free
        assert (state["name"], state["message"][:17]) == ("Completed", "1 files: 1 stored")
    assert office.waiting() == []


def test_a_port_in_use_is_one_line_and_exit_code_2(office: Office) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        answer = office.sohoa("serve", "--port", port)
    assert answer.code == 2
    assert answer.err.splitlines()[-1].startswith(f"Port {port} is taken")
    assert answer.out == ""


@pytest.mark.parametrize(
    "command", [["inspect"], ["ingest"], ["batch"], ["serve"], ["work"], ["report"], ["verify"]]
)
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
