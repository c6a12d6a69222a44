"""What goes wrong reaches somebody: Prefect's automations, by a real webhook and by real mail."""

from __future__ import annotations

import json
import os
import queue
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from apprise import Apprise
from prefect.client.schemas.objects import FlowRun
from prefect.events.schemas.events import Event
from prefect.flow_engine import FlowRunEngine

from config.sections import AlertsSettings
from config.settings import Settings
from dossiers.alerts import AlertKind
from dossiers.errors import NotReady
from flows.deployed import processes
from flows.deployed.alert_blocks import mail_address
from flows.deployed.alert_rules import PREFIX
from flows.deployed.alerting import ensure_automations, send_test
from flows.deployed.api import Api
from flows.deployed.prefect_here import POOL, arguments
from flows.deployed.rerunning import rerun
from flows.doctor.findings import Verdict
from flows.doctor.prefect import prefect
from tests.flows.prefect.receivers import Receiver, mail_server, webhook

pytestmark = pytest.mark.service

AUTH = "sohoa:a-password-of-tests"
START_SECONDS = 300
SILENT_SECONDS = 10  # Prefect allows no less
SECRET_IN_URL = "token-of-the-webhook"  # noqa: S105 - made up
MAIL_PASSWORD = "password-of-the-mail"  # noqa: S105 - made up
OF_A_FORM = "NGUYEN VAN AN.pdf"


@dataclass(frozen=True)
class Server:
    """A running Prefect server, and where its messages arrive."""

    api: Api
    url: str
    home: Path
    posted: Receiver
    mailed: Receiver

    @property
    def settings(self) -> Settings:
        return Settings(
            alerts=AlertsSettings(
                webhook_url=f"http://127.0.0.1:{self.posted.port}/{SECRET_IN_URL}",
                email_to=("truc@example.gov.vn", "it@example.gov.vn"),
                smtp_host="127.0.0.1",
                smtp_port=self.mailed.port,
                smtp_security="none",
            )
        )

    def run_of(self, name: str) -> str:
        """A run of a deployment of ours, which no worker will take."""
        flow = self.api.post("/flows/", {"name": name})
        deployment = self.api.post("/deployments/", {"name": name, "flow_id": flow["id"], "paused": False})
        parameters = {"parameters": {"file": OF_A_FORM}}
        return str(self.api.post(f"/deployments/{deployment['id']}/create_flow_run", parameters)["id"])

    def becomes(self, run: str, kind: str, name: str | None = None) -> None:
        state = {"type": kind, "name": name, "message": f"could not read {OF_A_FORM}"}
        self.api.post(f"/flow_runs/{run}/set_state", {"state": state, "force": True})

    def names(self) -> list[str]:
        found = self.api.post("/automations/filter", {"sort": "NAME_ASC"})
        return [entry["name"] for entry in found]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Prefect server with a password, which says quickly that a run is late."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": AUTH,
        "PREFECT_API_AUTH_STRING": AUTH,
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "true",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT1S",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "1",
    }
    with webhook() as posted, mail_server() as mailed, (home / "log").open("wb") as log:
        child = processes.start(arguments(["server", "start"]), environment=environment, output=log)
        try:
            url = f"http://127.0.0.1:{port}/api"
            api = Api(url, AUTH)
            _wait_for(api, child, home / "log")
            yield Server(api, url, home, posted, mailed)
        finally:
            processes.end(child, grace_seconds=10)


@pytest.fixture(scope="module")
def alerting(server: Server) -> Server:
    """The server, with automations."""
    ensure_automations(server.api, server.settings, silent_after_seconds=SILENT_SECONDS)
    assert "arrive here" in _tested(server)["text"]
    assert {server.mailed.take()["To"] for _ in range(2)} == {"truc@example.gov.vn", "it@example.gov.vn"}
    return server


def _tested(server: Server) -> dict[str, Any]:
    """The message of a test; a server that is busy heeds new automations late."""
    for _ in range(4):
        send_test(server.api)
        with suppress(queue.Empty):
            (told,) = server.posted.take_about("test", seconds=60)
            return told
    pytest.fail("no test arrives")


def _wait_for(api: Api, child: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            api.get("/admin/version")
        except Exception:  # noqa: BLE001 - not yet
            time.sleep(0.2)  # a server has no way to say that it is ready
        else:
            return
    pytest.fail(f"Prefect's server did not start:\n{log.read_text()}")


def _text(mail: Any) -> str:
    subject = str(make_header(decode_header(mail["Subject"])))
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return "\n".join([subject, *(part.decode() for part in parts)])


def test_automations_are_made_once_and_brought_up_to_date(alerting: Server) -> None:
    server = alerting
    first = server.names()
    automations = server.api.post("/automations/filter", {"sort": "NAME_ASC"})
    late = next(entry for entry in automations if entry["name"] == f"{PREFIX}run-late")
    server.api.change("PATCH", f"/automations/{late['id']}", {"enabled": False})
    stray = {**late, "name": f"{PREFIX}of an older version"}
    server.api.post("/automations/", {key: stray[key] for key in ("name", "trigger", "actions")})
    server.api.post("/automations/", {**{key: late[key] for key in ("trigger", "actions")}, "name": "theirs"})

    again = ensure_automations(server.api, server.settings, silent_after_seconds=SILENT_SECONDS)

    assert sorted(again) == first
    assert server.names() == sorted([*first, "theirs"])
    assert {f"{PREFIX}{kind.value}" for kind in AlertKind} < set(first)
    assert not server.api.get(f"/automations/{late['id']}")["enabled"], "switched off in the UI, stays off"
    server.api.change("PATCH", f"/automations/{late['id']}", {"enabled": True})


def test_failed_crashed_and_late_runs_reach_webhook_and_mail(alerting: Server) -> None:
    server = alerting
    server.becomes(server.run_of("nightly"), "FAILED")
    (failed,) = server.posted.take_about("run-failed")
    mails: list[Any] = []
    while len(mails) < 2:  # what is told of the run being late may come first
        mail = server.mailed.take()
        if "lần chạy thất bại" in _text(mail):
            mails.append(mail)
    server.becomes(server.run_of("verify"), "CRASHED", "Crashed")
    (crashed,) = server.posted.take_about("run-crashed")
    server.run_of("report")
    (late,) = server.posted.take_about("run-late")

    assert "nightly" in failed["text"]
    assert "http" in failed["text"], "where to look"
    assert "verify" in crashed["text"]
    assert "trễ" in late["text"]
    assert {mail["To"] for mail in mails} == {"truc@example.gov.vn", "it@example.gov.vn"}
    assert all("nightly" in _text(mail) for mail in mails)
    assert OF_A_FORM not in f"{failed}{crashed}{late}{''.join(map(_text, mails))}"


def test_a_run_without_a_sign_of_life_has_crashed(alerting: Server) -> None:
    server = alerting
    run = server.run_of("rerun")
    server.becomes(run, "RUNNING")
    server.api.post("/events", [_sign_of_life(server.api.get(f"/flow_runs/{run}"))])

    (told,) = server.posted.take_about("run-crashed")

    assert "rerun" in told["text"]
    assert server.api.get(f"/flow_runs/{run}")["state"]["type"] == "CRASHED"


def test_what_a_night_tells_reaches_somebody(alerting: Server) -> None:
    program = (
        "from dossiers.alerts import Alert, AlertKind; from flows.deployed.alert_events import emit_alert\n"
        "for kind in AlertKind: emit_alert(Alert(kind, f'{kind.value}: 3 of 4', {'units': ['H40.12']}))"
    )
    subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, "PREFECT_API_URL": alerting.url, "PREFECT_API_AUTH_STRING": AUTH},
        cwd=alerting.home,
        timeout=300,
        check=True,
    )
    kinds = [kind.value for kind in AlertKind]
    for kind, told in zip(kinds, alerting.posted.take_about(*kinds), strict=True):
        assert f"{kind}: 3 of 4" in told["text"]


def test_secrets_are_not_readable_on_the_server(alerting: Server) -> None:
    server = alerting
    settings = server.settings.model_copy(
        update={
            "alerts": server.settings.alerts.model_copy(
                update={"smtp_user": "sohoa", "smtp_password": MAIL_PASSWORD}
            )
        }
    )
    ensure_automations(server.api, settings, silent_after_seconds=SILENT_SECONDS)
    shown = str(server.api.post("/block_documents/filter", {})) + str(
        server.api.post("/automations/filter", {})
    )
    with sqlite3.connect(server.home / "prefect.db") as database:
        kept = "\n".join(database.iterdump())
    database.close()

    for secret in (SECRET_IN_URL, MAIL_PASSWORD):
        assert secret not in shown
        assert secret not in kept
        assert secret not in (server.home / "log").read_text()
        assert secret not in repr(settings)


def test_what_is_no_longer_wanted_is_taken_away(server: Server) -> None:
    ensure_automations(server.api, Settings())

    assert [entry["name"] for entry in server.api.post("/block_documents/filter", {})] == []


def test_the_doctor_knows_the_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server.url)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "sohoa:wrong-wrong-wrong")
    with pytest.raises(NotReady, match="does not let us in"):
        list(prefect(Settings()))
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", AUTH)
    found = {entry.name: entry for entry in prefect(Settings())}
    assert (found["prefect"].verdict, found["work pool"].verdict) == (Verdict.OK, Verdict.PROBLEM)
    assert found["workers"].verdict is found["deployments"].verdict is Verdict.PROBLEM

    server.api.post("/work_pools/", {"name": POOL, "type": "process"})
    server.api.post(f"/work_pools/{POOL}/workers/heartbeat", {"name": "here"})
    found = {entry.name: entry for entry in prefect(Settings())}
    assert (found["work pool"].verdict, found["workers"].verdict) == (Verdict.OK, Verdict.OK)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # one of Apprise's plugins
@pytest.mark.parametrize(
    ("security", "port", "mode"),
    [("starttls", 587, "starttls"), ("tls", 465, "ssl"), ("none", 25, "insecure")],
)
def test_a_mail_server_is_named_as_apprise_reads_it(security: str, port: int, mode: str) -> None:
    settings = AlertsSettings(
        email_to=("a@example.gov.vn", "b@example.gov.vn"),
        email_from="so-hoa@example.gov.vn",
        smtp_host="mail.example.gov.vn",
        smtp_security=security,
        smtp_user="so-hoa@example.gov.vn",
        smtp_password="p@ss:w/rd?&#%",  # noqa: S106 - made up
    )
    known = Apprise()
    assert known.add(mail_address(settings))
    (read,) = known
    assert (read.smtp_host, read.port, read.secure_mode) == ("mail.example.gov.vn", port, mode)
    assert (read.user, read.password) == (settings.smtp_user, settings.smtp_password)
    assert {address for _, address in read.targets} == set(settings.email_to)
    assert read.from_addr[1] == settings.email_from


def _sign_of_life(run: dict[str, Any]) -> dict[str, Any]:
    """The event that Prefect's engine sends for a run as long as it lives, made by the engine itself."""
    engine = FlowRunEngine(flow=rerun)
    engine.flow_run = FlowRun.model_validate(run)
    sent: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prefect.flow_engine.emit_event", lambda **event: sent.append(event))
        engine._emit_flow_run_heartbeat()
    (event,) = sent
    return json.loads(Event(**event).model_dump_json())
