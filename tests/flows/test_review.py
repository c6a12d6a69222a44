"""Papers that a person must decide: listed and shown with their reasons, decided, and the word stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.flows.typed_papers import APPLICATION, LETTER, typed
from tests.office import Office

CODE = "H40.12-250805-0001"
LETTER_ID, FORM_ID = f"{CODE}/02", f"{CODE}/01"


@pytest.fixture
def reviewed(office: Office) -> Office:
    """A dossier with its application form, and a letter that nobody asked for."""
    office.register({})
    for name, text in (("form", APPLICATION.format("000190001234")), ("letter", LETTER.format(""))):
        file = typed(office.root / f"{name}.pdf", text)
        assert office.sohoa("ingest", file, "--dossier", CODE).code == 0
    return office


def items(office: Office) -> list[dict[str, Any]]:
    return office.sohoa("review", "list", "--json").json["items"]


def entry(office: Office, document: str) -> dict[str, Any]:
    """What the manifest in the store says."""
    manifest = json.loads(office.contents()[f"dossiers/{CODE}/manifest.json"])
    return next(paper for paper in manifest["documents"] if paper["number"] == int(document[-2:]))


def state(office: Office, slot: str) -> str:
    slots = office.sohoa("status", CODE, "--json").json["slots"]
    return next(entry["state"] for entry in slots if entry["id"] == slot)


def test_the_list_names_paper_reason_and_candidates(reviewed: Office) -> None:
    (item,) = items(reviewed)
    assert set(item) == {"document", "pages", "kind", "reason", "candidates", "same_as"}
    assert (item["document"], item["pages"], item["kind"]) == (LETTER_ID, [1], "unclassified")
    assert item["reason"] == "unclassified"


def test_a_paper_is_shown_with_all_that_a_person_needs(reviewed: Office) -> None:
    shown = reviewed.sohoa("review", "show", LETTER_ID, "--json").json
    assert (shown["document"], shown["reason"], shown["procedure_code"]) == (
        LETTER_ID,
        "unclassified",
        "1.001193",
    )
    assert {"id": "to_khai", "name": "Tờ khai đăng ký khai sinh"} in [
        {**slot, "name": slot["name"][:25]} for slot in shown["slots"]
    ]
    assert shown["entry"]["decisions"] == []
    reviewed.sohoa("review", "reject", LETTER_ID, "--reason", "thư quảng cáo")
    words = " ".join(reviewed.sohoa("review", "show", LETTER_ID).out.split())
    for said in (LETTER_ID, "letter.pdf", "giay_chung_sinh", "không thuộc danh mục", "(thư quảng cáo)"):
        assert said in words
    assert reviewed.sohoa("review", "show", f"{CODE}/99").code == 3


def test_a_word_about_slots_and_kind_fills_them_once_and_stays(reviewed: Office) -> None:
    words = ("review", "assign", LETTER_ID, "giay_chung_sinh", "giay_cam_doan", "--kind", "giay_chung_sinh")
    slots = [slot["id"] for slot in reviewed.sohoa("status", CODE, "--json").json["slots"]]
    words = tuple(slots[-1] if word == "giay_cam_doan" else word for word in words)
    answer = reviewed.sohoa(*words, "--json")
    assert answer.code == 0
    assert (answer.json["slot"], answer.json["also_slots"]) == ("giay_chung_sinh", [slots[-1]])
    (decision,) = answer.json["decisions"]
    assert (decision["action"], decision["before"]["slot"]) == ("assign", None)
    assert (decision["before"]["kind"], decision["after"]["kind"]) == ("unclassified", "giay_chung_sinh")
    assert (items(reviewed), state(reviewed, "giay_chung_sinh")) == ([], "usable")
    before = reviewed.contents()
    assert reviewed.sohoa(*words).code == 0
    for stage in ("read", "classify", "store"):
        again = reviewed.sohoa("rerun", "--dossier", CODE, "--stage", stage, "--reason", "thử", "--json")
        assert (again.json["changed"], again.json["failed"]) == (0, [])
    assert reviewed.contents() == before
    assert reviewed.sohoa("verify").code == 0


def test_a_rejected_paper_leaves_the_list_and_the_machine_takes_no_slot_back(reviewed: Office) -> None:
    assert reviewed.sohoa("review", "reject", FORM_ID, "--reason", "mẫu cũ").code == 0
    assert reviewed.sohoa("review", "reject", LETTER_ID, "--reason", "không liên quan").code == 0
    assert items(reviewed) == []
    reviewed.sohoa("rerun", "--dossier", CODE, "--stage", "classify", "--reason", "thử")
    assert (items(reviewed), state(reviewed, "to_khai")) == ([], "missing")
    assert entry(reviewed, FORM_ID)["decisions"][0]["before"]["slot"] == "to_khai"


def test_a_wrong_scan_is_withdrawn_with_a_reason_and_may_come_back(reviewed: Office) -> None:
    assert reviewed.sohoa("review", "withdraw", FORM_ID).code == 2
    assert reviewed.sohoa("review", "withdraw", FORM_ID, "--reason", " ").code == 2
    objects = set(reviewed.contents())
    assert reviewed.sohoa("review", "withdraw", FORM_ID, "--reason", "quét nhầm người").code == 0
    withdrawn = entry(reviewed, FORM_ID)
    assert (withdrawn["standing"], withdrawn["standing_reason"]) == ("withdrawn", "quét nhầm người")
    status = reviewed.sohoa("status", CODE, "--json").json
    assert state(reviewed, "to_khai") == "missing"
    assert [paper["number"] for paper in status["unassigned"]] == [2]
    reviewed.sohoa("rerun", "--dossier", CODE, "--stage", "classify", "--reason", "thử")
    assert state(reviewed, "to_khai") == "missing"
    assert reviewed.sohoa("review", "assign", FORM_ID, "to_khai").code == 0
    assert state(reviewed, "to_khai") == "usable"
    assert [said["action"] for said in entry(reviewed, FORM_ID)["decisions"]] == ["withdraw", "assign"]
    assert set(reviewed.contents()) == objects


def test_a_reused_paper_makes_the_slot_reused(reviewed: Office) -> None:
    assert reviewed.sohoa("review", "reuse", LETTER_ID).code == 2  # nobody knows which slot
    assert reviewed.sohoa("review", "reuse", LETTER_ID, "giay_chung_sinh").code == 0
    assert state(reviewed, "giay_chung_sinh") == "reused"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("assign", "nonsense", "result"), 2),
        (("assign", f"{CODE}/99", "result"), 3),
        (("assign", LETTER_ID, "nothing"), 2),
        (("assign", LETTER_ID, "result", "nothing"), 2),
        (("assign", LETTER_ID, "result", "--kind", "nothing"), 2),
        (("reject", LETTER_ID), 2),
    ],
)
def test_a_wrong_decision_is_refused(reviewed: Office, words: tuple[str, ...], code: int) -> None:
    before = reviewed.contents()
    answer = reviewed.sohoa("review", *words)
    assert answer.code == code
    assert answer.err.strip().splitlines()[-1].count(".") >= 1
    assert reviewed.contents() == before


def test_a_ledger_built_anew_knows_every_decision(reviewed: Office, tmp_path: Path) -> None:
    reviewed.sohoa("review", "withdraw", FORM_ID, "--reason", "quét nhầm")
    reviewed.sohoa("review", "reject", LETTER_ID, "--reason", "thư")
    before = reviewed.contents()
    for file in tmp_path.glob("ledger.sqlite*"):
        file.unlink()
    assert reviewed.sohoa("register", "import", reviewed.root / "register.csv").code == 0
    assert reviewed.sohoa("rebuild").code == 0
    assert reviewed.sohoa("batch").code == 0
    assert (items(reviewed), state(reviewed, "to_khai")) == ([], "missing")
    assert reviewed.contents() == before
