"""The 464 files of the shared corpus, and what was found right of each (`nasty_outcomes.csv`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OUTCOMES = Path(__file__).with_name("nasty_outcomes.csv")


@dataclass(frozen=True)
class Nasty:
    """One file of the corpus and its right outcome.

    Attributes:
        name: of the file.
        sha256: of its bytes.
        outcome: `ok`, or the reason for which it is refused.
        pages: that are read.
        written: of these, those that are not blank.
        findings: of the reading (`tests.hostile.outcomes.OF_THE_READING`) but `blank`, which `written` tells.
        why: where it is not plain.
    """

    name: str
    sha256: str
    outcome: str
    pages: int
    written: int
    findings: frozenset[str]
    why: str


def nasty_files() -> tuple[Nasty, ...]:
    """In the order of the table."""
    with OUTCOMES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Nasty(
                row["name"],
                row["sha256"],
                row["outcome"],
                int(row["pages"]),
                int(row["written"]),
                frozenset(row["findings"].split()),
                row["why"],
            )
            for row in csv.DictReader(file)
        )
