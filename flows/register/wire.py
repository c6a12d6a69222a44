"""How rows travel from the reading process: JSON, for it must not choose classes here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dossiers.register_unread import Unread
from flows.register.tables import Line

if TYPE_CHECKING:
    from dossiers.register_cells import Cell

LONGEST_MESSAGE = 1 << 26
"""Bytes of a message; rows are limited before (`flows.register.tables`), and few travel together."""


def written(lines: Iterable[Line]) -> list[list[Any]]:
    """Lines as JSON values."""
    return [[line.number, [_written(cell) for cell in line.cells], line.fault] for line in lines]


def read(values: Iterable[list[Any]]) -> list[Line]:
    """The lines again.

    Raises:
        ValueError, TypeError, KeyError: they were not written by `written`.
    """
    return [Line(int(number), [_read(cell) for cell in cells], str(fault)) for number, cells, fault in values]


def message(values: Mapping[str, Any]) -> bytes:
    """One message: a line."""
    return json.dumps(values).encode() + b"\n"


def _written(cell: Cell) -> Any:  # noqa: ANN401 - any JSON value
    if cell is None or type(cell) in _PLAIN:
        return cell
    for kind, name, write in _KINDS:
        if isinstance(cell, kind):
            return {name: write(cell)}
    return cell


def _read(cell: Any) -> Cell:  # noqa: ANN401 - any JSON value
    if cell is None or type(cell) in _PLAIN:
        return cell  # type: ignore[no-any-return]
    if isinstance(cell, dict):
        [(kind, value)] = cell.items()
        return _READERS[kind](value)
    raise TypeError("no cell")


_PLAIN = frozenset({str, bool, int, float})
# In this order: an `Unread` is text too, a moment is a day.
_KINDS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (Unread, "unread", str),
    (datetime, "moment", datetime.isoformat),
    (date, "day", date.isoformat),
    (time, "time", time.isoformat),
    (timedelta, "seconds", timedelta.total_seconds),
)
_READERS: Mapping[str, Callable[[Any], Cell]] = {
    "unread": Unread,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}
