"""What `sohoa inspect` of one page takes longer than bare Tesseract on it; the two take turns."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from statistics import median

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.office import Office, plain_environment
from benchmarks.process_tree import Cost, run
from benchmarks.scans import ScannedFile, one_page

BENCH = "startup"
TARGET = "<= 0.8"
_NAME = "sohoa inspect against bare Tesseract, seconds of wall time more"
_WORK = CHECKOUT / "var" / "bench" / "startup"
_RUNS = 9


def figures(*, limit: int | None = None) -> Result:
    """Measures both.

    Args:
        limit: the number of runs, instead of nine (for development).
    """
    page = one_page()
    office = Office(_WORK)
    try:
        _take_turn(office, page)  # the files and the byte code are in the cache after it
        turns = [_take_turn(office, page) for _ in range(limit or _RUNS)]
    except PartFailed as why:
        return Result(BENCH, (Figure(_NAME, None, TARGET, note=str(why)),), "one page")
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)
    return judged([sohoa for sohoa, _ in turns], [bare for _, bare in turns])


def judged(sohoa: Sequence[Cost], bare: Sequence[Cost]) -> Result:
    """The figure of these runs, the difference of the medians, and the table behind it."""
    own, others = _medians(sohoa), _medians(bare)
    wall, cpu = own[0] - others[0], own[1] - others[1]
    rows = (("sohoa inspect", *own), ("bare Tesseract", *others))
    return Result(
        BENCH,
        (Figure(_NAME, wall, TARGET, note=f"{cpu:.2f} s of CPU more"),),
        f"one page of 200 dpi, {len(sohoa)} runs each",
        (Table("medians", ("command", "wall s", "CPU s"), rows),),
    )


def _take_turn(office: Office, page: ScannedFile) -> tuple[Cost, Cost]:
    sohoa, _ = office.sohoa("inspect", str(page.pdf))
    bare = run(
        ["tesseract", page.images[0], _WORK / "out", "-l", "vie"],
        env=plain_environment({"OMP_THREAD_LIMIT": "1"}),
    )
    if bare.exit_code:
        raise PartFailed(f"tesseract ended with {bare.exit_code}")
    say(f"sohoa {sohoa.wall_seconds:.2f} s, bare Tesseract {bare.wall_seconds:.2f} s")
    return sohoa, bare


def _medians(costs: Sequence[Cost]) -> tuple[float, float]:
    return median(cost.wall_seconds for cost in costs), median(cost.cpu_seconds for cost in costs)
