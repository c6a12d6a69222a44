"""What a night does beside reading: one at a time, catching up once, and chunks for whoever comes."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext

from flows.batch import Plan
from flows.deployed import night_files
from flows.deployed.digitizing import digitize_chunk
from flows.deployed.nightly import nightly
from flows.night.night import night_run
from flows.workspace import Workspace, open_workspace
from tests.flows.prefect.conftest import scan, trace
from tests.flows.prefect.test_nightly import states
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")

CODE = "H40.12-250805-0001"
OTHER = "H40.12-250805-0002"
UNIT = "H40.12"
PERSON = "Nguyễn Thị Bưởi"


def never(_workspace: Workspace) -> Plan:
    pytest.fail("a look into the inbox")


def test_a_second_night_ends_at_once_and_says_who_holds_the_first(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = scan(here.inbox / CODE / "1.png")
    with open_workspace(here.settings) as workspace, night_run(workspace) as first:
        monkeypatch.setattr("flows.deployed.nightly.plan_batch", never)
        second = nightly(return_state=True)
    assert (second.type, second.name) == (StateType.COMPLETED, "AlreadyRunning")
    assert first.run_id in second.message
    assert file.exists()


def test_a_late_run_whose_work_a_later_night_did_ends_at_once(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nightly(return_state=True).name == "Completed"
    scan(here.inbox / CODE / "1.png")
    due(monkeypatch, datetime.now(UTC) - timedelta(hours=1))
    late = nightly(return_state=True)
    assert (late.type, late.name) == (StateType.COMPLETED, "NothingToCatchUp")
    due(monkeypatch, datetime.now(UTC))
    assert nightly(return_state=True).message.startswith("1 files: ")


def test_the_nights_of_an_outage_are_caught_up_by_one(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    here.register({})
    scan(here.inbox / CODE / "1.png")
    ended = []
    for days in (4, 3, 2, 1):
        due(monkeypatch, datetime.now(UTC) - timedelta(days=days))
        ended.append(nightly(return_state=True).name)
    assert ended == ["Completed", *["NothingToCatchUp"] * 3]
    assert states(here) == ["Completed"]
    assert here.waiting() == []


def due(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Lets the runs of this process look like those that the scheduler made for this moment."""
    found = FlowRunContext.get

    def as_scheduled() -> FlowRunContext | None:
        context = found()
        if context is None or context.flow_run is None:
            return context
        scheduled = {"auto_scheduled": True, "expected_start_time": moment}
        return context.model_copy(update={"flow_run": context.flow_run.model_copy(update=scheduled)})

    monkeypatch.setattr("flows.deployed.nightly.FlowRunContext.get", as_scheduled)


def test_a_night_shows_its_slowest_files_and_stores_the_whole_quarantine(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.register({})
    scan(here.inbox / CODE / f"{PERSON}.png")
    units = here.root / "units.csv"
    units.write_text(f"unit_code,name,parent_code,level\n{UNIT},Xã A,,commune\n", encoding="utf-8")
    assert here.sohoa("register", "import", units).code == 0
    (here.inbox / UNIT / CODE).mkdir(parents=True)
    (here.inbox / UNIT / CODE / f"{PERSON}.pdf").touch()
    shown = trace(nightly(return_state=True))
    (slowest, empty) = shown.artifacts["slowest-files"]
    assert (slowest["dossier"], slowest["pages"], slowest["outcome"]) == (CODE, 1, "stored")
    assert empty["dossier"] == CODE, "also of a file that lies in the share of a unit"
    assert slowest["seconds a page"] > 0
    key = "reports/latest.quarantine.csv"
    assert key in shown.everything
    content = here.contents()[key].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    (listed,) = here.sohoa("quarantine", "list", "--json").json["items"]
    assert [(row["id"], row["dossier"], row["reason"]) for row in rows] == [
        (str(listed["id"]), CODE, "empty")
    ]
    assert PERSON not in shown.everything + content
    assert here.sohoa("verify").code == 0, "verify knows what this object is"

    monkeypatch.setenv("SOHOA_REPORT__SUPPRESS_BELOW", "5")
    shown = trace(nightly(return_state=True))
    assert (len(shown.artifacts["quarantine"]), key in shown.everything) == (1, False)
    assert here.contents()[key].decode("utf-8-sig").strip() == "id,dossier,reason,advice"


def test_workers_come_for_the_chunks_of_a_night(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `[night] spread = "workers"`, with the workers in this process; the slow tests have real ones."""
    here.register({}, {"dossier_code": OTHER})
    for code in (CODE, OTHER):
        scan(here.inbox / code / f"{PERSON}.png", code[-4:])
    chunks: list[tuple[str, int]] = []
    monkeypatch.setenv("SOHOA_NIGHT__SPREAD", "workers")
    monkeypatch.setenv("SOHOA_NIGHT__CHUNK_PAGES", "1")

    class Here:
        def hand(self, night_id: str, number: int, attempt: int) -> None:
            del attempt
            chunks.append((night_id, number))
            assert digitize_chunk(night_id=night_id, number=number, return_state=True).name == "Completed"

    monkeypatch.setattr(night_files, "PrefectHands", Here)
    state = nightly(return_state=True)
    assert (state.name, state.message[:19]) == ("Completed", "2 files: 2 stored, ")
    assert [number for _, number in chunks] == [1, 2]
    shown = trace(state)
    assert shown.artifacts["batch-progress"] == 100
    assert {row["dossier"] for row in shown.artifacts["slowest-files"]} == {CODE, OTHER}
    assert here.waiting() == []

    late = digitize_chunk(night_id=chunks[0][0], number=1, return_state=True)
    assert (late.type, late.name) == (StateType.COMPLETED, "NothingToDo")
    assert PERSON not in trace(late).everything
