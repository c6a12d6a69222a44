"""Which figures of the operations are withheld, so that no small count can be worked out from the others.

Figures that are parts of one sum are withheld of a unit together, and with them whatever they are the sums
of: so no row tells what it withholds. Down the tree of units each such part of a row is a cell of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from dossiers.operations import OperationsRow
from dossiers.register import Channel
from dossiers.suppression import Sum, withheld

INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class _Part:
    """Figures that are the parts of one sum, and the part of the row in which that sum stands."""

    figures: tuple[str, ...]
    within: str | None = None


_PARTS: Mapping[str, _Part] = {
    "total": _Part(("total",)),
    INTAKE: _Part(("carried_in", "received"), "total"),
    "channels": _Part(tuple(f"received_{channel.value}" for channel in Channel), INTAKE),
    "outcome": _Part(("resolved", "closed", "open"), "total"),
    "resolved": _Part(("early", "on_time", "late", "without_date"), "outcome"),
    "closed": _Part(("returned", "refused", "withdrawn"), "outcome"),
    "open": _Part(("carried_out", "overdue"), "outcome"),
    "supplements": _Part(("supplements_asked",), "total"),
    "resolved_undated": _Part(("resolved_undated",), "resolved"),
    "closed_undated": _Part(("closed_undated",), "closed"),
}
# Which part of a row a check of its sums tells.
_CHECKED = {
    "received_is_its_channels": INTAKE,
    "total_is_resolved_closed_open": "total",
    "carried_in_is_left_before": INTAKE,
    "total_is_its_units": "total",
}

Rows = Sequence[OperationsRow]
Hidden = Mapping[str, frozenset[int]]
"""By the part of a row, the places of the rows of which it is withheld."""


def hidden_operations(rows: Rows, below: int, already: Collection[int] = ()) -> Hidden:
    """What is withheld.

    Args:
        rows: all together first, then units, parents before children.
        below: the smallest count that is shown.
        already: places of rows of which the intake is withheld for another reason.
    """
    found: dict[str, frozenset[int]] = {}
    sums = _sums(rows)
    figures = [row.operations.figures for row in rows]
    for name, part in _PARTS.items():
        above = found[part.within] if part.within else frozenset()
        more = already if name == INTAKE else ()
        cells = {
            place: tuple(row.get(figure, 0) for figure in part.figures) for place, row in enumerate(figures)
        }
        found[name] = withheld(cells, sums, below, already={*above, *more})
    return found


def without_hidden(rows: Rows, hidden: Hidden) -> tuple[OperationsRow, ...]:
    """The rows without what is withheld of them, and without the checks that would tell it."""

    def withheld_of(place: int) -> Callable[[str], bool]:
        return lambda part: place in hidden[part]

    return tuple(_without(row, withheld_of(place)) for place, row in enumerate(rows))


def _without(row: OperationsRow, is_hidden: Callable[[str], bool]) -> OperationsRow:
    figures = tuple(name for part, entry in _PARTS.items() if is_hidden(part) for name in entry.figures)
    checks = tuple(check for check in row.checks if not is_hidden(_CHECKED[check.what]))
    return row.model_copy(update={"suppressed": figures, "checks": checks})


def _sums(rows: Rows) -> list[Sum[int]]:
    """Each row is the sum of those right below it; all together stand above the uppermost."""
    above: list[int] = []
    children: dict[int | None, list[int]] = {place: [] for place in range(len(rows))}
    for place, row in enumerate(rows):
        if row.unit_code is None:
            above = [place]
            continue
        level = row.depth + (rows[0].unit_code is None)
        del above[level:]
        if above:
            children[above[-1]].append(place)
        above.append(place)
    return [Sum(parts, whole) for whole, parts in children.items()]
