"""What a year of nights asks of 1, 4 and 16 workers, from measured rates (`docs/scale.md`).

`./script/bench year` takes the rates from what a whole run of `./script/bench scale` left in
`var/bench/scale.json`; where that is not there it measures one worker on forty pages by itself, and says so.
`python -m benchmarks.year` writes the tables of `docs/scale.md` from `docs/scale-rates.json`; with
`--measured` it puts what was measured here into that file first.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.figures import CHECKOUT, Figure, Result, Table, kept_in, say
from benchmarks.months import (
    DAYS,
    OFFICES,
    PAGES_A_DOSSIER,
    Month,
    Rates,
    month_of,
    pages_by_day,
)
from benchmarks.scale import PAGES_FIGURE

BENCH = "year"
WORKERS = (1, 4, 16)
DOCUMENT = CHECKOUT / "docs" / "scale.md"
RATES = CHECKOUT / "docs" / "scale-rates.json"
BEGIN, END = (
    "<!-- made by python -m benchmarks.year: begin -->",
    "<!-- made by python -m benchmarks.year: end -->",
)
SCALE = kept_in("scale")
_WORK = CHECKOUT / "var" / "bench" / "year"
_FILES = 14
# The least that bench `scale` asks for where workers and servers share two cores.
_ASSUMED_SECOND = 0.6
_ASSUMED_FIXED = 60.0
_COLUMNS = (
    "office",
    "workers",
    "pages a night",
    "nights with a rest",
    "longest queue",
    "queue after 30 days",
)


def figures(*, limit: int | None = None) -> Result:
    """The month of each office with each number of workers.

    Args:
        limit: the files to measure with where nothing was measured yet, instead of fourteen.
    """
    measured = measured_rates(limit or _FILES)
    rates = rates_of(measured)
    left = {workers: month_of(OFFICES[-1], rates.pages_a_night(workers)).queue for workers in WORKERS}
    return Result(
        BENCH,
        tuple(
            Figure(
                f"pages that {workers} workers leave after a month of {OFFICES[-1].name}",
                left[workers],
                "<= 0",
            )
            for workers in WORKERS[1:]
        ),
        str(measured["source"]),
        (Table("a month of nights", _COLUMNS, tuple(_rows(rates))),),
    )


def measured_rates(files: int, scale: Path = SCALE) -> dict[str, Any]:
    """What `docs/scale-rates.json` holds, from the last bench `scale`, or from a batch that is run now."""
    if scale.is_file():
        found = _from_scale(json.loads(scale.read_text(encoding="utf-8")))
        if found is not None:
            return found
    return _measured_now(files)


def rates_of(measured: dict[str, Any]) -> Rates:
    """The rates of such a file."""
    names = ("pages_a_second", "second_worker_brings", "fixed_seconds")
    return Rates(**{name: float(measured[name]) for name in names})


def tables(measured: dict[str, Any]) -> str:
    """The part of `docs/scale.md` that follows from the rates."""
    rates = rates_of(measured)
    lines = [
        f"Rates: {measured['source']}.",
        "",
        f"- one worker with one core reads {rates.pages_a_second:.2f} pages a second;",
        f"- a page costs {measured['cpu_seconds_a_page']:.2f} CPU seconds, everything counted;",
        f"- each further worker brings {100 * rates.second_worker_brings:.0f} % of the first;",
        f"- {rates.fixed_seconds:.0f} s of a night pass without reading (start-up, planning, the report).",
        "",
        "| workers | pages within six hours | dossiers (12 pages each) |",
        "|---|---|---|",
    ]
    for workers in WORKERS:
        pages = rates.pages_a_night(workers)
        lines.append(f"| {workers} | {pages:,} | {int(pages / PAGES_A_DOSSIER):,} |")
    lines += ["", f"{DAYS} days and the nights after them:", "", *_markdown(rates)]
    return "\n".join(lines)


def document(text: str, measured: dict[str, Any]) -> str:
    """The document with the tables of these rates between its marks."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{tables(measured)}\n{END}{after}"


def _markdown(rates: Rates) -> list[str]:
    columns = (
        *("who", "dossiers a quarter", "pages a month, on the worst day", "workers"),
        *("nights that leave some", "longest queue, pages", "queue after 30 days"),
    )
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for office in OFFICES:
        worst = max(pages_by_day(office))
        for workers in WORKERS:
            month = month_of(office, rates.pages_a_night(workers))
            lines.append(
                f"| {office.name} ({office.source}) | {office.dossiers_a_quarter:,} | "
                f"{month.pages:,}, {worst:,} | {workers} | {month.full_nights} | {month.longest_queue:,} | "
                f"{month.queue:,} |"
            )
    return lines


def _rows(rates: Rates) -> list[tuple[str | float, ...]]:
    rows: list[tuple[str | float, ...]] = []
    for office in OFFICES:
        for workers in WORKERS:
            pages = rates.pages_a_night(workers)
            month: Month = month_of(office, pages)
            rows.append((office.name, workers, pages, *list(asdict(month).values())[1:]))
    return rows


def _from_scale(document: dict[str, Any]) -> dict[str, Any] | None:
    """The rates in what bench `scale` gave; None where it measured nothing, or too little (`--limit`)."""
    speedup = document["figures"][0]["value"]
    enough = next((figure["met"] for figure in document["figures"] if figure["name"] == PAGES_FIGURE), False)
    tables = {table["title"]: table["rows"] for table in document.get("tables", ())}
    if speedup is None or not enough or "nights" not in tables:
        return None
    parts = next(rows for title, rows in tables.items() if title.startswith("CPU of the night"))
    all_of_it = next(row for row in parts if row["part"] == "all")
    return {
        "cpu_seconds_a_page": round(all_of_it["ms a page"] / 1000, 3),
        "pages_a_second": round(tables["nights"][0]["pages/s"], 3),
        "second_worker_brings": round(speedup - 1, 3),
        "fixed_seconds": _ASSUMED_FIXED,
        "source": (
            f"bench `scale` at commit {str(document.get('commit'))[:12]}, one and two workers with one core "
            f"each, on {document['corpus']}; assumed: {_ASSUMED_FIXED:.0f} s pass without reading"
        ),
    }


def _measured_now(files: int) -> dict[str, Any]:
    from benchmarks.office import Office
    from benchmarks.scans import short_files

    say("one worker, forty pages")
    office = Office(_WORK / "office", [file.pdf for file in short_files()[:files]], workers=1)
    cost, summary = office.sohoa("batch")
    empty, _ = office.sohoa("batch")
    shutil.rmtree(_WORK)
    pages = summary["pages"]["total"]
    return {
        "cpu_seconds_a_page": round((cost.cpu_seconds - empty.cpu_seconds) / pages, 3),
        "pages_a_second": round(pages / (cost.cpu_seconds - empty.cpu_seconds), 3),
        "second_worker_brings": _ASSUMED_SECOND,
        "fixed_seconds": _ASSUMED_FIXED,
        "source": (
            f"the CPU of one worker on {pages} pages (`./script/bench year`), as if on a core of its own; "
            f"assumed: each further worker brings {_ASSUMED_SECOND:.0%} of it, "
            f"{_ASSUMED_FIXED:.0f} s pass without reading"
        ),
    }


def main() -> None:
    """Writes the document."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description=__doc__)
    parser.add_argument("--measured", action="store_true", help="measure first, and keep the rates")
    if parser.parse_args().measured:
        written = json.dumps(measured_rates(_FILES), ensure_ascii=False, indent=1)
        RATES.write_text(f"{written}\n", encoding="utf-8")
    measured = json.loads(RATES.read_text(encoding="utf-8"))
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8"), measured), encoding="utf-8")


if __name__ == "__main__":
    main()
