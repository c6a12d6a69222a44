"""The parts that terminal tables are made of."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Cell = str | Text


def data_table() -> Table:
    """An empty table in the house's manner."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)


def pair_table(pairs: Iterable[tuple[str, str]]) -> Table:
    """Label and value in two columns, without a frame."""
    table = Table.grid(padding=(0, 2))
    for label, value in pairs:
        add_cells(table, label, value)
    return table


def section(title: str) -> Padding:
    """A heading with a blank line above it."""
    return Padding(Text(title, style="bold"), (1, 0, 0, 0))


def add_cells(table: Table, *cells: Cell) -> None:
    """A row of plain or styled text; a plain cell is never read as markup."""
    table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
