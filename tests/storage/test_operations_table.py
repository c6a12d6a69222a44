"""What went through the offices, counted by SQLite and by a real PostgreSQL; and what the guard keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dossiers.indicators import Cohort
from dossiers.operations import Operations
from dossiers.periods import Period
from dossiers.register import Channel, DossierRecord, DossierStatus, Level
from dossiers.register_guard import Shrinkage, Shrinking
from storage import cohorts_table, guard_table, operations_table, register_table
from storage.instants import now
from storage.ledger import Ledger, open_ledger

UNIT = "H40.12"
MARCH = Period(first=date(2024, 3, 1), last=date(2024, 3, 31))
DUE = date(2024, 3, 15)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    opened = open_ledger(request.getfixturevalue("postgres_url") if request.param == "postgresql" else url)
    yield opened
    opened.close()


def dossier(number: int, received: str, status: str = "in_progress", **days: str) -> DossierRecord:
    return DossierRecord(
        dossier_code=f"{UNIT}-{number}",
        procedure_code="1.001193",
        unit_code=UNIT,
        level=Level.COMMUNE,
        channel=tuple(Channel)[number % 4],
        received_on=date.fromisoformat(received),
        status=DossierStatus(status),
        **{name: date.fromisoformat(day) for name, day in days.items()},
    )


def register(ledger: Ledger, records: Sequence[DossierRecord]) -> None:
    with ledger.transaction() as connection:
        register_table.upsert_dossiers(connection, records)


def counted(ledger: Ledger, *records: DossierRecord, period: Period = MARCH) -> Operations:
    register(ledger, records)
    with ledger.reading() as connection:
        return operations_table.operations_by_unit(connection, period).get(UNIT, Operations())


def ways(operations: Operations) -> dict[str, int]:
    """The ways a dossier came and went that are not 0."""
    told = operations.model_dump(exclude={"received"}) | operations.received
    return {name: number for name, number in told.items() if number}


CASES = [
    # All handed in directly; the appointment is the fifteenth.
    (("2024-03-01", "resolved", {"resolved_on": "2024-03-14"}), {"direct", "early"}),
    (("2024-03-31", "resolved", {"resolved_on": "2024-03-31"}), {"direct", "late"}),
    (("2024-03-01", "resolved", {"resolved_on": "2024-03-15"}), {"direct", "on_time"}),
    (("2024-03-01", "resolved", {"resolved_on": "2024-03-16"}), {"direct", "late"}),
    # By dates, not by today's status.
    (("2024-03-01", "resolved", {"resolved_on": "2024-04-01"}), {"direct", "overdue"}),
    (("2024-03-01", "returned", {"closed_on": "2024-04-01"}), {"direct", "overdue"}),
    (("2024-02-29", "resolved", {"resolved_on": "2024-03-01"}), {"carried_in", "early"}),
    (("2024-02-28", "resolved", {"resolved_on": "2024-02-29"}), set()),
    (("2024-04-01", "resolved", {"resolved_on": "2024-04-02"}), set()),
    (("2024-03-05", "deleted", {}), set()),
    # Open for more than 60 days, and slow.
    (("2022-01-01", "in_progress", {}), {"carried_in", "overdue"}),
    (("2022-01-01", "received", {}), {"carried_in", "overdue"}),
    (("2022-01-01", "resolved", {"resolved_on": "2024-03-20"}), {"carried_in", "late"}),
    (("2022-01-01", "withdrawn", {"closed_on": "2024-03-20"}), {"carried_in", "withdrawn"}),
    (("2022-01-01", "resolved", {"resolved_on": "2024-05-20"}), {"carried_in", "overdue"}),
    (("2023-12-31", "resolved", {"resolved_on": "2024-03-01"}), {"carried_in", "early"}),
    (("2024-01-01", "resolved", {"resolved_on": "2024-03-01"}), {"carried_in", "early"}),
    # Closed without a result.
    (("2024-03-01", "returned", {"closed_on": "2024-03-31"}), {"direct", "returned"}),
    (("2024-03-01", "refused", {"closed_on": "2024-03-31"}), {"direct", "refused"}),
    (("2024-03-01", "returned", {"resolved_on": "2024-03-31"}), {"direct", "returned"}),
    # Without a day: as if on the day of reception, and told.
    (("2024-03-01", "resolved", {}), {"direct", "without_date", "resolved_undated"}),
    (("2024-02-01", "resolved", {}), set()),
    (("2024-03-01", "refused", {}), {"direct", "refused", "closed_undated"}),
    (("2024-02-01", "refused", {}), set()),
    # The clock stands between the supplement that is asked and its coming (indicators.md 1.6).
    (
        (
            "2024-03-01",
            "resolved",
            {
                "supplement_asked_on": "2024-03-04",
                "supplemented_on": "2024-03-09",
                "resolved_on": "2024-03-20",
            },
        ),
        {"direct", "on_time", "supplements_asked"},
    ),
    (
        (
            "2024-03-01",
            "resolved",
            {
                "supplement_asked_on": "2024-03-04",
                "supplemented_on": "2024-03-09",
                "resolved_on": "2024-03-21",
            },
        ),
        {"direct", "late", "supplements_asked"},
    ),
    (
        ("2024-02-01", "in_progress", {"supplement_asked_on": "2024-02-04"}),
        {"carried_in", "carried_out"},
    ),
    (
        ("2024-03-01", "in_progress", {"supplement_asked_on": "2024-03-16"}),
        {"direct", "overdue", "supplements_asked"},
    ),
    (
        (
            "2024-03-01",
            "in_progress",
            {"supplement_asked_on": "2024-03-04", "supplemented_on": "2024-04-02"},
        ),
        {"direct", "carried_out", "supplements_asked"},
    ),
    (
        ("2024-03-01", "in_progress", {"supplement_asked_on": "2024-04-02"}),
        {"direct", "overdue"},
    ),
    (
        (
            "2024-03-01",
            "resolved",
            {
                "supplement_asked_on": "2024-03-09",
                "supplemented_on": "2024-03-04",
                "resolved_on": "2024-03-15",
            },
        ),
        {"direct", "on_time", "supplements_asked"},
    ),
]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def counts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Operations]:
    """What was counted of a register in which each case is the only dossier of a unit of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('cases') / 'ledger.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    opened = open_ledger(url)
    records = [
        dossier(4 * number, received, status, due_on=DUE.isoformat(), **days).model_copy(
            update={"unit_code": f"unit-{number}"}
        )
        for number, ((received, status, days), _) in enumerate(CASES)
    ]
    register(opened, records)
    with opened.reading() as connection:
        found = operations_table.operations_by_unit(connection, MARCH)
    opened.close()
    return found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_how_one_dossier_came_and_went(counts: dict[str, Operations], number: int) -> None:
    found = counts.get(f"unit-{number}", Operations())
    assert ways(found) == dict.fromkeys(CASES[number][1], 1), CASES[number][0]


def test_without_an_appointment_nobody_is_early_or_late(ledger: Ledger) -> None:
    found = counted(
        ledger, dossier(0, "2024-03-01"), dossier(1, "2024-03-01", "resolved", resolved_on="2024-03-30")
    )
    assert ways(found) == {"direct": 1, "online": 1, "without_date": 1, "carried_out": 1}


def test_a_dossier_that_ended_before_it_came_is_missing_in_the_sums(ledger: Ledger) -> None:
    found = counted(ledger, dossier(0, "2024-03-05", "returned", closed_on="2024-02-01"))
    assert (found.total, found.resolved + found.closed + found.open) == (1, 0)


def test_the_calendar_has_a_beginning_and_an_end(ledger: Ledger) -> None:
    found = counted(ledger, dossier(0, "2024-03-05"), period=Period(first=date.min, last=date.max))
    assert ways(found) == {"direct": 1, "carried_out": 1}


def test_what_is_left_is_what_the_next_period_carries_in(ledger: Ledger) -> None:
    first = date(2023, 9, 1)
    for number in range(200):
        received = first + timedelta(days=number)
        ended = received + timedelta(days=number * 7 % 120)
        is_open = number % 11 == 0
        status = "in_progress" if is_open else ("resolved", "returned")[number % 2]
        key = "closed_on" if status == "returned" else "resolved_on"
        days = {} if is_open else {key: ended.isoformat()}
        register(ledger, [dossier(number, received.isoformat(), status, due_on="2024-01-15", **days)])
    with ledger.reading() as connection:
        for month in Period(first=date(2023, 10, 1), last=date(2024, 6, 30)).months:
            before = Period(first=month.first - timedelta(days=45), last=month.first - timedelta(days=1))
            found = operations_table.operations_by_unit(connection, month)[UNIT]
            assert found.carried_in == operations_table.left_after(connection, before, None)
            assert found.carried_in == operations_table.left_after(connection, before, [UNIT])
            assert found.total == found.resolved + found.closed + found.open
            plain = operations_table.received_by_unit(connection, month).get(UNIT, 0)
            assert plain == sum(found.received.values())
        assert operations_table.left_after(connection, before, ["H40.31"]) == 0


def test_sqlite_looks_up_who_is_slow_in_an_index(tmp_path: Path) -> None:
    """A partial index serves only a query that has its very words."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with ledger.reading() as connection:
        asked: list[str] = []
        connection.connection.dbapi_connection.set_trace_callback(asked.append)
        operations_table.operations_by_unit(connection, MARCH)
        connection.connection.dbapi_connection.set_trace_callback(None)
        plans = [
            " ".join(row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
            for query in asked
        ]
    ledger.close()
    assert [plan.split(" USING INDEX ")[1].split(" ")[0] for plan in plans] == [
        "ix_dossiers_received_on",
        "ix_dossiers_slow",
    ]


def test_cohorts_leave_out_the_deleted_and_other_units(ledger: Ledger) -> None:
    register(
        ledger,
        [
            dossier(0, "2024-03-01"),
            dossier(1, "2024-03-31", "resolved", resolved_on="2024-04-01"),
            dossier(2, "2024-02-29", "resolved", resolved_on="2024-03-31"),
            dossier(3, "2024-03-05", "deleted"),
        ],
    )
    with ledger.reading() as connection:
        received = cohorts_table.codes_of(connection, MARCH, Cohort.RECEIVED)
        resolved = cohorts_table.codes_of(connection, MARCH, Cohort.RESOLVED, [UNIT])
        assert sorted(received) == [f"{UNIT}-0", f"{UNIT}-1"]
        assert resolved == (f"{UNIT}-2",)
        assert cohorts_table.codes_of(connection, MARCH, Cohort.RECEIVED, ["H40.31"]) == ()
        assert cohorts_table.units_of(connection) == {UNIT}


def test_what_shrank_outlasts_another_import_of_the_same_file(ledger: Ledger) -> None:
    about = {"file": "r.csv", "sha256": "0" * 64, "kind": "dossiers", "imported_at": now()}
    lost = Shrinkage(month=MARCH.first, before=9, after=8)
    with ledger.transaction() as connection:
        first = register_table.record_import(connection, rows=1, imported_by="an", **about)
        guard_table.record_shrinkages(connection, first, [lost])
        guard_table.record_shrinkages(
            connection, first, [lost, lost.model_copy(update={"how": Shrinking.EXPORTED})]
        )
        assert register_table.record_import(connection, rows=2, imported_by="bình", **about) == first
    with ledger.reading() as connection:
        told = guard_table.shrinkages(connection, MARCH)
        assert [(entry.how.value, entry.after, entry.file) for entry in told] == [
            ("counted", 8, "r.csv"),
            ("exported", 8, "r.csv"),
        ]
        assert [source.imported_by for source in register_table.sources(connection)] == ["bình"]
        assert guard_table.imported_before(connection, {"0" * 64, "1" * 64}) == {"0" * 64}
