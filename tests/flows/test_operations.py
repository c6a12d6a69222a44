"""The table that an office publishes: the tree of units, parents with what is below, every sum checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from dossiers.errors import UsageError
from dossiers.operations import OperationsRow
from dossiers.periods import Period
from dossiers.register import DossierRecord, DossierStatus, Level, Unit
from flows.figures.operations import operations_on
from flows.workspace import Workspace, open_workspace
from storage import register_table
from tests.office import Office

QUARTER = Period.parse("2024-Q1")
UNITS = [
    Unit(unit_code="H40", name="UBND tỉnh"),
    Unit(unit_code="000.00.23.H40", name="UBND huyện", parent_code="H40"),
    Unit(unit_code="000.14.23.H40", name="UBND xã"),
]


def dossier(number: int, unit: str, received: str, resolved: str = "") -> DossierRecord:
    return DossierRecord(
        dossier_code=f"{unit}-{number}",
        procedure_code="1.001193",
        unit_code=unit,
        level=Level.COMMUNE,
        received_on=date.fromisoformat(received),
        due_on=date(2024, 2, 1),
        resolved_on=date.fromisoformat(resolved) if resolved else None,
        status=DossierStatus.RESOLVED if resolved else DossierStatus.IN_PROGRESS,
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A province, a district, its commune, and a commune that no unit row names."""
    root = tmp_path_factory.mktemp("operations")
    office = Office(
        root=root, store_url=(root / "store").as_uri(), ledger_url=f"sqlite:///{root / 'l.sqlite'}"
    ).prepare()
    records = [
        dossier(1, "H40", "2024-01-02", "2024-01-31"),
        dossier(2, "000.00.23.H40", "2024-03-31"),
        dossier(3, "000.14.23.H40", "2023-12-31", "2024-02-02"),
        dossier(4, "000.14.23.H40", "2024-01-05", "2024-02-01"),
        dossier(5, "H40.31", "2024-01-05", "2024-04-01"),
        dossier(6, "H40.99", "2023-10-05", "2023-10-06"),
    ]
    with open_workspace(office.settings) as opened:
        with opened.ledger.transaction() as connection:
            register_table.upsert_units(connection, UNITS)
            register_table.upsert_dossiers(connection, records)
        yield opened


def operations_of(
    workspace: Workspace, period: Period, under: str | None = None
) -> tuple[OperationsRow, ...]:
    with workspace.ledger.reading() as connection:
        return operations_on(connection, period, under)


def shape(rows: tuple[OperationsRow, ...]) -> list[tuple[str | None, int, int]]:
    return [(row.unit_code, row.depth, row.operations.total) for row in rows]


def test_all_come_first_then_the_tree(workspace: Workspace) -> None:
    assert shape(operations_of(workspace, QUARTER)) == [
        (None, 0, 5),
        ("H40", 0, 5),
        ("000.00.23.H40", 1, 3),
        ("000.14.23.H40", 2, 2),
        ("H40.31", 1, 1),
    ]


def test_a_part_of_the_tree_begins_at_its_own_top(workspace: Workspace) -> None:
    assert shape(operations_of(workspace, QUARTER, under="000.00.23.H40")) == [
        (None, 0, 3),
        ("000.00.23.H40", 0, 3),
        ("000.14.23.H40", 1, 2),
    ]


def test_every_sum_agrees_and_every_row_says_so(workspace: Workspace) -> None:
    for under in (None, "000.00.23.H40"):
        total, *units = operations_of(workspace, QUARTER, under=under)
        assert {check.what: check.difference for check in total.checks} == {
            "received_is_its_channels": 0,
            "total_is_resolved_closed_open": 0,
            "carried_in_is_left_before": 0,
            "total_is_its_units": 0,
        }
        assert all(check.difference == 0 for row in units for check in row.checks)
        assert all(len(row.checks) == 2 for row in units)


def test_the_figures_of_a_unit(workspace: Workspace) -> None:
    commune = operations_of(workspace, QUARTER, under="000.14.23.H40")[0].operations
    assert (commune.carried_in, commune.received["direct"], commune.late, commune.on_time) == (1, 1, 1, 1)
    assert (commune.resolved, commune.open) == (2, 0)


def test_a_period_without_anything_is_a_row_of_nothing(workspace: Workspace) -> None:
    (nothing,) = operations_of(workspace, Period.parse("2019"))
    assert nothing.operations.total == 0
    assert set(nothing.operations.received) == {"direct", "online", "post", "linked"}


def test_a_unit_that_nobody_knows_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"No unit H40\.77"):
        operations_of(workspace, QUARTER, under="H40.77")
