"""`inspect` and `ingest`: one file, no server, no Prefect."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office import COMPLETE, ENCRYPTED, INBOX, Office

FORM = next(path for path in sorted((INBOX / COMPLETE).glob("*.*")))
INSPECTION = {
    "file",
    "sha256",
    "bytes",
    "media_type",
    "outcome",
    "reason",
    "pages",
    "documents",
    "signatures",
}
PAGE = {
    "number",
    "source",
    "source_reason",
    "banner",
    "codes",
    "text",
    "confidence",
    "dpi",
    "rotation",
    "skew",
    "findings",
}
DOCUMENT = {"pages", "kind", "kind_confidence", "fields", "field_evidence"}


def test_inspect_says_what_a_file_is_and_stores_nothing(office: Office) -> None:
    answer = office.sohoa("inspect", FORM, "--json")
    assert answer.code == 0
    said = answer.json
    assert set(said) >= INSPECTION
    assert said["outcome"] == "ok"
    assert said["reason"] is None
    assert set(said["pages"][0]) == PAGE
    assert set(said["documents"][0]) >= DOCUMENT
    assert "CỘNG HÒA" in said["pages"][0]["text"].upper()
    assert not office.store.exists()
    assert not (office.root / "ledger.sqlite").exists()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b"no scan at all", "not_a_document"), (None, "unreadable")]
)
def test_a_refused_file_is_exit_3_with_its_json(office: Office, content: bytes | None, reason: str) -> None:
    file = office.root / "file.pdf"
    if content is not None:
        file.write_bytes(content)
    answer = office.sohoa("inspect", file, "--json")
    assert answer.code == 3
    assert set(answer.json) >= INSPECTION
    assert (answer.json["outcome"], answer.json["reason"]) == ("rejected", reason)


def test_an_encrypted_file_is_refused_by_inspect_and_ingest(office: Office) -> None:
    office.register_samples()
    file = next((INBOX / ENCRYPTED).glob("*.pdf"))
    assert office.sohoa("inspect", file, "--json").json["reason"] == "encrypted"
    answer = office.sohoa("ingest", file, "--dossier", ENCRYPTED, "--json")
    assert (answer.code, answer.json["outcome"], answer.json["reason"]) == (6, "rejected", "encrypted")
    assert answer.json["documents"] == []


def test_ingest_stores_the_file_and_leaves_it_where_it_is(office: Office) -> None:
    office.register_samples()
    answer = office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--json")
    assert answer.code == 0
    (document,) = answer.json["documents"]
    assert document["number"] == 1
    assert document["slot"]
    manifest = json.loads(office.contents()[f"dossiers/{COMPLETE}/manifest.json"])
    assert manifest["documents"] == [document]
    assert FORM.exists()


def test_ingest_again_is_a_duplicate_and_changes_nothing(office: Office) -> None:
    office.register_samples()
    first = office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--json").json
    before = office.contents()
    again = office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--json")
    assert again.code == 0
    assert again.json["documents"] == first["documents"]
    assert again.json["duplicate"] is True
    assert office.contents() == before


def test_a_person_may_name_the_slot(office: Office) -> None:
    office.register_samples()
    status = office.sohoa("status", COMPLETE, "--json").json
    slot = status["slots"][0]["id"]
    answer = office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--slot", slot, "--json")
    assert [document["slot"] for document in answer.json["documents"]] == [slot]


def test_a_slot_that_is_none_is_a_wrong_call(office: Office) -> None:
    office.register_samples()
    answer = office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--slot", "nothing")
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_an_unknown_dossier_is_a_quarantine_reason(office: Office) -> None:
    answer = office.sohoa("ingest", FORM, "--dossier", "H40.12-250805-9999", "--json")
    assert (answer.code, answer.json["reason"]) == (6, "unknown_dossier")


def test_numbers_are_never_used_again(office: Office) -> None:
    """A lost ledger must not begin again at number 1 over what the store holds."""
    office.register_samples()
    assert office.sohoa("ingest", FORM, "--dossier", COMPLETE).code == 0
    before = office.contents()
    for file in office.root.glob("ledger.sqlite*"):
        file.unlink()
    office.register_samples()
    other = sorted((INBOX / COMPLETE).glob("*.*"))[1]
    refused = office.sohoa("ingest", other, "--dossier", COMPLETE)
    assert refused.code == 4
    assert "rebuild" in refused.err
    assert office.contents() == before
    rebuilt = office.sohoa("rebuild", "--json")
    assert rebuilt.json == {"read": 1, "changed": 1, "unchanged": 0}
    assert office.sohoa("ingest", FORM, "--dossier", COMPLETE, "--json").json["duplicate"] is True
    answer = office.sohoa("ingest", other, "--dossier", COMPLETE, "--json")
    assert answer.json["documents"][0]["number"] == 2
    assert office.sohoa("verify").code == 0


@pytest.mark.parametrize("command", ["inspect", "ingest", "batch", "status"])
def test_prefect_is_not_imported(office: Office, command: str) -> None:
    arguments = {
        "inspect": [FORM],
        "ingest": [FORM, "--dossier", "H40.12-250805-9999"],
        "batch": [],
        "status": ["H40.12-250805-9999"],
    }[command]
    script = "import sys; from flows.cli import run; run(sys.argv[1:]); print('prefect' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "--config", office.config, command, *arguments],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False"
