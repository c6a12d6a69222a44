"""Where small figures are withheld, nothing else in a report tells them."""

from __future__ import annotations

from datetime import date, datetime

from dossiers.indicators import Cohort
from dossiers.operations import Operations, OperationsRow
from dossiers.operations_suppression import hidden_operations, without_hidden
from dossiers.periods import VIETNAM, Period
from dossiers.publishable import publishable
from dossiers.register_guard import Excluded, Exclusion
from dossiers.reporting import Doubts, Report


def row(unit: str | None, received: int, depth: int = 0) -> OperationsRow:
    return OperationsRow(unit_code=unit, depth=depth, operations=Operations(received={"direct": received}))


def report(*rows: OperationsRow, below: int) -> Report:
    return Report(
        period=Period(first=date(2025, 8, 1), last=date(2025, 8, 31)),
        cohort=Cohort.RECEIVED,
        rule_set="2025-118",
        rule_sets=(),
        generated_at=datetime(2025, 9, 1, tzinfo=VIETNAM),
        total={},
        dossiers=(),
        actions=(),
        counted=30,
        doubts=Doubts(undetermined=0, unknown_due_set=0, nothing_to_digitise=0, unassigned_papers=0),
        excluded=(Excluded(dossier_code="A", unit_code="H40", why=Exclusion.DELETED, rule="Deleted."),),
        operations=rows,
        suppressed_below=below,
    )


def test_nothing_is_left_out_where_nothing_is_suppressed() -> None:
    made = report(row(None, 3), row("H40", 3), below=0)
    assert publishable(made) is made


def test_no_dossier_is_named() -> None:
    made = publishable(report(row(None, 30), below=5))
    assert (made.dossiers, made.actions, made.excluded) == (None, None, ())


def shown(*rows: OperationsRow) -> list[int | None]:
    told = without_hidden(rows, hidden_operations(rows, 5))
    assert [entry.unit_code for entry in told] == [entry.unit_code for entry in rows]
    return [entry.figures["total"] for entry in told]


def test_no_small_unit_is_told_nor_by_what_stands_beside_it() -> None:
    rows = (
        row(None, 30),
        row("H40", 30),
        row("H40.1", 12, depth=1),
        row("H40.1.1", 12, depth=2),
        row("H40.2", 3, depth=1),
        row("H40.3", 8, depth=1),
        row("H40.4", 7, depth=1),
        row("H40.5", 0, depth=1),
    )
    # H40.4 goes with H40.2: the sum of H40 less the others would tell it.
    assert shown(*rows) == [30, 30, 12, 12, None, 8, None, 0]


def test_two_small_units_hide_each_other() -> None:
    assert shown(row(None, 30), row("A", 2), row("B", 3), row("C", 25)) == [30, None, None, 25]
