"""The spool of one file: its pages as JSON lines, so that memory holds the pages at work alone.

The child appends to it and reads from it, the parent reads from it; both by descriptor, as the file has no
name. Lines are canonical: the text object of the store is made of them as they are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any, overload

Place = tuple[int, int]
"""Where a line begins, and how many bytes it has."""

# A page of 20 000 words has 3 MB.
_LONGEST_LINE = 64 * 1024 * 1024


def append(descriptor: int, page: dict[str, Any]) -> Place:
    """Adds a page, as JSON values, and says where it lies."""
    content = json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return append_line(descriptor, content.encode(errors="replace"))


def append_line(descriptor: int, line: bytes) -> Place:
    """Adds a page that is a canonical line already."""
    start = os.fstat(descriptor).st_size
    written = 0
    while written < len(line):
        written += os.pwrite(descriptor, line[written:], start + written)
    return start, len(line)


def line_at(descriptor: int, place: Place) -> bytes:
    """The line that lies there.

    Raises:
        ValueError: nothing can lie there.
    """
    start, length = place
    if not 0 <= length <= _LONGEST_LINE:
        raise ValueError(f"a page of {length} bytes")
    return os.pread(descriptor, length, start)


class Lines(Sequence[dict[str, Any]]):
    """Pages of a spool as JSON values, each loaded anew when it is asked for."""

    def __init__(self, descriptor: int, places: Sequence[Place]) -> None:
        """Keeps where they lie."""
        self._descriptor = descriptor
        self._places = places

    def __len__(self) -> int:
        """How many pages."""
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Lines: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | Lines:
        """One page, or some."""
        if isinstance(index, slice):
            return Lines(self._descriptor, self._places[index])
        page: dict[str, Any] = json.loads(line_at(self._descriptor, self._places[index]))
        return page
