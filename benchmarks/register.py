"""A register of a million rows comes in: `python -m benchmarks.register [--rows N] [--xlsx]`.

Prints time and memory of `sohoa register import` in a new office, for the whole tree of its processes: the
first import, then the same file again, which changes nothing.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from rich.console import Console

from benchmarks.figures import CHECKOUT, Figure, Result, Table, print_tables
from benchmarks.office import Office
from benchmarks.process_tree import Cost
from benchmarks.report_register import FIELDS, UNITS

ROWS = 1_000_000
_WORK = CHECKOUT / "var" / "bench" / "register"
_PEAK = "<= 500"
_SAMPLE_EVERY = 0.25  # seconds
_MEGABYTE = 1_000_000
_COLUMNS = ("what", "file MB", "rows added", "rows unchanged", "wall s", "CPU s", "peak PSS MB")
_HEADER = (
    *("dossier_code", "procedure_code", "unit_code", "level", "field", "channel", "received_on"),
    *("due_on", "resolved_on", "status", "facts"),
)


def figures(*, rows: int, xlsx: bool) -> Result:
    """Imports a made register twice."""
    office = Office(_WORK)
    file = _write_xlsx(_WORK, rows) if xlsx else _write_csv(_WORK, rows)
    measured = [_imported(office, what, file) for what in ("the first time", "again")]
    peak = max(cost.peak_pss for _, cost in measured) / _MEGABYTE
    table = Table(f"{file.suffix[1:].upper()} of {rows} rows", _COLUMNS, tuple(row for row, _ in measured))
    shutil.rmtree(_WORK)
    return Result(
        "register",
        (Figure("peak resident memory, all processes, MB", peak, _PEAK),),
        "a made register",
        (table,),
    )


def _imported(office: Office, what: str, file: Path) -> tuple[tuple[Any, ...], Cost]:
    cost, said = office.sohoa(
        "register", "import", "--confirm-shrinking", str(file), sample_every=_SAMPLE_EVERY
    )
    (done,) = said["files"]
    sizes = (file.stat().st_size / _MEGABYTE, done["added"], done["unchanged"])
    return (what, *sizes, cost.wall_seconds, cost.cpu_seconds, cost.peak_pss / _MEGABYTE), cost


def _write_csv(folder: Path, rows: int) -> Path:
    file = folder / "million.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADER)
        writer.writerows(_rows(rows))
    return file


def _write_xlsx(folder: Path, rows: int) -> Path:
    """As exports are: shared strings, dates as text."""
    file = folder / "million.xlsx"
    book = xlsxwriter.Workbook(str(file), {"constant_memory": False, "in_memory": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, _HEADER)
    for number, row in enumerate(_rows(rows), start=1):
        sheet.write_row(number, 0, row)
    book.close()
    return file


def _rows(rows: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(766)
    first = date(2021, 1, 1)
    for number in range(rows):
        day = first + timedelta(days=number * 365 * 5 // rows)
        field, procedure = chance.choice(FIELDS)
        unit = chance.randrange(UNITS)
        code = f"H40.{unit // 10:02d}.{unit % 10:02d}"
        yield (
            f"{code}-{day:%y%m%d}-{number:07d}",
            *(procedure, code, "commune", field, "direct", f"{day:%d/%m/%Y}"),
            *(f"{day + timedelta(days=20):%d/%m/%Y}", f"{day + timedelta(days=9):%d/%m/%Y}"),
            *("resolved", ""),
        )


def main() -> int:
    """Measures, and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--xlsx", action="store_true", help="a workbook instead of CSV")
    asked = parser.parse_args()
    print_tables(
        figures(rows=asked.rows, xlsx=asked.xlsx), Console(width=None if sys.stdout.isatty() else 160)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
