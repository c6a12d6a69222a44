"""The flows that a person starts: same recipes, results shown, final states decided."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ParameterTypeError

from flows.deployed.manual import ingest_file, report
from flows.deployed.manual_upkeep import import_register, verify
from flows.deployed.rerunning import rerun
from flows.deployed.reviewing import review
from tests.flows.prefect.conftest import scan, trace
from tests.flows.test_changes import without_form
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")

CODE = "H40.12-250805-0001"


@pytest.fixture
def ingested(here: Office, tmp_path: Path) -> Office:
    """An office whose one dossier holds one paper, taken in by the flow itself."""
    here.register({})
    state = ingest_file(file=str(scan(tmp_path / "scan.png")), dossier_code=CODE, return_state=True)
    assert (state.name, state.message) == ("Completed", "1 file stored, 1 papers.")
    return here


def test_a_file_is_ingested_and_stays_where_it_is_and_again_changes_nothing(
    ingested: Office, tmp_path: Path
) -> None:
    assert (tmp_path / "scan.png").exists()
    before = ingested.contents()
    again = ingest_file(file=str(tmp_path / "scan.png"), dossier_code=CODE, return_state=True)
    assert again.name == "Completed"
    assert "nothing was changed" in again.message
    assert [row["number"] for row in trace(again).artifacts["ingested-file"]] == [1]
    assert ingested.contents() == before


def test_a_refused_file_is_in_quarantine_and_the_state_says_so(here: Office, tmp_path: Path) -> None:
    here.register({})
    (tmp_path / "empty.pdf").touch()
    state = ingest_file(file=str(tmp_path / "empty.pdf"), dossier_code=CODE, return_state=True)
    assert state.name == "CompletedWithQuarantine"
    assert state.message.startswith("empty: ")


def test_a_slot_that_the_dossier_does_not_have_fails_and_names_the_slots(
    here: Office, tmp_path: Path
) -> None:
    here.register({})
    state = ingest_file(
        file=str(scan(tmp_path / "scan.png")), dossier_code=CODE, slot="no_such", return_state=True
    )
    assert state.type == StateType.FAILED
    assert "result" in state.message


def test_a_rerun_without_a_cause_changes_nothing(ingested: Office) -> None:
    before = ingested.contents()
    state = rerun(reason="a trial", dossier_codes=[CODE], stage="classify", dry_run=False, return_state=True)
    assert state.message == "1 papers done again: 0 changed, 1 unchanged."
    rows = trace(state).artifacts["rerun"]
    counts = {"read": 1, "changed": 0, "unchanged": 1, "failed": 0}
    assert {row["what"]: row["how many"] for row in rows} == counts
    assert ingested.contents() == before


def test_a_rerun_is_shown_first_and_what_changed_rules_change(
    ingested: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ingested.sohoa("report", "--period", "2025-08").code == 0
    monkeypatch.setattr("flows.workspace.load_catalogue", without_form)
    before = ingested.everything()
    state = rerun(reason="a trial", period="2025-08", unit_code="H40.12", stage="store", return_state=True)
    assert state.message.startswith(
        "Nothing was changed. A rerun would do 1 dossiers again: 1 files, 1 papers"
    )
    assert state.message.endswith(
        "0 papers would stand otherwise, 0 entries would be written anew, "
        "0 dossiers would be judged otherwise."
    )
    assert ingested.everything() == before
    shown = trace(state).artifacts
    assert "| H40.12 | 1 | 1 | 1 | 1 |" in shown["rerun-preview"]
    assert "to_khai: missing → –" in shown["changed-rules"]
    assert CODE in shown["changed-rules"]
    counted = [trace(report(period="2025-08", formats=[], return_state=True)).artifacts for _ in range(2)]
    assert CODE in counted[0]["changed-rules"]  # before it counts; then nothing is left to show
    assert "changed-rules" not in counted[1]
    read = rerun(reason="a trial", dossier_codes=[CODE], return_state=True)
    assert "only the OCR itself tells" in trace(read).artifacts["rerun-preview"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "No dossier is selected."),
        ({"period": "2025-08", "received_from": "01/08/2025"}, "The days are given twice."),
        ({"received_to": "31/02/2025"}, "31/02/2025 is no date."),
        ({"dossier_codes": ["H40.12-250805-0009"]}, "No registered dossier is meant"),
    ],
)
def test_a_rerun_of_nothing_in_particular_fails(said: dict[str, object], told: str) -> None:
    state = rerun(reason="a trial", **said, return_state=True)
    assert state.type == StateType.FAILED
    assert told in state.message


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("wrong", [{"reason": "no"}, {"reason": "a trial", "dossier_codes": ["../etc"]}])
def test_wrong_parameters_never_start(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterTypeError):
        rerun(**wrong)


def test_a_word_about_a_paper_is_kept_once_and_shown_without_its_reason(ingested: Office) -> None:
    words = {
        "document": f"{CODE}/01",
        "action": "assign",
        "slots": ["to_khai"],
        "decided_by": "cb.hotich-07",
    }
    first = review(**words, return_state=True)
    assert (first.name, first.message) == ("Completed", f"{CODE}/01: assign, to_khai.")
    shown = trace(first)
    assert [row["slots"] for row in shown.artifacts["review"]] == ["", "to_khai"]
    slots = ingested.sohoa("status", CODE, "--json").json["slots"]
    assert "to_khai" in [slot["id"] for slot in slots if slot["documents"]]
    again = review(**words, return_state=True)
    assert again.message.endswith("nothing was changed.")
    manifest = json.loads(ingested.contents()[f"dossiers/{CODE}/manifest.json"])
    (decision,) = manifest["documents"][0]["decisions"]
    assert decision["decided_by"].startswith("cb.hotich-07 (Prefect, ")
    without = review(document=f"{CODE}/01", action="withdraw", decided_by="cb.hotich-07", return_state=True)
    assert without.type == StateType.FAILED
    assert "--reason" in without.message


def test_a_report_is_a_page_of_ratios_that_names_its_register_by_its_hash(ingested: Office) -> None:
    state = report(
        first_day="01/08/2025", last_day="2025-08-31", by=["unit"], language="en", return_state=True
    )
    assert state.message == "1 dossiers counted, 1 groups."
    page = trace(state).artifacts["report"]
    assert "| Dossiers digitised in full | 0 | 1 | 0.00 % |" in page
    assert "| H40.12 |" in page
    assert "register.csv" not in page
    assert sha256((ingested.root / "register.csv").read_bytes()).hexdigest()[:12] in page


def test_a_report_is_kept_in_the_store_and_the_page_says_where(ingested: Office) -> None:
    state = report(period="2025-08", formats=["html"], language="en", return_state=True)
    assert state.name == "Completed"
    (issue,) = ingested.sohoa("report", "--issues", "--json").json["issues"]
    assert issue["occasion"] == "on_request"
    folder = f"reports/on-request/{issue['issue']}/"
    stored = {key for key in ingested.contents() if key.startswith("reports/")}
    assert stored == {f"{folder}{name}" for name in ("report.json", "report.html", "issue.json")}
    page = trace(state).artifacts["issued-report"]
    assert "| Dossiers digitised in full | 0 | 1 | 0.00 % |" in page
    assert f"({ingested.store.as_uri()}/{folder}report.html)" in page
    assert "The first issue of this period" in page

    again = report(period="2025-08", formats=["html"], language="en", return_state=True)
    assert "Nothing changed this day" in trace(again).artifacts["issued-report"]
    assert {key for key in ingested.contents() if key.startswith("reports/")} == stored
    shown = report(period="2025-08", formats=[], return_state=True)
    assert set(trace(shown).artifacts) == {"report"}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "days",
    [
        {"first_day": "2025-02-01", "last_day": "2025-01-01"},
        {"first_day": "2025-02-01"},
        {"period": "2025-Q1", "first_day": "2025-01-01", "last_day": "2025-03-31"},
        {"period": "2025-13"},
        {},
    ],
)
def test_a_period_that_is_none_fails(days: dict[str, object]) -> None:
    state = report(**days, return_state=True)
    assert state.type == StateType.FAILED
    assert "period" in state.message


def test_a_file_that_waits_in_the_inbox_is_named_by_its_place_and_stays(here: Office) -> None:
    here.register({})
    scan(here.inbox / CODE / "1.png")
    scan(here.inbox / CODE / "3.png.part")
    growing = ingest_file(file=f"{CODE}/3.png.part", return_state=True)
    assert (growing.name, growing.message) == ("CompletedWaiting", "Waiting: it is still being written.")
    (here.inbox / CODE / "3.png.part").unlink()
    for file, told in (("2.png", "No such file waits"), (str(here.inbox / "2.png"), "There is no such file")):
        missing = ingest_file(file=file, return_state=True)
        assert missing.type == StateType.FAILED
        assert told in missing.message
        assert "2.png" not in missing.message
    elsewhere = ingest_file(file=f"{CODE}/1.png", dossier_code="H40.12-250805-0002", return_state=True)
    assert "of another dossier" in elsewhere.message
    state = ingest_file(file=f"{CODE}/1.png", slot="to_khai", return_state=True)
    assert (state.name, state.message) == ("Completed", "1 file stored, 1 papers.")
    assert [row["slot"] for row in trace(state).artifacts["ingested-file"]] == ["to_khai"]
    assert len(here.waiting()) == 1
    assert here.sohoa("batch", "--json").json["files"]["duplicate"] == 1
    assert here.waiting() == []


def test_verify_takes_samples_and_says_what_is_none(ingested: Office) -> None:
    state = verify(sample="100%", seed="2025-Q1", return_state=True)
    assert state.message == "4 objects checked: 0 damaged, 0 warnings."
    assert verify(older_than=30, return_state=True).message == "1 objects checked: 0 damaged, 0 warnings."
    del ingested
    seedless = verify(seed="2025-Q1", return_state=True)
    assert seedless.type == StateType.FAILED
    assert "A seed draws a sample" in seedless.message


def test_verify_completes_on_a_whole_store_and_fails_on_an_altered_one(ingested: Office) -> None:
    whole = verify(return_state=True)
    assert whole.name == "Completed"
    assert whole.message.endswith("0 damaged, 0 warnings.")
    archive = next(path for path in ingested.store.rglob("*.pdf") if path.is_file())
    archive.chmod(0o644)
    archive.write_bytes(b"other")
    damaged = verify(return_state=True)
    assert damaged.type == StateType.FAILED
    assert "1 damaged" in damaged.message
    rows = trace(damaged).artifacts["verification"]
    assert {"what": "error: altered", "how many": 1} in rows


@pytest.mark.usefixtures("here")
def test_an_import_counts_its_rows_and_names_the_rejected_ones_by_place_alone(tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "dossier_code,procedure_code,unit_code,level,field,channel,received_on,status\n"
        f"{CODE},1.001193,H40.12,commune,Hộ tịch,direct,2025-08-05,received\n"
        "H40.12-250805-0002,1.001193,H40.12,commune,Hộ tịch,direct,Trần Văn Mít,received\n",
        encoding="utf-8",
    )
    absent = import_register(files=[str(register), str(tmp_path / "more.csv")], return_state=True)
    assert absent.type == StateType.FAILED
    assert absent.message.startswith("File 2 of the list is not there on the machine of the worker.")
    state = import_register(files=[str(register)], return_state=True)
    assert state.name == "CompletedWithRejectedRows"
    assert state.message == "1 rows added, 0 updated, 0 unchanged, 1 rejected."
    seen = trace(state)
    assert seen.artifacts["rejected-rows"] == [{"file": 1, "row": 3, "column": "received_on"}]
    assert "Mít" not in seen.everything
