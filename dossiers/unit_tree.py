"""The tree of units (cây đơn vị): by the parents that the register gives, else by the agency codes.

Codes of the old order read from below (`000.14.23.H40` lies in `000.00.23.H40`, Circular 01/2018/TT-VPCP),
those of the new order from above (`H40.23.15` lies in `H40.23`, Decision 20/2020/QĐ-TTg).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from dossiers.register import Unit

Value = TypeVar("Value")

_OLD_ORDER = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})")


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Units and what lies below them.

    Attributes:
        parents: of each unit, the one above it; None for a root. Without cycles.
        depths: of each unit, from 0, parents before children, each branch by code.
    """

    parents: Mapping[str, str | None]
    depths: Mapping[str, int]

    def __contains__(self, code: str) -> bool:
        """Whether the tree holds the unit."""
        return code in self.parents

    def path(self, code: str) -> Iterator[str]:
        """The unit, the one above it, and so on to the root."""
        above: str | None = code
        while above is not None:
            yield above
            above = self.parents[above]

    def at_or_below(self, code: str) -> frozenset[str]:
        """The unit and all below it."""
        return frozenset(unit for unit in self.parents if code in self.path(unit))

    def rolled_up(
        self, values: Mapping[str, Value], add: Callable[[Value, Value], Value]
    ) -> dict[str, Value]:
        """The value of each unit with all below it, in the order of the tree; units without any are left out.

        Each unit that has a value must be in the tree.
        """
        sums: dict[str, Value] = {}
        for unit, value in values.items():
            for above in self.path(unit):
                sums[above] = add(sums[above], value) if above in sums else value
        return {unit: sums[unit] for unit in self.depths if unit in sums}


def unit_tree(units: Iterable[Unit], used: Iterable[str]) -> UnitTree:
    """The tree of the register's units, and of the codes used by dossiers that no unit row names.

    A parent that is given stands in the tree whether or not it has a row of its own; one that a code tells
    only where something else knows it. Where parents go round in a circle, its last unit by code is a root.
    """
    given = {unit.unit_code: unit.parent_code for unit in units}
    known = {*given, *(parent for parent in given.values() if parent), *used}
    parents: dict[str, str | None] = {}
    for code in sorted(known):
        parent = given.get(code) or _by_code(code, known)
        parents[code] = None if parent is None or _leads_to(code, parent, parents) else parent
    return UnitTree(parents, dict(_in_order(parents)))


def _by_code(code: str, known: Collection[str]) -> str | None:
    return next((above for above in _above(code) if above in known and above != code), None)


def _above(code: str) -> Iterator[str]:
    """The codes above, as the code itself tells them, the nearest first."""
    if old := _OLD_ORDER.fullmatch(code):
        _, third, second, province = old.groups()
        yield from (f"000.{third}.{second}.{province}", f"000.00.{second}.{province}")
        yield from (f"000.00.00.{province}", province)
        return
    while "." in code:
        code = code.rpartition(".")[0]
        yield code


def _leads_to(code: str, start: str, parents: Mapping[str, str | None]) -> bool:
    above: str | None = start
    while above is not None:
        if above == code:
            return True
        above = parents.get(above)
    return False


def _in_order(parents: Mapping[str, str | None]) -> Iterator[tuple[str, int]]:
    below: dict[str | None, list[str]] = {}
    for code in sorted(parents):
        below.setdefault(parents[code], []).append(code)
    waiting = [(code, 0) for code in reversed(below.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        yield code, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(code, []))]
