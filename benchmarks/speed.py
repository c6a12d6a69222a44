"""CPU from file to stored PDF/A, ledger row and text, against OCRmyPDF and bare Tesseract on the same pages.

Counted is the whole tree of processes with its start-up: `sohoa batch` over an inbox; `ocrmypdf -l vie
--jobs 2` file by file; `tesseract PAGE out -l vie` page by page, as many at once as there are cores, for
CPU time depends on how busy the cores are. OCRmyPDF and Tesseract get `OMP_THREAD_LIMIT=1`, without which
they would cost four times as much; sohoa sets it for itself. Importing the register is not counted.

The tools take turns, round by round, each time in another order; a figure is the ratio of the sums of all
turns.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.office import Office, plain_environment
from benchmarks.process_tree import Cost, run
from benchmarks.scans import ScannedFile, large_files, one_page, short_files

BENCH = "speed"
SOHOA, FAST, OCRMYPDF, TESSERACT = "sohoa", "sohoa [fast]", "OCRmyPDF", "bare Tesseract"
TARGETS = ((SOHOA, OCRMYPDF, "<= 0.45"), (SOHOA, TESSERACT, "<= 1.10"), (FAST, TESSERACT, "<= 0.95"))
_OCRMYPDF = CHECKOUT / "var" / "bench" / "ocrmypdf" / "bin" / "ocrmypdf"
_WORK = CHECKOUT / "var" / "bench" / "speed"
_ROUNDS = 3

_Tool = Callable[[Sequence[ScannedFile], Path], Cost]


@dataclass(frozen=True)
class Turn:
    """What one tool spent on one set of files."""

    pages: int
    cpu_seconds: float
    wall_seconds: float


@dataclass
class Turns:
    """The turns of all tools on one set of files, in their order, and why a tool has none."""

    title: str
    of: dict[str, list[Turn]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, str] = field(default_factory=dict)


def figures(*, limit: int | None = None) -> Result:
    """Measures all tools on both sets.

    Args:
        limit: only so many files of each set (for development).
    """
    sets = (
        ("files of 1 to 5 pages", short_files()[:limit]),
        ("scans of 300 and 600 dpi", large_files()[:limit]),
    )
    tools, failed = _warmed_up(_WORK)
    done = []
    for title, files in sets:
        turns = Turns(title, failed=dict(failed))
        _take_turns(turns, tools, files)
        done.append(turns)
    shutil.rmtree(_WORK, ignore_errors=True)
    return judged(done, corpus="; ".join(_described(title, files) for title, files in sets))


def judged(sets: Sequence[Turns], *, corpus: str) -> Result:
    """The figures of the turns that were taken, and the table behind them."""
    return Result(
        BENCH,
        tuple(_figure(turns, *target) for turns in sets for target in TARGETS),
        corpus,
        tuple(_table(turns) for turns in sets),
    )


def _warmed_up(work: Path) -> tuple[dict[str, _Tool], dict[str, str]]:
    """The tools that can read a page, and why the others cannot; what they load is in the cache after it."""
    tools: dict[str, _Tool] = {SOHOA: _sohoa, FAST: _fast, OCRMYPDF: _ocrmypdf, TESSERACT: _tesseract}
    failed = {}
    for name, tool in list(tools.items()):
        try:
            tool([one_page()], work)
        except PartFailed as why:
            say(f"{name}: {why}")
            failed[name] = str(why)
            del tools[name]
    return tools, failed


def _take_turns(turns: Turns, tools: dict[str, _Tool], files: Sequence[ScannedFile]) -> None:
    line = list(tools.items())
    for number in range(_ROUNDS):
        first = number % len(line)
        for name, tool in line[first:] + line[:first]:
            if name in turns.failed:
                continue
            try:
                turn = _turn(tool, files)
            except PartFailed as why:
                turns.failed[name] = str(why)
                continue
            turns.of[name].append(turn)
            say(f"{turns.title}: {name}: {turn.cpu_seconds / turn.pages:.3f} CPU seconds a page")


def _turn(tool: _Tool, files: Sequence[ScannedFile]) -> Turn:
    cost = tool(files, _WORK)
    return Turn(_pages(files), cost.cpu_seconds, cost.wall_seconds)


def _sohoa(files: Sequence[ScannedFile], work: Path, engine: str | None = None) -> Cost:
    office = Office(work / "office", [file.pdf for file in files], engine=engine)
    cost, summary = office.sohoa("batch")
    stored, pages = summary["files"]["stored"], summary["pages"]["total"]
    if (stored, pages) != (len(files), _pages(files)):
        raise PartFailed(f"sohoa stored {stored} files with {pages} pages, not all: {summary['quarantine']}")
    return cost


def _fast(files: Sequence[ScannedFile], work: Path) -> Cost:
    if importlib.util.find_spec("tesserocr") is None:
        raise PartFailed("the extra [fast] (tesserocr) is not installed")
    return _sohoa(files, work, "tesserocr")


def _ocrmypdf(files: Sequence[ScannedFile], work: Path) -> Cost:
    if not _OCRMYPDF.exists():
        raise PartFailed("OCRmyPDF is not installed; ./script/bench speed installs it")
    out = work / "ocrmypdf.pdf"
    costs = [_read([_OCRMYPDF, "-l", "vie", "--jobs", "2", file.pdf, out], work) for file in files]
    return _sum(costs)


def _tesseract(files: Sequence[ScannedFile], work: Path) -> Cost:
    """The text is written beside links to the images, as many pages at once as there are cores."""
    pages = work / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    images = [image for file in files for image in file.images]
    for number, image in enumerate(images):
        (pages / f"{number}").symlink_to(image)
    names = pages / "names"
    names.write_text("\n".join(str(pages / f"{number}") for number in range(len(images))) + "\n")
    at_once = str(len(os.sched_getaffinity(0)))
    cost = _read(["xargs", "-a", names, "-P", at_once, "-I{}", "tesseract", "{}", "{}", "-l", "vie"], work)
    if len(list(pages.glob("*.txt"))) != len(images):
        raise PartFailed("tesseract did not write the text of every page")
    return cost


def _read(command: Sequence[str | Path], work: Path) -> Cost:
    work.mkdir(parents=True, exist_ok=True)
    errors = work / "errors.txt"
    cost = run(command, cwd=work, env=plain_environment({"OMP_THREAD_LIMIT": "1"}), errors=errors)
    if cost.exit_code:
        said = errors.read_text(errors="replace").strip()[-300:]
        raise PartFailed(f"{Path(command[0]).name} ended with {cost.exit_code}: {said}")
    return cost


def _figure(turns: Turns, tool: str, other: str, target: str) -> Figure:
    name = f"CPU of {tool} against {other}, {turns.title}"
    missing = [
        turns.failed.get(one, "was not run")
        for one in (tool, other)
        if one in turns.failed or not turns.of[one]
    ]
    if missing:
        return Figure(name, None, target, note="; ".join(missing))
    own, others = turns.of[tool], turns.of[other]
    ratios = [one.cpu_seconds / another.cpu_seconds for one, another in zip(own, others, strict=True)]
    note = f"{min(ratios):.2f} to {max(ratios):.2f} in {len(ratios)} turns"
    return Figure(name, _cpu(own) / _cpu(others), target, note=note)


def _table(turns: Turns) -> Table:
    floor = turns.of.get(TESSERACT)
    rows = []
    for name, own in turns.of.items():
        pages = sum(turn.pages for turn in own)
        wall = sum(turn.wall_seconds for turn in own)
        ratio = _cpu(own) / _cpu(floor) if floor and len(floor) == len(own) else None
        rows.append((name, pages, _cpu(own) / pages, pages / _cpu(own), wall / pages, ratio))
    columns = ("tool", "pages", "CPU s/page", "pages/CPU s", "wall s/page", "CPU x bare")
    return Table(turns.title, columns, tuple(rows))


def _described(title: str, files: Sequence[ScannedFile]) -> str:
    return f"{title}: {len(files)} PDFs, {_pages(files)} pages, made from seeds, {_ROUNDS} rounds"


def _pages(files: Sequence[ScannedFile]) -> int:
    return sum(len(file.images) for file in files)


def _cpu(turns: Sequence[Turn]) -> float:
    return sum(turn.cpu_seconds for turn in turns)


def _sum(costs: Sequence[Cost]) -> Cost:
    return Cost(
        exit_code=0,
        cpu_seconds=sum(cost.cpu_seconds for cost in costs),
        wall_seconds=sum(cost.wall_seconds for cost in costs),
    )
