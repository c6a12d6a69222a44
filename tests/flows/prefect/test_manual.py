"""The flows that a person starts: same recipes, results shown, final states decided."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ParameterTypeError

from flows.deployed.manual import ingest_file, report, rerun
from flows.deployed.manual_upkeep import import_register, verify
from flows.deployed.reviewing import review
from tests.flows.prefect.conftest import scan, trace
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")

CODE = "H40.12-250805-0001"


@pytest.fixture
def ingested(here: Office, tmp_path: Path) -> Office:
    """An office whose one dossier holds one paper, taken in by the flow itself."""
    here.register({})
    state = ingest_file(file=scan(tmp_path / "scan.png"), dossier_code=CODE, return_state=True)
    assert (state.name, state.message) == ("Completed", "1 file stored, 1 papers.")
    return here


def test_a_file_is_ingested_and_stays_where_it_is_and_again_changes_nothing(
    ingested: Office, tmp_path: Path
) -> None:
    assert (tmp_path / "scan.png").exists()
    before = ingested.contents()
    again = ingest_file(file=tmp_path / "scan.png", dossier_code=CODE, return_state=True)
    assert again.name == "Completed"
    assert "nothing was changed" in again.message
    assert [row["number"] for row in trace(again).artifacts["ingested-file"]] == [1]
    assert ingested.contents() == before


def test_a_refused_file_is_in_quarantine_and_the_state_says_so(here: Office, tmp_path: Path) -> None:
    here.register({})
    (tmp_path / "empty.pdf").touch()
    state = ingest_file(file=tmp_path / "empty.pdf", dossier_code=CODE, return_state=True)
    assert state.name == "CompletedWithQuarantine"
    assert state.message.startswith("empty: ")


def test_a_slot_that_the_dossier_does_not_have_fails_and_names_the_slots(
    here: Office, tmp_path: Path
) -> None:
    here.register({})
    state = ingest_file(
        file=scan(tmp_path / "scan.png"), dossier_code=CODE, slot="no_such", return_state=True
    )
    assert state.type == StateType.FAILED
    assert "result" in state.message


def test_a_rerun_without_a_cause_changes_nothing(ingested: Office) -> None:
    before = ingested.contents()
    state = rerun(reason="a trial", dossier_codes=[CODE], stage="classify", return_state=True)
    assert state.message == "1 papers done again: 0 changed, 1 unchanged."
    rows = trace(state).artifacts["rerun"]
    counts = {"read": 1, "changed": 0, "unchanged": 1, "failed": 0}
    assert {row["what"]: row["how many"] for row in rows} == counts
    assert ingested.contents() == before


@pytest.mark.usefixtures("here")
def test_a_rerun_of_nothing_in_particular_fails() -> None:
    state = rerun(reason="a trial", return_state=True)
    assert state.type == StateType.FAILED
    assert "No dossier is selected." in state.message


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("wrong", [{"reason": "no"}, {"reason": "a trial", "dossier_codes": ["../etc"]}])
def test_wrong_parameters_never_start(wrong: dict[str, object]) -> None:
    with pytest.raises(ParameterTypeError):
        rerun(**wrong)


def test_a_word_about_a_paper_is_kept_once_and_shown_without_its_reason(ingested: Office) -> None:
    words = {"document": f"{CODE}/01", "action": "assign", "slots": ["to_khai"]}
    first = review(**words, return_state=True)
    assert (first.name, first.message) == ("Completed", f"{CODE}/01: assign, to_khai.")
    shown = trace(first)
    assert [row["slots"] for row in shown.artifacts["review"]] == ["", "to_khai"]
    slots = ingested.sohoa("status", CODE, "--json").json["slots"]
    assert "to_khai" in [slot["id"] for slot in slots if slot["documents"]]
    again = review(**words, return_state=True)
    assert again.message.endswith("nothing was changed.")
    without = review(document=f"{CODE}/01", action="withdraw", return_state=True)
    assert without.type == StateType.FAILED
    assert "--reason" in without.message


def test_a_report_is_a_page_of_ratios_that_names_its_register_by_its_hash(ingested: Office) -> None:
    state = report(
        first_day=date(2025, 8, 1), last_day=date(2025, 8, 31), by=["unit"], language="en", return_state=True
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
        {"first_day": date(2025, 2, 1), "last_day": date(2025, 1, 1)},
        {"first_day": date(2025, 2, 1)},
        {"period": "2025-Q1", "first_day": date(2025, 1, 1), "last_day": date(2025, 3, 31)},
        {"period": "2025-13"},
        {},
    ],
)
def test_a_period_that_is_none_fails(days: dict[str, object]) -> None:
    state = report(**days, return_state=True)
    assert state.type == StateType.FAILED
    assert "period" in state.message


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
    state = import_register(files=[register], return_state=True)
    assert state.name == "CompletedWithRejectedRows"
    assert state.message == "1 rows added, 0 updated, 0 unchanged, 1 rejected."
    seen = trace(state)
    assert seen.artifacts["rejected-rows"] == [{"file": 1, "row": 3, "column": "received_on"}]
    assert "Mít" not in seen.everything
