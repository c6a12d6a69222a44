"""The demo's batch on the samples: every file, slot and ratio against samples/truth.json."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.office import INBOX, SAMPLES, TRUTH, Answer, Office

DOSSIERS = sorted(TRUTH["dossiers"])
FILES = sorted(TRUTH["files"])


class Night:
    """One batch over all samples, and what it left."""

    def __init__(self, office: Office, batch: Answer) -> None:
        self.office = office
        self.batch = batch
        self.contents = office.contents()
        self.manifests = {
            key.split("/")[1]: json.loads(content)
            for key, content in self.contents.items()
            if key.endswith("/manifest.json")
        }


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    root = tmp_path_factory.mktemp("night")
    office = Office(root, (root / "store").as_uri(), f"sqlite:///{root / 'ledger.sqlite'}").prepare()
    shutil.copytree(INBOX, office.inbox, dirs_exist_ok=True)
    office.register_samples()
    return Night(office, office.sohoa("batch", "--json"))


def test_the_batch_counts_what_the_truth_counts(night: Night) -> None:
    summary = night.batch.json
    assert night.batch.code == 6
    assert summary["files"] == TRUTH["batch"]["files"]
    assert summary["pages"]["total"] == TRUTH["batch"]["pages"]["total"]
    assert summary["indicators"] == TRUTH["indicators"]


def test_every_refused_file_is_in_quarantine_with_its_reason_and_still_lies_there(night: Night) -> None:
    expected = {
        name: entry["reason"] for name, entry in TRUTH["files"].items() if entry["outcome"] == "quarantined"
    }
    assert {entry["file"]: entry["reason"] for entry in night.batch.json["quarantine"]} == expected
    for name in expected:
        assert (night.office.inbox / name).exists()


@pytest.mark.parametrize("name", [name for name in FILES if TRUTH["files"][name]["outcome"] == "stored"])
def test_each_stored_file_became_the_papers_it_holds(night: Night, name: str) -> None:
    found = [
        document
        for code, manifest in night.manifests.items()
        for document in manifest["documents"]
        if name.startswith(code) and name.endswith(document["source_name"])
    ]
    papers = [(paper["source_pages"], paper["slot"], paper["state"]) for paper in found]
    expected = TRUTH["files"][name]["documents"]
    assert papers == [(paper["pages"], paper["slot"], paper["state"]) for paper in expected]
    for paper, truth in zip(found, expected, strict=True):
        assert set(truth.get("findings", ())) <= set(paper["findings"])


@pytest.mark.parametrize("code", DOSSIERS)
def test_each_dossier_stands_as_the_truth_says(night: Night, code: str) -> None:
    answer = night.office.sohoa("status", code, "--json").json
    expected = TRUTH["dossiers"][code]
    assert {slot["id"]: slot["state"] for slot in answer["slots"]} == expected["slots"]
    assert answer["components"] == expected["components"]
    assert answer["complete"] is expected["complete"]
    assert answer["result"] == expected["result"]


def test_the_report_agrees_with_the_truth(night: Night) -> None:
    report = night.office.sohoa(
        "report", "--from", "2000-01-01", "--to", "2099-12-31", "--format", "json"
    ).json
    assert report["total"] == TRUTH["indicators"]


def test_the_store_is_whole(night: Night) -> None:
    assert night.office.sohoa("verify", "--json").json["damage"] == []


def test_a_signed_file_is_kept_as_it_is_and_has_no_other_archive_copy(night: Night) -> None:
    signed = [
        document
        for manifest in night.manifests.values()
        for document in manifest["documents"]
        if document["signatures"]
    ]
    assert signed
    for document in signed:
        assert set(document["objects"]) == {"original", "text"}
        assert document["signatures"][0]["intact"] is True


def test_a_second_batch_reads_nothing_and_changes_nothing(night: Night) -> None:
    waiting = night.office.waiting()
    answer = night.office.sohoa("batch", "--json")
    assert answer.code == 6
    assert answer.json["files"]["stored"] == 0
    assert answer.json["pages"]["total"] == 0
    assert answer.json["indicators"] == TRUTH["indicators"]
    assert night.office.contents() == night.contents
    assert night.office.waiting() == waiting


def test_the_register_again_changes_nothing(night: Night) -> None:
    files = [SAMPLES / name for name in ("register.csv", "components.csv", "units.csv")]
    for file in night.office.sohoa("register", "import", *files, "--json").json["files"]:
        assert (file["added"], file["updated"], file["rejected"]) == (0, 0, [])
