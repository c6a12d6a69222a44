"""Withholding small figures: a cell of fewer than n dossiers may tell of a single person.

Where exactly one cell of a breakdown would be withheld, what is printed beside it would tell it: the next
smallest goes with it. Domain notes, section 6; `[report] suppress_below`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from dossiers.ratios import Ratio

Key = TypeVar("Key", bound=Hashable)


def withheld(sizes: Mapping[Key, int], slices: Iterable[Sequence[Key]], below: int) -> frozenset[Key]:
    """The cells that are not shown.

    Args:
        sizes: the denominator of each cell; 0 tells nothing and is shown.
        slices: the cells of which a sum is printed somewhere; one alone could be told from the others.
        below: the smallest denominator that is shown.
    """
    hidden = {key for key, size in sizes.items() if 0 < size < below}
    parts = [list(part) for part in slices]
    grown = bool(hidden)
    while grown:
        before = len(hidden)
        for part in parts:
            hidden |= _companion(sizes, part, hidden)
        grown = len(hidden) > before
    return frozenset(hidden)


def shown(indicators: Mapping[str, Ratio], hidden: Iterable[str]) -> dict[str, Ratio]:
    """The indicators without the numbers of those that are withheld."""
    return {**indicators, **{name: Ratio() for name in hidden if name in indicators}}


def _companion(sizes: Mapping[Key, int], part: Sequence[Key], hidden: set[Key]) -> set[Key]:
    if sum(key in hidden for key in part) != 1:
        return set()
    others = [(sizes[key], index) for index, key in enumerate(part) if key not in hidden and sizes[key]]
    return {part[min(others)[1]]} if others else set()
