"""The quarantine: what waits in it, what comes out by itself, what a person lets out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text

from config import fault_points
from config.fault_points import FaultPoint
from dossiers.errors import StepCrashed, StepFailed
from storage.ledger import open_ledger
from tests.office import Office
from tests.sheets import batch_scan, page, symbol, with_code

CODE, OTHER = "H40.12-250805-0001", "H40.12-250805-0777"


@pytest.fixture
def registered(office: Office) -> Office:
    office.register({"dossier_code": CODE, "facts": "-"})
    return office


@pytest.fixture
def failing() -> Iterator[Callable[[Exception, int], list[int]]]:
    """`failing(fault, times)`: so many readings are ended by the fault; the answer counts all readings."""

    def fail(fault: Exception, times: int) -> list[int]:
        readings = [0]

        def happens(point: FaultPoint) -> None:
            if point is FaultPoint.READ:
                readings[0] += 1
                if readings[0] <= times:
                    raise fault

        fault_points.inject(happens)
        return readings

    yield fail
    fault_points.inject(lambda _point: None)


def scan(office: Office, name: str, *, pages: int = 1) -> Path:
    path = office.inbox / CODE / name
    path.parent.mkdir(exist_ok=True)
    first, *rest = [Image.new("L", (330, 330), 255 - number) for number in range(pages)]
    first.save(path, save_all=True, append_images=rest, dpi=(200, 200))
    return path


def refused(office: Office, name: str = "trang.pdf") -> Path:
    path = office.inbox / CODE / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    return path


def items(office: Office, *more: str) -> list[dict]:
    answer = office.sohoa("quarantine", "list", "--json", *more)
    assert answer.code == 0
    return answer.json["items"]


def test_the_list_says_why_since_when_how_often_and_what_to_do(registered: Office) -> None:
    assert items(registered) == []
    refused(registered, "a.pdf")
    assert registered.sohoa("batch").code == 6
    corrupt = registered.inbox / CODE / "A trước.pdf"
    corrupt.write_bytes(b"%PDF-1.7\nnothing")
    assert registered.sohoa("batch").code == 6
    first, second = items(registered)
    assert set(first) == {
        *("id", "file", "dossier_code", "reason", "detail", "advice"),
        *("first_seen", "last_tried", "tries", "goes_next"),
    }
    assert (first["file"], first["reason"], first["tries"]) == (f"{CODE}/a.pdf", "empty", 1)
    assert first["dossier_code"] == CODE
    assert first["advice"].startswith("The file has no bytes")
    assert first["first_seen"] <= first["last_tried"] < second["first_seen"]
    assert not first["goes_next"]
    assert second["file"] == f"{CODE}/A trước.pdf"
    assert [entry["file"] for entry in items(registered, "--reason", "corrupt")] == [second["file"]]
    shown = registered.sohoa("quarantine", "list").out
    for word in ("a.pdf", "empty", "corrupt", "scan or export it again", "waits"):
        assert word in shown


def test_a_try_on_purpose_is_counted_and_ends_as_a_batch_does(registered: Office) -> None:
    refused(registered)
    registered.sohoa("batch")
    (before,) = items(registered)
    answer = registered.sohoa("quarantine", "retry", f"{CODE}/trang.pdf", "--json")
    assert answer.code == 6
    assert answer.json["files"]["quarantined"] == 1
    (after,) = items(registered)
    assert (before["tries"], after["tries"]) == (1, 2)
    assert after["first_seen"] == before["first_seen"]
    assert after["last_tried"] > before["last_tried"]


def test_a_retry_takes_in_the_chosen_files_alone(registered: Office, failing: Callable) -> None:
    fixed, left = scan(registered, "1.png"), scan(registered, "2.png", pages=1)
    failing(StepFailed("Hỏng."), 2)
    assert registered.sohoa("batch").code == 6
    new = scan(registered, "3.png")
    answer = registered.sohoa("quarantine", "retry", str(fixed), "--json")
    assert answer.code == 0
    assert answer.json["files"] == {"seen": 1, "stored": 1, "duplicate": 0, "quarantined": 0, "waiting": 0}
    assert registered.waiting() == [left, new]
    assert [entry["file"] for entry in items(registered)] == [f"{CODE}/2.png"]


def test_a_released_file_goes_with_the_next_batch_and_waits_again_after_it(registered: Office) -> None:
    refused(registered)
    registered.sohoa("batch")
    answer = registered.sohoa("quarantine", "release", "--reason", "empty", "--json")
    assert answer.json == {"released": [f"{CODE}/trang.pdf"]}
    assert items(registered)[0]["goes_next"]
    registered.sohoa("batch")
    (entry,) = items(registered)
    assert (entry["tries"], entry["goes_next"]) == (2, False)
    registered.sohoa("batch")
    assert items(registered)[0]["tries"] == 2


def test_a_release_is_an_event_that_names_no_file(registered: Office) -> None:
    refused(registered)
    registered.sohoa("batch")
    registered.sohoa("quarantine", "release", "--all")
    ledger = open_ledger(registered.ledger_url)
    with ledger.reading() as connection:
        told = connection.execute(text("SELECT subject, details FROM events WHERE step = 'release'")).all()
    ledger.close()
    assert [(row.subject, json.loads(row.details)) for row in told] == [("file 1", {"reason": "empty"})]


@pytest.mark.parametrize(
    ("setting", "low"),
    [
        ("max_pages", "1"),
        pytest.param("max_bytes", "100", marks=pytest.mark.slow),
        pytest.param("max_pixels", "1000", marks=pytest.mark.slow),
        pytest.param("triage_seconds", "0.001", marks=pytest.mark.slow),
    ],
)
def test_a_file_over_a_limit_goes_by_itself_once_the_limit_is_raised(
    registered: Office, monkeypatch: pytest.MonkeyPatch, setting: str, low: str
) -> None:
    scan(registered, "ba trang.tif", pages=2)
    monkeypatch.setenv(f"SOHOA_OCR__{setting.upper()}", low)
    assert registered.sohoa("batch").code == 6
    registered.sohoa("batch")
    (entry,) = items(registered)
    assert (entry["tries"], entry["goes_next"]) == (1, False)
    monkeypatch.delenv(f"SOHOA_OCR__{setting.upper()}")
    assert items(registered)[0]["goes_next"]
    assert registered.sohoa("batch").code == 0
    assert items(registered) == []
    assert registered.waiting() == []


def test_a_mended_file_goes_by_itself_and_begins_anew(registered: Office) -> None:
    path = refused(registered, "1.png")
    registered.sohoa("batch")
    path.write_bytes(b"no picture")
    assert items(registered)[0]["goes_next"]
    registered.sohoa("batch")
    (entry,) = items(registered)
    assert (entry["reason"], entry["tries"]) == ("not_a_document", 1)
    scan(registered, "1.png")
    assert registered.sohoa("batch").code == 0


def test_a_file_that_is_gone_has_left_the_quarantine(registered: Office) -> None:
    path = refused(registered)
    registered.sohoa("batch")
    path.unlink()
    assert items(registered) == []
    answer = registered.sohoa("quarantine", "retry", f"{CODE}/trang.pdf", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "usage")


@pytest.mark.slow
def test_a_batch_scan_waits_under_the_dossier_that_no_register_holds(registered: Office) -> None:
    sheets = [with_code(page(f"BÌA {code}"), symbol(code, width=25)) for code in (CODE, OTHER)]
    batch_scan(registered.inbox / "scan.pdf", *sheets)
    registered.sohoa("batch")
    (entry,) = items(registered)
    assert (entry["file"], entry["dossier_code"], entry["reason"]) == ("scan.pdf", OTHER, "unknown_dossier")
    assert not entry["goes_next"]
    registered.register({"dossier_code": CODE, "facts": "-"}, {"dossier_code": OTHER, "facts": "-"})
    assert items(registered)[0]["goes_next"]
    assert registered.sohoa("batch").code == 0
    assert items(registered) == []


def test_a_transient_fault_is_tried_twice_at_once_and_again_by_every_batch(
    registered: Office, failing: Callable
) -> None:
    scan(registered, "1.png")
    readings = failing(StepCrashed("Tiến trình hỏng."), 3)
    assert registered.sohoa("batch").code == 6
    assert readings == [2]
    (entry,) = items(registered)
    assert (entry["reason"], entry["goes_next"]) == ("system", True)
    assert registered.sohoa("batch").code == 0
    assert readings == [4]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(StepFailed("Hỏng."), id="step", marks=pytest.mark.slow),
        pytest.param(ValueError("một lỗi"), id="bug"),
    ],
)
def test_a_terminal_fault_is_tried_once_and_waits(
    registered: Office, failing: Callable, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    scan(registered, "1.png")
    readings = failing(fault, 1)
    assert registered.sohoa("batch").code == 6
    registered.sohoa("batch")
    assert readings == [1]
    assert not items(registered)[0]["goes_next"]
    monkeypatch.setattr("flows.second_tries.VERSION", "next")
    assert registered.sohoa("batch").code == 0


def test_a_full_disk_is_transient(registered: Office, failing: Callable) -> None:
    scan(registered, "1.png")
    failing(OSError(28, "No space left on device"), 2)
    assert registered.sohoa("batch").code == 6
    (entry,) = items(registered)
    assert (entry["reason"], entry["goes_next"]) == ("system", True)
    assert entry["detail"] == "A working copy: No space left on device."
    assert registered.sohoa("batch").code == 0


def test_what_a_person_handed_in_is_listed_and_tried_where_it_lies(registered: Office) -> None:
    path = registered.root / "tờ khai.png"
    path.touch()
    assert registered.sohoa("ingest", path, "--dossier", CODE).code == 6
    (entry,) = items(registered)
    assert (entry["file"], entry["goes_next"]) == (str(path), False)
    assert registered.sohoa("quarantine", "release", str(path)).code == 2
    assert registered.sohoa("quarantine", "release", "--all", "--json").json == {"released": []}
    Image.new("L", (330, 330), 200).save(path, dpi=(200, 200))
    answer = registered.sohoa("quarantine", "retry", "--all", "--json")
    assert (answer.code, answer.json["files"]["stored"]) == (0, 1)
    assert path.exists()
    assert items(registered) == []


@pytest.mark.parametrize(
    "wrong", [["retry"], ["release"], ["retry", "x.pdf", "--all"], ["release", "x.pdf"], ["retry", "x.pdf"]]
)
def test_it_must_be_clear_which_files_are_meant(registered: Office, wrong: list[str]) -> None:
    answer = registered.sohoa("quarantine", *wrong)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
