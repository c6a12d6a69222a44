"""`sohoa watch` as the counter runs it: a process of its own over a folder into which scans are written."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import Queue

import pytest

from config.fault_points import FaultPoint, inject
from dossiers.errors import ChecksumMismatch, StoreOutOfReach
from flows.inbox import InboxFile, sight
from flows.inbox.answering import answer_in_time
from flows.watching.desk import SlipDesk
from flows.watching.mounts import is_elsewhere
from flows.watching.resting import Resting
from flows.watching.watch import Watch
from flows.workspace import open_workspace
from tests.flows.faults.dying import KILLED, killing_at, process_that
from tests.flows.typed_papers import APPLICATION, CERTIFICATE, LETTER, typed
from tests.office import ENCRYPTED, INBOX, Office
from tests.services import Gateway

ROOT = Path(__file__).parents[2]
CODE = "H40.12-250805-0001"
OTHER = "H40.12-250805-0002"
COMPLETE, LACKING = "ĐỦ GIẤY TỜ PHẢI SỐ HÓA", "CHƯA ĐỦ: còn {} giấy tờ"
SECONDS = 60


class Watching:
    """A running `sohoa watch`."""

    def __init__(self, office: Office) -> None:
        command = [sys.executable, "-P", "-m", "flows.start", "--config", office.config, "watch", "--json"]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SOHOA_WATCH__SLIPS": str(slips(office)),
            "SOHOA_INBOX__SETTLE_SECONDS": "0.5",
        }
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._told: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.tells("Watching")

    def _read(self) -> None:
        for line in self.process.stderr:
            self._told.put(line)

    def tells(self, words: str) -> str:
        """Waits for a line that begins so."""
        while True:
            line = self._told.get(timeout=SECONDS)
            if line.startswith(words):
                return line

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@contextmanager
def watching(office: Office) -> Iterator[Watching]:
    running = Watching(office)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end(signal.SIGKILL)


def slips(office: Office) -> Path:
    return office.root / "slips"


def slip(office: Office, code: str = CODE) -> str:
    """What stands on a slip, without its tags."""
    html = (slips(office) / f"{code}.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def once(office: Office) -> int:
    return office.sohoa("watch", "--once", "--slips", slips(office)).code


def stored(office: Office) -> int:
    return sum("originals/" in key for key in office.contents())


@pytest.fixture
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    typed(folder / "application.pdf", APPLICATION.format("000190000001"))
    typed(folder / "certificate.pdf", CERTIFICATE.format(""))
    return folder


@pytest.fixture
def counter(office: Office) -> Office:
    """Two registered dossiers, each of which owes an application and a certificate of birth."""
    office.register({"dossier_code": CODE, "facts": "-"}, {"dossier_code": OTHER, "facts": "-"})
    return office


def test_a_dossier_grows_complete_at_the_counter(counter: Office, papers: Path) -> None:
    folder = counter.inbox / CODE
    with watching(counter) as watch:
        folder.mkdir()
        content = (papers / "application.pdf").read_bytes()
        with (folder / "1.pdf").open("wb") as growing:
            for start in range(0, len(content), len(content) // 3):
                growing.write(content[start : start + len(content) // 3])
                growing.flush()
                time.sleep(0.3)  # a scanner at work
        assert "stored" in watch.tells(CODE)
        assert LACKING.format(1) in slip(counter)
        assert "✗" in slip(counter)
        (folder / "2.pdf.part").write_bytes((papers / "certificate.pdf").read_bytes())
        (folder / "2.pdf.part").rename(folder / "2.pdf")
        assert "stored" in watch.tells(CODE)
        assert COMPLETE in slip(counter)
        (counter.inbox / OTHER).mkdir()
        locked = (INBOX / ENCRYPTED / next((INBOX / ENCRYPTED).iterdir()).name).read_bytes()
        (counter.inbox / OTHER / "Nguyen Van A.pdf").write_bytes(locked)
        assert "quarantined (encrypted)" in watch.tells(OTHER)
        assert "tệp đòi mật khẩu" in slip(counter, OTHER)
        assert watch.end() == 0
    index = (slips(counter) / "index.html").read_text(encoding="utf-8")
    assert index.index(f"{OTHER}.html") < index.index(f"{CODE}.html")
    assert 'http-equiv="refresh"' in index
    everything = "".join(path.read_text(encoding="utf-8") for path in slips(counter).iterdir())
    assert "Nguyen" not in everything
    assert "Hoa Mai" not in everything
    assert "000190000001" not in everything
    modes = {stat.S_IMODE(path.stat().st_mode) for path in slips(counter).iterdir()}
    assert (stat.S_IMODE(slips(counter).stat().st_mode), modes) == (0o700, {0o600})
    assert stored(counter) == 2
    assert [path.name for path in counter.waiting()] == ["Nguyen Van A.pdf"]


def test_killed_in_the_middle_the_next_one_ends_it(counter: Office) -> None:
    with watching(counter) as watch:
        for number in range(4):
            code = (CODE, OTHER)[number % 2]
            (counter.inbox / code).mkdir(exist_ok=True)
            typed(counter.inbox / code / f"{number}.pdf", CERTIFICATE.format(f"Số {number}."))
        watch.tells("")
        assert watch.end(signal.SIGKILL) == -signal.SIGKILL
    assert once(counter) == 0
    assert stored(counter) == 4
    assert not counter.waiting()
    assert LACKING.format(1) in slip(counter)
    assert counter.sohoa("verify").code == 0


def test_killed_before_it_wrote_the_slip_the_next_one_writes_it(counter: Office, papers: Path) -> None:
    (counter.inbox / CODE).mkdir()
    (counter.inbox / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
    assert once(counter) == 0
    (counter.inbox / CODE / "2.pdf").write_bytes((papers / "certificate.pdf").read_bytes())
    assert process_that(lambda: once(counter), happens=killing_at(FaultPoint.SETTLED)) == KILLED
    assert not counter.waiting()
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(slips(counter) / f"{CODE}.html", (long_ago, long_ago))
    assert LACKING.format(1) in slip(counter)
    assert once(counter) == 0
    assert COMPLETE in slip(counter)


def test_two_watches_and_a_batch_take_each_file_once(counter: Office) -> None:
    with watching(counter) as first, watching(counter) as second:
        for number in range(6):
            code = (CODE, OTHER)[number % 2]
            (counter.inbox / code).mkdir(exist_ok=True)
            typed(counter.inbox / code / f"{number}.pdf", CERTIFICATE.format(f"Số {number}."))
        deadline = time.monotonic() + SECONDS
        while len(counter.waiting()) == 6:  # so a watch is at work when the batch begins
            assert time.monotonic() < deadline
            time.sleep(0.02)
        batch = counter.sohoa("batch", "--debug")
        assert batch.code == 0, batch.err
        assert (first.end(), second.end(signal.SIGINT)) == (0, 0)
    assert once(counter) == 0
    assert stored(counter) == 6
    assert not counter.waiting()
    assert counter.sohoa("verify").code == 0


def test_what_the_register_does_not_know_is_taken_in_when_it_does(office: Office, papers: Path) -> None:
    (office.inbox / CODE).mkdir()
    (office.inbox / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
    (office.inbox / "scan.pdf").write_bytes((papers / "certificate.pdf").read_bytes())
    assert once(office) == 6
    assert "CHƯA CÓ TRONG SỔ HỒ SƠ" in slip(office)
    index = (slips(office) / "index.html").read_text(encoding="utf-8")
    assert "không có mã hồ sơ" in index
    assert once(office) == 0, "the same files are not refused a second time"
    office.register({"dossier_code": CODE, "facts": "-"})
    assert once(office) == 0
    assert LACKING.format(1) in slip(office)
    assert "sổ hồ sơ chưa có" not in slip(office)


def test_a_slip_changes_with_a_decision(counter: Office, papers: Path) -> None:
    (counter.inbox / CODE).mkdir()
    (counter.inbox / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
    typed(counter.inbox / CODE / "2.pdf", LETTER.format(""))
    assert once(counter) == 0
    assert "chờ người xem xét" in slip(counter)
    assert "1 giấy tờ chờ người xem xét" in slip(counter)
    before = (slips(counter) / f"{CODE}.html").read_bytes()
    assert once(counter) == 0
    assert (slips(counter) / f"{CODE}.html").read_bytes() == before
    due = counter.sohoa("status", CODE, "--json").json["slots"]
    lacking = next(slot["id"] for slot in due if slot["state"] == "missing")
    assert counter.sohoa("review", "assign", f"{CODE}/02", lacking).code == 0
    assert once(counter) == 0
    assert COMPLETE in slip(counter)


@contextmanager
def in_this_process(office: Office) -> Iterator[Queue[str]]:
    """A watch in a thread; yields what it tells, behind its first line."""
    settings = office.settings
    settings = settings.model_copy(
        update={"watch": settings.watch.model_copy(update={"slips": slips(office)})}
    )
    told: Queue[str] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=Watch(settings, stop=stop, once=False, tell=told.put).run)
    thread.start()
    try:
        assert told.get(timeout=SECONDS).startswith("Watching")
        yield told
    finally:
        stop.set()
        thread.join(SECONDS)


def test_an_outage_of_the_store_is_told_once_and_waited_out(counter: Office, papers: Path) -> None:
    with in_this_process(counter) as told:
        aside = counter.store.rename(counter.root / "aside")
        (counter.inbox / CODE).mkdir()
        (counter.inbox / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
        assert "tried again" in told.get(timeout=SECONDS)
        aside.rename(counter.store)
        assert told.get(timeout=SECONDS) == f"{CODE}: stored"
        assert told.get(timeout=SECONDS) == "It goes on."
    assert told.empty()
    assert LACKING.format(1) in slip(counter)


@pytest.fixture
def broken() -> Iterator[Callable[[Callable[[int], None]], None]]:
    """Says what happens when the nth file is claimed."""
    passes, lock = count(1), threading.Lock()

    def happens_at_claims(happens: Callable[[int], None]) -> None:
        def at(point: FaultPoint) -> None:
            if point is FaultPoint.CLAIMED:
                with lock:
                    nth = next(passes)
                happens(nth)

        inject(at)

    yield happens_at_claims
    inject(lambda _point: None)


def test_whoever_is_under_way_in_an_outage_is_told_or_taken_in_after_it(
    counter: Office, broken: Callable[[Callable[[int], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of three files meets it, the second ends well a moment later, the third meets it then."""
    monkeypatch.setenv("SOHOA_BATCH__WORKERS", "3")
    third = "H40.12-250805-0003"
    counter.register({"dossier_code": third, "facts": "-"})

    def outage(nth: int) -> None:
        if nth in {2, 3}:
            time.sleep(1)  # the shift has ended by then, and waits for its handfuls
        if nth in {1, 3}:
            raise StoreOutOfReach("The store does not answer.")

    broken(outage)
    for number, code in enumerate((CODE, OTHER, third)):
        (counter.inbox / code).mkdir()
        typed(counter.inbox / code / "1.pdf", CERTIFICATE.format(f"Số {number}."))
    with in_this_process(counter) as told:
        lines = [told.get(timeout=SECONDS) for _ in range(5)]
    assert lines[0].endswith(": stored")
    assert "tried again" in lines[1]
    ended = {line for line in lines if line != "It goes on."} - {lines[1]}
    assert ended == {f"{code}: stored" for code in (CODE, OTHER, third)}
    assert stored(counter) == 3


def test_what_is_no_fault_of_a_file_ends_only_once(
    counter: Office, papers: Path, broken: Callable[[Callable[[int], None]], None]
) -> None:
    def damage(nth: int) -> None:
        if nth <= 2:
            raise ChecksumMismatch("The bytes read back are others.")

    broken(damage)
    (counter.inbox / CODE).mkdir()
    (counter.inbox / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
    assert once(counter) == ChecksumMismatch.exit_code
    with in_this_process(counter) as told:
        assert "tried again" in told.get(timeout=SECONDS)
        assert told.get(timeout=SECONDS) == f"{CODE}: stored"


def test_once_ends_with_7_where_too_many_fail(counter: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    (counter.inbox / CODE).mkdir()
    for number in range(22):
        (counter.inbox / CODE / f"{number:02}.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setenv("SOHOA_OCR__TRIAGE_SECONDS", "0.0001")
    assert once(counter) == 7
    assert len(counter.waiting()) == 22


def test_a_folder_for_a_group_has_slips_for_it(office: Office) -> None:
    slips(office).mkdir()
    for folder, file in ((0o2750, 0o640), (0o755, 0o640), (0o700, 0o600)):
        slips(office).chmod(folder)
        with open_workspace(office.settings) as workspace:
            SlipDesk(workspace, slips(office)).refresh()
        assert stat.S_IMODE((slips(office) / "index.html").stat().st_mode) == file


def test_a_refused_file_stays_on_the_slip_while_its_share_is_silent(counter: Office) -> None:
    (counter.inbox / CODE).mkdir()
    (counter.inbox / CODE / "1.pdf").touch()
    assert once(counter) == 6
    answers = threading.Event()
    share = f"{counter.inbox}/{CODE}"
    with open_workspace(counter.settings) as workspace:
        desk = SlipDesk(workspace, slips(counter))
        try:
            assert answer_in_time(share, answers.wait, 0.01) is None
            (counter.inbox / CODE / "1.pdf").unlink()
            desk.write([CODE])
            assert "tệp rỗng" in slip(counter), "nobody can tell that it is gone"
        finally:
            answers.set()
        deadline = time.monotonic() + SECONDS
        while not answer_in_time(share, answers.is_set, SECONDS):
            assert time.monotonic() < deadline
        desk.refresh()
        assert "tệp rỗng" not in slip(counter)


def test_an_inbox_that_is_gone_for_a_while_is_waited_for(counter: Office, papers: Path) -> None:
    with in_this_process(counter) as told:
        aside = counter.inbox.rename(counter.root / "aside")
        (aside / CODE).mkdir()
        (aside / CODE / "1.pdf").write_bytes((papers / "application.pdf").read_bytes())
        assert "is not there" in told.get(timeout=SECONDS)
        aside.rename(counter.inbox)
        assert told.get(timeout=SECONDS) == f"{CODE}: stored"


@pytest.mark.service
def test_what_arrives_in_a_bucket_is_looked_for(counter: Office, papers: Path, rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    settings = counter.config.read_text(encoding="utf-8")
    inbox = (
        f'[inbox]\npath = "s3://{bucket}/scans"\nsettle_seconds = 0.2\nendpoint_url = "{rgw.endpoint_url}"\n'
    )
    watch = "[watch]\npoll_seconds = 0.2\n"
    counter.config.write_text(inbox + watch + settings[settings.index("[store]") :], encoding="utf-8")
    with in_this_process(counter) as told:
        rgw.client.upload_file(str(papers / "application.pdf"), bucket, f"scans/{CODE}/1.pdf")
        assert told.get(timeout=SECONDS) == f"{CODE}: stored"
        rgw.client.put_object(Bucket=bucket, Key=f"scans/{CODE}/2.pdf", Body=b"")
        assert told.get(timeout=SECONDS) == f"{CODE}: quarantined (empty)"
        assert "tệp rỗng" in slip(counter)
    assert told.empty()
    assert LACKING.format(1) in slip(counter)
    listed = rgw.client.list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == [f"scans-done/{CODE}/1.pdf", f"scans/{CODE}/2.pdf"]


def test_settings_that_are_wrong_end_it(counter: Office) -> None:
    answer = counter.sohoa("watch", "--slips", counter.inbox / "slips")
    assert (answer.code, counter.inbox.name in answer.err) == (4, True)
    counter.inbox.rmdir()
    assert counter.sohoa("watch").code == 4


def _file(path: Path, content: bytes = b"x") -> InboxFile:
    path.write_bytes(content)
    return sight(path, dossier_code=CODE, declared_slot=None)


def test_a_file_rests_when_nothing_changed_for_so_long(tmp_path: Path) -> None:
    resting = Resting(2.0)
    file = _file(tmp_path / "a.pdf")
    resting.see([file, _file(tmp_path / "b.part")], at=0.0)
    assert resting.ready(1.9) == []
    grown = _file(tmp_path / "a.pdf", b"xx")
    resting.see([grown], at=1.0)
    assert (resting.ready(2.9), resting.next_at()) == ([], 3.0)
    assert resting.ready(3.0) == [grown]
    resting.begin(grown)
    assert (resting.ready(9.0), resting.next_at()) == ([], None)
    waits = []
    for _ in range(8):
        resting.later(grown, at=0.0)
        waits.append(resting.next_at())
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    resting.see([], at=10.0)
    assert resting.next_at() is None


_MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:44 / /srv/scans rw,relatime - cifs //server/scans rw
41 22 0:45 / /srv/local\\040disk rw,relatime - xfs /dev/sdb1 rw
42 41 0:46 / /srv/local\\040disk/unit rw,relatime - nfs4 server:/unit rw
43 22 0:47 / /srv/own rw,relatime - fuse.sshfs me@there:/ rw
44 22 0:48 / /srv/scans/back rw,relatime - ext4 /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("folder", "elsewhere"),
    [
        ("/var/inbox", False),
        ("/srv/scans/office", True),
        ("/srv/scans/back", False),
        ("/srv/local disk/inbox", False),
        ("/srv/local disk", True),
        ("/srv/own/inbox", True),
    ],
)
def test_a_file_server_tells_nobody(folder: str, *, elsewhere: bool) -> None:
    assert is_elsewhere(Path(folder), _MOUNTS) is elsewhere
