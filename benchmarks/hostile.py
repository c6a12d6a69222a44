"""Hostile files, made ones and those of the corpus: does each come to the outcome that is written down?

The tables are those of the tests (`tests/hostile`). A crash is an error or a bug instead of an outcome; a
time-out is one that is not written down; a leftover is a process or a temporary file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import CHECKOUT, Figure, Result, Table, say
from config.sections import OcrSettings
from config.settings import Settings
from dossiers.reasons import Reason
from tests.hostile.nasty import nasty_files
from tests.hostile.outcomes import Found, found
from tests.hostile.table import TABLE
from tests.hostile.watching import leftovers

BENCH = "hostile"
_CORPUS = CHECKOUT.parent / "shared" / "corpus" / "nasty"
_SECONDS_A_PAGE = 120.0
_COLUMNS = ("file", "outcome", "written down", "seconds", "MB")
_SHOWN = 10
_REASONS = {reason.value for reason in Reason}


class Expected(NamedTuple):
    """What is written down of a file.

    Attributes:
        outcome: `ok`, or the reason for which it is refused.
        pages: that are read.
        written: those that are not blank; None where `findings` tell of blank ones.
        findings: of the reading.
    """

    outcome: str
    pages: int
    written: int | None
    findings: frozenset[str]


@dataclass(frozen=True)
class Tried:
    """One file, what is written down of it, and what it came to."""

    name: str
    expected: Expected
    came_to: Found
    left: int

    @property
    def is_as_written(self) -> bool:
        """Whether it came to what is written down."""
        pages = self.came_to.pages
        written = None if self.expected.written is None else sum(source != "blank" for source in pages)
        told = self.came_to.findings - ({"blank"} if self.expected.written is not None else set())
        return self.expected == (self.came_to.outcome, len(pages), written, told)

    @property
    def has_crashed(self) -> bool:
        """Whether it ended in an error."""
        return self.came_to.outcome not in {"ok", *_REASONS}

    @property
    def has_timed_out(self) -> bool:
        """Whether it ran into its time, and should not have."""
        is_timeout = self.came_to.outcome == Reason.TIMEOUT.value
        return is_timeout and self.expected.outcome != Reason.TIMEOUT.value


def figures(*, limit: int | None = None) -> Result:
    """Reads every file as `sohoa inspect` does.

    Args:
        limit: files of each table, instead of all (for development).
    """
    tried = list(_tried(_made(limit)))
    note = None
    if _CORPUS.is_dir():
        tried += _tried(_nasty(limit))
    else:
        note = "the corpus (shared/corpus/nasty beside the checkout) is absent"
    return Result(
        BENCH,
        judged(tried, note=note),
        "made hostile files and shared/corpus/nasty",
        (
            Table("the slowest", _COLUMNS, tuple(map(_row, _slowest(tried)[:_SHOWN]))),
            Table(
                "other than written down",
                _COLUMNS,
                tuple(_row(each) for each in tried if not each.is_as_written),
            ),
        ),
    )


def judged(tried: Sequence[Tried], *, note: str | None) -> tuple[Figure, ...]:
    """The figures; without a value where a part could not run, and the note says why."""

    def figure(name: str, value: float, target: str) -> Figure:
        return Figure(name, None if note else value, target, note=note)

    slowest = max((each.came_to.seconds for each in tried if each.came_to.outcome != "timeout"), default=0.0)
    return (
        figure("files tried", len(tried), ">= 500"),
        figure("crashes", sum(each.has_crashed for each in tried), "<= 0"),
        figure("time-outs", sum(each.has_timed_out for each in tried), "<= 0"),
        figure("leftovers", sum(each.left for each in tried), "<= 0"),
        figure("outcomes other than written down", sum(not each.is_as_written for each in tried), "<= 0"),
        figure("slowest of those that ended by themselves, seconds", slowest, f"<= {_SECONDS_A_PAGE:g}"),
    )


class _File(NamedTuple):
    name: str
    content: bytes
    expected: Expected


def _made(limit: int | None) -> Iterator[_File]:
    for case in TABLE[:limit]:
        yield _File(case.name, case.make(), Expected(case.outcome, case.pages, None, case.findings))


def _nasty(limit: int | None) -> Iterator[_File]:
    for file in nasty_files()[:limit]:
        expected = Expected(file.outcome, file.pages, file.written, file.findings)
        yield _File(file.name, (_CORPUS / file.name).read_bytes(), expected)


def _tried(files: Iterator[_File]) -> Iterator[Tried]:
    settings = Settings(ocr=OcrSettings(page_seconds=_SECONDS_A_PAGE))
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as directory:
        path, temporary = Path(directory, "scan"), Path(directory, "temporary")
        temporary.mkdir()
        tempfile.tempdir = str(temporary)  # of the product, while it is watched
        try:
            for number, file in enumerate(files):
                if number % 50 == 0:
                    say(f"file {number + 1}: {file.name}")
                path.write_bytes(file.content)
                came_to = found(path, settings)
                yield Tried(file.name, file.expected, came_to, len(leftovers(temporary)))
        finally:
            tempfile.tempdir = before


def _slowest(tried: Sequence[Tried]) -> list[Tried]:
    return sorted(tried, key=lambda each: each.came_to.seconds, reverse=True)


def _row(tried: Tried) -> tuple[str | float | None, ...]:
    came_to = tried.came_to
    return (tried.name, came_to.outcome, tried.expected.outcome, came_to.seconds, came_to.megabytes)
