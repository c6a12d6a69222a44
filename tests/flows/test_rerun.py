"""Done again: only undecided papers move, a decided file keeps its cut, one bad original does not end it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.rerunning import rerun_dossiers
from flows.selecting import Selection, Stage
from flows.workspace import open_workspace
from storage.local import LocalStore
from tests.flows.typed_papers import APPLICATION, CERTIFICATE, LETTER, typed
from tests.office import Office

CODE, OTHER = "H40.12-250805-0001", "H40.12-250805-0002"
NEW_SLOT = "Bản kê khai quan hệ nhân thân riêng"
ATTACHED = f"{NEW_SLOT}\n\nTôi có một anh trai và hai em gái, đều đã thành niên."


@pytest.fixture
def office_of_two(office: Office) -> Office:
    """Two dossiers; the file of the first holds a form and what nobody knows yet to be a paper of its own."""
    office.register({"dossier_code": CODE}, {"dossier_code": OTHER})
    file = typed(office.root / "form.pdf", APPLICATION.format("000190001234"), ATTACHED)
    assert office.sohoa("ingest", file, "--dossier", CODE).code == 0
    assert cut(office) == {1: ("to_khai", [1, 2])}
    return office


def papers(office: Office, code: str = CODE) -> list[dict[str, Any]]:
    return json.loads(office.contents()[f"dossiers/{code}/manifest.json"])["documents"]


def cut(office: Office) -> dict[int, tuple[str | None, list[int]]]:
    return {paper["number"]: (paper["slot"], paper["source_pages"]) for paper in papers(office)}


def learn_the_paper(office: Office, name: str = NEW_SLOT) -> None:
    """The receipt slip names the paper: its heading is known from now on."""
    rows = office.root / "components.csv"
    with rows.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["dossier_code", "slot", "form", "digitised_on", "reused", "evidence"])
        writer.writerows([CODE, slot, "original", "", "no", ""] for slot in ("to_khai", name))
    assert office.sohoa("register", "import", rows).code == 0


def rerun(office: Office, *codes: str, stage: str = "classify") -> Any:
    chosen = [word for code in codes for word in ("--dossier", code)]
    return office.sohoa("rerun", *chosen, "--stage", stage, "--reason", "thử", "--json")


def test_undecided_papers_are_cut_anew_under_new_numbers_and_keep_when_they_came(
    office_of_two: Office,
) -> None:
    came = papers(office_of_two)[0]["digitised_at"]
    learn_the_paper(office_of_two)
    assert rerun(office_of_two, CODE).json == {"read": 2, "changed": 2, "unchanged": 0, "failed": []}
    assert cut(office_of_two) == {2: ("to_khai", [1]), 3: (NEW_SLOT, [2])}
    assert [paper["first_stored_at"] for paper in papers(office_of_two)] == [came, came]
    assert rerun(office_of_two, CODE, stage="read").json["changed"] == 0
    damage = office_of_two.sohoa("verify", "--json").json["damage"]
    assert {entry["severity"] for entry in damage} <= {"warning"}  # what number 1 left behind


@pytest.mark.parametrize("stage", ["classify", "read"])
def test_a_file_of_which_a_person_decided_keeps_its_cut(office_of_two: Office, stage: str) -> None:
    assert office_of_two.sohoa("review", "assign", f"{CODE}/01", "to_khai").code == 0
    decided = papers(office_of_two)
    learn_the_paper(office_of_two)
    rerun(office_of_two, CODE, stage=stage)
    assert cut(office_of_two) == {1: ("to_khai", [1, 2])}
    assert papers(office_of_two)[0]["decisions"] == decided[0]["decisions"]


def test_beside_a_decided_paper_only_the_undecided_one_moves(office_of_two: Office) -> None:
    learn_the_paper(office_of_two)
    rerun(office_of_two, CODE)
    assert office_of_two.sohoa("review", "reject", f"{CODE}/02", "--reason", "mẫu cũ").code == 0
    file = typed(office_of_two.root / "two.pdf", APPLICATION.format("000190001234"), LETTER.format(""))
    assert office_of_two.sohoa("ingest", file, "--dossier", CODE).code == 0
    assert office_of_two.sohoa("review", "reject", f"{CODE}/04", "--reason", "trùng").code == 0
    learn_the_paper(office_of_two, "Thư ngỏ")
    rerun(office_of_two, CODE)
    assert {paper["number"]: paper["slot"] for paper in papers(office_of_two)} == {
        2: None,
        3: NEW_SLOT,
        4: None,
        5: "Thư ngỏ",
    }
    assert [paper["decisions"][0]["reason"] for paper in papers(office_of_two)[::2]] == ["mẫu cũ", "trùng"]


def test_an_original_that_cannot_be_read_is_named_and_the_rest_goes_on(office_of_two: Office) -> None:
    file = typed(office_of_two.root / "certificate.pdf", CERTIFICATE.format(""))
    assert office_of_two.sohoa("ingest", file, "--dossier", OTHER).code == 0
    original = office_of_two.store / papers(office_of_two)[0]["objects"]["original"]["key"]
    original.unlink()
    answer = rerun(office_of_two, CODE, OTHER, stage="read")
    assert answer.code == 6
    assert (answer.json["read"], answer.json["unchanged"]) == (1, 1)
    (undone,) = answer.json["failed"]
    assert (undone["documents"], undone["reason"]) == ([f"{CODE}/01"], "object_missing")
    assert cut(office_of_two) == {1: ("to_khai", [1, 2])}


def test_a_word_said_while_a_paper_is_done_again_is_not_lost(office_of_two: Office) -> None:
    """The clerk decides just when the rerun has fetched the original."""
    learn_the_paper(office_of_two)
    original = Decides(office_of_two)
    with open_workspace(office_of_two.settings) as workspace:
        done = rerun_dossiers(
            replace(workspace, store=original),
            Selection(dossier_codes=(CODE,)),
            stage=Stage.CLASSIFY,
            reason="thử",
        )
    assert (done.read, done.changed, original.fetched) == (1, 0, 2)
    assert cut(office_of_two) == {1: (None, [1, 2])}


class Decides(LocalStore):
    """A store in whose first download of an original a person rejects the paper."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.store)
        self.office, self.fetched = office, 0

    def download(self, key: str, target: Path) -> None:
        super().download(key, target)
        if "/originals/" in key:
            self.fetched += 1
            if self.fetched == 1:
                words = ("review", "reject", f"{CODE}/01", "--reason", "mẫu cũ")
                assert self.office.sohoa(*words).code == 0
