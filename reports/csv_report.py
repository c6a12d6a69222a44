"""A report as CSV: one row a group and indicator; dossier and register rows are files beside it.

UTF-8 without a byte order mark, `,`, lines end in a newline: these files are for programs and pipes,
where a mark would become part of the first header's name. In Excel they are imported as UTF-8 text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from dossiers.indicators import Indicators
from dossiers.reporting import Breakdown, DossierLine, RegisterSource, Report

Row = tuple[str, ...]

_VALUES = ("indicator", "numerator", "denominator", "ratio")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def indicator_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a group and indicator; of a report without groups, the totals.

    The columns of the breakdown stand in the contract's order, whatever order was asked for. The
    ratio has a decimal point and no sign; it is empty for denominator 0.
    """
    columns = [breakdown.value for breakdown in Breakdown if breakdown in report.breakdowns]
    yield (*columns, *_VALUES)
    if not columns:
        yield from _rows_of((), report.total)
    for group in report.groups:
        yield from _rows_of(tuple(group.by[column] for column in columns), group.indicators)


def dossier_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a dossier; `missing` is `;`-separated, an unknown value is empty."""
    yield tuple(DossierLine.model_fields)
    for line in report.dossiers or ():
        yield (
            line.dossier_code,
            line.unit_code,
            line.procedure_code,
            "" if line.due is None else str(line.due),
            str(line.digitised),
            str(line.undetermined),
            line.ratio or "",
            "" if line.complete is None else str(line.complete).lower(),
            line.result.value,
            ";".join(line.missing),
        )


def register_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a register file: what every denominator of the report rests on."""
    yield tuple(RegisterSource.model_fields)
    for source in report.register_sources:
        yield tuple(str(value) for value in source.model_dump(mode="json").values())


def to_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV text, every cell defused."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe before = + - @ (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _rows_of(group: Row, indicators: Indicators) -> Iterator[Row]:
    for name, ratio in indicators.items():
        yield (*group, name, str(ratio.numerator), str(ratio.denominator), ratio.ratio or "")
