"""The figures that the district of Đô Lương published for the first quarter of 2024.

From a register like its own: 3,351 dossiers received, 3,350 with digitised components, 3,343 digitised in
full; 3,294 resolved, each with its result digitised. Source: domain notes on indicators, section 7.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.office import Office

RECEIVED, RESOLVED = 3351, 3294
NOTHING_DIGITISED, PARTLY_DIGITISED = 1, 7
FIRST, DAYS = date(2024, 1, 1), 91
PERIOD = ("--from", "2024-01-01", "--to", "2024-03-31", "--format", "json")
CHANNELS = ("direct", "direct", "online", "post", "linked")
PUBLISHED = {
    "co_so_hoa_tphs": {"numerator": 3350, "denominator": 3351, "ratio": "99.97"},
    "so_hoa_day_du_tphs": {"numerator": 3343, "denominator": 3351, "ratio": "99.76"},
    "so_hoa_ket_qua": {"numerator": 3294, "denominator": 3294, "ratio": "100.00"},
}

Row = dict[str, str]


def received() -> Iterator[Row]:
    """The dossiers: spread over the quarter, both ends included; the last 57 are not resolved."""
    for number in range(RECEIVED):
        day = FIRST + timedelta(days=number * (DAYS - 1) // (RECEIVED - 1))
        is_resolved = number < RESOLVED
        yield {
            "dossier_code": f"000.{number % 33:02d}.15.H41-{day:%y%m%d}-{number:05d}",
            "procedure_code": ("1.001193", "1.010833", "1.000656")[number % 3],
            "unit_code": f"000.{number % 33:02d}.15.H41",
            "level": "commune" if number % 33 else "district",
            "field": "Hộ tịch",
            "channel": CHANNELS[number % len(CHANNELS)],
            "received_on": f"{day:%d/%m/%Y}",
            "resolved_on": f"{day:%d/%m/%Y}" if is_resolved else "",
            "status": "resolved" if is_resolved else ("in_progress", "returned", "refused")[number % 3],
            "facts": "",
        }


def listed(dossiers: Iterable[tuple[int, Row]]) -> Iterator[Row]:
    """What the receipt slips list, digitised or not, and the results; the first eight lack something."""
    for number, dossier in dossiers:
        none = number < NOTHING_DIGITISED
        partly = not none and number < NOTHING_DIGITISED + PARTLY_DIGITISED
        day = dossier["received_on"]
        papers = {
            "to_khai": ("original", "" if none else day),
            "Giấy tờ kèm theo": ("original", "" if none or partly else day),
            "ban_sao": ("copy", ""),
            "can_cuoc": ("present_only", ""),
        }
        for slot, (form, digitised_on) in papers.items():
            yield _line(dossier, slot, form, digitised_on)
        if dossier["resolved_on"]:
            yield _line(dossier, "result", "", dossier["resolved_on"])


def _line(dossier: Row, slot: str, form: str, digitised_on: str) -> Row:
    return {
        "dossier_code": dossier["dossier_code"],
        "slot": slot,
        "form": form,
        "digitised_on": digitised_on,
        "reused": "no",
        "evidence": "",
    }


def write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def new_office(root: Path) -> Office:
    root.mkdir(exist_ok=True)
    return Office(
        root=root, store_url=(root / "store").as_uri(), ledger_url=f"sqlite:///{root / 'ledger.sqlite'}"
    ).prepare()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The register of the quarter: dossiers and components."""
    folder = tmp_path_factory.mktemp("register")
    dossiers = list(received())
    return write(folder / "dossiers.csv", dossiers), write(
        folder / "components.csv", list(listed(enumerate(dossiers)))
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, files: tuple[Path, Path]) -> tuple[Office, Any]:
    """The office of the district after the import, and what the import said."""
    office = new_office(tmp_path_factory.mktemp("do-luong") / "office")
    answer = office.sohoa("register", "import", *map(str, files), "--json")
    assert answer.code == 0, answer.err
    return office, answer.json


@pytest.fixture(scope="module")
def published(imported: tuple[Office, Any]) -> Any:
    """The report of the quarter."""
    office, _ = imported
    answer = office.sohoa("report", *PERIOD)
    assert answer.code == 0, answer.err
    return answer.json


def test_the_register_goes_in_whole(imported, files):
    _, said = imported
    lines = RECEIVED * 4 + RESOLVED
    assert said == {
        "files": [
            {"file": str(files[0]), "kind": "dossiers", "added": RECEIVED, **_untouched(), "rejected": []},
            {"file": str(files[1]), "kind": "components", "added": lines, **_untouched(), "rejected": []},
        ],
        "shrunk": [],
    }


def _untouched() -> dict[str, int]:
    return {"updated": 0, "unchanged": 0}


@pytest.mark.parametrize("indicator", list(PUBLISHED))
def test_the_published_figures(published, indicator):
    assert published["total"][indicator] == PUBLISHED[indicator]


def test_the_other_four_follow_from_the_same_register(published):
    total = published["total"]
    components = {"numerator": 2 * RECEIVED - 2 - 7, "denominator": 2 * RECEIVED, "ratio": "99.87"}
    assert total["thanh_phan_so_hoa"] == components
    assert total["qd766_4_1"] == {"numerator": RESOLVED, "denominator": RECEIVED, "ratio": "98.30"}
    assert total["qd766_4_2"] == {"numerator": 3350, "denominator": RECEIVED, "ratio": "99.97"}
    assert total["qd766_4_3"] == {"numerator": 0, "denominator": RECEIVED, "ratio": "0.00"}


def test_the_keys_are_those_of_the_contract(published):
    contract = {"period", "cohort", "rule_set", "generated_at", "total", "groups"}
    beside = {
        *("dossier_count", "doubts", "register", "operations", "units", "trend", "distribution", "causes"),
        *("excluded", "excluded_counts", "scoring", "definitions", "shrunk", "suppressed_below"),
    }
    assert set(published) == contract | beside
    assert published["period"] == {"from": "2024-01-01", "to": "2024-03-31"}
    assert (published["cohort"], published["rule_set"], published["groups"]) == ("received", "2022-766", [])
    assert set(published["total"]) == {
        *("co_so_hoa_tphs", "so_hoa_day_du_tphs", "so_hoa_ket_qua"),
        *("qd766_4_1", "qd766_4_2", "qd766_4_3", "thanh_phan_so_hoa"),
    }
    assert all(set(ratio) == {"numerator", "denominator", "ratio"} for ratio in published["total"].values())
    assert published["dossier_count"] == RECEIVED


def test_groups_and_dossiers_have_the_keys_of_the_contract(imported):
    office, _ = imported
    report = office.sohoa("report", *PERIOD, "--by", "level,month", "--dossiers").json
    for group in report["groups"]:
        assert set(group) == {"by", "indicators"}
        assert set(group["by"]) == {"level", "month"}
    for name, published in PUBLISHED.items():
        assert (
            sum(group["indicators"][name]["numerator"] for group in report["groups"])
            == published["numerator"]
        )
    assert len(report["dossiers"]) == RECEIVED
    keys = {
        *("dossier_code", "unit_code", "procedure_code", "due", "digitised", "undetermined"),
        *("ratio", "complete", "result", "missing"),
    }
    assert all(set(line) == keys for line in report["dossiers"])
    lacking = [line["missing"] for line in report["dossiers"] if not line["complete"]]
    assert sorted(lacking) == sorted([["to_khai", "Giấy tờ kèm theo"], *[["Giấy tờ kèm theo"]] * 7])


def test_status_tells_the_same_of_one_dossier(imported):
    office, _ = imported
    first = next(received())["dossier_code"]
    status = office.sohoa("status", first, "--json").json
    assert status["complete"] is False
    assert status["components"] == {"due": 2, "digitised": 0, "undetermined": 0, "ratio": "0.00"}
    assert status["result"] == {"due": True, "state": "usable"}


def test_importing_again_changes_nothing(imported, published, files):
    office, _ = imported
    again = office.sohoa("register", "import", *map(str, files), "--json").json
    assert [(file["added"], file["updated"], file["rejected"]) for file in again["files"]] == [(0, 0, [])] * 2
    assert [file["unchanged"] for file in again["files"]] == [RECEIVED, RECEIVED * 4 + RESOLVED]
    now = office.sohoa("report", *PERIOD).json
    assert {**now, "generated_at": ""} == {**published, "generated_at": ""}


def test_the_report_names_its_register(published, files):
    """Every report names the register it rests on (source files, SHA-256, rows, when)."""
    sources = published["register"]["sources"]
    assert [(source["file"], source["kind"], source["rows"]) for source in sources] == [
        ("dossiers.csv", "dossiers", RECEIVED),
        ("components.csv", "components", RECEIVED * 4 + RESOLVED),
    ]
    for source, file in zip(sources, files, strict=True):
        assert source["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert source["imported_at"]
        assert source["imported_by"]


def test_a_truncated_register_is_visible(tmp_path: Path):
    """A truncated export must not raise a ratio unnoticed: here it hides the eight that are not complete."""
    office = new_office(tmp_path / "office")
    numbered = list(enumerate(received()))[NOTHING_DIGITISED + PARTLY_DIGITISED :][:500]
    lines = list(listed(numbered))
    files = (
        write(tmp_path / "dossiers.csv", [dossier for _, dossier in numbered]),
        write(tmp_path / "components.csv", lines),
    )
    assert office.sohoa("register", "import", *map(str, files)).code == 0
    report = office.sohoa("report", *PERIOD).json
    assert report["total"]["so_hoa_day_du_tphs"]["ratio"] == "100.00"
    assert [(source["kind"], source["rows"]) for source in report["register"]["sources"]] == [
        ("dossiers", 500),
        ("components", len(lines)),
    ]
    assert report["dossier_count"] == 500
