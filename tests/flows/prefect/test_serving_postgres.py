"""A province's server: Prefect's own database on PostgreSQL, its vacuum, and a further machine's worker."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.deploy.proxied import proxying
from tests.flows.prefect.conftest import scan
from tests.flows.prefect.served import STOP_SECONDS, Served, free_port, pids_of, served, sohoa
from tests.office import Office
from tests.services import Postgres

CODE = "H40.12-250805-0001"
PATIENCE = 120

pytestmark = [pytest.mark.slow, pytest.mark.service]


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(1)  # nobody tells when the vacuum has run


def asked(database: str, statement: str) -> int:
    """A number, from Prefect's database."""
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


def is_gone(server: Served, run: str) -> bool:
    try:
        server.api("GET", f"/flow_runs/{run}")
    except urllib.error.HTTPError as error:
        return error.code == 404
    return False


def work(office: Office, *before: str, **variables: str) -> subprocess.Popen[str]:
    """`sohoa work` with this office's settings and nothing else of the server's."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [*before, *sohoa("--config", "sohoa.toml", "work")],
        cwd=office.root,
        env={**outside, "PREFECT_HOME": str(office.root / "worker"), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(office: Office, *before: str, **variables: str) -> tuple[int, str]:
    with work(office, *before, **variables) as process:
        try:
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()  # of one that has ended it takes no notice
    return process.returncode, said.splitlines()[-1]


def through_tls(port: int, request: str) -> str:
    """The first line of what is answered to a request that came through the proxy."""
    nobody = ssl.create_default_context()
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=30) as plain,
        nobody.wrap_socket(plain, server_hostname="sohoa.example.gov.vn") as channel,
    ):
        head = f"{request} HTTP/1.1\r\nHost: sohoa.example.gov.vn\r\n"
        if "/events/" in request:
            head += (
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: c29ob2Ftb3R0cmFtbmFtIQ==\r\nSec-WebSocket-Protocol: prefect\r\n"
            )
        channel.sendall(f"{head}\r\n".encode())
        return channel.recv(200).decode().partition("\r\n")[0]


def assert_reached_through_the_proxy(office: Office, server: Served) -> None:
    port, behind = free_port(), int(server.url.rpartition(":")[2])
    with proxying(office.root / "nginx", port=port, plain_port=free_port(), behind=behind):
        wait_until(lambda: is_listening(port), "nginx does not listen")
        assert through_tls(port, "GET /api/health") == "HTTP/1.1 200 OK"
        assert through_tls(port, "GET /api/admin/version") == "HTTP/1.1 401 Unauthorized"
        assert through_tls(port, "GET /api/events/out") == "HTTP/1.1 101 Switching Protocols"


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def working(office: Office, **variables: str) -> Iterator[None]:
    with work(office, **variables) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Working for http://127.0.0.1:")
            yield
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=STOP_SECONDS) == 0
        finally:
            process.kill()


def test_on_postgresql_old_events_and_runs_go_and_what_is_ours_stays(
    office: Office, postgres: Postgres
) -> None:
    database = postgres.new_database()
    with office.config.open("a", encoding="utf-8") as settings:
        settings.write(f'[night]\nspread = "workers"\n[server]\ndatabase_url = "{database}"\n')
    office.register({})
    scan(office.inbox / CODE / "1.png")
    quick = {
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "PT10S",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS": "5",
    }
    with served(office, "--port", str(free_port()), **quick) as server:
        assert not (office.root / "var/prefect/prefect.db").exists()
        for pid, line in pids_of(office).items():
            told = b"PREFECT_SERVER_DATABASE_CONNECTION_URL" in Path(f"/proc/{pid}/environ").read_bytes()
            assert told == ("server" in line), line
        night = server.start("nightly", {})
        state = server.state_when(night, {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
        assert (state["name"], state["message"][:17]) == ("Completed", "1 files: 1 stored")

        assert (
            refusal(office, PREFECT_API_URL="http://127.0.0.1:1/api", PREFECT_API_AUTH_STRING="a:b")[0] == 5
        )
        code, said = refusal(office, PREFECT_API_URL=f"{server.url}/api", PREFECT_API_AUTH_STRING="a:b")
        assert (code, said[:35]) == (4, "Prefect's API does not let us in. G")
        with working(office, PREFECT_API_URL=f"{server.url}/api", PREFECT_API_AUTH_STRING=server.auth):
            assert any("--work-queue chunks" in line for line in pids_of(office).values())

        if os.geteuid() == 0:  # as through a tunnel: the server's address is loopback, the machine another
            stranger = ("unshare", "--uts", "sh", "-c", 'hostname stranger && exec "$@"', "sh")
            known = {"PREFECT_API_URL": f"{server.url}/api", "PREFECT_API_AUTH_STRING": server.auth}
            code, said = refusal(office, *stranger, **known)
            assert (code, "PostgreSQL ledger" in said) == (4, True), said

        assert_reached_through_the_proxy(office, server)

        assert asked(database, "SELECT count(*) FROM artifact") > 0
        asked(
            database,
            "WITH old AS (UPDATE flow_run SET end_time = end_time - interval '91 days' RETURNING 1) "
            "SELECT count(*) FROM old",
        )
        wait_until(lambda: is_gone(server, night), "the vacuum takes no run")
        wait_until(
            lambda: asked(database, "SELECT count(*) FROM events WHERE event LIKE 'prefect.flow-run.%'") == 0,
            "the vacuum takes no event",
        )
        assert asked(database, "SELECT count(*) FROM artifact") == 0

    assert office.sohoa("verify").code == 0
    assert office.sohoa("audit", "verify").code == 0
    assert office.sohoa("status", CODE, "--json").json["components"]["due"] > 0
    assert office.sohoa("report", "--issues", "--json").json != []
