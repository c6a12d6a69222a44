"""A report as CSV: one row a group and indicator; dossiers, register and all else are files beside it.

UTF-8 without a byte order mark, `,`, lines end in a newline: these files are for programs and pipes,
where a mark would become part of the first header's name. In Excel they are imported as UTF-8 text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator

from dossiers.indicators import Indicators
from dossiers.operations import Operations
from dossiers.register import Channel
from dossiers.reporting import Breakdown, DossierLine, RegisterSource, Report

Row = tuple[str, ...]

_VALUES = ("indicator", "numerator", "denominator", "ratio")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_CHANNELS = tuple(channel.value for channel in Channel)
_COUNTS = tuple(name for name in Operations.model_fields if name != "received")


def csv_files(report: Report) -> dict[str, str]:
    """The report as CSV files by name, that of the indicators first.

    `report-dossiers.csv` and `report-actions.csv` are there only where they were asked for.
    """
    tables = {"report.csv": indicator_rows(report)}
    if report.dossiers is not None:
        tables["report-dossiers.csv"] = dossier_rows(report)
    if report.actions is not None:
        tables["report-actions.csv"] = action_rows(report)
    tables |= {
        "report-operations.csv": operations_rows(report),
        "report-causes.csv": cause_rows(report),
        "report-register.csv": register_rows(report),
    }
    return {name: to_csv(rows) for name, rows in tables.items()}


def indicator_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a group and indicator; of a report without groups, the totals.

    The columns of the breakdown stand in the contract's order, whatever order was asked for. The
    ratio has a decimal point and no sign; it is empty for denominator 0. What is withheld is empty.
    """
    columns = [breakdown.value for breakdown in Breakdown if breakdown in report.breakdowns]
    yield (*columns, *_VALUES)
    if not columns:
        yield from _rows_of((), report.total, report.suppressed)
    for group in report.groups:
        key = tuple(group.by[column] for column in columns)
        yield from _rows_of(key, group.indicators, group.suppressed)


def dossier_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a dossier; `missing` is `;`-separated, an unknown value is empty."""
    yield tuple(name for name in DossierLine.model_fields if name != "gate_failures")
    for line in report.dossiers or ():
        yield (
            line.dossier_code,
            line.unit_code,
            line.procedure_code,
            _cell(line.due),
            str(line.digitised),
            str(line.undetermined),
            line.ratio or "",
            "" if line.complete is None else str(line.complete).lower(),
            line.result.value,
            ";".join(line.missing),
        )


def operations_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a unit, all together first; `differences` names the sums that disagree."""
    received = tuple(f"received_{channel}" for channel in _CHANNELS)
    sums = ("total", "resolved", "closed", "open")
    yield ("unit", "depth", *received, *_COUNTS, *sums, "differences")
    for row in report.operations:
        figures = row.figures
        yield (
            row.unit_code or "",
            str(row.depth),
            *(_cell(figures.get(f"received_{channel}", 0)) for channel in _CHANNELS),
            *(_cell(figures[name]) for name in (*_COUNTS, *sums)),
            ";".join(f"{check.what}={check.difference}" for check in row.checks if check.difference),
        )


def cause_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a paper and how it lacks, the most frequent first."""
    yield ("procedure_code", "slot", "state", "dossiers")
    for cause in report.causes:
        dossiers = None if cause.suppressed else cause.dossiers
        yield (cause.procedure_code, cause.slot, cause.state.value, _cell(dossiers))


def action_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a step, in the order in which the steps raise the ratio most."""
    yield ("unit_code", "dossier_code", "procedure_code", "action", "slot", "completes")
    for action in report.actions or ():
        for kind, slot in action.steps:
            codes = (action.unit_code, action.dossier_code, action.procedure_code)
            yield (*codes, kind.value, slot, str(action.completes).lower())


def register_rows(report: Report) -> Iterator[Row]:
    """The header, then one row a register file: what every denominator of the report rests on."""
    yield tuple(RegisterSource.model_fields)
    for source in report.register_sources:
        yield tuple(_cell(value) for value in source.model_dump(mode="json").values())


def to_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV text, every cell defused."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue()


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe before = + - @ (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _rows_of(group: Row, indicators: Indicators, suppressed: Collection[str] = ()) -> Iterator[Row]:
    for name, ratio in indicators.items():
        if name in suppressed:
            yield (*group, name, "", "", "")
        else:
            yield (*group, name, str(ratio.numerator), str(ratio.denominator), ratio.ratio or "")


def _cell(value: object) -> str:
    """Nothing for what is unknown or withheld."""
    return "" if value is None else str(value)
