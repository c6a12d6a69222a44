"""Files of several papers: whether each paper is found where it begins."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from benchmarks.classify_readings import Readings
from benchmarks.classify_trials import Trial, context_of, knowledge, page_cache, pictures
from benchmarks.papers_by_kind.drawn import LEVELS, blank, kept
from benchmarks.papers_by_kind.truth import papers, served
from ocr.understanding.documents import understand

_HOW_MANY = {"office": 60, "poor": 30}
_WITHOUT_A_HEAD = frozenset({"thu_tay", "phong_canh", "thuc_don"})
_BLANK_BACKS = 3


@dataclass(frozen=True)
class LongFile:
    """A file of several papers: its pages, and on which of them a paper begins (from 1)."""

    name: str
    level: str
    procedure: str
    pages: tuple[Path, ...]
    begins: frozenset[int]


@dataclass(frozen=True)
class Found:
    """Where the product says that papers begin."""

    file: LongFile
    begins: frozenset[int]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Boundaries found rightly, found wrongly, and missed; the first page of a file is none."""
        truth, said = self.file.begins - {1}, self.begins - {1}
        return len(truth & said), len(said - truth), len(truth - said)


def long_files(trials: tuple[Trial, ...], limit: int | None = None) -> list[LongFile]:
    """Files of three to eight of the papers that stand in trials, with backs and blank backs."""
    known = [one for one in trials if one.paper.id not in _WITHOUT_A_HEAD]
    return [
        _file(level, number, known)
        for level in LEVELS
        for number in range(_HOW_MANY[level] if limit is None else min(limit, _HOW_MANY[level]))
    ]


def found(file: LongFile, readings: Readings) -> Found:
    """Understands the file as one of a dossier."""
    reading = readings.paper(file.pages)
    documents = understand(reading, context=context_of(file.procedure, None), knowledge=knowledge())
    return Found(file, frozenset(one.pages[0] for one in documents))


def f1(all_found: list[Found]) -> float | None:
    """Precision and recall over the boundaries of all files; None where there are none."""
    counts = [one.counts for one in all_found]
    right, wrong, missed = (sum(each[at] for each in counts) for at in range(3))
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else None


def blanks() -> tuple[Path, ...]:
    """The empty backs."""
    return tuple(page for level in LEVELS for number in range(_BLANK_BACKS) for page in _blank(level, number))


def _blank(level: str, number: int) -> tuple[Path, ...]:
    return kept(page_cache(), f"blank-{number}-{level}", lambda: [blank(level, f"{level} {number}")], level)


def _file(level: str, number: int, known: list[Trial]) -> LongFile:
    dice = random.Random(f"classify file {level} {number}")
    procedure = dice.choice(sorted(served()))
    own = [one for one in known if one.procedure == procedure and one.right]
    others = [one for one in known if papers()[one.paper.id].is_stray]
    pages: list[Path] = []
    begins: set[int] = set()
    for _ in range(dice.randint(3, 8)):
        trial = dice.choice(own) if own and dice.random() < 0.85 else dice.choice(others or known)
        begins.add(len(pages) + 1)
        pages += pictures(trial, level)
        if dice.random() < 0.25:
            pages += _blank(level, dice.randrange(_BLANK_BACKS))
    return LongFile(f"{level}-{number:02}", level, procedure, tuple(pages), frozenset(begins))
