"""Papers that a person must decide: listed with their reasons, assigned, and the decision stays."""

from __future__ import annotations

import pytest

from tests.office import Office

WITH_INVOICE = "H40.31-250903-0004"


@pytest.fixture
def reviewed(office: Office) -> Office:
    office.register_samples()
    office.bring(WITH_INVOICE)
    assert office.sohoa("batch").code == 0
    return office


def test_the_list_names_paper_reason_and_candidates(reviewed: Office) -> None:
    (item,) = reviewed.sohoa("review", "list", "--json").json["items"]
    assert set(item) == {"document", "pages", "kind", "reason", "candidates"}
    assert item["document"].startswith(f"{WITH_INVOICE}/")
    assert item["kind"] == "hoa_don"
    assert item["reason"] == "no_slot"


def test_a_decision_fills_the_slot_and_outlasts_a_rerun(reviewed: Office) -> None:
    (item,) = reviewed.sohoa("review", "list", "--json").json["items"]
    slot = reviewed.sohoa("status", WITH_INVOICE, "--json").json["slots"][-1]["id"]
    answer = reviewed.sohoa("review", "assign", item["document"], slot, "--json")
    assert answer.code == 0
    assert answer.json["slot"] == slot
    assert [decision["slot"] for decision in answer.json["decisions"]] == [slot]
    assert reviewed.sohoa("review", "list", "--json").json == {"items": []}
    reviewed.sohoa("rerun", "--dossier", WITH_INVOICE, "--stage", "classify", "--reason", "thử")
    assert reviewed.sohoa("review", "list", "--json").json == {"items": []}
    assert reviewed.sohoa("verify").code == 0


@pytest.mark.parametrize(
    ("document", "slot", "code"),
    [("nonsense", "result", 2), (f"{WITH_INVOICE}/99", "result", 3), (f"{WITH_INVOICE}/01", "nothing", 2)],
)
def test_a_wrong_decision_is_refused(reviewed: Office, document: str, slot: str, code: int) -> None:
    answer = reviewed.sohoa("review", "assign", document, slot)
    assert answer.code == code
    assert answer.err.strip().splitlines()[-1].count(".") >= 1
