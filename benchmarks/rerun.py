"""A second night over unchanged files: what it costs to see that everything is stored already.

The first night reads 2,000 one-page scans. Then the scanner puts the same files into the inbox once more
(they are copied back, times included), and the second night has to find out that each of them is stored. A
third night meets an empty inbox. CPU is that of the command and of everything it started; calls of Tesseract
are counted by a program of its name that stands before it on the PATH, writes a line and becomes it.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.office import Office
from benchmarks.process_tree import Cost
from benchmarks.sheets import sheets

BENCH = "rerun"
FILES = 2000
_WORK = CHECKOUT / "var" / "bench" / "rerun"
_SHARE = "<= 0.01"
_COLUMNS = ("night", "files", "stored", "duplicates", "OCR calls", "CPU s", "CPU ms a file", "wall s")
_ASKED_ONLY = ("--version", "--list-langs")


class Counter:
    """Calls of Tesseract, counted by a program that stands before it on the PATH."""

    def __init__(self, folder: Path) -> None:
        """Writes the program.

        Raises:
            PartFailed: Tesseract is not installed.
        """
        real = shutil.which("tesseract")
        if real is None:
            raise PartFailed("Tesseract is not installed.")
        folder.mkdir(parents=True)
        self._lines = folder / "calls.txt"
        program = folder / "tesseract"
        program.write_text(f'#!/bin/sh\necho "$1" >>"{self._lines}"\nexec "{real}" "$@"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    def taken(self) -> int:
        """How often it was called to read since the last time; who asks for its version reads nothing."""
        lines = self._lines.read_text(encoding="utf-8").splitlines() if self._lines.exists() else []
        self._lines.unlink(missing_ok=True)
        return sum(line not in _ASKED_ONLY for line in lines)


def figures(*, limit: int | None = None) -> Result:
    """Three nights.

    Args:
        limit: the number of files, instead of 2,000 (for development).
    """
    count = limit or FILES
    say(f"{count} one-page scans")
    files = sheets(count)
    shutil.rmtree(_WORK, ignore_errors=True)
    counter = Counter(_WORK / "bin")
    office = Office(_WORK / "office", files)
    inbox = _WORK / "office" / "inbox"
    nights = []
    for name in ("first", "second, the same files", "third, nothing there"):
        say(f"{name} night")
        cost, summary = office.sohoa("batch", environment=counter.environment)
        nights.append(Night(name, cost, summary["files"], counter.taken()))
        if name == "first":
            put_back(inbox.with_name("inbox-done"), inbox)
    shutil.rmtree(_WORK)
    return Result(BENCH, judged(nights[0], nights[1]), f"{count} made A4 scans", (_table(nights),))


class Night:
    """What a night did and cost."""

    def __init__(self, name: str, cost: Cost, files: dict[str, Any], ocr_calls: int) -> None:
        """Keeps the name, the cost, the `files` of the batch's summary, and the calls of Tesseract."""
        self.name, self.cost, self.files, self.ocr_calls = name, cost, files, ocr_calls


def put_back(done: Path, inbox: Path) -> None:
    """The files of a night into the inbox again, as they were, times included."""
    shutil.copytree(done, inbox, dirs_exist_ok=True)


def judged(first: Night, second: Night) -> tuple[Figure, ...]:
    """The figures of two nights.

    Where the second did not meet all files as duplicates, or not every reading of the first was counted, they
    say nothing.
    """
    seen, note = first.files["stored"], ""
    if not seen or second.files["duplicate"] != seen:
        note = f"the second night met {second.files['duplicate']} duplicates of {seen} stored files"
    elif first.ocr_calls < seen:
        note = f"{first.ocr_calls} calls were counted in the first night, of at least {seen}: nobody counts"
    if note:
        return (
            Figure("CPU of the second night against the first", None, _SHARE, note=note),
            Figure("OCR calls in the second night", None, "<= 0", note=note),
        )
    return (
        Figure(
            "CPU of the second night against the first",
            second.cost.cpu_seconds / first.cost.cpu_seconds,
            _SHARE,
        ),
        Figure("OCR calls in the second night", second.ocr_calls, "<= 0"),
    )


def _table(nights: list[Night]) -> Table:
    rows = tuple(
        (
            night.name,
            night.files["seen"],
            night.files["stored"],
            night.files["duplicate"],
            night.ocr_calls,
            night.cost.cpu_seconds,
            1000 * night.cost.cpu_seconds / night.files["seen"] if night.files["seen"] else None,
            night.cost.wall_seconds,
        )
        for night in nights
    )
    return Table("the nights", _COLUMNS, rows)
