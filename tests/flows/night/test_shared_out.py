"""A night shared out among workers that fail, fall silent or go on for long: nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection

from config.fault_points import FaultPoint, inject
from config.sections import NightSettings
from dossiers.errors import NotReady, SohoaError, StoreOutOfReach, StoreRefused
from flows.batch import plan_batch
from flows.night import coordinating, handing, work
from flows.night.coordinating import shared_out
from flows.night.handing import Handing
from flows.night.hands import Hands
from flows.night.night import night_run
from flows.night.work import work_on
from flows.taking_in import Ended
from flows.way import Outcome
from flows.workspace import Workspace, open_workspace
from storage import chunks_table, files_table, nights_table, planned_table, runs_table
from storage.chunks_table import ChunkRow
from storage.files_table import FileOutcome
from storage.planned_table import FileEnding, PlannedFile
from tests.office import Office

CODE = "H40.12-250805-0001"
READ = {"total": 7, "ocr": 7}
STORED = FileEnding("stored", None, "", READ, 1.0)
WAITING = FileEnding("waiting", "growing", "Another run works on it.", {}, 0.1)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks as often as a test wants to."""
    monkeypatch.setattr(coordinating, "_LOOK_EVERY", 0.02)
    monkeypatch.setattr(coordinating, "_LOOK_AT_FILES_EVERY", 0.02)


@contextmanager
def night_of(office: Office, **settings: float) -> Iterator[tuple[Workspace, str]]:
    night = NightSettings.model_validate({"wait_for_workers_seconds": 1000, **settings})
    with ExitStack() as stack:
        workspace = stack.enter_context(open_workspace(office.settings.model_copy(update={"night": night})))
        yield workspace, stack.enter_context(night_run(workspace)).run_id


def files_in(office: Office, count: int, folder: str = "") -> None:
    (office.inbox / folder).mkdir(exist_ok=True)
    for number in range(count):
        (office.inbox / folder / f"{number:02}.pdf").write_bytes(b"no paper %d" % number)


@dataclass
class Worker:
    """Comes for a chunk in a run of its own, and does what a test says with it."""

    workspace: Workspace
    does: Callable[[Worker, str, int], None]
    run_id: str = ""
    handed: list[int] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        del attempt
        self.handed.append(number)
        with self.workspace.ledger.transaction() as connection:
            self.run_id = runs_table.begin_run(connection, part_of=night_id)
            assert chunks_table.claim(connection, night_id, number, self.run_id)
        self.does(self, night_id, number)

    def take(self, night_id: str, number: int) -> list[PlannedFile]:
        with self.workspace.ledger.transaction() as connection:
            files = planned_table.open_files(connection, night_id, number)
            return [file for file in files if planned_table.take(connection, night_id, file, self.run_id)]

    def tell(self, night_id: str, file: PlannedFile, ending: FileEnding) -> None:
        with self.workspace.ledger.transaction() as connection:
            planned_table.record(connection, night_id, file.position, self.run_id, ending)

    def end(self, night_id: str, number: int) -> None:
        with self.workspace.ledger.transaction() as connection:
            chunks_table.end(connection, night_id, number, self.run_id)
            runs_table.finish_run(connection, self.run_id)


def told(endings: Iterator[Ended]) -> dict[str, tuple[Outcome, Mapping[str, int]]]:
    return {ended.file.name: (ended.result.outcome, dict(ended.result.pages)) for ended in endings}


def test_what_a_run_stored_and_did_not_come_to_tell_is_stored(office: Office) -> None:
    """It died after its chunk was ended by another; or it woke up, and another was told to wait."""
    files_in(office, 3)

    def store(worker: Worker, night_id: str, number: int) -> None:
        endings = [STORED, None, WAITING]
        for file, ending in zip(worker.take(night_id, number), endings, strict=True):
            with workspace.ledger.transaction() as connection:
                row = files_table.claim(connection, file.sighting, worker.run_id)
                assert row is not None
                digest = str(file.position) * 64
                files_table.finish(connection, row.id, FileOutcome.STORED, sha256=digest, pages=dict(READ))
            (office.inbox / file.sighting.path).unlink()
            if ending is not None:
                worker.tell(night_id, file, ending)
        worker.end(night_id, number)

    with night_of(office) as (workspace, run_id):
        shared = shared_out(workspace, run_id, plan_batch(workspace).to_do, Worker(workspace, store))
        assert told(shared) == dict.fromkeys(["00.pdf", "01.pdf", "02.pdf"], (Outcome.STORED, READ))


def fail(worker: Worker, night_id: str, number: int) -> None:
    error = StoreOutOfReach("Its mount is gone.").document()
    with worker.workspace.ledger.transaction() as connection:
        chunks_table.fail(connection, night_id, number, worker.run_id, error)
        runs_table.finish_run(connection, worker.run_id)


def test_a_broken_worker_does_not_end_the_night(office: Office) -> None:
    files_in(office, 2)
    with night_of(office, chunk_pages=1, heartbeat_seconds=0.05) as (workspace, run_id):
        broken = Worker(workspace, fail)
        endings = told(shared_out(workspace, run_id, plan_batch(workspace).to_do, broken))
    assert [outcome for outcome, _ in endings.values()] == [Outcome.QUARANTINED] * 2
    assert Counter(broken.handed) == {1: 3, 2: 3}


def test_what_the_nights_own_run_cannot_do_either_ends_the_night(office: Office) -> None:
    def away(point: FaultPoint) -> None:
        if point is FaultPoint.FILE_TAKEN:
            raise StoreOutOfReach("The store does not answer.")

    files_in(office, 1)
    with night_of(office, heartbeat_seconds=0.05) as (workspace, run_id):
        broken = Worker(workspace, fail)
        inject(away)
        try:
            with pytest.raises(StoreOutOfReach):
                list(shared_out(workspace, run_id, plan_batch(workspace).to_do, broken))
        finally:
            inject(lambda _point: None)
    assert broken.handed == [1] * 3


def planned_chunk(workspace: Workspace, run_id: str) -> None:
    with workspace.ledger.transaction() as connection:
        chunks_table.enter(connection, run_id, [1])


def the_chunk(workspace: Workspace, run_id: str) -> ChunkRow:
    with workspace.ledger.reading() as connection:
        (chunk,) = chunks_table.unfinished(connection, run_id)
    return chunk


def test_a_machine_whose_store_is_not_as_asked_holds_no_chunk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_store: object) -> None:
        raise StoreRefused("It keeps nothing.")

    monkeypatch.setattr(work, "other_folders", lambda *_: None)
    monkeypatch.setattr(work, "require_protection", refuse)
    with night_of(office) as (workspace, run_id):
        planned_chunk(workspace, run_id)
        with pytest.raises(SohoaError):
            work_on(workspace, run_id, 1, lambda *_: iter(()))
        chunk = the_chunk(workspace, run_id)
        assert (chunk.run_id, chunk.tries - chunk.given_back) == (None, 0)


def test_a_run_that_is_told_to_end_was_no_try(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[Ended]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(work, "other_folders", lambda *_: None)
    with night_of(office) as (workspace, run_id):
        planned_chunk(workspace, run_id)
        with pytest.raises(KeyboardInterrupt):
            work_on(workspace, run_id, 1, interrupted)
        chunk = the_chunk(workspace, run_id)
    assert (chunk.run_id, chunk.tries, chunk.given_back) == (None, 1, 1)


def test_a_dossier_that_goes_on_for_long_is_no_straggler(office: Office) -> None:
    files_in(office, 6, CODE)

    def steadily(worker: Worker, night_id: str, number: int) -> None:
        def reading() -> None:
            for file in worker.take(night_id, number):
                threading.Event().wait(0.5)
                worker.tell(night_id, file, STORED)
            worker.end(night_id, number)

        threads.append(threading.Thread(target=reading))
        threads[-1].start()

    threads: list[threading.Thread] = []
    with night_of(office, straggler_seconds=2) as (workspace, run_id):
        endings = told(
            shared_out(workspace, run_id, plan_batch(workspace).to_do, Worker(workspace, steadily))
        )
        for thread in threads:
            thread.join()
    assert {outcome for outcome, _ in endings.values()} == {Outcome.STORED}


def test_what_ends_while_the_night_gives_up_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    files_in(office, 2, CODE)
    files_in(office, 1)

    def hold(worker: Worker, night_id: str, number: int) -> None:
        with workspace.ledger.transaction() as connection:
            files = planned_table.open_files(connection, night_id, number)
            begun = [file for file in files if file.position != files[-1].position]
            for file in begun:
                assert planned_table.take(connection, night_id, file, worker.run_id)
        taken.extend((worker, file) for file in begun)

    def stop(connection: Connection, night_id: str) -> None:
        worker, lone = next(entry for entry in taken if entry[1].sighting.dossier_code is None)
        planned_table.record(connection, night_id, lone.position, worker.run_id, STORED)
        stopped(connection, night_id)

    stopped = nights_table.stop
    taken: list[tuple[Worker, PlannedFile]] = []
    with night_of(office, straggler_seconds=0) as (workspace, run_id):
        files = sorted(plan_batch(workspace).to_do, key=lambda file: file.sighting.dossier_code or "")
        monkeypatch.setattr(nights_table, "stop", stop)
        endings = list(shared_out(workspace, run_id, files, Worker(workspace, hold)))
    assert [(ended.result.outcome, ended.result.detail) for ended in endings] == [
        (Outcome.STORED, ""),
        (Outcome.WAITING, "Still being read."),
        (Outcome.WAITING, "Not begun: another file of its dossier is still being read."),
    ]


@dataclass
class Unmounted:
    """A machine without the night's folders, which is always free; the fourth time another one comes."""

    other: Worker
    handed: list[int] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        self.handed.append(number)
        if len(self.handed) > 3:
            self.other.hand(night_id, number, attempt)
            return
        with self.other.workspace.ledger.transaction() as connection:
            error = NotReady("It is not the folder of the night.", "Mount it.").document()
            assert chunks_table.refuse(connection, night_id, number, error)


def test_a_machine_that_may_take_in_nothing_keeps_no_chunk_from_others(office: Office) -> None:
    def store(worker: Worker, night_id: str, number: int) -> None:
        for file in worker.take(night_id, number):
            worker.tell(night_id, file, STORED)
        worker.end(night_id, number)

    files_in(office, 1)
    with night_of(office, heartbeat_seconds=0.05) as (workspace, run_id):
        hands = Unmounted(Worker(workspace, store))
        endings = told(shared_out(workspace, run_id, plan_batch(workspace).to_do, hands))
    assert endings == {"00.pdf": (Outcome.STORED, READ)}
    assert hands.handed == [1] * 4


@dataclass
class Lost:
    """Is asked, and what it was asked never arrives."""

    handed: list[int] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        del night_id, attempt
        self.handed.append(number)


@pytest.fixture
def tended(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Iterator[None]]:
    """Hands out nine chunks that nobody takes, at these moments of a clock of its own."""

    def tend(hands: Hands, moments: range, *, quiet: bool, **settings: float) -> Iterator[None]:
        clock = SimpleNamespace(now=0.0)
        monkeypatch.setattr(handing, "time", SimpleNamespace(monotonic=lambda: clock.now))
        chunks = [ChunkRow(number, 0, 0, None, None) for number in range(1, 10)]
        with night_of(office, **settings) as (workspace, run_id):
            night = Handing(workspace, run_id, hands, chunks=len(chunks))
            with workspace.ledger.transaction() as connection:
                chunks_table.enter(connection, run_id, range(1, 10))
            for moment in moments:
                clock.now = float(moment)
                night.tend(chunks, frozenset(), quiet=quiet)
                yield

    return tend


def test_handouts_that_are_lost_do_not_keep_others_from_being_asked(
    tended: Callable[..., Iterator[None]],
) -> None:
    hands = Lost()
    handed = [len(hands.handed) for _ in tended(hands, range(0, 300, 15), quiet=False)]
    assert handed[:6] == [2, 2, 3, 3, 4, 4]
    assert handed[-1] == 6


@dataclass
class Deaf(Lost):
    """Hears twice, and then nothing for a while."""

    asked: int = 0

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        self.asked += 1
        if 2 < self.asked <= 4:
            raise StoreOutOfReach("Nobody answers.")
        super().hand(night_id, number, attempt)


def test_whoever_does_not_hear_is_asked_once_in_a_while_and_for_all_chunks(
    tended: Callable[..., Iterator[None]],
) -> None:
    hands = Deaf()
    moments = tended(hands, range(0, 100, 10), quiet=True, wait_for_workers_seconds=30)
    asked = [hands.asked for _ in moments]
    assert asked[:4] == [2, 2, 2, 3], "the third time nobody answers"
    assert asked[4:6] == [3, 4], "and again after a heartbeat of twenty seconds"
    assert hands.handed == [1, 2, 1, 2], "both are asked for again once somebody answers"


def test_a_chunk_of_a_night_that_is_gone_is_handed_to_nobody(office: Office) -> None:
    with night_of(office) as (workspace, run_id):
        hands = Lost()
        gone = [ChunkRow(1, 0, 0, None, None)]
        Handing(workspace, run_id, hands, chunks=1).tend(gone, frozenset(), quiet=False)
    assert hands.handed == []
