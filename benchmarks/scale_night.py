"""One night of `./script/bench scale`: filled, run, and measured by what ledger and processes tell."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.figures import PartFailed, say
from benchmarks.scale_cpu import CpuWatch
from benchmarks.scale_papers import fill
from benchmarks.scale_servers import CHUNK_WORKERS, Servers

_EMPTY_RUNS = 3


@dataclass(frozen=True)
class Measured:
    """One night: pages read, seconds from its beginning to its last file, and CPU seconds by part."""

    workers: int
    pages: int
    seconds: float
    chunk_runs: int
    parts: dict[str, float]
    reading: float
    start_up: float

    @property
    def speed(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    @property
    def own_work(self) -> float:
        """CPU seconds of the runs on chunks themselves: understanding, storing, recording, Prefect's part."""
        of_nightly = self.start_up / (self.chunk_runs + 1)
        return self.parts[CHUNK_WORKERS] - self.reading - (self.start_up - of_nightly)

    @property
    def besides(self) -> float:
        """CPU seconds that are neither reading nor start-up."""
        return sum(self.parts.values()) - self.reading - self.start_up

    @property
    def overhead(self) -> float:
        """What that is of all CPU."""
        return self.besides / sum(self.parts.values())


def night(servers: Servers, cores: Sequence[int], pages: int, chunk_pages: int) -> Measured:
    """One night over so many pages, with one worker on each of the cores.

    Raises:
        PartFailed: it did not end well, or its figures cannot be.
    """
    settings = servers.new_office(chunk_pages)
    register = settings.parent / "register.csv"
    filled = fill(settings.parent / "inbox", register, pages)
    servers.sohoa(settings, "register", "import", str(register))
    say(f"{filled} pages for {len(cores)} workers")
    with servers.workers(settings, cores) as workers:
        watch = CpuWatch({**servers.roots, **workers})
        run = servers.run("nightly")
        parts, reading = watch.end()
        if run["state"]["name"] != "Completed":
            raise PartFailed(f"the night ended {run['state']['name']}: {run['state']['message']}")
        start_up = _start_up(servers, workers)
    read, seconds, chunk_runs = _of_ledger(settings)
    if read != filled:
        raise PartFailed(f"{read} of {filled} pages were read")
    measured = Measured(len(cores), read, seconds, chunk_runs, parts, reading, start_up * (chunk_runs + 1))
    if min(measured.besides, measured.own_work, start_up) < 0:
        raise PartFailed("a part of the CPU comes out as less than nothing: the machine was not quiet")
    say(f"{measured.speed:.2f} pages a second, {measured.overhead:.1%} besides reading and start-up")
    return measured


def _start_up(servers: Servers, workers: dict[str, list[int]]) -> float:
    """CPU seconds of a run that finds nothing to do, above those of workers that wait for as long."""
    began = time.monotonic()
    watch = CpuWatch(workers)
    for number in range(1, _EMPTY_RUNS + 1):
        servers.run("digitize-chunk", night_id="none", number=number)
    parts, _ = watch.end()
    waited = CpuWatch(workers)
    time.sleep(time.monotonic() - began)
    idle, _ = waited.end()
    return (sum(parts.values()) - sum(idle.values())) / _EMPTY_RUNS


def _of_ledger(settings: Path) -> tuple[int, float, int]:
    """Pages read, seconds from the night's beginning to its last file, and how many runs worked on chunks.

    Raises:
        PartFailed: a file was not stored.
    """
    url = next(line for line in settings.read_text().splitlines() if "postgresql" in line).split('"')[1]
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        query = (
            "SELECT extract(epoch FROM max(planned_files.ended_at) - max(nights.began_at)) "
            "FROM planned_files, nights"
        )
        seconds = connection.execute(query).fetchone()
        runs = connection.execute("SELECT count(*) FROM runs WHERE note LIKE 'chunk %'").fetchone()
        summary = connection.execute("SELECT summary FROM nights").fetchone()
    if seconds is None or seconds[0] is None or runs is None or summary is None or summary[0] is None:
        raise PartFailed("the ledger tells of no night")
    files, pages = summary[0]["files"], summary[0]["pages"]
    if files["stored"] != files["seen"]:
        raise PartFailed(f"{files['stored']} of {files['seen']} files were stored")
    return int(pages["total"]), float(seconds[0]), int(runs[0])
