"""Locks, nights and their chunks in the ledger, the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from storage import chunks_table, files_table, locks_table, nights_table, planned_table, runs_table
from storage.files_table import ClaimLost, FileOutcome, Role, Sighting
from storage.instants import now
from storage.ledger import Ledger, open_ledger
from storage.planned_table import OWN, FileEnding, PlannedFile

STORED = FileEnding("stored", None, "", {"total": 2, "ocr": 2}, 1.5)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    is_server = request.param == "postgresql"
    url = request.getfixturevalue("postgres_url") if is_server else f"sqlite:///{tmp_path}/ledger.sqlite"
    ledger = open_ledger(url)
    yield ledger
    ledger.close()


def begin(ledger: Ledger, *, part_of: str | None = None) -> str:
    with ledger.transaction() as connection:
        return runs_table.begin_run(connection, part_of=part_of)


def finish(ledger: Ledger, run: str) -> None:
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, run)


def sighting(path: str, code: str | None) -> Sighting:
    return Sighting(path, code, Role.COMPONENT, None, bytes=1, modified_ns=1)


def planned(ledger: Ledger, *codes: str | None) -> tuple[str, list[PlannedFile]]:
    """A night with one chunk: a file of ten pages for each of these dossiers."""
    night = begin(ledger)
    files = [
        PlannedFile(position, 1, sighting(f"{position}.pdf", code), pages=10)
        for position, code in enumerate(codes)
    ]
    with ledger.transaction() as connection:
        nights_table.begin(connection, night)
        nights_table.plan(connection, night, files=len(files), pages=10 * len(files))
        chunks_table.enter(connection, night, [1])
        planned_table.enter(connection, night, files)
    return night, files


def claim(ledger: Ledger, night: str, run: str) -> bool:
    with ledger.transaction() as connection:
        return chunks_table.claim(connection, night, 1, run)


def take(ledger: Ledger, night: str, file: PlannedFile, run: str) -> PlannedFile | None:
    with ledger.transaction() as connection:
        return planned_table.take(connection, night, file, run)


def record(ledger: Ledger, night: str, file: PlannedFile, run: str, ending: FileEnding = STORED) -> bool:
    with ledger.transaction() as connection:
        return planned_table.record(connection, night, file.position, run, ending)


def untold(ledger: Ledger, night: str) -> dict[int, FileEnding]:
    with ledger.reading() as connection:
        return planned_table.untold(connection, night)


def test_a_lock_holds_as_long_as_its_run_lives(ledger: Ledger) -> None:
    first, second = begin(ledger), begin(ledger)
    with ledger.transaction() as connection:
        assert locks_table.take(connection, "nightly", first)
        assert locks_table.take(connection, "nightly", first)
        assert not locks_table.take(connection, "nightly", second)
        held = locks_table.holder(connection, "nightly")
        assert held is not None
        assert held.run_id == first
    finish(ledger, first)
    with ledger.transaction() as connection:
        assert locks_table.holder(connection, "nightly") is None
        assert locks_table.take(connection, "nightly", second)


def test_of_many_at_once_exactly_one_gets_a_lock_a_chunk_and_a_file(ledger: Ledger) -> None:
    night, (file,) = planned(ledger, "A")
    runs = [begin(ledger, part_of=night) for _ in range(4)]

    def lock(run: str) -> bool:
        with ledger.transaction() as connection:
            return locks_table.take(connection, "nightly", run)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lock, runs)) == 1
        claimed = list(pool.map(lambda run: claim(ledger, night, run), runs))
        assert sum(claimed) == 1
        taken = list(pool.map(lambda run: take(ledger, night, file, run), runs))
    assert [entry is not None for entry in taken] == claimed


def test_what_a_dead_run_held_is_taken_over_and_what_it_says_later_counts_for_nothing(ledger: Ledger) -> None:
    night, (one, other) = planned(ledger, "A", "B")
    dead, living = begin(ledger, part_of=night), begin(ledger, part_of=night)
    assert claim(ledger, night, dead)
    assert take(ledger, night, one, dead) == one
    assert not claim(ledger, night, living)
    finish(ledger, dead)  # as one that is killed; its threads wake up below
    assert claim(ledger, night, living)
    assert take(ledger, night, other, dead) is None
    taken = take(ledger, night, one, living)
    assert taken is not None
    assert taken.taken_by == dead
    assert not record(ledger, night, one, dead)
    assert untold(ledger, night) == {}
    assert record(ledger, night, one, living)
    assert untold(ledger, night) == {0: STORED}
    with ledger.transaction() as connection:
        planned_table.learned(connection, night, [0])
        assert chunks_table.unfinished(connection, night)[0].tries == 2
    assert untold(ledger, night) == {}


def test_nothing_is_begun_of_a_night_that_was_stopped_or_is_over(ledger: Ledger) -> None:
    night, (file, _) = planned(ledger, "A", "B")
    run = begin(ledger, part_of=night)
    assert claim(ledger, night, run)
    with ledger.transaction() as connection:
        nights_table.stop(connection, night)
    assert take(ledger, night, file, run) is None
    assert not claim(ledger, night, begin(ledger, part_of=night))


def test_a_new_night_ends_those_that_nobody_ended(ledger: Ledger) -> None:
    killed, files = planned(ledger, "A")
    run = begin(ledger, part_of=killed)
    assert claim(ledger, killed, run)
    with ledger.transaction() as connection:
        nights_table.begin(connection, following := runs_table.begin_run(connection))
    assert take(ledger, killed, files[0], run) is None
    record(ledger, killed, files[0], run)
    with ledger.transaction() as connection:
        nights_table.end(connection, killed, state="Completed", summary={})  # it wakes up
        nights_table.end(connection, following, state="Completed", summary={"files": {"seen": 1}})
        last = nights_table.last(connection, 5)
        assert [(night.run_id, night.state) for night in last] == [
            (following, "Completed"),
            (killed, nights_table.STOPPED),
        ]
        assert [night.summary for night in last] == [{"files": {"seen": 1}}, None]
        assert nights_table.began_after(connection, now() - timedelta(hours=1), states=("Completed",))
        assert not nights_table.began_after(connection, now(), states=("Completed",))


def test_batches_are_nights_only_where_there_is_no_night(ledger: Ledger) -> None:
    batches = [kept_batch(ledger) for _ in range(3)]

    def due() -> tuple[list[str], bool]:
        with ledger.reading() as connection:
            states = {nights_table.BATCH, "Completed"}
            ended_at = nights_table.last_end(connection, states=states)
            return [night.run_id for night in nights_table.last_due(connection, 2)], ended_at is not None

    assert due() == ([batches[2], batches[1]], True)
    night = begin(ledger)
    with ledger.transaction() as connection:
        nights_table.begin(connection, night)
    last = [kept_batch(ledger) for _ in range(3)][-1]
    assert due() == ([night], False), "none has ended"
    with ledger.transaction() as connection:
        nights_table.end(connection, night, state="Completed", summary={})
        (row,) = nights_table.last_due(connection, 2)
        assert nights_table.last_end(connection, states=("Completed",)) == row.ended_at
        assert nights_table.last_end(connection, states=("Failed",)) is None
        assert nights_table.compared_with(connection, night, 9) == []
        assert len(nights_table.compared_with(connection, last, 9)) == 6
        nights_table.begin(connection, following := runs_table.begin_run(connection))
        assert nights_table.compared_with(connection, following, 9) == [row]


def kept_batch(ledger: Ledger) -> str:
    run = begin(ledger)
    with ledger.transaction() as connection:
        nights_table.keep_batch(connection, run, began_at=now(), summary={})
    return run


def test_a_chunk_is_split_between_dossiers_of_which_nothing_is_under_way(ledger: Ledger) -> None:
    night, files = planned(ledger, "A", "B", None, "A", "C", None, "B")
    run = begin(ledger, part_of=night)
    assert claim(ledger, night, run)
    assert take(ledger, night, files[1], run)

    def split(into: int, *, least: int, share: float) -> int:
        with ledger.transaction() as connection:
            return chunks_table.split(connection, night, 1, into, least_pages=least, share=share)

    assert split(2, least=60, share=0.5) == 0
    assert split(2, least=10, share=0.5) == 30  # of 50 that may go: C, and files of no dossier
    assert split(3, least=10, share=1.0) == 20  # A as a whole; of B something is under way
    with ledger.reading() as connection:
        chunks = {number: planned_table.open_files(connection, night, number) for number in (1, 2, 3)}
    assert {number: [file.position for file in rest] for number, rest in chunks.items()} == {
        1: [1, 6],
        2: [2, 4, 5],
        3: [0, 3],
    }
    assert take(ledger, night, files[4], run) is None
    assert take(ledger, night, files[6], run) is not None


def test_a_chunk_that_is_given_back_was_not_tried(ledger: Ledger) -> None:
    night, _ = planned(ledger, "A")
    run = begin(ledger, part_of=night)
    assert claim(ledger, night, run)
    with ledger.transaction() as connection:
        chunks_table.give_back(connection, run)
        (chunk,) = chunks_table.unfinished(connection, night)
    assert (chunk.run_id, chunk.tries, chunk.given_back) == (None, 1, 1)
    assert claim(ledger, night, begin(ledger, part_of=night))


def test_what_was_left_behind_is_opened_again_for_the_own_run(ledger: Ledger) -> None:
    """Not what ended meanwhile: its pages would be lost."""
    night, (file, untaken, ended) = planned(ledger, "A", "B", "C")
    run = begin(ledger, part_of=night)
    assert claim(ledger, night, run)
    for one in (file, ended):
        assert take(ledger, night, one, run)
    record(ledger, night, file, run, FileEnding("waiting", "growing", "", {}, 0.1))
    record(ledger, night, ended, run)
    with ledger.transaction() as connection:
        chunks_table.end(connection, night, 1, run)
        planned_table.reopen(connection, night, [0, 1, 2])
        assert chunks_table.unfinished(connection, night) == []
    again, other = open_files(ledger, night)
    assert (again.position, other.position) == (file.position, untaken.position)
    assert (again.chunk, other.chunk) == (OWN, OWN)
    assert untold(ledger, night) == {2: STORED}
    assert take(ledger, night, again, run) is None
    assert take(ledger, night, again, night) is not None


def open_files(ledger: Ledger, night: str) -> list[PlannedFile]:
    with ledger.reading() as connection:
        return planned_table.open_files(connection, night)


def test_progress_counts_files_pages_and_who_is_at_work(ledger: Ledger) -> None:
    night, files = planned(ledger, "A", "B", "C")
    run = begin(ledger, part_of=night)
    assert claim(ledger, night, run)
    assert take(ledger, night, files[0], run)
    record(ledger, night, files[0], run)
    with ledger.reading() as connection:
        assert nights_table.progress(connection, night) == nights_table.Progress(3, 30, 1, 10, 1)


def test_whoever_lost_its_claim_writes_nothing_more(ledger: Ledger) -> None:
    """A run that was frozen wakes up, after another one took its file over and stored it."""
    frozen, other = begin(ledger), begin(ledger)
    seen = sighting("a.pdf", "A")
    with ledger.transaction() as connection:
        claimed = files_table.claim(connection, seen, frozen)
        assert claimed is not None
        files_table.hold(connection, claimed)
    finish(ledger, frozen)
    with ledger.transaction() as connection:
        taken = files_table.claim(connection, seen, other)
        assert taken is not None
        assert taken.id == claimed.id
    with pytest.raises(ClaimLost), ledger.transaction() as connection:
        files_table.hold(connection, claimed)
    with ledger.transaction() as connection:
        files_table.finish(connection, taken.id, FileOutcome.STORED, sha256="f" * 64)
        assert files_table.settle(connection, taken.id)
        assert not files_table.settle(connection, taken.id)
    with pytest.raises(ClaimLost), ledger.transaction() as connection:
        files_table.hold(connection, claimed)
