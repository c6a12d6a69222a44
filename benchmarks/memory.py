"""The peak resident memory of the whole tree while a short and a long scan are taken in.

The figures are sums of proportional set sizes, so that what processes share counts once; the plain sums of
resident sizes stand in the table.
"""

from __future__ import annotations

import shutil

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.office import Office
from benchmarks.process_tree import Cost
from benchmarks.scans import long_scan

BENCH = "memory"
SHORT, LONG = 10, 500
_WORK = CHECKOUT / "var" / "bench" / "memory"
_SAMPLE_EVERY = 0.03  # seconds
_MEGABYTE = 1_000_000
_COLUMNS = ("pages", "PDF MB", "peak PSS MB", "peak sum of RSS MB", "CPU s/page", "wall s")
_GROWTH = "<= 1.10"
_PEAK = "<= 900"


def figures(*, limit: int | None = None) -> Result:
    """Takes in both scans.

    Args:
        limit: the pages of the long scan, instead of 500 (for development).
    """
    long = limit or LONG
    peaks: dict[int, float] = {}
    failed: list[str] = []
    rows = []
    for pages in (SHORT, long):
        say(f"a scan of {pages} pages")
        try:
            cost, megabytes = _ingested(pages)
        except PartFailed as why:
            failed.append(str(why))
            continue
        peaks[pages] = cost.peak_pss / _MEGABYTE
        rows.append(_row(pages, megabytes, cost))
    return Result(
        BENCH,
        judged(peaks.get(SHORT), peaks.get(long), note="; ".join(failed) or None),
        f"made 300-dpi colour scans of {SHORT} and {long} pages",
        (Table("the scans", _COLUMNS, tuple(rows)),),
    )


def judged(short: float | None, long: float | None, *, note: str | None = None) -> tuple[Figure, ...]:
    """The figures of two peaks, in MB; None where there is none, and the note says why."""
    growth = None if short is None or long is None else long / short
    return (
        Figure("peak resident memory on the short scan, MB", short, _PEAK, note=note),
        Figure("peak resident memory on the long scan, MB", long, _PEAK, note=note),
        Figure("long scan against short scan", growth, _GROWTH, note=note),
    )


def _ingested(pages: int) -> tuple[Cost, float]:
    scan = long_scan(pages)
    office = Office(_WORK / "office")
    cost, _ = office.sohoa("ingest", str(scan), "--dossier", office.code, sample_every=_SAMPLE_EVERY)
    shutil.rmtree(_WORK)
    return cost, scan.stat().st_size / _MEGABYTE


def _row(pages: int, megabytes: float, cost: Cost) -> tuple[float, ...]:
    peaks = (cost.peak_pss / _MEGABYTE, cost.peak_rss / _MEGABYTE)
    return (pages, megabytes, *peaks, cost.cpu_seconds / pages, cost.wall_seconds)
