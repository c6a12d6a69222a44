"""What a second worker gives a night, and what a night costs besides reading.

Real servers on this machine: Prefect's on PostgreSQL, the ledger on another, Ceph for the store; a worker for
the night's own run, and workers of the queue `chunks` that may use one core each (taskset). After a short
night to warm up, the same papers are taken in by one such worker, by two, by two and by one, so that what a
machine gets slower or faster meanwhile touches both alike; pages a second count from the beginning of the
night to its last file. Then a longer night is taken in by two, whose CPU is told apart:

- reading: the fork server of each run with all below it (opening files, pictures, Tesseract, archive copies);
- start-up: what a run costs that finds nothing to do (imports, Prefect's begin and end) above what its worker
  costs that waits, times the runs;
- everything else: planning and sharing out, what the runs do themselves (understanding the text, hashing,
  storing, recording), Prefect's server, worker and engine, both PostgreSQL servers, Ceph.

The whole takes an hour; `python -m benchmarks.scale PAGES` takes in the longer night alone.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from benchmarks.figures import Figure, PartFailed, Result, Table, print_json
from benchmarks.scale_night import Measured, night
from benchmarks.scale_servers import running

BENCH = "scale"
PAGES, PAGES_FOR_SPEED, PAGES_TO_WARM_UP = 2000, 400, 40
_SPEED, _OVERHEAD = "two workers against one, pages a second", "CPU besides reading, part of all"
PAGES_FIGURE = "pages that the CPU was measured on"
_PARTS_FOR_SPEED = 8  # chunks, so that the end of the night is short
_CHUNK_PAGES = 300  # `[night] chunk_pages` by default
# Two workers read twice what one reads, and nothing makes them faster than that.
_MOST_SPEED_UP = 2.1


def figures(*, limit: int | None = None) -> Result:
    """Measures the nights.

    Args:
        limit: pages of the longer night, instead of 2,000 (for development).
    """
    pages = limit or PAGES
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        return judged((), None, note="two workers with one core each need two cores")
    short: list[Measured] = []
    long: Measured | None = None
    failed: str | None = None
    try:
        with running() as servers:
            few = min(pages, PAGES_FOR_SPEED)
            chunk = max(10, few // _PARTS_FOR_SPEED)
            night(servers, cores, PAGES_TO_WARM_UP, chunk)
            for turn in (cores[:1], cores, cores, cores[:1]):
                short.append(night(servers, turn, few, chunk))  # noqa: PERF401 - it stands where the next fails
            long = night(servers, cores, pages, _CHUNK_PAGES)
    except PartFailed as why:
        failed = str(why)
    return judged(short, long, note=failed)


def judged(short: Sequence[Measured], long: Measured | None, *, note: str | None = None) -> Result:
    """The figures of nights of one worker and of two over the same papers, and of a longer one.

    Args:
        short: as many of one as of two; fewer than two nights give no figure.
        long: whose CPU is told apart.
        note: what did not go.
    """
    nights = [*short, *([long] if long else [])]
    said = " and ".join(str(pages) for pages in dict.fromkeys(night.pages for night in nights))
    return Result(
        BENCH,
        (
            _speed_up(short, note),
            Figure(_OVERHEAD, long.overhead if long else None, "<= 0.05", note=note),
            Figure(PAGES_FIGURE, long.pages if long else None, f">= {PAGES}", note=note),
        ),
        f"papers of two or three sheets, {said} pages, real servers on the same cores" if nights else "",
        (_speeds(nights), *([_parts(long)] if long else [])),
    )


def _speed_up(nights: Sequence[Measured], note: str | None) -> Figure:
    """Pages a second of two workers against one; none where it cannot be."""
    if {night.workers for night in nights} != {1, 2}:
        return Figure(_SPEED, None, ">= 1.6", note=note)
    seconds = {1: 0.0, 2: 0.0}
    pages = {1: 0, 2: 0}
    for one in nights:
        seconds[one.workers] += one.seconds
        pages[one.workers] += one.pages
    ratio = (pages[2] / seconds[2]) / (pages[1] / seconds[1])
    if ratio > _MOST_SPEED_UP:
        return Figure(_SPEED, None, ">= 1.6", note=f"the machine was not quiet: {ratio:.2f}")
    return Figure(_SPEED, ratio, ">= 1.6", note=f"{len(nights)} nights of {nights[0].pages} pages each")


def _speeds(nights: Sequence[Measured]) -> Table:
    return Table(
        "nights",
        ("workers of one core", "pages", "wall s", "pages/s", "runs of chunks"),
        tuple((night.workers, night.pages, night.seconds, night.speed, night.chunk_runs) for night in nights),
    )


def _parts(night: Measured) -> Table:
    whole = sum(night.parts.values())
    rows = [
        *night.parts.items(),
        ("all", whole),
        ("of that: reading", night.reading),
        ("of that: start-up of runs", night.start_up),
        ("of that: everything else", night.besides),
        ("in which: the own work of the runs on chunks", night.own_work),
    ]
    return Table(
        f"CPU of the night of {night.pages} pages",
        ("part", "CPU s", "of all", "ms a page"),
        tuple((name, cpu, cpu / whole, 1000 * cpu / night.pages) for name, cpu in rows),
    )


def main() -> None:
    """The longer night alone: where its CPU goes, without the hour that the whole takes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=main.__doc__)
    parser.add_argument("pages", type=int)
    parser.add_argument("--chunk-pages", type=int, default=_CHUNK_PAGES)
    asked = parser.parse_args()
    with running() as servers:
        measured = night(servers, sorted(os.sched_getaffinity(0))[:2], asked.pages, asked.chunk_pages)
    print_json(judged((), measured, note="the longer night alone"))


if __name__ == "__main__":
    main()
