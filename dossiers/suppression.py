"""Withholding small counts: a cell of fewer than n dossiers may tell of a single person.

A cell that is withheld must not be told by the sums that stand beside it. Each sum is an equation; each cell
stands in two of them at most: as the whole of one and a part of another, or as a part of two that cross. So
the sums are the nodes of a graph and the withheld cells its edges, and a cell can be worked out exactly where
its edge lies on no cycle (D. Gusfield, SIAM J. Comput. 17, 1988); then the next smallest cell beside it goes
with it. What is withheld of one sum together can be worked out too: it is none, or n at least.
Domain notes, section 6; `[report] suppress_below`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dossiers.bridges import bridges

Key = TypeVar("Key", bound=Hashable)
Counts = tuple[int, ...]
"""What is shown or withheld together: of one cell, or of one row of a table."""

_OUTSIDE = -1  # the end of an edge that no sum holds


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """Cells of which the sum is printed too.

    Attributes:
        whole: the cell that is the sum of the parts, and of what is its own and stands nowhere; None: the sum
            of the parts alone stands elsewhere and is always shown.
    """

    parts: Sequence[Key]
    whole: Key | None = None


def is_small(counts: Iterable[int], below: int) -> bool:
    """Whether one of the counts is of some dossiers, and of fewer than are shown; 0 tells nothing."""
    return any(0 < count < below for count in counts)


def withheld(
    cells: Mapping[Key, Counts], sums: Iterable[Sum[Key]], below: int, already: Collection[Key] = ()
) -> frozenset[Key]:
    """The cells that are not shown.

    Args:
        cells: the counts of each cell.
        sums: what is printed beside them; a cell is in two of them at most.
        below: the smallest count that is shown; 0 or 1 withholds nothing.
        already: cells that are withheld for another reason.
    """
    hidden = {key for key, counts in cells.items() if is_small(counts, below)} | set(already)
    told = [total for total in sums if any(any(cells[part]) for part in total.parts)]
    table = _Table(cells, told, below)
    while more := table.companions(hidden):
        hidden |= more
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class _Own:
    """What of a whole is in no part: it stands nowhere. `place`: of the sum."""

    place: int


class _Table(Generic[Key]):
    """The cells with the sums that they stand in."""

    def __init__(self, cells: Mapping[Key, Counts], sums: Sequence[Sum[Key]], below: int) -> None:
        self._cells, self._sums, self._below = cells, sums, below
        self._own = {place: own for place, total in enumerate(sums) if any(own := self._own_of(total))}
        self._ends: dict[Key, list[int]] = {}
        for place, total in enumerate(sums):
            for key in (*total.parts, *(() if total.whole is None else (total.whole,))):
                self._ends.setdefault(key, []).append(place)

    def companions(self, hidden: Collection[Key]) -> set[Key]:
        """Cells to withhold beside these: one for each sum that would tell too much.

        First parts of what is withheld as a whole, which ask for nothing more elsewhere.
        """
        told = {end for edge in self._told(hidden) for end in self._ends_of(edge)} - {_OUTSIDE}
        unparted = self._next_of((place for place in told if self._sums[place].whole in hidden), hidden)
        if unparted:
            return unparted
        few = {place for place in range(len(self._sums)) if self._leaves_few(place, hidden)}
        more = self._next_of(told | few, hidden)
        return self._next_of(range(len(self._sums)), hidden) if told and not more else more

    def _next_of(self, places: Iterable[int], hidden: Collection[Key]) -> set[Key]:
        return {key for place in places for key in self._smallest_shown(place, hidden)}

    def _told(self, hidden: Collection[Key]) -> Iterator[Key | _Own]:
        """What can be worked out, and must not be."""
        edges: dict[Key | _Own, tuple[int, int]] = {key: self._ends_of(key) for key in hidden}
        # What is 0 of its own is no secret, and leaves what stands beside it no room.
        edges |= {_Own(place): (place, _OUTSIDE) for place, own in self._own.items() if all(own)}
        for edge in bridges(edges):
            if any(self._cells[edge]) if not isinstance(edge, _Own) else self._is_small_own(edge):
                yield edge

    def _is_small_own(self, own: _Own) -> bool:
        return is_small(self._own[own.place], self._below)

    def _ends_of(self, edge: Key | _Own) -> tuple[int, int]:
        if isinstance(edge, _Own):
            return edge.place, _OUTSIDE
        one, other = [*self._ends.get(edge, ()), _OUTSIDE, _OUTSIDE][:2]
        return one, other

    def _leaves_few(self, place: int, hidden: Collection[Key]) -> bool:
        """Whether the sum less what is shown of it is small."""
        total = self._sums[place]
        if total.whole in hidden:
            return False
        rest = [self._cells[key] for key in total.parts if key in hidden]
        if place in self._own:
            rest.append(self._own[place])
        return is_small(map(sum, zip(*rest, strict=True)), self._below)

    def _smallest_shown(self, place: int, hidden: Collection[Key]) -> Iterator[Key]:
        """The next of its cells: a part where one is left, else the whole."""
        total = self._sums[place]
        shown = [key for key in total.parts if key not in hidden and any(self._cells[key])]
        if shown:
            yield min(shown, key=lambda key: sum(self._cells[key]))
        elif total.whole is not None and total.whole not in hidden:
            yield total.whole

    def _own_of(self, total: Sum[Key]) -> Counts:
        if total.whole is None:
            return ()
        parts = [self._cells[key] for key in total.parts]
        whole = self._cells[total.whole]
        return tuple(one - sum(part[place] for part in parts) for place, one in enumerate(whole))
