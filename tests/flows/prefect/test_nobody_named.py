"""Prefect keeps what a run shows for years: nothing of a person comes into its database (issue 6, item 4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

from flows.deployed.manual import ingest_file, report
from flows.deployed.manual_upkeep import verify
from flows.deployed.nightly import nightly
from flows.deployed.rerunning import rerun
from flows.deployed.reviewing import review
from flows.inbox import InboxFile
from flows.selecting import Stage
from tests.flows.planted import NAME, found_in, picture, rows_of, scans
from tests.flows.test_personal_data import CODE, OTHER, register
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_server_that_saw_everything_knows_nobody(
    here: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Runs, names, parameters, states, artifacts, logs, events; what a person typed names nobody here."""
    register(here)
    scans(here.inbox / CODE, here.inbox)
    night = nightly(return_state=True)
    assert night.name == "CompletedWithQuarantine"
    picture("chín").save(tmp_path / "1.png", dpi=(200, 200))
    assert (
        ingest_file(file=str(tmp_path / "1.png"), dossier_code=OTHER, return_state=True).name == "Completed"
    )
    strange = {"slot": "no_such"}  # whose hint may not name what the register calls a paper
    assert ingest_file(
        file=str(tmp_path / "1.png"), dossier_code=CODE, **strange, return_state=True
    ).message.endswith("and 1 papers of the register.")
    decided = review(
        document=f"{CODE}/01", action="reject", reason="nhầm", decided_by="cb-07", return_state=True
    )
    assert decided.type == StateType.COMPLETED
    for stage, dry_run in ((Stage.CLASSIFY, True), (Stage.STORE, False)):
        done = rerun(dossier_codes=(CODE,), stage=stage, dry_run=dry_run, reason="thử", return_state=True)
        assert done.type == StateType.COMPLETED
    assert verify(return_state=True).type == StateType.COMPLETED
    assert report(period="2025-08", return_state=True).type == StateType.COMPLETED

    def stumble(file: InboxFile) -> None:
        raise RuntimeError(file.name, NAME)

    picture("mười").save(here.inbox / CODE / f"{NAME}.png", dpi=(200, 200))
    monkeypatch.setattr("flows.deployed.file_tasks.move_to_done", stumble)
    assert nightly(return_state=True).type == StateType.FAILED

    APILogHandler().flush()
    database = PREFECT_API_DATABASE_CONNECTION_URL.value().partition(":///")[2]
    rows = rows_of(Path(database))
    assert b"CompletedWithQuarantine" in rows
    assert found_in(rows) == []
    assert found_in(caplog.text.encode()) == []
