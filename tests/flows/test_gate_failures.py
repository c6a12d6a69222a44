"""A scan that fails a quality gate: page, value and limit reach whoever asks, and outlast the ledger."""

from __future__ import annotations

import json

from tests.office import INBOX, Office

CODE = "000.00.23.H40-240402-0031"
COARSE = INBOX / CODE / "trich-luc-khai-tu.jpg"
FAILURE = {
    "finding": "low_resolution",
    "page": 1,
    "property": "dpi",
    "measured": 120,
    "limit": 200,
    "severity": "error",
}
SENTENCE = "trang 1: 120 dpi, cần ít nhất 200: quét lại"


def slot_of(office: Office) -> dict[str, object]:
    slots = office.sohoa("status", CODE, "--json").json["slots"]
    return next(slot for slot in slots if slot["id"] == "giay_to_chung_tu")


def test_a_failed_gate_is_told_with_page_value_and_limit(office: Office) -> None:
    office.register_samples()
    (document,) = office.sohoa("ingest", COARSE, "--dossier", CODE, "--json").json["documents"]
    assert (document["state"], document["gate_failures"]) == ("failed_gate", [FAILURE])
    manifest = json.loads((office.store / "dossiers" / CODE / "manifest.json").read_bytes())
    assert manifest["documents"][0]["gate_failures"] == [FAILURE]
    slot = slot_of(office)
    assert (slot["state"], slot["gate_failures"]) == ("failed_gate", [FAILURE])
    assert "120 dpi" in office.sohoa("status", CODE).out
    # The same file again: nothing is read, and it is told all the same.
    assert SENTENCE in office.sohoa("ingest", COARSE, "--dossier", CODE).out
    (office.root / "ledger.sqlite").unlink()
    office.register_samples()
    assert office.sohoa("rebuild").code == 0
    assert slot_of(office) == slot


def test_inspect_tells_it_by_page_and_by_paper(office: Office) -> None:
    said = office.sohoa("inspect", COARSE, "--json").json
    assert said["documents"][0]["gate_failures"] == [FAILURE]
    assert said["pages"][0]["findings"] == ["low_resolution"]
    assert f"   {SENTENCE}\n" in office.sohoa("inspect", COARSE).out
