"""The audit trail in the ledger, the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from dossiers.audit import ChainedEvent, Event, Step
from dossiers.errors import LedgerOutOfReach
from dossiers.seals import Piece
from dossiers.trail_checking import TrailCheck
from storage import events_table, runs_table, seals_table, trail_reading
from storage.account import account
from storage.ledger import Ledger, open_ledger
from storage.schema import runs
from tests.storage.tampering import allow_changes

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    ledger = open_ledger(url)
    yield ledger
    ledger.close()


def note(ledger: Ledger, *subjects: str) -> None:
    with ledger.transaction() as connection:
        events_table.note(connection, *(Event(step=Step.READ, subject=subject) for subject in subjects))


def lines(ledger: Ledger) -> list[ChainedEvent]:
    with ledger.reading() as connection:
        links = list(trail_reading.links(connection))
    assert list(TrailCheck(links).run([])) == []
    return [ChainedEvent.from_line(link.line) for link in links]


def test_events_are_numbered_and_say_who_and_with_what(ledger: Ledger) -> None:
    note(ledger, "file 1", "file 2")
    note(ledger, "H40.12-250805-0001/01")
    found = lines(ledger)
    assert [(event.number, event.subject) for event in found] == [
        (1, "file 1"),
        (2, "file 2"),
        (3, "H40.12-250805-0001/01"),
    ]
    assert {event.actor for event in found} == {account()}
    assert all(event.version.startswith("sohoa ") for event in found)
    assert found[2].dossier_code == "H40.12-250805-0001"


def test_an_event_comes_back_bit_for_bit(ledger: Ledger) -> None:
    moment = datetime(2026, 2, 1, 0, 0, 0, 1, tzinfo=UTC)
    with ledger.transaction() as connection:
        events_table.note(
            connection,
            Event(
                step=Step.DECIDE,
                subject='x\n"\\ữ',
                actor="cán bộ một cửa",
                happened_at=moment,
                details={"ữ": 0.1, "a": [None, True, 2**53], "b": {}},
            ),
        )
    (event,) = lines(ledger)
    assert (event.happened_at, event.actor) == (moment, "cán bộ một cửa")
    assert event.details == {"ữ": 0.1, "a": [None, True, 2**53], "b": {}}


def test_what_was_rolled_back_did_not_happen(ledger: Ledger) -> None:
    def fails() -> None:
        with ledger.transaction() as connection:
            events_table.note(connection, Event(step=Step.READ, subject="file 2"))
            raise ZeroDivisionError

    note(ledger, "file 1")
    with pytest.raises(ZeroDivisionError):
        fails()
    note(ledger, "file 3")
    assert [event.subject for event in lines(ledger)] == ["file 1", "file 3"]


def test_what_was_done_and_its_event_stand_together_or_not_at_all(ledger: Ledger) -> None:
    def begin(outcome: str) -> None:
        with ledger.transaction() as connection:
            runs_table.begin_run(connection)
            events_table.note(connection, Event(step=Step.READ, subject="file 1", outcome=outcome))

    begin("ok")
    with pytest.raises(ValueError, match="at most 64"):
        begin("x" * 65)
    with ledger.reading() as connection:
        assert connection.execute(select(func.count()).select_from(runs)).scalar() == 1
    assert len(lines(ledger)) == 1


def test_nothing_can_be_noted_by_who_only_looks(ledger: Ledger) -> None:
    with pytest.raises(KeyError), ledger.reading() as connection:
        events_table.note(connection, Event(step=Step.READ, subject="file 1"))


def test_the_database_refuses_to_change_or_delete_events(ledger: Ledger) -> None:
    def change(statement: str) -> None:
        with ledger.transaction() as connection:
            connection.exec_driver_sql(statement)

    note(ledger, "file 1")
    with ledger.reading() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
    statements = [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "DELETE FROM events WHERE number = 1",
    ]
    for statement in [*statements, *([] if is_sqlite else ["TRUNCATE events"])]:
        with pytest.raises(DBAPIError, match="never changed or deleted"):
            change(statement)
    assert len(lines(ledger)) == 1


_APPENDING = """
import sys
from dossiers.audit import Event, Step
from storage import events_table
from storage.ledger import open_ledger
url, name, count = sys.argv[1:]
ledger = open_ledger(url)
for turn in range(int(count)):
    try:
        with ledger.transaction() as connection:
            events_table.note(connection, *(
                Event(step=Step.READ, subject=f"{name} {turn} {part}") for part in range(turn % 3 + 1)
            ))
            if turn % 5 == 4:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
ledger.close()
"""


def test_processes_that_append_at_once_keep_one_chain_without_a_gap(url: str) -> None:
    open_ledger(url).close()
    names, turns = ("a", "b"), 40
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _APPENDING, url, name, str(turns)], cwd=Path(__file__).parents[2]
        )
        for name in names
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    ledger = open_ledger(url)
    found = lines(ledger)
    ledger.close()
    held = [turn for turn in range(turns) if turn % 5 != 4]
    expected = [f"{turn} {part}" for turn in held for part in range(turn % 3 + 1)]
    assert [event.number for event in found] == list(range(1, 2 * len(expected) + 1))
    for name in names:
        of_one = [event.subject for event in found if event.subject.startswith(name)]
        assert of_one == [f"{name} {rest}" for rest in expected]
    assert found[0].subject[0] != found[-1].subject[0] or len({event.subject[0] for event in found}) == 2


@pytest.mark.service
def test_a_connection_that_is_lost_is_no_bug(postgres_url: str) -> None:
    ledger, other = open_ledger(postgres_url), open_ledger(postgres_url)

    def lose() -> None:
        with ledger.transaction() as connection:
            events_table.note(connection, Event(step=Step.READ, subject="file 1"))
            backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with other.transaction() as killer:
                killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
            connection.execute(text("SELECT 1"))

    with pytest.raises(LedgerOutOfReach):
        lose()
    assert lines(other) == []
    other.close()
    ledger.close()


_TAMPERING = (
    "happened_at = 'infinity'",
    "happened_at = '0001-01-01 00:00:00'",
    "details = 'nonsense'",
    "details = ''",
    """details = '{"a":1, "a":1}'""",
    "hash = ''",
    "dossier_code = 'x', run_id = NULL",
    "number = -1",
)


def test_no_row_ends_the_reading(ledger: Ledger) -> None:
    note(ledger, *("file 1" for _ in _TAMPERING))
    with ledger.transaction() as connection:
        allow_changes(connection)
        for number, change in enumerate(_TAMPERING, start=1):
            statement = f"UPDATE events SET {change} WHERE number = {number}"  # noqa: S608 - ours
            connection.exec_driver_sql(statement)
    with ledger.reading() as connection:
        links = list(trail_reading.links(connection))
        told = trail_reading.newest(connection, limit=99)
    assert [link.is_genuine for link in links] == [False] * len(_TAMPERING)
    assert [json.loads(link.line) for link in links] == told
    assert {event["subject"] for event in told} == {"file 1"}


def test_a_long_trail_is_read_some_at_a_time(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail_reading, "_AT_ONCE", 3)
    note(ledger, *(f"file {number}" for number in range(10)))
    with ledger.reading() as connection:
        for after, at_most, expected in ((None, None, 10), (0, 7, 7), (4, 6, 6), (4, 2, 2), (10, 5, 0)):
            links = list(trail_reading.links(connection, after=after, at_most=at_most))
            first = (after or 0) + 1
            assert [link.number for link in links] == list(range(first, first + expected))


def test_events_are_found_by_dossier_object_step_and_time(ledger: Ledger) -> None:
    code, begin = "H40.12-250805-0001", datetime(2026, 2, 1, tzinfo=UTC)
    told = (
        Event(step=Step.CLAIM, subject="file 1", dossier_code=code),
        Event(step=Step.CLASSIFY, subject=f"{code}/01"),
        Event(step=Step.RECORD, subject=code),
        Event(step=Step.RECORD, subject="H40.12-250805-0002"),
    )
    with ledger.transaction() as connection:
        for day, event in enumerate(told):
            moment = begin + timedelta(days=day)
            events_table.note(connection, event.model_copy(update={"happened_at": moment}))
    with ledger.reading() as connection:

        def numbers(**asked: object) -> list[object]:
            found = trail_reading.newest(connection, **{"limit": 9, **asked})  # type: ignore[arg-type]
            return [event["number"] for event in found]

        assert numbers() == [1, 2, 3, 4]
        assert numbers(limit=2) == [3, 4]
        assert numbers(dossier_code=code) == [1, 2, 3]
        assert numbers(subject=f"{code}/01") == [2]
        assert numbers(step=Step.RECORD) == [3, 4]
        assert numbers(since=begin + timedelta(days=1), until=begin + timedelta(days=3)) == [2, 3]
        assert numbers(dossier_code=code, step=Step.RECORD, since=begin) == [3]


def test_what_is_sealed_is_known(ledger: Ledger) -> None:
    note(ledger, "file 1", "file 2", "file 3")
    piece = Piece(1, 2, date(2026, 2, 1))
    with ledger.transaction() as connection:
        seals_table.hold_sealing(connection)
        assert seals_table.last_sealed(connection) == 0
        row = seals_table.enter(connection, piece, sha256="0" * 64, size=7)
        assert seals_table.waiting(connection) == row
    with ledger.transaction() as connection:
        seals_table.stored(connection, piece)
        assert seals_table.waiting(connection) is None
        assert seals_table.last_sealed(connection) == 2
        assert seals_table.oldest_unsealed(connection) is not None
        (row,) = seals_table.all_seals(connection)
    assert (row.piece, row.key, row.bytes, row.is_stored) == (piece, piece.key, 7, True)
