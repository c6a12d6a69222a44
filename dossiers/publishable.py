"""A report fit to leave the office: where small figures are withheld, nothing else in it tells them.

The ratios are withheld where they are made (`dossiers.suppression`); this is about what else a report says.
"""

from __future__ import annotations

from collections.abc import Sequence

from dossiers.operations import OperationsRow
from dossiers.reporting import Report
from dossiers.suppression import withheld


def publishable(report: Report) -> Report:
    """The report without what its suppression would be undone by; as it is where nothing is suppressed.

    Left out are lists of dossiers, and the operations of units that had to do with fewer dossiers than are
    shown; and of one more unit beside such a one, that the sum above does not tell it.
    """
    if report.suppressed_below <= 1:
        return report
    return report.model_copy(
        update={
            "dossiers": None,
            "actions": None,
            "excluded": (),
            "operations": _large(report.operations, report.suppressed_below),
        }
    )


def _large(rows: Sequence[OperationsRow], below: int) -> tuple[OperationsRow, ...]:
    sizes = {place: row.operations.total for place, row in enumerate(rows) if row.unit_code is not None}
    hidden = withheld(sizes, _siblings(rows), below)
    return tuple(row for place, row in enumerate(rows) if place not in hidden)


def _siblings(rows: Sequence[OperationsRow]) -> list[list[int]]:
    """The places of the units that lie under one: rows stand parents before children, with their depth."""
    above: list[int | None] = []
    children: dict[int | None, list[int]] = {}
    for place, row in enumerate(rows):
        if row.unit_code is None:
            continue
        del above[row.depth :]
        children.setdefault(above[-1] if above else None, []).append(place)
        above.append(place)
    return list(children.values())
