"""`sohoa doctor` in a world that is well, and in worlds that are not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from config.sections import InboxSettings, LedgerSettings, RegisterDropSettings, StoreSettings
from flows.doctor import clock, examining, ledger, places, store
from flows.doctor.findings import Check, Finding, Verdict, looked_at, ok
from flows.night.night import FAILED, night_run
from flows.workspace import open_workspace
from storage.instants import now
from tests.flows.cron import a_day_of_batches
from tests.office import Office
from tests.services import Gateway

LOOKS = (places.inbox, places.register_drop, places.disks, store.store, ledger.ledger)


@pytest.fixture(autouse=True)
def no_server_of_anybody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What answers on this machine's port 4200 is not this office's."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("SOHOA_SERVER__PORT", "1")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def examined(office: Office, **options: Any) -> dict[str, Finding]:
    return {finding.name: finding for finding in examining.examine(office.settings, **options)}


def test_in_a_world_that_is_well_nothing_is_a_problem_and_prefect_is_not_imported(office: Office) -> None:
    office.register({})
    program = (
        "import sys; from flows.cli import run; code = run(sys.argv[1:]); "
        "print([name for name in sys.modules if name.partition('.')[0] == 'prefect']); sys.exit(code)"
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "--config", office.config, "doctor"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
    assert "ok       schema" in done.stdout
    assert time.monotonic() - began < 30  # one second on a machine with nothing else to do


def test_every_check_says_what_it_found_as_json(office: Office) -> None:
    office.register({})
    shown = office.sohoa("doctor", "--json")
    checks = {entry["name"]: entry for entry in shown.json["checks"]}
    assert {"tesseract", "languages", "fonts", "python", "packages", "temporary", "inbox", "done"} < set(
        checks
    )
    assert {"memory", "store", "protection", "ledger", "prefect", "time zone", "clock"} < set(checks)
    assert {entry["verdict"] for entry in checks.values()} <= {verdict.value for verdict in Verdict}
    assert all(entry["advice"] for entry in checks.values() if entry["verdict"] in {"warning", "problem"})


def test_a_language_that_is_not_installed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_OCR__LANGUAGES", "vie+xxx")
    shown = office.sohoa("doctor")
    assert shown.code == 4
    assert "Tesseract has no language xxx" in shown.out
    assert "apt-get install tesseract-ocr-xxx" in shown.out


def test_an_inbox_that_is_none_and_a_place_that_cannot_be_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.inbox.rmdir()
    office.inbox.write_text("a file, no folder")
    monkeypatch.setenv("SOHOA_INBOX__DONE", str(office.inbox / "done"))
    shown = office.sohoa("doctor", "--json")
    checks = {entry["name"]: entry for entry in shown.json["checks"]}
    assert shown.code == 4
    assert (checks["inbox"]["verdict"], checks["done"]["verdict"]) == ("problem", "problem")
    assert "[inbox] path" in checks["inbox"]["advice"]


def test_a_ledger_of_a_newer_program_is_a_problem_and_of_an_older_one_stays_as_it_is(office: Office) -> None:
    office.register({})
    for revision, verdict in {"9999": Verdict.PROBLEM, "0001": Verdict.WARNING}.items():
        with sqlite3.connect(office.root / "ledger.sqlite") as database:
            database.execute("UPDATE alembic_version SET version_num = ?", [revision])
        database.close()
        assert examined(office)["schema"].verdict is verdict
    with sqlite3.connect(office.root / "ledger.sqlite") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    database.close()


def test_no_ledger_yet_is_no_problem_and_none_is_made(office: Office) -> None:
    assert examined(office)["ledger"].verdict is Verdict.SKIPPED
    assert not (office.root / "ledger.sqlite").exists()


def test_a_store_that_is_not_there_is_told_and_none_is_made(office: Office) -> None:
    shutil.rmtree(office.store, ignore_errors=True)
    found = examined(office)
    assert (found["store"].verdict, "protection" in found) == (Verdict.WARNING, False)
    assert "mounted" in found["store"].advice
    assert not office.store.exists()


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that only this account may enter, below one that everybody may."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can look as somebody else")
def test_below_a_folder_that_may_not_be_entered_the_folder_is_named(office: Office, closed: Path) -> None:
    settings = office.settings.model_copy(
        update={
            "inbox": InboxSettings(path=closed / "inbox"),
            "store": StoreSettings(url=f"file://{closed}/store"),
            "ledger": LedgerSettings(url=f"sqlite:///{closed}/ledger.sqlite"),
            "register_drop": RegisterDropSettings(place=f"{closed}/drop"),
        }
    )
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.setuid(65534)
        checks = [Check(look.__name__, partial(look, settings)) for look in LOOKS]
        seen = [f"{one.name}: {one.verdict}: {one.found}" for one in looked_at(checks)]
        os.write(writing, "\n".join(seen).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = dict(line.split(": ", 1) for line in pipe.read().splitlines())
    os.waitpid(child, 0)

    may_not = f"problem: {closed} may not be entered by this account."
    assert [told[name] for name in ("inbox", "store", "ledger")] == [may_not] * 3
    assert told["done"].startswith("problem")
    assert not [line for line in told.values() if "itself failed" in line]


def test_batches_say_nothing_of_the_nights(office: Office) -> None:
    office.register({})
    with open_workspace(office.settings) as workspace, night_run(workspace) as night:
        night.end(FAILED)
    assert office.sohoa("batch").code == 0
    a_day_of_batches(office)
    last = examined(office)["last night"]
    assert (last.verdict, last.found.split(",")[0]) == (Verdict.WARNING, "Failed")


def test_a_server_that_hangs_holds_up_nobody() -> None:
    def hangs() -> Iterator[Finding]:
        yield ok("first", "seen")
        threading.Event().wait(60)
        yield ok("second", "never seen")

    def fails() -> Iterator[Finding]:
        yield ok("before", "seen")
        raise RuntimeError("/srv/scans/NGUYEN VAN AN")

    found = list(looked_at([Check("slow", hangs, "Restart it."), Check("ill", fails)], seconds=0.3))

    assert [entry.name for entry in found] == ["first", "slow", "before", "ill"]
    assert (found[1].verdict, found[1].advice) == (Verdict.PROBLEM, "Restart it.")
    assert "RuntimeError" in found[3].found
    assert "NGUYEN" not in found[3].found


def test_a_prefect_that_was_served_here_and_does_not_answer_is_a_problem(office: Office) -> None:
    home = Path(os.environ["PREFECT_HOME"])
    home.mkdir()
    (home / "port").write_text("1\n")
    assert examined(office)["prefect"].verdict is Verdict.PROBLEM


@pytest.fixture
def http_server() -> Iterator[str]:
    """A server that refuses everything, and has a clock."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(403)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


@pytest.mark.parametrize(
    ("off", "verdict"), [(0, Verdict.OK), (60, Verdict.WARNING), (-3600, Verdict.PROBLEM)]
)
def test_a_clock_that_is_off(
    office: Office, monkeypatch: pytest.MonkeyPatch, http_server: str, off: int, verdict: Verdict
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", http_server)
    (found,) = clock.clock(office.settings, lambda: now() + timedelta(seconds=off))
    assert found.verdict is verdict, found.found


@pytest.mark.service
def test_a_wrong_key_of_the_store_and_a_database_with_a_clock(
    rgw: Gateway, postgres_url: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = office.config.read_text(encoding="utf-8").replace(office.ledger_url, postgres_url)
    there = f'url = "s3://{rgw.new_bucket()}"\nendpoint_url = "{rgw.endpoint_url}"'
    office.config.write_text(config.replace(f'url = "{office.store_url}"', there), encoding="utf-8")
    office.register({})
    well = examined(office)
    assert well["store"].verdict is well["ledger"].verdict is well["schema"].verdict is Verdict.OK
    assert "PostgreSQL" in well["ledger"].found
    assert "the ledger" in well["clock"].found
    assert well["backup"].verdict is Verdict.OK

    with monkeypatch.context() as without_programs:
        without_programs.setenv("PATH", str(office.root))
        lack = examined(office)["backup"]
    assert (lack.verdict, "pg_dump is not installed" in lack.found) == (Verdict.WARNING, True)

    secret = "wrong-secret-of-a-key"  # noqa: S105 - made up
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
    shown = office.sohoa("doctor")

    assert shown.code == 4
    assert "credentials" in shown.out
    assert secret not in shown.out + shown.err
