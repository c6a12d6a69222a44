"""The figures for Prometheus, read by Prometheus' own parser."""

from __future__ import annotations

import os
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config.fault_points import FaultPoint
from dossiers.errors import StoreOutOfReach
from flows.aftermath import tell_after
from flows.batch import summarise
from flows.inbox.folder import FolderInbox
from flows.metrics.cpu import cpu_seconds
from flows.metrics.exposition import Family, Sample, exposition
from flows.night.night import COMPLETED, FAILED, night_run
from flows.workspace import open_workspace
from storage.instants import now
from tests.flows.cron import a_day_of_batches
from tests.office import COMPLETE, ENCRYPTED, Office

PERSONAL = ("Nguyễn", "Trần", ".pdf", ".jpg")
CODE, UNIT = "H40.12-250805-0001", "H40.12"
Once = Callable[[FaultPoint, Callable[[], object]], None]


def read(text: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Every family by name; its samples by the values of their labels."""
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)
    }


def with_settings(office: Office, lines: str) -> None:
    office.config.write_text(office.config.read_text(encoding="utf-8") + lines, encoding="utf-8")


def test_a_batch_writes_what_the_command_prints(office: Office) -> None:
    file = office.root / "sohoa.prom"
    with_settings(office, f'[metrics]\nfile = "{file}"\n')
    office.register_samples()
    office.bring(COMPLETE, ENCRYPTED)
    batch = office.sohoa("batch", "--json")
    written, again = read(file.read_text(encoding="utf-8")), read(office.sohoa("metrics").out)
    (office.inbox / ENCRYPTED / "later.pdf").write_bytes(b"%PDF-1.7")
    printed = read(office.sohoa("metrics").out)

    assert stat.S_IMODE(file.stat().st_mode) == 0o644, "the exporter has an account of its own"
    assert [path.name for path in file.parent.glob("*sohoa.prom*")] == ["sohoa.prom"]
    counts = batch.json["files"]
    assert written["sohoa_night_files"] == {
        (outcome,): counts[outcome] for outcome in ("stored", "duplicate", "quarantined", "waiting")
    }
    assert sum(written["sohoa_night_pages"].values()) == batch.json["pages"]["total"]
    assert written["sohoa_quarantine_files"]["encrypted",] == counts["quarantined"]
    for name, ratio in batch.json["indicators"].items():
        assert written["sohoa_indicator_numerator"][name,] == ratio["numerator"]
        assert written["sohoa_indicator_denominator"][name,] == ratio["denominator"]
    assert sum(written["sohoa_dossiers"].values()) == written["sohoa_registered_dossiers"][()] == 28
    assert written["sohoa_night_cpu_seconds"][()] > 0
    assert abs(written["sohoa_last_success_timestamp_seconds"][()] - now().timestamp()) < 600
    assert written["sohoa_queue_files"][()] == 0
    assert printed["sohoa_queue_files"][()] == 1
    of_the_moment = {"sohoa_night_cpu_seconds", "sohoa_ledger_bytes"}
    assert {name: again[name] for name in again.keys() - of_the_moment} == {
        name: written[name] for name in written.keys() - of_the_moment
    }
    assert not any(word in file.read_text(encoding="utf-8") for word in PERSONAL)


def test_a_file_that_cannot_be_written_ends_no_batch(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with_settings(office, '[metrics]\nfile = "/proc/sohoa.prom"\n')
    assert office.sohoa("batch").code == 0
    assert "cannot be written" in caplog.text


def test_labels_of_any_text_are_read_as_they_were() -> None:
    strange = 'a "b" \\ c\nd'
    text = exposition([Family("sohoa_x", "first\nsecond \\", (Sample(1, {"label": strange}),))])
    assert read(text) == {"sohoa_x": {(strange,): 1}}


def test_cpu_seconds_are_told_whoever_ends_meanwhile() -> None:
    with subprocess.Popen(["sh", "-c", "while :; do (true & true & wait); done"]) as busy:
        try:
            assert all(cpu_seconds() > 0 for _ in range(1500))
        finally:
            busy.kill()


def test_a_night_that_failed_is_no_success_and_nobody_counts_what_others_read(office: Office) -> None:
    file = office.root / "sohoa.prom"
    with_settings(office, f'[metrics]\nfile = "{file}"\n[night]\nspread = "workers"\n')
    office.register({})
    assert office.sohoa("batch").code == 0
    batch = read(file.read_text(encoding="utf-8"))
    with open_workspace(office.settings) as workspace:
        with night_run(workspace) as night:
            summary = summarise(workspace, night.run_id, night.started_at, [])
            night.end(FAILED, summary)
        tell_after(workspace, summary, lambda _: None)

    written = read(file.read_text(encoding="utf-8"))

    assert ("sohoa_last_success_timestamp_seconds" in batch, batch["sohoa_night_state_info"]) == (
        True,
        {("Batch",): 1},
    )
    assert written["sohoa_night_state_info"] == {("Failed",): 1}
    assert "sohoa_last_success_timestamp_seconds" not in written, "a batch by hand is no night"
    assert "sohoa_night_cpu_seconds" not in written


def test_what_lies_in_quarantine_and_what_waits(office: Office) -> None:
    file = office.root / "sohoa.prom"
    with_settings(office, f'[metrics]\nfile = "{file}"\n')
    office.register({"dossier_code": "A-1"})
    folder = office.inbox / "A-1"
    folder.mkdir()
    for name in ("stays", "goes", "comes again"):
        (folder / f"{name}.pdf").write_bytes(name.encode())
    office.sohoa("batch")
    before = file.read_text(encoding="utf-8")
    (folder / "goes.pdf").unlink()
    (folder / "comes again.pdf").write_bytes(b"another one")
    os.utime(folder / "comes again.pdf", (0, now().timestamp() - 7200))
    other = office.root / "other"
    other.mkdir()
    office.sohoa("batch", "--inbox", other)

    printed = read(office.sohoa("metrics").out)

    assert file.read_text(encoding="utf-8") == before, "another folder is not the office's inbox"
    assert sum(read(before)["sohoa_quarantine_files"].values()) == 3
    assert sum(printed["sohoa_quarantine_files"].values()) == printed["sohoa_files"]["quarantined",] == 1
    assert printed["sohoa_queue_files"][()] == 1
    assert 7200 <= printed["sohoa_queue_oldest_seconds"][()] < 7800


def test_json_tells_the_numbers_of_the_text(office: Office) -> None:
    office.register({"dossier_code": CODE})
    folder = office.inbox / CODE
    folder.mkdir()
    (folder / "refused.pdf").write_bytes(b"no paper at all")
    assert office.sohoa("batch").code == 6
    text = read(office.sohoa("metrics").out)

    document = office.sohoa("metrics", "--json").json

    assert {
        name: {tuple(sample["labels"].values()): sample["value"] for sample in samples}
        for name, samples in document.items()
    } == text
    assert text["sohoa_files"]["quarantined",] == 1
    quarantined = {"labels": {"outcome": "quarantined"}, "value": 1}
    assert quarantined in document["sohoa_files"]


def test_a_batch_that_failed_too_often_tells_what_still_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_OCR__TRIAGE_SECONDS", "0.0001")
    written = _written_by_a_batch_that_is_stopped(office, 44, code=7)
    assert written["sohoa_queue_files"][()] + sum(written["sohoa_quarantine_files"].values()) == 44
    assert written["sohoa_quarantine_files"]["timeout",] >= 20


def lose_the_store() -> None:
    raise StoreOutOfReach("The store does not answer.")


def test_a_batch_whose_store_is_lost_tells_what_still_waits(office: Office, once: Once) -> None:
    once(FaultPoint.FINGERPRINTED, lose_the_store)
    written = _written_by_a_batch_that_is_stopped(office, 1, code=5)
    assert written["sohoa_queue_files"][()] == 1


def _written_by_a_batch_that_is_stopped(
    office: Office, files: int, *, code: int
) -> dict[str, dict[tuple[str, ...], float]]:
    file = office.root / "sohoa.prom"
    with_settings(office, f'[metrics]\nfile = "{file}"\n')
    office.register({"dossier_code": CODE})
    assert office.sohoa("batch").code == 0
    assert read(file.read_text(encoding="utf-8"))["sohoa_queue_files"][()] == 0
    folder = office.inbox / CODE
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.7\n")
        os.utime(folder / f"{number}.pdf", (0, now().timestamp() - 7200))
    assert office.sohoa("batch").code == code
    written = read(file.read_text(encoding="utf-8"))
    assert 7200 <= written["sohoa_queue_oldest_seconds"][()] < 7800
    return written


def test_a_batch_of_another_folder_that_is_stopped_tells_nobody(office: Office, once: Once) -> None:
    file = office.root / "sohoa.prom"
    with_settings(office, f'[metrics]\nfile = "{file}"\n')
    office.register({"dossier_code": CODE})

    once(FaultPoint.RUN_BEGUN, lose_the_store)
    other = office.root / "other"
    other.mkdir()
    assert office.sohoa("batch", "--inbox", other).code == 5
    assert not file.exists()


def test_what_is_in_quarantine_is_told_although_its_share_does_not_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = office.config.read_text(encoding="utf-8")
    office.config.write_text(config.replace("[inbox]\n", "[inbox]\nlook_seconds = 3.0\n"), encoding="utf-8")
    units = office.root / "units.csv"
    units.write_text(f"unit_code,name,parent_code,level\n{UNIT},Xã A,,commune\n", encoding="utf-8")
    assert office.sohoa("register", "import", units).code == 0
    office.register({"dossier_code": CODE})
    folder = office.inbox / UNIT / CODE
    folder.mkdir(parents=True)
    for name in ("stays.pdf", "goes.pdf"):
        (folder / name).touch()
    assert office.sohoa("batch", "--json").json["files"]["quarantined"] == 2
    (folder / "goes.pdf").unlink()
    (folder / "waits.pdf").touch()
    (office.inbox / f"{CODE}.01.pdf").touch()
    answering = read(office.sohoa("metrics").out)
    answers = threading.Event()

    @contextmanager
    def listing(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        if folder.endswith(f"/{UNIT}"):
            answers.wait()
        with os.scandir(folder) as entries:
            yield entries

    monkeypatch.setattr("flows.inbox.opening.FolderInbox", partial(FolderInbox, listing=listing))
    try:
        printed = read(office.sohoa("metrics").out)
    finally:
        answers.set()

    folders = [told["sohoa_inbox_silent_folders"][()] for told in (answering, printed)]
    waiting = [told["sohoa_queue_files"][()] for told in (answering, printed)]
    assert (folders, waiting) == ([0, 1], [2, 1])
    assert printed["sohoa_quarantine_files"] == answering["sohoa_quarantine_files"]
    assert sum(printed["sohoa_quarantine_files"].values()) == printed["sohoa_files"]["quarantined",] == 1


def test_no_number_of_batches_is_a_night_that_did_its_work(office: Office) -> None:
    office.register({})
    a_day_of_batches(office)
    without_nights = read(office.sohoa("metrics").out)
    seen = []
    for state in (FAILED, COMPLETED, FAILED):
        with open_workspace(office.settings) as workspace, night_run(workspace) as night:
            night.end(state)
        a_day_of_batches(office)
        seen.append(read(office.sohoa("metrics").out))

    success = "sohoa_last_success_timestamp_seconds"
    failed, completed, failed_again = seen
    assert success in without_nights
    assert success not in failed
    assert completed[success] == failed_again[success]
    assert failed_again["sohoa_night_state_info"] == {("Batch",): 1}
