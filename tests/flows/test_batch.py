"""The nightly batch through the command line, on real scans and a real Tesseract."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from storage.liveness import process_mark
from tests.office import COMPLETE, ENCRYPTED, INBOX, THREE_PAPERS, TWICE, Office

KEYS = {"run_id", "started_at", "finished_at", "files", "pages", "quarantine", "indicators"}


def test_a_batch_stores_what_it_can_and_tells_the_numbers(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE, ENCRYPTED)
    answer = office.sohoa("batch", "--json")
    summary = answer.json
    assert answer.code == 6
    assert set(summary) == KEYS
    stored = sum(path.is_file() for path in (INBOX / COMPLETE).rglob("*"))
    assert summary["files"] == {
        "seen": stored + 1,
        "stored": stored,
        "duplicate": 0,
        "quarantined": 1,
        "waiting": 0,
    }
    assert summary["quarantine"][0]["file"].startswith(ENCRYPTED)
    assert summary["quarantine"][0]["reason"] == "encrypted"
    status = office.sohoa("status", COMPLETE, "--json").json
    assert status["complete"] is True
    assert status["result"] == {"due": True, "state": "usable"}


def test_a_second_batch_reads_nothing_and_changes_nothing(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE)
    assert office.sohoa("batch").code == 0
    before, moved = office.contents(), sorted(office.done.rglob("*"))
    again = office.sohoa("batch", "--json").json
    assert again["files"]["seen"] == 0
    assert again["pages"] == {"total": 0, "ocr": 0, "text_layer": 0, "blank": 0}
    assert office.contents() == before
    assert sorted(office.done.rglob("*")) == moved


def test_originals_are_kept_bit_for_bit_and_leave_the_inbox_under_their_names(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE)
    came = {hashlib.sha256(path.read_bytes()).hexdigest() for path in office.waiting()}
    names = {path.relative_to(office.inbox) for path in office.waiting()}
    assert office.sohoa("batch").code == 0
    kept = {
        hashlib.sha256(content).hexdigest()
        for key, content in office.contents().items()
        if "originals/" in key
    }
    assert kept == came
    assert {path.relative_to(office.done) for path in office.done.rglob("*") if path.is_file()} == names
    assert not office.waiting()


def test_one_file_with_three_papers_becomes_three_documents_of_one_original(office: Office) -> None:
    office.register_samples()
    office.bring(THREE_PAPERS)
    assert office.sohoa("batch").code == 0
    manifest = json.loads(office.contents()[f"dossiers/{THREE_PAPERS}/manifest.json"])
    pages = [document["source_pages"] for document in manifest["documents"]]
    assert sorted(len(part) for part in pages) == [1, 1, 2]
    assert sorted(number for part in pages for number in part) == [1, 2, 3, 4]
    assert len({document["objects"]["original"]["sha256"] for document in manifest["documents"]}) == 1
    assert [document["number"] for document in manifest["documents"]] == [1, 2, 3]


def test_the_same_scan_twice_is_one_document_and_a_duplicate(office: Office) -> None:
    office.register_samples()
    office.bring(TWICE)
    summary = office.sohoa("batch", "--json").json
    assert summary["files"]["duplicate"] == 1
    assert not office.waiting()
    manifest = json.loads(office.contents()[f"dossiers/{TWICE}/manifest.json"])
    originals = [document["objects"]["original"]["sha256"] for document in manifest["documents"]]
    assert len(originals) == len(set(originals))


def test_files_in_quarantine_stay_and_are_tried_again_only_when_something_changed(office: Office) -> None:
    unknown = office.inbox / "H40.12-250805-0777" / "to-khai.jpg"
    unknown.parent.mkdir()
    shutil.copy(next((INBOX / COMPLETE).glob("*.*")), unknown)
    empty = office.inbox / "H40.12-250805-0001" / "trang.pdf"
    empty.parent.mkdir()
    empty.touch()
    office.register({"dossier_code": "H40.12-250805-0001"})
    first = office.sohoa("batch", "--json")
    assert first.code == 6
    reasons = {entry["file"]: entry["reason"] for entry in first.json["quarantine"]}
    assert reasons == {
        "H40.12-250805-0777/to-khai.jpg": "unknown_dossier",
        "H40.12-250805-0001/trang.pdf": "empty",
    }
    assert unknown.exists()
    assert empty.exists()
    office.register({"dossier_code": "H40.12-250805-0001"}, {"dossier_code": "H40.12-250805-0777"})
    second = office.sohoa("batch", "--json").json
    assert second["files"]["stored"] == 1
    assert [entry["reason"] for entry in second["quarantine"]] == ["empty"]
    assert not unknown.exists()


@pytest.mark.parametrize("name", ["scan.pdf.part", "scan.pdf.tmp"])
def test_an_unfinished_file_waits(office: Office, name: str) -> None:
    office.register_samples()
    (office.inbox / COMPLETE).mkdir()
    (office.inbox / COMPLETE / name).write_bytes(b"%PDF-1.4")
    answer = office.sohoa("batch", "--json")
    assert answer.code == 0
    assert answer.json["files"] == {"seen": 1, "stored": 0, "duplicate": 0, "quarantined": 0, "waiting": 1}


def test_a_growing_file_waits_for_the_next_run(office: Office) -> None:
    """Two looks: a writer appends between them, as a scanner does over a network share."""
    office.register_samples()
    (office.inbox / COMPLETE).mkdir()
    growing = office.inbox / COMPLETE / "to-khai.pdf"
    growing.write_bytes(b"%PDF-1.4\n")
    config = office.config.read_text(encoding="utf-8")
    office.config.write_text(config.replace("settle_seconds = 0", "settle_seconds = 1"), encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.05):
            with growing.open("ab") as target:
                target.write(b"more")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        answer = office.sohoa("batch", "--json")
    finally:
        stop.set()
        writer.join()
    assert answer.json["files"]["waiting"] == 1
    assert growing.exists()


def test_what_is_no_scan_is_not_even_seen(office: Office) -> None:
    office.register_samples()
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", ".hidden.pdf"):
        (office.inbox / name).write_bytes(b"x")
    assert office.sohoa("batch", "--json").json["files"]["seen"] == 0


def test_an_inbox_that_is_not_there_is_one_line_and_exit_4(office: Office) -> None:
    answer = office.sohoa("batch", "--inbox", office.root / "nowhere")
    assert answer.code == 4
    assert answer.out == ""
    assert answer.err.strip().count("\n") == 0
    assert "inbox" in answer.err


def test_stored_files_must_be_able_to_leave_the_inbox(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE)
    files = office.waiting()
    office.done.touch()  # a file where the folder should be
    answer = office.sohoa("batch", "--json")
    assert answer.code == 4
    assert answer.json["error"]["code"] == "settings_refused"
    assert office.waiting() == files
    assert not office.store.exists() or not office.contents()
    office.done.unlink()
    config = office.config.read_text(encoding="utf-8")
    inside = f'[inbox]\ndone = "{office.inbox / "done"}"\n'
    office.config.write_text(config.replace("[inbox]\n", inside), encoding="utf-8")
    assert office.sohoa("batch").code == 4


def test_a_name_that_is_no_utf8_and_a_pipe_do_no_harm(office: Office) -> None:
    office.register_samples()
    (office.inbox / COMPLETE).mkdir()
    odd = office.inbox / COMPLETE / os.fsdecode(b"t\xff khai.pdf")
    scan = next(path for path in sorted((INBOX / COMPLETE).iterdir()) if path.suffix == ".pdf")
    odd.write_bytes(scan.read_bytes())
    pipe = office.inbox / COMPLETE / "pipe.pdf"
    os.mkfifo(pipe)
    summary = office.sohoa("batch", "--json").json
    assert summary["files"]["stored"] == 1
    assert summary["quarantine"] == []
    assert office.sohoa("inspect", pipe, "--json").json["reason"] == "unreadable"
    assert office.sohoa("ingest", pipe, "--dossier", COMPLETE, "--json").code == 6


def test_a_root_file_is_tried_again_when_the_register_knows_its_code(office: Office) -> None:
    scan = next(path for path in sorted((INBOX / COMPLETE).iterdir()) if path.suffix == ".pdf")
    shutil.copy(scan, office.inbox / "HS.X.1.01.pdf")
    assert office.sohoa("batch", "--json").json["quarantine"][0]["reason"] == "no_dossier"
    office.register({"dossier_code": "HS.X.1", "procedure_code": "1.010801"})
    assert office.sohoa("batch", "--json").json["files"]["stored"] == 1


def test_a_store_out_of_reach_stops_at_once_and_moves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    office.register_samples()
    office.bring(COMPLETE)
    config = office.config.read_text(encoding="utf-8")
    office.config.write_text(
        config.replace(
            f'url = "{office.store_url}"',
            'url = "s3://b/p"\nendpoint_url = "http://127.0.0.1:9"\nregion = "x"',
        ),
        encoding="utf-8",
    )
    files = sorted(office.inbox.rglob("*"))
    answer = office.sohoa("batch", "--json")
    assert answer.code == 5
    assert answer.json["error"]["code"] == "store_out_of_reach"
    assert sorted(office.inbox.rglob("*")) == files


def test_a_killed_batch_is_finished_by_the_next_and_nothing_is_doubled(
    office: Office, tmp_path: Path
) -> None:
    """SIGKILL once the first document is in the store; the end is that of an undisturbed run."""
    office.register_samples()
    office.bring(COMPLETE, TWICE)
    batch = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "--config", office.config, "batch"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    while batch.poll() is None and not list(office.store.rglob("*.text.json")):
        os.sched_yield()
    batch.send_signal(signal.SIGKILL)
    batch.wait()
    assert office.sohoa("batch").code == 0
    assert office.sohoa("verify", "--json").json["damage"] == []
    disturbed = {_content(entry) for entry in _documents(office)}
    numbers = [(entry["source_name"], entry["number"]) for entry in _documents(office)]
    assert len(numbers) == len(set(numbers))
    calm = Office(
        root=tmp_path / "calm",
        store_url=(tmp_path / "calm/store").as_uri(),
        ledger_url=f"sqlite:///{tmp_path}/calm.sqlite",
    ).prepare()
    calm.register_samples()
    calm.bring(COMPLETE, TWICE)
    assert calm.sohoa("batch").code == 0
    assert {_content(entry) for entry in _documents(calm)} == disturbed


def _documents(office: Office) -> list[dict]:
    return [
        document
        for key, content in office.contents().items()
        if key.endswith("manifest.json")
        for document in json.loads(content)["documents"]
    ]


def _content(document: dict) -> tuple:
    objects = {name: entry["sha256"] for name, entry in document["objects"].items()}
    return document["slot"], document["kind"], document["state"], tuple(sorted(objects.items()))


def test_two_batches_on_one_inbox_take_each_file_in_once(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE, TWICE)
    command = [sys.executable, "-m", "flows.cli", "--config", office.config, "batch", "--json"]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        for _ in range(2)
    ]
    summaries = [json.loads(batch.communicate()[0]) for batch in both]
    assert all(not summary["quarantine"] for summary in summaries)
    assert [batch.returncode for batch in both] == [0, 0]
    office.sohoa("batch")  # what one of them left to the other
    assert not office.waiting()
    originals = [(entry["source_name"], entry["source_pages"]) for entry in _documents(office)]
    assert len(originals) == len({(name, tuple(pages)) for name, pages in originals})
    assert office.sohoa("verify", "--json").json["damage"] == []


def test_working_copies_of_a_killed_run_are_swept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(office.root))
    told = "from storage.liveness import process_mark; print(process_mark())"
    command = [sys.executable, "-c", told]
    mark = subprocess.check_output(command, cwd=Path(__file__).parents[2], text=True).strip()
    left = office.root / f"sohoa-{mark}-left"
    mine = office.root / f"sohoa-{process_mark()}-mine"
    elsewhere = office.root / "sohoa-0123456789ab-1-2-elsewhere"
    nobodys = office.root / "sohoa-postgres-1234"
    for folder in (left, mine, elsewhere, nobodys):
        folder.mkdir()
        (folder / "page.png").touch()
    assert office.sohoa("batch").code == 0
    assert not left.exists()
    assert mine.exists()
    assert elsewhere.exists()
    os.utime(elsewhere, (0, 0))
    os.utime(nobodys, (0, 0))
    assert office.sohoa("batch").code == 0
    assert not elsewhere.exists()
    assert nobodys.exists()
