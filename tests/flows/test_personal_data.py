"""Nothing of a person leaves store and ledger but what a person asked for (issue 6, item 4).

Markers stand in every file name, page, tag and cell that may hold a person's data; then everything is done,
and whatever was written elsewhere is searched.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.process_tree import descendants
from config import fault_points
from config.fault_points import FaultPoint
from flows.figures.issuing import issue_night
from flows.traces import keep_unraisable_errors_private, trace_of
from flows.work_directory import sweep
from flows.workspace import open_workspace
from ocr import forking
from storage.liveness import process_mark
from tests.flows.planted import NAME, NUMBER, WORD, files_below, found_in, picture, rows_of, scans, watched
from tests.hostile.watching import reading_processes
from tests.office import Answer, Office
from tests.services import Gateway

CODE, OTHER, LATER = (f"H40.12-250805-{number:04d}" for number in (1, 2, 3))
CHECKOUT = Path(__file__).parents[2]
NAMING = {"file", "dossier_code"}
# What a person asks for may name files: the list of files in quarantine that a batch ends with.
LISTED = re.compile(rb"(?P<file>.+): (?P<reason>[a-z_]+): (?P<why>.+)")


@dataclass(frozen=True)
class Done:
    """An office in which everything was done, and what was said and seen meanwhile."""

    office: Office
    temporary: Path
    said: dict[str, bytes]
    seen: tuple[bytes, ...]
    logged: str


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def log() -> Iterator[_Log]:
    """Everything that anybody logs, in whatever detail, while the tests of this module run."""
    root, ours, handler = logging.getLogger(), logging.getLogger("sohoa"), _Log()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
        ours.setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, log: _Log) -> Done:
    root = tmp_path_factory.mktemp("office")
    office = Office(root, (root / "store").as_uri(), f"sqlite:///{root / 'ledger.sqlite'}").prepare()
    temporary = root / "tmp"
    temporary.mkdir()
    said: dict[str, bytes] = {}
    register(office)
    with watched(temporary) as seen:
        scans(office.inbox / CODE, office.inbox)
        said["batch"] = _as_people_run_it(office, temporary, "batch", "--debug")
    picture("chín").save(root / f"{WORD}.png", dpi=(200, 200))
    for name, call in _others(office).items():
        said[name] = call().err.encode()
    with open_workspace(office.settings) as workspace:
        issue_night(workspace, None)
    return Done(office, temporary, said, tuple(seen.texts), "\n".join(log.lines))


def _as_people_run_it(office: Office, temporary: Path, *arguments: str) -> bytes:
    """Standard error of a command in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "flows.start", "--config", office.config, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 6, run.stderr.decode()
    return run.stderr


def _others(office: Office) -> dict[str, Callable[[], Answer]]:
    """The other commands; what they print on standard output was asked for."""
    paper = f"{CODE}/01"
    out = office.root / "out"
    commands: dict[str, tuple[str | Path, ...]] = {
        "again": ("batch", "--debug"),
        "ingest": ("ingest", office.root / f"{WORD}.png", "--dossier", OTHER, "--debug"),
        "review": ("review", "reject", paper, "--reason", f"{NAME} nói thế", "--debug"),
        "assign": ("review", "assign", paper, "to_khai", "--debug"),
        "rerun": ("rerun", "--dossier", CODE, "--reason", NAME, "--stage", "store", "--debug"),
        "verify": ("verify", "--debug"),
        "report": ("report", "--from", "2025-08-01", "--to", "2025-08-31", "--out", out, "--debug"),
        "status": ("status", CODE),
        "export": ("export", "--dossier", CODE, "--out", office.root / "package"),
        "backup": ("backup", "--out", office.root / "backup"),
        "quarantine": ("quarantine", "list"),
        "rebuild": ("rebuild", "--debug"),
        "purge": ("purge", "--yes", "--orphans"),
        "audit": ("audit", "verify"),
    }
    return {name: (lambda words=words: office.sohoa(*words)) for name, words in commands.items()}


def register(office: Office) -> None:
    """Dossiers and slips with markers in every cell that holds free words; bad rows quote them, too."""
    office.register(
        {"dossier_code": CODE, "facts": f"{WORD};{NUMBER}"},
        {"dossier_code": OTHER},
        {"dossier_code": LATER},
    )
    slips = office.root / f"phiếu {WORD}.csv"
    slips.write_text(
        "dossier_code,slot,form,digitised_on,reused,evidence\n"
        f"{CODE},Giấy của {NAME},original,,no,{NUMBER} {NAME}\n{CODE},giay_chung_sinh,original,,no,{WORD}\n",
        encoding="utf-8",
    )
    answer = office.sohoa("register", "import", slips)
    assert answer.code == 0, answer.err
    slips.write_text(f"dossier_code,slot,form\n{CODE},{NAME},{WORD}\n", encoding="utf-8")
    assert office.sohoa("register", "import", slips).code == 3


def test_the_markers_were_read_and_lie_where_they_belong(done: Done) -> None:
    """Else nothing found would mean nothing."""
    contents = done.office.contents()
    assert any(NUMBER.encode() in content for key, content in contents.items() if key.endswith(".text.json"))
    manifest = json.loads(contents[f"dossiers/{CODE}/manifest.json"])
    assert len(manifest["documents"]) >= 4
    assert found_in(rows_of(done.office.root / "ledger.sqlite"))
    refused = [match["reason"] for line in done.said["batch"].splitlines() if (match := LISTED.match(line))]
    assert {*refused} >= {
        b"empty",
        b"corrupt",
        b"encrypted",
        b"not_a_document",
        b"unknown_dossier",
        b"no_dossier",
    }


def test_logs_and_standard_error_name_nobody(done: Done) -> None:
    for name, text in done.said.items():
        lines = [line for line in text.splitlines() if not _is_asked_for(name, line)]
        assert found_in(*lines) == [], name
    assert found_in(done.logged.encode()) == []


def _is_asked_for(command: str, line: bytes) -> bool:
    """A batch ends with the list of what it refused: file, reason, why; the last names nobody."""
    listed = LISTED.match(line) if command in {"batch", "again"} else None
    return listed is not None and not found_in(listed["why"])


def test_processes_and_temporary_files_name_nobody(done: Done) -> None:
    assert any(b"tesseract" in text for text in done.seen)
    assert found_in(*done.seen) == []
    assert list(done.temporary.rglob("*")) == []


def test_keys_and_sealed_events_name_nobody(done: Done) -> None:
    everything = done.office.everything()
    assert found_in(*(key.encode() for key in everything)) == []
    sealed = [content for key, content in everything.items() if key.startswith("audit/")]
    assert sealed
    assert found_in(*sealed) == []
    trail = done.office.sohoa("audit", "show", "--limit", "100000", "--json").out
    assert found_in(trail.encode()) == []


def test_nothing_else_was_written(done: Done) -> None:
    """Store, ledger, inbox and what a person asked for left out, nothing is there."""
    root = done.office.root
    asked_for = ("inbox", "inbox-done", "store", "ledger.sqlite", "package", "backup", "phiếu", WORD)
    left = files_below(root, but=[root / name for name in asked_for])
    found = {str(path): found_in(str(path).encode(), content) for path, content in left}
    assert {path for path, where in found.items() if where} <= {"register.csv"}, "its cells are the register"


def test_a_store_keeps_no_name_beside_its_objects(
    rgw: Gateway, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Keys, metadata and tags in a real bucket."""
    bucket = rgw.new_bucket()
    ledger = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    bureau = Office(tmp_path, f"s3://{bucket}/kho", ledger, rgw.endpoint_url).prepare()
    bureau.register({"dossier_code": CODE})
    picture().save(tmp_path / f"{WORD} {NAME}.png", dpi=(200, 200))
    assert bureau.sohoa("ingest", tmp_path / f"{WORD} {NAME}.png", "--dossier", CODE).code == 0
    told = []
    for entry in rgw.client.list_objects_v2(Bucket=bucket)["Contents"]:
        head = rgw.client.head_object(Bucket=bucket, Key=entry["Key"])
        tags = rgw.client.get_object_tagging(Bucket=bucket, Key=entry["Key"])["TagSet"]
        told.append(json.dumps([entry["Key"], head, tags], default=str).encode())
    assert len(told) >= 4
    assert found_in(*told) == []
    assert found_in(capfd.readouterr().err.encode()) == []


def test_the_reason_of_a_refusal_names_nobody_though_the_file_does(done: Done) -> None:
    listed = done.office.sohoa("quarantine", "list", "--json").json["items"]
    assert len(listed) >= 6
    why = [{name: value for name, value in item.items() if name not in NAMING} for item in listed]
    assert found_in(json.dumps(why).encode()) == []
    quarantine = done.office.sohoa("batch", "--json").json["quarantine"]
    assert found_in(*(entry["detail"].encode() for entry in quarantine)) == []


# --- when something goes wrong


def test_a_bug_is_told_without_its_words(office: Office, monkeypatch: pytest.MonkeyPatch, log: _Log) -> None:
    def stumble(*_: Any, **__: Any) -> None:
        try:
            Path(f"/no/{WORD}/{NAME}").read_text(encoding="utf-8")
        except OSError as error:
            raise KeyError(NAME) from error

    office.register({"dossier_code": CODE})
    (office.inbox / CODE).mkdir()
    picture().save(office.inbox / CODE / f"{WORD}.png", dpi=(200, 200))
    monkeypatch.setattr("flows.way.understand", stumble)
    log.lines.clear()
    first = office.sohoa("batch", "--debug")
    assert first.code == 6
    logged = "\n".join(log.lines)
    assert "KeyError" in logged
    assert "FileNotFoundError" in logged
    assert "stumble" in logged
    assert found_in(logged.encode()) == []
    monkeypatch.setattr("flows.statuses.dossier_status", stumble)
    bug = office.sohoa("status", CODE, "--debug")
    assert bug.code == 1
    assert "FileNotFoundError" in bug.err
    assert found_in((bug.err + bug.out).encode()) == []


def test_a_reader_that_dies_and_a_store_that_is_gone_are_told_without_names(
    office: Office, log: _Log
) -> None:
    office.register({"dossier_code": CODE})
    (office.inbox / CODE).mkdir()
    picture().save(office.inbox / CODE / f"{WORD}.png", dpi=(200, 200))
    log.lines.clear()
    killed: set[int] = set()

    def kill_the_readers(point: FaultPoint) -> None:
        if point is FaultPoint.CONTENT_TAKEN:
            forking.warm_up()
            for process in reading_processes():
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    killed.add(process)

    fault_points.inject(kill_the_readers)
    try:
        died = office.sohoa("batch", "--debug", "--json")
    finally:
        fault_points.inject(lambda _point: None)
    assert killed
    assert died.code in {0, 6}
    office.store.rename(office.root / "away")
    office.store.write_text("in the way", encoding="utf-8")
    gone = office.sohoa("batch", "--debug")
    assert gone.code in {4, 5}
    assert found_in(*(text.encode() for text in (died.err, gone.err, gone.out, *log.lines))) == []


def test_errors_that_nobody_can_catch_are_told_without_what_they_happened_in(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    keep_unraisable_errors_private()

    class Falling:
        def __repr__(self) -> str:
            return NAME

        def __del__(self) -> None:
            raise ValueError(WORD)

    falling = Falling()
    del falling
    said = capfd.readouterr().err
    assert "ValueError" in said
    assert "__del__" in said
    assert found_in(said.encode()) == []


def test_a_trace_shows_the_way_and_no_words() -> None:
    try:
        try:
            Path(f"/inbox/{WORD}").read_bytes()
        finally:
            {}[NAME]
    except KeyError as error:
        told = trace_of(error)
    assert told.index("FileNotFoundError") < told.index("KeyError")
    assert "test_a_trace_shows_the_way_and_no_words" in told
    assert found_in(told.encode()) == []


# --- working copies


@pytest.mark.parametrize(
    "how", ["the whole group", pytest.param("the fork server, too", marks=pytest.mark.slow)]
)
def test_nothing_of_a_page_is_left_when_a_batch_is_killed(office: Office, how: str) -> None:
    """The guard clears up behind a batch that is gone; where it was killed as well, the next run does."""
    temporary = office.root / "tmp"
    temporary.mkdir()
    office.register({"dossier_code": CODE})
    (office.inbox / CODE).mkdir()
    pages = [picture(str(number)) for number in range(6)]
    pages[0].save(office.inbox / CODE / "1.tif", dpi=(200, 200), save_all=True, append_images=pages[1:])
    batch = _started(office, temporary)
    _wait(lambda: any(path.is_file() for path in temporary.rglob("*")))
    everyone = [batch.pid, *descendants(batch.pid)]
    os.killpg(batch.pid, signal.SIGKILL)
    if how == "the fork server, too":
        for process in everyone:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    batch.wait()
    if how == "the whole group":
        _wait(lambda: not list(temporary.iterdir()))
    else:
        assert all(path.stat().st_mode & 0o077 == 0 for path in temporary.iterdir())
    again = _started(office, temporary)
    assert again.wait() == 0
    _wait(lambda: not list(temporary.iterdir()))


def _started(office: Office, temporary: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.start", "--config", office.config, "batch"],
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait(until: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_temporary_folder_that_others_share_is_swept_of_our_own_dead_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a process that lives, of one that is gone, of another machine or container, of a stranger."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    place, pid, started = process_mark().rsplit("-", 2)
    mine = tmp_path / f"sohoa-{process_mark()}-a"
    dead = tmp_path / f"sohoa-{place}-{pid}-{int(started) + 1}-b"
    elsewhere = tmp_path / f"sohoa-{'0' * 12}-{pid}-{started}-c"
    old = tmp_path / f"sohoa-{'0' * 12}-{pid}-{started}-d"
    stranger = tmp_path / "sohoa-ceph"
    for path in (mine, dead, elsewhere, old, stranger):
        path.mkdir()
        (path / "page.png").touch()
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    sweep()
    assert [path.exists() for path in (mine, dead, elsewhere, old, stranger)] == [
        True,
        False,
        True,
        False,
        True,
    ]
