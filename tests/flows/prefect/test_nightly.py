"""The nightly flow on a real Prefect server: what it does, what it shows, how it ends."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from httpx import ConnectError, Request, Response
from prefect.client.base import PrefectHttpxSyncClient
from prefect.client.schemas.objects import StateType

from dossiers.periods import VIETNAM
from flows.deployed.night_files import taken_in
from flows.deployed.nightly import nightly
from flows.inbox import InboxFile
from flows.way import FileResult
from flows.workspace import Workspace
from storage import nights_table, runs_table
from tests.flows.prefect.conftest import scan, trace
from tests.flows.test_changes import without_form
from tests.office import Office
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("prefect_server")

CODE = "H40.12-250805-0001"
OTHER = "H40.12-250805-0002"
PERSON = "Nguyễn Thị Bưởi"


def no_task(*_: object) -> None:
    pytest.fail("a file was begun")


def test_a_night_stores_the_files_and_shows_the_ratios_and_the_next_one_finds_nothing(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.register({})
    scan(here.inbox / CODE / f"{PERSON} 1.png", "DECISION No. 12")
    scan(here.inbox / CODE / f"{PERSON} 2.png", "APPLICATION No. 7")
    state = nightly(return_state=True)
    assert (state.type, state.name) == (StateType.COMPLETED, "Completed")
    assert state.message.startswith("2 files: 2 stored, 0 duplicate, 0 in quarantine, 0 waiting. 2 pages")
    tasks = {("file-1", "Stored"), ("file-2", "Stored")}
    until(lambda: {(task["name"], task["state_name"]) for task in trace(state).tasks} == tasks)
    seen = trace(state)
    assert seen.artifacts["batch-progress"] == 100
    assert "| 0 | 1 | 0,00 % |" in seen.artifacts["ratios"]
    assert [(row["outcome"], row["files"]) for row in seen.artifacts["outcomes"]] == [("stored", 2)]
    assert "quarantine" not in seen.artifacts
    assert PERSON not in seen.everything
    assert here.waiting() == []

    before = here.contents()
    monkeypatch.setattr("flows.deployed.night_files.as_tasks", no_task)
    again = nightly(return_state=True)
    assert again.name == "Completed"
    assert again.message.startswith("0 files: ")
    assert "0 pages: 0 by OCR" in again.message
    assert here.contents() == before


def test_a_night_issues_its_report_and_shows_the_headline_with_what_moved(here: Office) -> None:
    today = datetime.now(VIETNAM).date().isoformat()
    here.register({"received_on": today})
    first = trace(nightly(return_state=True)).artifacts["report-month-to-date"]
    here.register({"received_on": today}, {"dossier_code": OTHER, "received_on": today})
    second = trace(nightly(return_state=True)).artifacts["report-month-to-date"]
    assert "Bản đầu tiên của kỳ này" in first
    assert "| Hồ sơ số hóa đầy đủ thành phần | 0 | 1 | 0,00 % | – |" in first
    assert "| Hồ sơ số hóa đầy đủ thành phần | 0 | 2 | 0,00 % | ±0,00 % (±0 / +1) |" in second
    newest, before = here.sohoa("report", "--issues", "--json").json["issues"]
    assert f"So với bản `{before['issue']}`" in second
    assert newest["key"].removesuffix("issue.json") + "report.html" in second
    assert "Không có tháng nào bị giảm số hồ sơ." in second
    assert here.sohoa("verify").code == 0


def test_changed_rules_are_shown_before_anything_comes_in(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.register({})
    assert here.sohoa("report", "--period", "2025-08").code == 0
    monkeypatch.setattr("flows.workspace.load_catalogue", without_form)
    scan(here.inbox / CODE / "1.png")
    assert CODE in trace(nightly(return_state=True)).artifacts["changed-rules"]


@pytest.mark.parametrize(
    ("in_the_way", "said"),
    [("reports", "The report was not issued."), ("audit", "The trail was not sealed.")],
)
def test_what_cannot_be_stored_after_the_files_fails_the_night_in_the_ledger_too(
    here: Office, in_the_way: str, said: str
) -> None:
    here.register({})
    scan(here.inbox / CODE / "1.png")
    here.store.mkdir(exist_ok=True)
    (here.store / in_the_way).write_text("in the way", encoding="utf-8")
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert state.message.startswith("1 files: 1 stored")
    assert said in state.message
    assert here.waiting() == []
    assert states(here) == ["Failed"]


def states(office: Office) -> list[str | None]:
    """How the nights ended, as the ledger has it."""
    with closing(sqlite3.connect(office.root / "ledger.sqlite")) as ledger:
        return [state for (state,) in ledger.execute("SELECT state FROM nights ORDER BY began_at")]


def test_a_night_goes_on_where_prefect_does_not_take_what_it_shows(
    here: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here.register({})
    for number in range(3):
        scan(here.inbox / CODE / f"{number}.png", f"{number}")
    send, asked = PrefectHttpxSyncClient.send, []

    def unless_shown(self: PrefectHttpxSyncClient, request: Request, **more: Any) -> Response:
        if not request.url.path.startswith("/api/artifacts"):
            return send(self, request, **more)
        asked.append(json.loads(request.content).get("key"))
        raise ConnectError("All connection attempts failed")

    monkeypatch.setattr(PrefectHttpxSyncClient, "send", unless_shown)
    monkeypatch.setattr("flows.deployed.night_progress._SECONDS_BETWEEN_UPDATES", 0.0)
    state = nightly(return_state=True)
    assert (state.name, state.message[:19]) == ("Completed", "3 files: 3 stored, ")
    assert {"ratios", "outcomes", "report-month-to-date"} <= set(asked)
    assert asked.count("batch-progress") == 2, "at the beginning and at the end: each try may take a minute"
    assert "ConnectError" in caplog.text


def test_a_night_that_slept_while_another_took_it_over_publishes_nothing(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def then_taken_over(
        workspace: Workspace, run_id: str, files: Sequence[InboxFile]
    ) -> Iterator[FileResult]:
        yield from taken_in(workspace, run_id, files)
        with workspace.ledger.transaction() as connection:
            nights_table.begin(connection, runs_table.begin_run(connection))

    here.register({})
    scan(here.inbox / CODE / "1.png")
    monkeypatch.setattr("flows.deployed.nightly.taken_in", then_taken_over)
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert state.message.startswith("1 of 1 files done. Another run took over the night.")
    assert not [key for key in here.contents() if key.startswith("reports/")]
    assert states(here) == ["Stopped", None]


def test_bad_files_end_in_a_named_state_with_dossier_reason_and_advice(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.register({})
    (here.inbox / CODE).mkdir()
    (here.inbox / CODE / f"{PERSON}.pdf").touch()
    (here.inbox / PERSON).mkdir()
    (here.inbox / PERSON / "giấy tờ.pdf").write_text("no pdf", encoding="utf-8")
    state = nightly(return_state=True)
    assert (state.type, state.name) == (StateType.COMPLETED, "CompletedWithQuarantine")
    assert "2 in quarantine" in state.message
    seen = trace(state)
    rows = seen.artifacts["quarantine"]
    assert [(row["dossier"], row["reason"]) for row in rows] == [(CODE, "empty"), ("", "unknown_dossier")]
    items = here.sohoa("quarantine", "list", "--json").json["items"]
    assert {row["id"] for row in rows} == {item["id"] for item in items}
    assert all(row["advice"] for row in rows)
    assert PERSON not in seen.everything
    assert len(here.waiting()) == 2

    monkeypatch.setattr("flows.deployed.night_files.as_tasks", no_task)
    again = nightly(return_state=True)
    assert again.name == "CompletedWithQuarantine", "files that have not changed are not tried again"


@pytest.mark.usefixtures("here")
def test_an_empty_inbox_completes_without_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.deployed.night_files.as_tasks", no_task)
    state = nightly(return_state=True)
    assert state.name == "Completed"
    assert "batch-progress" not in trace(state).artifacts


def test_a_store_out_of_reach_fails_the_night_with_one_line_and_leaves_the_inbox(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("SOHOA_STORE__URL", "s3://archive")
    monkeypatch.setenv("SOHOA_STORE__ENDPOINT_URL", dead)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    file = scan(here.inbox / CODE / "1.png")
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert "nothing is lost" in state.message
    assert "\n" not in state.message
    assert not any("Traceback" in line for line in trace(state).logs)
    assert file.exists()


def test_wrong_settings_fail_the_night_with_what_to_do(here: Office) -> None:
    here.config.write_text("[inbox]\npaht = 'x'\n", encoding="utf-8")
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert "inbox.paht" in state.message
    assert "Mend sohoa.toml" in state.message


def test_too_many_failures_of_the_system_stop_the_night_and_say_how_far_it_came(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_OCR__TRIAGE_SECONDS", "0.000000001")
    here.register({})
    for number in range(30):
        scan(here.inbox / CODE / f"{number}.png", f"{number}")
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert state.message.startswith("20 of 30 files done. 20 of 20 files failed: ")
    seen = trace(state)
    assert [(row["reason"], row["files"]) for row in seen.artifacts["outcomes"]] == [("timeout", 20)]
    assert len(seen.tasks) < 30
    with closing(sqlite3.connect(here.root / "ledger.sqlite")) as ledger:
        assert ledger.execute("SELECT is_complete FROM runs").fetchall() == [(0,)], "the night is not over"


def test_a_bug_fails_the_night_and_its_words_stay_on_this_machine(
    here: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(file: InboxFile) -> None:
        raise RuntimeError(file.name)

    here.register({})
    scan(here.inbox / CODE / f"{PERSON}.png")
    monkeypatch.setattr("flows.deployed.file_tasks.move_to_done", stumble)
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert "A bug in sohoa: " in state.message
    assert PERSON not in trace(state).everything
    assert "a bug in a Prefect run" in caplog.text
    assert here.waiting() != []
