"""Long lists in parts that a statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Value = TypeVar("Value")

CHUNK = 500


def chunks(all_of_them: Sequence[Value], size: int = CHUNK) -> Iterator[Sequence[Value]]:
    """The values in parts of at most `size`, in their order."""
    for start in range(0, len(all_of_them), size):
        yield all_of_them[start : start + size]
