"""A file that comes again goes as a duplicate only where the store still holds what it was stored as."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.stored_papers import MadePaper, store_papers
from dossiers.manifest import StoredDocument
from flows.workspace import open_workspace
from storage import documents_table
from tests.flows.filled import local_office
from tests.office import Office

ENDED = "H40.12-250805-0001"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with one stored paper, whose original lies in the inbox again."""
    office = local_office(tmp_path)
    register = office.root / "register.csv"
    register.write_text(
        "dossier_code,procedure_code,unit_code,level,field,channel,received_on,resolved_on,status,facts\n"
        f"{ENDED},1.001193,H40.12,commune,Hộ tịch,direct,2025-08-05,2025-08-20,resolved,-\n",
        encoding="utf-8",
    )
    assert office.sohoa("register", "import", register).code == 0
    with open_workspace(office.settings) as workspace:
        (entry,) = store_papers(workspace, ENDED, [MadePaper(slot="to_khai")])
        again = office.inbox / ENDED / "again.pdf"
        again.parent.mkdir()
        again.write_bytes(workspace.store.get(entry.objects.original.key))
    return office


def paper(office: Office) -> StoredDocument:
    with open_workspace(office.settings) as workspace, workspace.ledger.reading() as connection:
        (entry,) = documents_table.manifest(connection, ENDED).documents
    return entry


def test_a_file_that_was_purged_stays_in_quarantine_and_is_no_duplicate(office: Office) -> None:
    with office.config.open("a", encoding="utf-8") as config:
        config.write("[retention]\noriginal = 60\narchive = 60\ntext = 30\n")
    assert office.sohoa("purge", "--yes").code == 0
    purged = paper(office)
    assert purged.is_purged
    for _ in range(2):
        night = office.sohoa("batch", "--json").json
        assert [entry["reason"] for entry in night["quarantine"]] == ["purged"]
        assert night["files"]["duplicate"] == 0
    assert len(office.waiting()) == 1
    assert paper(office) == purged
    assert not list(office.store.rglob("originals/*"))


def test_a_missing_original_is_put_again_before_its_file_goes_as_a_duplicate(office: Office) -> None:
    original = paper(office).objects.original
    stored = office.store / original.key
    content = stored.read_bytes()
    stored.unlink()
    assert office.sohoa("verify").code == 8
    assert office.sohoa("batch", "--json").json["files"]["duplicate"] == 1
    assert stored.read_bytes() == content
    assert office.waiting() == []
    assert office.sohoa("verify").code == 0
