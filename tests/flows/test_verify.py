"""`verify` finds planted damage; `rerun` without a cause changes nothing."""

from __future__ import annotations

import json

from tests.office import COMPLETE, THREE_PAPERS, Office


def _stored(office: Office, *dossiers: str) -> None:
    office.register_samples()
    office.bring(*dossiers)
    assert office.sohoa("batch").code == 0


def _plant(office: Office, key: str, content: bytes) -> None:
    path = office.store / key
    path.chmod(0o600)
    path.write_bytes(content)


def test_an_unharmed_store_has_no_damage(office: Office) -> None:
    _stored(office, COMPLETE)
    answer = office.sohoa("verify", "--json")
    assert answer.code == 0
    assert answer.json == {
        "checked": len(office.everything()),
        "damage": [],
        "unverified": {"not_in_sample": 0, "checked_lately": 0, "being_written": 0, "unreadable": 0},
        "sampled": None,
        "resumed": None,
    }


def test_each_kind_of_damage_is_found_and_exit_is_8(office: Office) -> None:
    _stored(office, COMPLETE)
    keys = list(office.contents())
    archive = next(key for key in keys if key.endswith(".pdf") and "originals/" not in key)
    original = next(key for key in keys if "originals/" in key)
    _plant(office, archive, office.contents()[archive][:-1] + b"x")
    (office.store / original).unlink()
    (office.store / f"dossiers/{COMPLETE}/stray.bin").write_bytes(b"x")
    answer = office.sohoa("verify", "--json")
    assert answer.code == 8
    found = {(entry["severity"], entry["what"], entry["key"]) for entry in answer.json["damage"]}
    assert found == {
        ("error", "altered", archive),
        ("error", "missing", original),
        ("warning", "orphan", f"dossiers/{COMPLETE}/stray.bin"),
    }


def test_a_manifest_that_differs_from_the_ledger_is_found(office: Office) -> None:
    _stored(office, COMPLETE)
    key = f"dossiers/{COMPLETE}/manifest.json"
    manifest = json.loads(office.contents()[key])
    manifest["documents"][0]["slot"] = "result"
    _plant(office, key, json.dumps(manifest).encode())
    assert [entry["what"] for entry in office.sohoa("verify", "--json").json["damage"]] == ["unrecorded"]
    _plant(office, key, b"{")
    assert [entry["what"] for entry in office.sohoa("verify", "--json").json["damage"]] == ["altered"]


def test_a_rerun_without_a_cause_changes_nothing(office: Office) -> None:
    _stored(office, THREE_PAPERS)
    before = office.contents()
    for stage in ("read", "classify", "store"):
        answer = office.sohoa(
            "rerun", "--dossier", THREE_PAPERS, "--stage", stage, "--reason", "thử", "--json"
        )
        assert answer.code == 0
        assert answer.json == {"read": 3, "changed": 0, "unchanged": 3, "failed": []}
        assert office.contents() == before


def test_a_rerun_needs_a_selection_and_a_known_dossier(office: Office) -> None:
    _stored(office, COMPLETE)
    assert office.sohoa("rerun", "--reason", "x").code == 2
    assert office.sohoa("rerun", "--dossier", "H40.12-250805-9999", "--reason", "x").code == 3
    assert office.sohoa("rerun", "--dossier", COMPLETE, "--reason", " ").code == 2
