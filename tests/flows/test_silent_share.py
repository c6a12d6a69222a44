"""A share that falls silent in the middle of a night: what is said of its files, and that none is lost."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from config.sections import InboxSettings
from dossiers.errors import StoreOutOfReach, UsageError
from flows.inbox import Known, open_inbox, stop_waiting
from flows.inbox.folder import FolderInbox
from tests.office import Office

CODE, UNIT = "H40.12-250805-0001", "H40.12"

Silent = Callable[[str], None]


@pytest.fixture
def registered(office: Office) -> Office:
    office.register({"dossier_code": CODE, "facts": "-"})
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("[inbox]\n", "[inbox]\nlook_seconds = 3.0\n"), encoding="utf-8")
    return office


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    answers = threading.Event()
    yield answers
    answers.set()


def _units(office: Office) -> None:
    units = office.root / "units.csv"
    units.write_text(f"unit_code,name,parent_code,level\n{UNIT},Xã A,,commune\n", encoding="utf-8")
    assert office.sohoa("register", "import", units).code == 0


def _scan(path: Path, shade: int = 255) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    Image.new("L", (330, 330), shade).save(content, "PNG", dpi=(200, 200))
    path.write_bytes(content.getvalue())
    return path


def _nobody_asks_any_more(office: Office, share: str) -> None:
    """Waits for the call that was given up: until it is back, the share is not asked again."""
    from flows.inbox.answering import answer_in_time

    deadline = time.monotonic() + 30
    while answer_in_time(f"{office.inbox}/{share}", lambda: True, 30) is None:
        assert time.monotonic() < deadline


def test_its_quarantine_is_told_although_nobody_sees_it(
    registered: Office, answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = registered
    _units(office)
    lying = office.inbox / UNIT / CODE / "1.pdf"
    lying.parent.mkdir(parents=True)
    lying.touch()
    gone = lying.with_name("2.pdf")
    gone.touch()
    assert office.sohoa("batch", "--json").json["files"]["quarantined"] == 2
    gone.unlink()

    @contextmanager
    def listing(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        if folder.endswith(f"/{UNIT}"):
            answers.wait()
        with os.scandir(folder) as entries:
            yield entries

    monkeypatch.setattr("flows.inbox.opening.FolderInbox", partial(FolderInbox, listing=listing))
    answer = office.sohoa("batch", "--json")
    assert (answer.code, answer.json["silent_folders"]) == (6, 1)
    assert [entry["file"] for entry in answer.json["quarantine"]] == [f"{UNIT}/{CODE}/1.pdf"]
    items = office.sohoa("quarantine", "list", "--json").json["items"]
    assert [item["file"] for item in items] == [f"{UNIT}/{CODE}/1.pdf"]
    assert "1 folders of the inbox did not answer" in office.sohoa("batch").err


def test_a_share_that_hangs_while_it_is_read_leaves_its_file_for_the_next_run(
    registered: Office, answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = registered
    scan = _scan(office.inbox / CODE / "1.png")

    def hang(*_: object, **__: object) -> None:
        answers.wait()
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("flows.fingerprint._measured", hang)
        files = office.sohoa("batch", "--json").json["files"]
    assert (files["waiting"], files["quarantined"]) == (1, 0)
    assert scan.exists()
    answers.set()
    _nobody_asks_any_more(office, CODE)
    assert office.sohoa("batch", "--json").json["files"]["stored"] == 1
    assert not scan.exists()


def test_a_share_that_hangs_while_a_stored_file_leaves(
    registered: Office, answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is stored, and is not told as moved: the next run moves it, and stores nothing twice."""
    office = registered
    scan = _scan(office.inbox / CODE / "1.png")

    def hang(*_: object) -> None:
        answers.wait()
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("flows.inbox.folder.move", hang)
        assert office.sohoa("batch", "--json").json["files"]["stored"] == 1
    assert scan.exists()
    answers.set()
    _nobody_asks_any_more(office, CODE)
    before = office.contents()
    answer = office.sohoa("batch", "--json")
    assert (answer.code, answer.json["files"]["stored"]) == (0, 1), "as the run before left it"
    assert not scan.exists()
    assert (office.done / CODE / "1.png").exists()
    assert office.contents() == before


def test_what_came_before_its_unit_was_known_goes_on_when_it_is(registered: Office) -> None:
    office = registered
    _scan(office.inbox / UNIT / CODE / "1.png")
    refused = office.sohoa("batch", "--json").json["quarantine"]
    assert [entry["reason"] for entry in refused] == ["unknown_dossier"]
    assert office.sohoa("batch", "--json").json["files"]["quarantined"] == 1
    _units(office)
    assert office.sohoa("batch", "--json").json["files"]["stored"] == 1


def test_a_waiting_file_is_not_said_to_be_what_its_place_denies(registered: Office) -> None:
    """The night goes by the place: it would store the same paper again."""
    from flows.ingesting import ingest_waiting
    from flows.workspace import open_workspace

    office = registered
    _scan(office.inbox / CODE / "1.png")
    _scan(office.inbox / CODE / "ket-qua" / "2.png", 200)
    with open_workspace(office.settings) as workspace:
        with pytest.raises(UsageError):
            ingest_waiting(workspace, f"{CODE}/1.png", dossier_code=None, slot="result")
        taken = ingest_waiting(workspace, f"{CODE}/ket-qua/2.png", dossier_code=None, slot="result")
    assert taken.outcome == "ok"
    files = office.sohoa("batch", "--json").json["files"]
    assert (files["stored"], files["duplicate"]) == (1, 1)


def test_who_waits_for_the_inbox_waits_no_longer_once_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    settings = InboxSettings(
        path="s3://scans/inbox", endpoint_url="http://127.0.0.1:9", region="us-east-1", retry_seconds=3600
    )
    inbox = open_inbox(settings)
    ended: list[str] = []

    def wait() -> None:
        try:
            inbox.lying(Known())
        except StoreOutOfReach as error:
            ended.append(error.code)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    stop_waiting()
    waiting.join(30)
    assert ended == ["store_out_of_reach"]
