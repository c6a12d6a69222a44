"""Files that are stored already, many at once: recorded together, moved, and never opened."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import Connection, select

from config.fault_points import FaultPoint, inject
from dossiers.object_classes import ObjectClass
from flows import known_already
from flows.batch import batch_run, plan_batch
from flows.inbox import move_to_done
from flows.known_already import set_aside_known
from flows.way import FileResult, FileWay, Outcome
from flows.workspace import open_workspace
from storage import documents_table, files_table, runs_table
from storage.files_table import FileOutcome
from storage.instants import now
from storage.schema import files
from tests.flows.faults.dying import KILLED, killing_at, process_that
from tests.flows.filled import copied, local_office
from tests.flows.test_register_drop import WAITS_FOR_A_LOCK
from tests.office import Office
from tests.waiting import until

CODES = [f"H40.12-250805-{number:04}" for number in (1, 2)]


def page(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("L", (620, 200), "white")
    ImageDraw.Draw(image).text((40, 60), text, fill="black", font=ImageFont.load_default(size=40))
    image.save(path, format="PNG", dpi=(200, 200))


def batch(office: Office) -> Any:
    answer = office.sohoa("batch", "--json")
    assert answer.code == 0, answer.err
    return answer.json["files"]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose three files are stored."""
    return scanned(local_office(tmp_path_factory.mktemp("stored")))


def scanned(office: Office) -> Office:
    office.register(*({"dossier_code": code} for code in CODES))
    page(office.inbox / CODES[0] / "1.png", "DECISION No. 1")
    page(office.inbox / CODES[0] / "2.png", "DECISION No. 2")
    page(office.inbox / CODES[1] / "ket-qua" / "1.png", "DECISION No. 3")
    assert batch(office)["stored"] == 3
    return office


@pytest.fixture
def again(stored: Office, tmp_path: Path) -> Office:
    """A copy of it, to whose inbox they were scanned once more."""
    office = copied(stored, tmp_path)
    shutil.copytree(stored.done, office.inbox, dirs_exist_ok=True)
    return office


@pytest.fixture
def points() -> Iterator[list[FaultPoint]]:
    """What the way of files passes in this process: who goes the usual way is claimed."""
    passed: list[FaultPoint] = []
    inject(passed.append)
    yield passed
    inject(lambda _: None)


def test_they_are_duplicates_beside_new_ones_and_leave_the_inbox(
    again: Office, points: list[FaultPoint]
) -> None:
    before = again.contents()
    page(again.inbox / CODES[1] / "2.png", "DECISION No. 4")
    counts = batch(again)
    assert (counts["seen"], counts["stored"], counts["duplicate"]) == (4, 1, 3)
    assert points.count(FaultPoint.CLAIMED) == 1
    assert again.waiting() == []
    assert before.keys() < again.contents().keys()
    assert len(list(again.done.rglob("*.png"))) == 4
    assert again.sohoa("verify").code == 0
    assert again.sohoa("audit", "verify").code == 0


def test_other_bytes_of_one_size_are_another_paper(again: Office) -> None:
    """The size alone says nothing: what is not the stored file by its hash goes the usual way."""
    file = again.inbox / CODES[0] / "1.png"
    content = bytearray(file.read_bytes())
    content[-8] ^= 1  # of the last chunk's name
    file.write_bytes(content)
    counts = batch(again)
    assert (counts["duplicate"], counts["stored"] + counts["quarantined"]) == (2, 1)


def as_a_result(office: Office) -> None:
    file = office.inbox / CODES[0] / "1.png"
    file.rename(file.parent / "ket-qua.png")
    (file.parent / "ket-qua").mkdir()
    (file.parent / "ket-qua.png").rename(file.parent / "ket-qua" / "1.png")


def purged(office: Office) -> None:
    """As the ledger stands when a purge has noted what it is about to delete."""
    with open_workspace(office.settings) as workspace, workspace.ledger.transaction() as connection:
        (paper,) = documents_table.manifest(connection, CODES[1]).documents
        gone = paper.model_copy(update={"purged": {ObjectClass.ORIGINAL: now()}})
        documents_table.reassign_documents(connection, CODES[1], [gone])


def in_quarantine(office: Office) -> None:
    file = office.inbox / CODES[0] / "1.png"
    content = file.read_bytes()
    file.write_bytes(b"no picture")
    assert office.sohoa("batch", "--json").json["files"]["quarantined"] == 1
    shutil.copytree(office.done, office.inbox, dirs_exist_ok=True)
    file.write_bytes(content)


def claimed(office: Office) -> None:
    with open_workspace(office.settings) as workspace:
        first, *_ = plan_batch(workspace).to_do
        with workspace.ledger.transaction() as connection:
            run_id = runs_table.begin_run(connection)
            assert files_table.claim(connection, first.sighting, run_id)


@pytest.mark.parametrize(
    ("makes", "counted", "claims"),
    [
        pytest.param(as_a_result, {"stored": 1, "duplicate": 2}, 1, id="the same bytes as a result"),
        pytest.param(purged, {"quarantined": 1, "duplicate": 2}, 1, id="a purged paper"),
        pytest.param(in_quarantine, {"duplicate": 3}, 1, id="a file that was in quarantine"),
        pytest.param(claimed, {"waiting": 1, "duplicate": 2}, 0, id="a file of another run"),
    ],
)
def test_what_is_not_plainly_so_goes_the_usual_way(
    again: Office,
    points: list[FaultPoint],
    makes: Callable[[Office], None],
    counted: dict[str, int],
    claims: int,
) -> None:
    makes(again)
    points.clear()
    counts = again.sohoa("batch", "--json").json["files"]
    assert {name: number for name, number in counts.items() if number and name != "seen"} == counted
    assert points.count(FaultPoint.CLAIMED) == claims


def test_two_batches_at_once_record_each_file_once(again: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and recording, another batch takes, moves and settles them all."""
    recorded = known_already._recorded

    def after_another(*arguments: Any) -> Any:
        monkeypatch.setattr(known_already, "_recorded", recorded)
        assert batch(again)["duplicate"] == 3
        return recorded(*arguments)

    monkeypatch.setattr(known_already, "_recorded", after_another)
    batch(again)
    with open_workspace(again.settings) as workspace, workspace.ledger.reading() as connection:
        outcomes = Counter(connection.execute(select(files.c.outcome)).scalars())
    assert outcomes["duplicate"] == 3


@pytest.mark.service
@pytest.mark.parametrize(
    ("where", "name", "outcome"),
    [
        pytest.param(known_already, "_as_they_were", Outcome.DUPLICATE, id="looked at"),
        pytest.param(files_table, "record_duplicates", Outcome.WAITING, id="entered"),
    ],
)
def test_what_another_run_claims_while_they_are_recorded_is_a_duplicate_once(
    tmp_path: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    where: object,
    name: str,
    outcome: Outcome,
) -> None:
    """As a watch does, after a batch has looked at them, or after it has entered them, but for its end."""
    office = scanned(Office(tmp_path, (tmp_path / "store").as_uri(), postgres_url).prepare())
    shutil.copytree(office.done, office.inbox, dirs_exist_ok=True)
    claimed, endings = Event(), list[Future[FileResult]]()
    step = getattr(where, name)

    def and_then_it_is_claimed(connection: Connection, *arguments: Any) -> Any:
        done = step(connection, *arguments)
        endings.append(watch.submit(way.take_in, file, settle=move_to_done))
        until(lambda: claimed.is_set() or connection.execute(WAITS_FOR_A_LOCK).first() is not None)
        return done

    with (
        open_workspace(office.settings) as workspace,
        batch_run(workspace) as run_id,
        batch_run(workspace) as other,
        ThreadPoolExecutor(1) as watch,
    ):
        way, to_do = FileWay(workspace, other), plan_batch(workspace).to_do
        file = to_do[0]
        inject(lambda point: claimed.set() if point is FaultPoint.CLAIMED else None)
        try:
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(where, name, and_then_it_is_claimed)
                set_aside = set_aside_known(workspace, run_id, to_do)
            (ending,) = endings
            assert ending.result(60).outcome is outcome
        finally:
            inject(lambda _: None)
        assert (file in set_aside.to_do) == (outcome is Outcome.DUPLICATE)
        with workspace.ledger.reading() as connection:
            query = select(files.c.path).where(files.c.outcome == FileOutcome.DUPLICATE.value)
            duplicates = Counter(connection.execute(query).scalars())
    assert duplicates[file.sighting.path] == 1
    assert set(duplicates.values()) == {1}


def test_after_some_time_the_rest_goes_the_usual_way(again: Office) -> None:
    with open_workspace(again.settings) as workspace, batch_run(workspace) as run_id:
        to_do = plan_batch(workspace).to_do
        assert set_aside_known(workspace, run_id, to_do, seconds=0) == (to_do, ())


@pytest.mark.parametrize("point", [FaultPoint.RECORDED, FaultPoint.MOVED])
def test_killed_among_them_the_next_batch_ends_it(again: Office, point: FaultPoint) -> None:
    before = again.contents()
    assert process_that(lambda: again.sohoa("batch").code, happens=killing_at(point)) == KILLED
    counts = batch(again)
    assert counts["duplicate"] == counts["seen"]
    assert again.waiting() == []
    assert again.contents() == before


def test_an_original_that_the_store_lost_is_put_again(again: Office) -> None:
    before = again.contents()
    lost = next(key for key in before if key.endswith(".png"))
    (again.store / lost).unlink()
    assert batch(again)["duplicate"] == 3
    assert again.contents() == before
