"""The pages of a file as values, loaded from its spool when they are asked for."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import overload

from dossiers.errors import StepCrashed
from ocr import spool
from ocr.values import PageReading

# A paper seldom has more pages; it is looked at page by page more than once.
_KEPT = 8


class Spool:
    """The file of one file's pages; it has no name, and is gone with the last who holds it."""

    def __init__(self, directory: Path) -> None:
        """Makes it in an existing directory."""
        with tempfile.TemporaryFile(dir=directory) as file:
            self.descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self.descriptor)
        self._loaded: OrderedDict[spool.Place, PageReading] = OrderedDict()

    def append(self, line: bytes) -> spool.Place:
        """Adds a page that was stored before, and says where it lies."""
        return spool.append_line(self.descriptor, line)

    def line(self, place: spool.Place) -> bytes:
        """The page as canonical JSON.

        Raises:
            StepCrashed: the child told of a page that cannot be.
        """
        try:
            return spool.line_at(self.descriptor, place)
        except ValueError:
            raise StepCrashed("The reading process told of a page that is too long.") from None

    def page(self, place: spool.Place) -> PageReading:
        """The page as a value; the same object while it is among the last ones asked for."""
        page = self._loaded.pop(place, None) or PageReading.model_validate_json(self.line(place))
        self._loaded[place] = page
        if len(self._loaded) > _KEPT:
            self._loaded.popitem(last=False)
        return page


class SpooledPages(Sequence[PageReading]):
    """Pages of one spool."""

    def __init__(self, of: Spool, places: Mapping[int, spool.Place]) -> None:
        """Keeps where they lie, by their numbers (from 1, in the file), in the order they have."""
        self._spool = of
        self._places = dict(places)
        self._numbers = tuple(places)

    def __len__(self) -> int:
        """How many."""
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> PageReading: ...
    @overload
    def __getitem__(self, index: slice) -> SpooledPages: ...
    def __getitem__(self, index: int | slice) -> PageReading | SpooledPages:
        """A page, loaded now; or some, loaded later."""
        if isinstance(index, slice):
            return self.numbered(self._numbers[index])
        return self._spool.page(self._places[self._numbers[index]])

    def __eq__(self, other: object) -> bool:
        """Page by page, also with other sequences."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def places(self) -> tuple[spool.Place, ...]:
        """Where they lie."""
        return tuple(self._places.values())

    def numbered(self, numbers: Sequence[int]) -> SpooledPages:
        """The pages with these numbers, in this order."""
        return SpooledPages(self._spool, {number: self._places[number] for number in numbers})

    def lines(self) -> Iterator[bytes]:
        """The pages as canonical JSON."""
        return map(self._spool.line, self.places)
