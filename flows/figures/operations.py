"""What went through the offices in a period: the table that an office publishes, with its sums checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import add

from sqlalchemy import Connection

from dossiers.errors import UsageError
from dossiers.operations import (
    NOTHING,
    Operations,
    OperationsRow,
    carried_over,
    checked,
    parts_add_up,
    period_before,
)
from dossiers.periods import Period
from dossiers.unit_tree import UnitTree, unit_tree
from storage import operations_table, register_table


def operations_on(
    connection: Connection, period: Period, under: str | None = None
) -> tuple[OperationsRow, ...]:
    """All units together, then the tree of units, each with all below it.

    Args:
        connection: the caller's look at the ledger.
        period: the figures are as of its last day.
        under: this unit and what lies below it alone.

    Raises:
        UsageError: neither the register's units nor the dossiers of the period know the unit `under`.
    """
    counted = operations_table.operations_by_unit(connection, period)
    received = operations_table.received_by_unit(connection, period)
    tree = unit_tree(register_table.all_units(connection), {*counted, *received})
    chosen = None if under is None else _chosen(tree, under)
    before = period_before(period)
    left_before = operations_table.left_after(connection, before, chosen) if before else 0
    if chosen is not None:
        counted = {unit: counted[unit] for unit in counted.keys() & chosen}
        received = {unit: received[unit] for unit in received.keys() & chosen}
    units = tuple(_rows(tree, counted, received, under))
    return (_all(units, counted, received, left_before), *units)


def _chosen(tree: UnitTree, under: str) -> frozenset[str]:
    if under not in tree:
        raise UsageError(f"No unit {under} is known.", "Check the code: `sohoa report --by unit` lists them.")
    return tree.at_or_below(under)


def _rows(
    tree: UnitTree, counted: Mapping[str, Operations], received: Mapping[str, int], under: str | None
) -> Iterator[OperationsRow]:
    """Each unit with all below it, parents before children; `under` stands at depth 0."""
    sums = tree.rolled_up(counted, add)
    intake = tree.rolled_up(received, add)
    shown = frozenset(tree.depths) if under is None else tree.at_or_below(under)
    top = tree.depths[under] if under else 0
    for unit, operations in sums.items():
        if unit in shown:
            yield OperationsRow(
                unit_code=unit,
                depth=tree.depths[unit] - top,
                operations=operations,
                checks=checked(operations, intake.get(unit, 0)),
            )


def _all(
    units: Sequence[OperationsRow],
    counted: Mapping[str, Operations],
    received: Mapping[str, int],
    left_before: int,
) -> OperationsRow:
    total = sum(counted.values(), start=NOTHING)
    checks = (
        *checked(total, sum(received.values())),
        carried_over(left_before, total),
        parts_add_up(total, (row.operations for row in units if row.depth == 0)),
    )
    return OperationsRow(unit_code=None, operations=total, checks=checks)
