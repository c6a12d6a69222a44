"""How large the type of a slip may be, so that all of it stands on one page: reckoned, not tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.slip_view import SlipRow


@dataclass(frozen=True, slots=True)
class _Size:
    """A size of type (reports/templates/slip.css), in millimetres and letters.

    Attributes:
        line, padding: heights of a line, and of what surrounds those of a row.
        name, step, whole: letters in a line of a paper's name, of what to do, of the page.
        clamp: most lines of a row.
    """

    css: str
    line: float
    padding: float
    name: int
    step: int
    whole: int
    clamp: int


_PAGE, _HEAD_LINES, _HEADING_LINES = 262.0, 13, 3
_SIZES = (
    _Size("few", line=4.85, padding=2.4, name=31, step=39, whole=92, clamp=5),
    _Size("many", line=3.9, padding=2.0, name=37, step=46, whole=108, clamp=3),
    _Size("crowded", line=3.15, padding=0.8, name=44, step=54, whole=128, clamp=2),
)


def size_of(rows: Sequence[SlipRow], lists: Sequence[Sequence[tuple[str, ...]]]) -> str:
    """The largest type in which all of it stands on one page."""
    return next((size.css for size in _SIZES if _height(size, rows, lists) <= _PAGE), _SIZES[-1].css)


def _height(size: _Size, rows: Sequence[SlipRow], lists: Sequence[Sequence[tuple[str, ...]]]) -> float:
    lines = _HEAD_LINES
    for row in rows:
        needed = max(-(-len(row.name) // size.name), -(-len(row.step) // size.step), 1)
        lines += min(needed, size.clamp)
    for entries in lists:
        if entries:
            lines += _HEADING_LINES
        lines += sum(min(-(-sum(map(len, entry)) // size.whole), size.clamp) for entry in entries)
    return lines * size.line + len(rows) * size.padding
