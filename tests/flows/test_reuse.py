"""One paper in two dossiers fills one slot; a better scan of it in one dossier takes the poor one's place."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.flows.typed_papers import APPLICATION, CERTIFICATE, typed
from tests.ocr.reading.papers import jpeg, paper
from tests.office import Office

FIRST, SECOND = "H40.12-250805-0001", "H40.12-250805-0002"
SLOT = "giay_chung_sinh"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return typed(tmp_path / "certificate.pdf", CERTIFICATE.format(""))


@pytest.fixture
def twice(office: Office, scan: Path) -> Office:
    """The same scan lies in the folders of two dossiers, the second one night later."""
    office.register({"dossier_code": FIRST}, {"dossier_code": SECOND})
    for code in (FIRST, SECOND):
        bring(office, scan, code)
    return office


def bring(office: Office, scan: Path, code: str) -> None:
    folder = office.inbox / code
    folder.mkdir(exist_ok=True)
    shutil.copy(scan, folder / "scan.pdf")
    assert office.sohoa("batch").code == 0


def state(office: Office, code: str) -> str:
    slots = office.sohoa("status", code, "--json").json["slots"]
    return next(slot["state"] for slot in slots if slot["id"] == SLOT)


def states(office: Office) -> tuple[str, str]:
    return state(office, FIRST), state(office, SECOND)


def papers(office: Office, code: str) -> list[dict[str, Any]]:
    return json.loads(office.contents()[f"dossiers/{code}/manifest.json"])["documents"]


def links(office: Office) -> tuple[list[str], list[str]]:
    return papers(office, FIRST)[0]["same_as"], papers(office, SECOND)[0]["same_as"]


def test_the_later_one_fills_no_slot_and_is_proposed_as_reuse(twice: Office) -> None:
    assert states(twice) == ("usable", "missing")
    (item,) = twice.sohoa("review", "list", "--json").json["items"]
    assert (item["document"], item["reason"]) == (f"{SECOND}/01", "already_digitised_elsewhere")
    assert [candidate["slot"] for candidate in item["candidates"]] == [SLOT]
    assert links(twice) == ([f"{SECOND}/01"], [f"{FIRST}/01"])
    prefixes = {key.split("/")[1] for key in twice.contents()}
    assert prefixes == {FIRST, SECOND}
    assert twice.sohoa("verify", "--json").json["damage"] == []
    before = twice.contents()
    assert twice.sohoa("batch").code == 0
    rerun = ("rerun", "--dossier", FIRST, "--dossier", SECOND, "--stage", "classify", "--reason", "x")
    assert twice.sohoa(*rerun, "--json").json["changed"] == 0
    assert twice.contents() == before


def test_it_counts_where_a_person_says_so(twice: Office) -> None:
    assert twice.sohoa("review", "reuse", f"{SECOND}/01", "--reason", "cùng người").code == 0
    assert states(twice) == ("usable", "reused")
    assert twice.sohoa("review", "assign", f"{SECOND}/01", SLOT).code == 0
    assert states(twice) == ("usable", "usable")
    assert links(twice) == ([f"{SECOND}/01"], [f"{FIRST}/01"])


def test_it_counts_where_the_register_says_so(office: Office, scan: Path) -> None:
    office.register({"dossier_code": FIRST}, {"dossier_code": SECOND})
    with (office.root / "components.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["dossier_code", "slot", "form", "digitised_on", "reused", "evidence"])
        writer.writerow([SECOND, SLOT, "original", "", "yes", ""])
    assert office.sohoa("register", "import", office.root / "components.csv").code == 0
    for code in (FIRST, SECOND):
        bring(office, scan, code)
    assert states(office) == ("usable", "reused")
    assert office.sohoa("review", "list", "--json").json["items"] == []


def test_when_the_first_is_withdrawn_the_second_is_free(twice: Office) -> None:
    assert twice.sohoa("review", "withdraw", f"{FIRST}/01", "--reason", "nhầm hồ sơ").code == 0
    assert states(twice) == ("missing", "usable")
    assert links(twice) == ([], [])
    assert twice.sohoa("review", "assign", f"{FIRST}/01", SLOT).code == 0
    assert states(twice) == ("usable", "missing")


def test_the_index_is_built_anew_from_the_manifests(twice: Office, scan: Path) -> None:
    before = twice.contents()
    for file in twice.root.glob("ledger.sqlite*"):
        file.unlink()
    third = "H40.12-250805-0003"
    twice.register(*({"dossier_code": code} for code in (FIRST, SECOND, third)))
    assert twice.sohoa("rebuild").code == 0
    assert twice.sohoa("batch").code == 0
    assert twice.contents() == before
    bring(twice, scan, third)
    assert (*states(twice), state(twice, third)) == ("usable", "missing", "missing")
    assert links(twice)[0] == [f"{SECOND}/01", f"{third}/01"]


@pytest.mark.parametrize("poor_first", [True, False])
def test_a_better_scan_of_the_same_form_supersedes_the_poor_one(
    office: Office, tmp_path: Path, poor_first: bool
) -> None:
    office.register({"dossier_code": FIRST})
    text = APPLICATION.format("000190001234")
    poor, good = jpeg(tmp_path / "poor.jpg", paper(150, text), 150), typed(tmp_path / "good.pdf", text)
    for file in (poor, good) if poor_first else (good, poor):
        assert office.sohoa("ingest", file, "--dossier", FIRST).code == 0
    number = {paper["source_name"]: paper["number"] for paper in papers(office, FIRST)}
    standing = {
        paper["source_name"]: (paper["standing"], paper["superseded_by"], paper["standing_reason"])
        for paper in papers(office, FIRST)
    }
    assert standing == {
        "poor.jpg": ("superseded", number["good.pdf"], "better_state"),
        "good.pdf": ("counts", None, ""),
    }
    (slot, *_) = office.sohoa("status", FIRST, "--json").json["slots"]
    assert (slot["state"], [paper["number"] for paper in slot["documents"]]) == (
        "usable",
        [number["good.pdf"]],
    )
    assert "bản kia dùng được hơn" in " ".join(
        office.sohoa("review", "show", f"{FIRST}/{number['poor.jpg']:02d}").out.split()
    )
    good_id = f"{FIRST}/{number['good.pdf']:02d}"
    assert office.sohoa("review", "withdraw", good_id, "--reason", "nhầm").code == 0
    (slot, *_) = office.sohoa("status", FIRST, "--json").json["slots"]
    assert slot["state"] == "failed_gate"
