"""`sohoa rebuild`: the ledger from store and register alone, equal to the one before."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from benchmarks.stored_papers import MadePaper, store_papers
from flows.upkeep.sealing import seal_trail
from flows.workspace import open_workspace
from storage import documents_table
from tests.flows.filled import CODES, filled, local_office
from tests.flows.ledger_tables import Tables, tables_of
from tests.office import SAMPLES, THREE_PAPERS, TWICE, Office


def lose_the_ledger(office: Office) -> None:
    for file in office.root.glob("ledger.sqlite*"):
        file.unlink()


def what_the_store_tells(before: Tables, after: Tables) -> tuple[Tables, Tables]:
    """Without the events and seals of the rebuild itself."""
    last = {name: len(before[name]) for name in ("events", "seals")}
    return before, {name: rows[: last.get(name)] for name, rows in after.items()}


def seal(office: Office) -> None:
    with open_workspace(office.settings) as workspace:
        seal_trail(workspace)


def figures(office: Office) -> object:
    answer = office.sohoa(
        "report", "--from", "2020-01-01", "--to", "2030-12-31", "--dossiers", "--format", "json"
    )
    return {key: value for key, value in answer.json.items() if key not in {"generated_at", "register"}}


def review_list(office: Office) -> object:
    return office.sohoa("review", "list", "--json").json


def test_a_lost_ledger_comes_back_equal(tmp_path: Path) -> None:
    office = filled(local_office(tmp_path))
    assert office.sohoa("review", "withdraw", f"{CODES[0]}/02", "--reason", "sai").code == 0
    assert office.sohoa("review", "reject", f"{CODES[1]}/03", "--reason", "không thuộc").code == 0
    report, waiting = figures(office), review_list(office)
    seal(office)
    before = tables_of(office.ledger_url)
    stored = office.contents()
    lose_the_ledger(office)
    assert office.sohoa("register", "import", office.root / "register.csv").code == 0
    assert office.sohoa("rebuild").code == 0
    assert (figures(office), review_list(office)) == (report, waiting)
    told, rebuilt = what_the_store_tells(before, tables_of(office.ledger_url))
    for name in told:
        if name not in {"events", "seals"}:
            assert rebuilt[name] == told[name], name
    assert {key: office.contents()[key] for key in stored} == stored
    assert office.sohoa("verify").code == 0


@pytest.mark.slow
def test_the_register_may_come_after(tmp_path: Path) -> None:
    office = filled(local_office(tmp_path))
    report, waiting = figures(office), review_list(office)
    stored = office.contents()
    lose_the_ledger(office)
    assert office.sohoa("rebuild").code == 0
    assert office.sohoa("register", "import", office.root / "register.csv").code == 0
    assert (figures(office), review_list(office)) == (report, waiting)
    assert {key: office.contents()[key] for key in stored} == stored


def test_a_number_is_never_used_again_after_a_rebuild(tmp_path: Path) -> None:
    """Burnt at the end: a number that the manifest tells of, and one that only an object bears."""
    office = filled(local_office(tmp_path))
    told, borne, empty = CODES[0], CODES[1], "H40.12-250805-0099"
    with open_workspace(office.settings) as workspace:
        with workspace.ledger.transaction() as connection:
            documents_table.reserve_numbers(connection, told, 2)
            documents_table.reserve_numbers(connection, borne, 4)
        store_papers(workspace, told, [MadePaper()])
        with workspace.ledger.transaction() as connection:
            documents_table.replace_documents(connection, told, [], without=[6])
            content = documents_table.manifest(connection, told).to_bytes()
        (office.store / f"dossiers/{told}/manifest.json").write_bytes(content)
        for path in (office.store / f"dossiers/{told}").glob(f"{told}.06*"):
            path.unlink()
    (office.store / f"dossiers/{borne}/{borne}.07.v2.pdf").write_bytes(b"of a killed run")
    (office.store / f"dossiers/{empty}").mkdir()
    (office.store / f"dossiers/{empty}/{empty}.01.text.json").write_bytes(b"of a killed run")
    assert b'"last_number": 6' in (office.store / f"dossiers/{told}/manifest.json").read_bytes()
    lose_the_ledger(office)
    assert office.sohoa("rebuild").code == 0
    with open_workspace(office.settings) as workspace, workspace.ledger.transaction() as connection:
        given = [
            documents_table.reserve_numbers(connection, code, 1) for code in (told, borne, empty, CODES[2])
        ]
    assert given == [7, 8, 2, 4]


@pytest.mark.slow
def test_the_ledger_of_the_samples_comes_back_equal(office: Office) -> None:
    """With decisions, reruns, reuse, a better scan and papers that were withdrawn."""
    office.register_samples()
    office.bring(*(path.name for path in (SAMPLES / "inbox").iterdir() if path.is_dir()))
    assert office.sohoa("batch").code in {0, 6}
    waiting = review_list(office)["items"]
    assert office.sohoa("review", "withdraw", f"{THREE_PAPERS}/01", "--reason", "sai").code == 0
    assert office.sohoa("review", "reject", waiting[0]["document"], "--reason", "không thuộc").code == 0
    assert office.sohoa("rerun", "--dossier", TWICE, "--reason", "thử").code == 0
    report, waiting = figures(office), review_list(office)
    seal(office)
    before = tables_of(office.ledger_url)
    stored = office.contents()
    lose_the_ledger(office)
    office.register_samples()
    assert office.sohoa("rebuild").code == 0
    assert (figures(office), review_list(office)) == (report, waiting)
    told, rebuilt = what_the_store_tells(before, tables_of(office.ledger_url))
    for name in told:
        if name not in {"events", "seals"}:
            assert rebuilt[name] == told[name], name
    assert {key: office.contents()[key] for key in stored} == stored
    engine = create_engine(office.ledger_url)
    with engine.connect() as connection:
        outcomes = set(connection.execute(text("SELECT outcome FROM files")).scalars())
    engine.dispose()
    assert outcomes == {"stored"}
    assert office.sohoa("verify").code == 0
