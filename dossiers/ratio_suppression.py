"""Which ratios of a report are withheld, so that none over few dossiers can be worked out from the others.

A ratio is as large as its denominator, and tells as well how many dossiers stand outside it; where one of the
two is small it is withheld. Its numerator does not count: a ratio over many dossiers is to be published.
Totals, units, months and groups are one table: what one of them shows, another must not tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dossiers.counting import Cell, Counting
from dossiers.indicators import Indicators
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown
from dossiers.suppression import Counts, Sum, withheld
from dossiers.unit_tree import UnitTree

COUNTED = "counted"
"""Beside the indicators: the number of dossiers itself."""

Names = tuple[str, ...]


class Place(NamedTuple):
    """Where a cell stands: `total`, `unit`, `month` or `group`, and which one."""

    table: str
    key: tuple[str, ...] = ()


TOTAL = Place("total")


@dataclass(frozen=True, slots=True)
class Printed:
    """The cells of a report, as they are printed.

    Attributes:
        units: with all below them.
        tree: what lies below what.
        months: the trend, by `2024-01`; it may begin before the period.
        groups: by the values of the breakdowns.
    """

    total: Cell
    units: Mapping[str, Cell] = field(default_factory=dict)
    tree: UnitTree = field(default_factory=lambda: UnitTree({}, {}))
    months: Mapping[str, Cell] = field(default_factory=dict)
    groups: Mapping[tuple[str, ...], Cell] = field(default_factory=dict)
    breakdowns: Sequence[Breakdown] = ()

    def cells(self) -> dict[Place, Cell]:
        """All of them by their place."""
        return {
            TOTAL: self.total,
            **{Place("unit", (unit,)): cell for unit, cell in self.units.items()},
            **{Place("month", (month,)): cell for month, cell in self.months.items()},
            **{Place("group", key): cell for key, cell in self.groups.items()},
        }

    def sums(self, period: Period | None) -> Iterator[Sum[Place]]:
        """Each cell with those of which it is the sum."""
        by_unit, by_month = self._members(Breakdown.UNIT), self._members(Breakdown.MONTH)
        below: dict[str | None, list[Place]] = {}
        for unit in self.units:
            below.setdefault(self.tree.parents[unit], []).append(Place("unit", (unit,)))
        yield Sum(below.get(None, []), TOTAL)
        for unit in self.units:
            yield Sum([*below.get(unit, []), *by_unit.get(unit, [])], Place("unit", (unit,)))
        months = [f"{month.first:%Y-%m}" for month in (period.months if period else ())]
        known = [month for month in months if month in self.months]
        if self.total.counted == sum(self.months[month].counted for month in known):
            yield Sum([Place("month", (month,)) for month in known], TOTAL)
        for month in self.months:
            if month in by_month and month in known:
                yield Sum(by_month[month], Place("month", (month,)))
        if not by_unit and not by_month and self.groups:
            yield Sum([Place("group", key) for key in self.groups])

    def _members(self, breakdown: Breakdown) -> dict[str, list[Place]]:
        members: dict[str, list[Place]] = {}
        if breakdown in self.breakdowns:
            place = list(self.breakdowns).index(breakdown)
            for key in self.groups:
                members.setdefault(key[place], []).append(Place("group", key))
        return members


def hidden_ratios(
    printed: Printed, counting: Counting, period: Period | None, below: int, already: Collection[Place] = ()
) -> dict[Place, Names]:
    """By place, the indicators that are withheld there, and `counted`; nothing where nothing is.

    `already`: where the number of dossiers is withheld for another reason.
    """
    found: dict[Place, Names] = {}
    if below <= 1:
        return found
    cells, sums = printed.cells(), list(printed.sums(period))
    dossiers = _sizes(cells, COUNTED, counting)
    known = {tuple(dossiers.values()): _withheld(dossiers, sums, below, already)}
    for name in (*counting.ids, COUNTED):
        sizes = _sizes(cells, name, counting)
        asked = tuple(sizes.values())
        if asked not in known:
            known[asked] = _withheld(sizes, sums, below)
        for place in known[asked]:
            found[place] = (*found.get(place, ()), name)
    return found


def shown(indicators: Indicators, hidden: Iterable[str]) -> dict[str, Ratio]:
    """The indicators without the numbers of those that are withheld."""
    return {**indicators, **{name: Ratio() for name in hidden if name in indicators}}


def _withheld(
    sizes: Mapping[Place, Counts], sums: Sequence[Sum[Place]], below: int, already: Collection[Place] = ()
) -> frozenset[Place]:
    """Groups that stand in no other sum tell the total, where they are all shown."""
    hidden = withheld(sizes, sums, below, already)
    groups = [place for place in sizes if place.table == "group" and any(sizes[place])]
    if TOTAL in hidden and groups and not hidden.intersection(groups):
        smallest = min(groups, key=lambda place: sum(sizes[place]))
        hidden = withheld(sizes, sums, below, already={*hidden, smallest})
    return hidden


def _sizes(cells: Mapping[Place, Cell], name: str, counting: Counting) -> dict[Place, Counts]:
    """The dossiers that a figure is about, and those that it leaves out where it does leave any out."""
    if name == COUNTED:
        return {place: (cell.counted,) for place, cell in cells.items()}
    column = 2 * counting.ids.index(name) + 1
    sizes = {place: cell.parts[column] for place, cell in cells.items()}
    if name in counting.of_components or all(sizes[place] == cell.counted for place, cell in cells.items()):
        return {place: (size,) for place, size in sizes.items()}
    return {place: (size, cells[place].counted - size) for place, size in sizes.items()}
