"""What a benchmark gives: figures with their targets, as one JSON document and as tables for a reader.

A figure without a value (a part that could not run) is never met, and says why in its note. The document is
`{"bench", "met", "figures": [{"name", "value", "target", "met", "note"?}], "corpus", "commit", "tables"?}`.
"""

from __future__ import annotations

import json
import operator
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

CHECKOUT = Path(__file__).resolve().parent.parent

_JUDGES: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


class PartFailed(Exception):
    """A part of a benchmark cannot run; its words stand beside the figure that has no value for it."""


@dataclass(frozen=True)
class Figure:
    """One measured number and what it must reach.

    `target` is an operator and a number, such as "<= 0.45"; ValueError where it is not. The value is judged
    as measured, not as rounded for display.
    """

    name: str
    value: float | None
    target: str
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuses a target that cannot be judged, where it is written."""
        _limit(self.target)

    @property
    def met(self) -> bool:
        """Whether the value reaches the target; false where there is no value (and for NaN)."""
        if self.value is None:
            return False
        judge, limit = _limit(self.target)
        return judge(self.value, limit)

    def as_json(self) -> dict[str, object]:
        """The shape that the contract gives a figure, and the note where there is one."""
        shape: dict[str, object] = {
            "name": self.name,
            "value": self.value,
            "target": self.target,
            "met": self.met,
        }
        return shape if self.note is None else shape | {"note": self.note}


@dataclass(frozen=True)
class Table:
    """What lies behind the figures, for a reader: one row a tool, a set or a page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]

    def as_json(self) -> dict[str, object]:
        """Title and rows, each row by its columns' names."""
        return {
            "title": self.title,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }


@dataclass(frozen=True)
class Result:
    """All that one benchmark found; `corpus` says on what it was measured."""

    bench: str
    figures: tuple[Figure, ...]
    corpus: str
    tables: tuple[Table, ...] = ()

    @property
    def met(self) -> bool:
        """True only where every figure is met (and there is one)."""
        return bool(self.figures) and all(figure.met for figure in self.figures)

    def as_json(self) -> dict[str, object]:
        """The document of the contract."""
        return {
            "bench": self.bench,
            "met": self.met,
            "figures": [figure.as_json() for figure in self.figures],
            "corpus": self.corpus,
            "commit": commit(),
            "tables": [table.as_json() for table in self.tables],
        }


def say(words: str) -> None:
    """Tells how far a benchmark has come, on standard error."""
    print(f"bench: {words}", file=sys.stderr, flush=True)


def commit() -> str:
    """The commit that was measured; `+changes` where the tree is not as committed, "unknown" outside git."""
    try:
        head = _git("rev-parse", "HEAD")
        return (
            f"{head}+changes"
            if _git("--no-optional-locks", "status", "--porcelain", "--untracked-files=no")
            else head
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def print_json(result: Result) -> None:
    """The one JSON document on standard output."""
    print(_document(result))


def kept_in(bench: str) -> Path:
    """The file with what the last whole run of a benchmark gave."""
    return CHECKOUT / "var" / "bench" / f"{bench}.json"


def keep(result: Result) -> None:
    """The same document into that file."""
    path = kept_in(result.bench)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{_document(result)}\n", encoding="utf-8")


def _document(result: Result) -> str:
    return json.dumps(result.as_json(), ensure_ascii=False, indent=1)


def print_tables(result: Result, console: Console) -> None:
    """The tables behind the figures first, the figures last."""
    for table in result.tables:
        console.print(_drawn(table))
    console.print(_drawn(_figure_table(result)))
    console.print(f"on {result.corpus}; commit {commit()}", soft_wrap=True, markup=False, highlight=False)


def _figure_table(result: Result) -> Table:
    return Table(
        f"{result.bench}: {'met' if result.met else 'not met'}",
        ("figure", "value", "target", "met", "note"),
        tuple(
            (figure.name, figure.value, figure.target, "yes" if figure.met else "no", figure.note or "")
            for figure in result.figures
        ),
    )


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(title=escape(table.title), title_justify="left")
    for number, column in enumerate(table.columns):
        numeric = any(isinstance(row[number], (int, float)) for row in table.rows)
        drawn.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_shown(cell) for cell in row))
    return drawn


def _shown(cell: str | float | None) -> str:
    if cell is None:
        return "-"
    return f"{cell:.4g}" if isinstance(cell, float) else escape(str(cell))


def _limit(target: str) -> tuple[Callable[[float, float], bool], float]:
    sign, _, number = target.partition(" ")
    if sign not in _JUDGES:
        raise ValueError(f"{target!r} is no target: write an operator and a number, such as '<= 0.45'")
    return _JUDGES[sign], float(number)


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=CHECKOUT, check=True, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip()
