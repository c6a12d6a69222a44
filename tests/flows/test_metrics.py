"""The figures for Prometheus, read by Prometheus' own parser."""

from __future__ import annotations

import os
import stat
import subprocess

import pytest
from prometheus_client.parser import text_string_to_metric_families

from flows.aftermath import tell_after
from flows.batch import summarise
from flows.metrics.cpu import cpu_seconds
from flows.metrics.exposition import Family, Sample, exposition
from flows.night.night import FAILED, night_run
from flows.workspace import open_workspace
from storage.instants import now
from tests.office import COMPLETE, ENCRYPTED, Office

PERSONAL = ("Nguyễn", "Trần", ".pdf", ".jpg")


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
