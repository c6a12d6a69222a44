"""Days as numbers, so that databases can subtract them: SQLite keeps days as text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class day_number(FunctionElement[int]):  # noqa: N801 - read as a function of SQL
    """The number of a day; the difference of two is the number of days between them."""

    type = Integer()
    inherit_cache = True
    name = "day_number"

    def __init__(self, day: ColumnElement[Any]) -> None:
        """Of a column or value of days."""
        super().__init__(day)


@compiles(day_number)
def _as_date(element: day_number, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"({compiler.process(element.clauses, **options)} - DATE '2000-01-01')"


@compiles(day_number, "sqlite")
def _as_text(element: day_number, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"CAST(julianday({compiler.process(element.clauses, **options)}) AS INTEGER)"
