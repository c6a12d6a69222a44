"""Batches killed with SIGKILL again and again: is anything lost, doubled, or otherwise than without a kill?

An inbox of sixteen small files is taken in by batches that are killed at moments spread over the whole time
that a batch needs; several in a row, then one that is left in peace. What it leaves is compared with what one
undisturbed batch makes of the same inbox: objects, manifests, ledger, report, files and processes left.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_inbox import FILES
from benchmarks.crash_outcome import Outcome, outcome_of
from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say

BENCH = "faults"
KILLS = 200
_WORK = CHECKOUT / "var" / "bench" / "faults"
_SEED = 20261122
_IN_A_ROW = 4
_LIMIT_SECONDS = 600.0  # for one batch that nobody kills


@dataclass
class Tally:
    """What all the kills together have done.

    Attributes:
        moments: of each kill, the tenth of an undisturbed batch's time in which it came.
        differences: in words; none is what should be.
    """

    moments: list[int] = field(default_factory=list)
    lost: int = 0
    duplicated: int = 0
    differences: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    rounds: int = 0
    cpu_seconds: float = 0.0

    def add(self, desk: Desk, undisturbed: Outcome) -> None:
        """Counts what one desk came to."""
        self.rounds += 1
        self.leftovers += desk.leftovers()
        outcome = outcome_of(desk)
        self.lost += outcome.lost(undisturbed)
        self.duplicated += outcome.duplicated(undisturbed)
        self.differences += outcome.differing(undisturbed)


def figures(*, limit: int | None = None) -> Result:
    """Kills until there are enough.

    Args:
        limit: the number of kills, instead of 200 (for development).
    """
    kills = limit or KILLS
    try:
        tally = killed(_WORK / "desk", kills, seed=_SEED, workers=2)
    except PartFailed as why:
        return judged(None, note=str(why))
    finally:
        shutil.rmtree(_WORK / "desk", ignore_errors=True)
    return judged(tally)


def judged(tally: Tally | None, *, note: str | None = None) -> Result:
    """The figures of these kills; without them, the note says why."""
    counts = (
        (None,) * 5
        if tally is None
        else (
            len(tally.moments),
            tally.lost,
            tally.duplicated,
            len(tally.differences),
            len(tally.leftovers),
        )
    )
    notes = [note] * 5 if tally is None else _notes(tally)
    names = ("kills tried", "files lost", "files duplicated", "differing", "leftovers")
    targets = (f">= {KILLS}", *("<= 0",) * 4)
    return Result(
        BENCH,
        tuple(
            Figure(name, value, target, note=words or None)
            for name, value, target, words in zip(names, counts, targets, notes, strict=True)
        ),
        f"{FILES} made files of 18 small pages, real OCR",
        () if tally is None else (_moments(tally),),
    )


def killed(work: Path, kills: int, *, seed: int, workers: int = 1) -> Tally:
    """Kills so many batches on one inbox after the other.

    Raises:
        PartFailed: a batch that was left in peace did not end well.
    """
    draw = random.Random(seed)
    before = _cpu_of_children()
    desk = Desk.local(work, workers=workers).prepare()
    whole = _left_in_peace(desk)
    undisturbed = outcome_of(desk)
    say(f"an undisturbed batch takes {whole:.1f} s")
    tally = Tally()
    while len(tally.moments) < kills:
        desk.prepare()
        # The first kills of all inboxes together lie evenly over the whole time, those after them anywhere.
        first = whole * (len(tally.moments) + draw.uniform(0, _IN_A_ROW)) / kills
        moments = _until_ended(desk, draw, whole, first=first)
        for moment in islice(moments, min(_IN_A_ROW, kills - len(tally.moments))):
            tally.moments.append(min(9, int(10 * moment / whole)))
        _left_in_peace(desk)
        tally.add(desk, undisturbed)
        say(f"{len(tally.moments)} kills, {len(tally.differences)} differences")
    tally.cpu_seconds = _cpu_of_children() - before
    return tally


def _until_ended(desk: Desk, draw: random.Random, whole: float, *, first: float) -> Iterator[float]:
    """Kills batches: the first at its moment, others in the time that is left; until one is faster."""
    for number in count():
        left = len(_waiting(desk)) / FILES
        moment = draw.uniform(0, whole * left) if number else first
        process = desk.start("batch", "--json")
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            yield whole * (1 - left) + moment
        else:
            return


def _left_in_peace(desk: Desk) -> float:
    """Runs a batch to its end and gives its seconds."""
    began = time.monotonic()
    process = desk.start("batch", "--json")
    try:
        code = process.wait(_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise PartFailed(f"a batch took longer than {_LIMIT_SECONDS:g} s") from None
    if code not in DONE:
        raise PartFailed(f"a batch ended with {code}")
    return time.monotonic() - began


def _waiting(desk: Desk) -> list[Path]:
    return [path for path in desk.inbox.rglob("*") if path.is_file()]


def _cpu_of_children() -> float:
    """Of the batches, with what they waited for; what outlives a kill is not in it."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _notes(tally: Tally) -> list[str]:
    first = [entries[0][:300] if entries else "" for entries in (tally.differences, tally.leftovers)]
    return [f"{tally.rounds} inboxes, {tally.cpu_seconds:.0f} s of CPU", "", "", *first]


def _moments(tally: Tally) -> Table:
    tenths = Counter(tally.moments)
    rows = tuple((f"{10 * tenth} to {10 * tenth + 10} %", tenths[tenth]) for tenth in range(10))
    return Table("when the kills came, in the time of an undisturbed batch", ("part", "kills"), rows)
