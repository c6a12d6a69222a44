"""Batches that are killed at the seams of a file's way: the next run ends as if nothing had happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from config.fault_points import FaultPoint
from tests.flows.faults.dying import KILLED, in_own_process, killing_at

ROOT = Path(__file__).parents[3]
# What a batch passes with a local store whose inbox lies on one file system, in the order of a file's way.
OF_A_BATCH = (
    FaultPoint.RUN_BEGUN,
    FaultPoint.CLAIMED,
    FaultPoint.FINGERPRINTED,
    FaultPoint.CONTENT_TAKEN,
    FaultPoint.READ,
    FaultPoint.ARCHIVED,
    FaultPoint.NUMBERED,
    FaultPoint.OBJECT_STAGED,
    FaultPoint.OBJECT_NAMED,
    FaultPoint.ORIGINAL_STORED,
    FaultPoint.ARCHIVE_STORED,
    FaultPoint.PAPER_STORED,
    FaultPoint.FINISHED_UNCOMMITTED,
    FaultPoint.MANIFEST_UNCOMMITTED,
    FaultPoint.RECORDED,
    FaultPoint.PARTS_RECORDED,
    FaultPoint.MOVED,
    FaultPoint.SETTLED,
    FaultPoint.OWNERSHIP_DECIDED,
    FaultPoint.RUN_ENDING,
    FaultPoint.EVENTS_SEALED,
)


def test_every_fault_point_is_passed_somewhere() -> None:
    packages = ("flows", "storage", "ocr")
    code = "".join(path.read_text() for package in packages for path in (ROOT / package).rglob("*.py"))
    assert set(re.findall(r"passed\(FaultPoint\.(\w+)\)", code)) == {point.name for point in FaultPoint}


def test_killed_at_one_seam_after_the_other(tmp_path: Path, undisturbed: Outcome) -> None:
    """Twenty kills on one inbox: no run comes further than the next seam."""
    desk = Desk.local(tmp_path / "desk").prepare()
    scan = (desk.inbox / "Scan_0001.pdf").rename(tmp_path / "Scan_0001.pdf")
    for point in OF_A_BATCH:
        if point is FaultPoint.PARTS_RECORDED:
            scan.rename(desk.inbox / scan.name)
            assert in_own_process(desk, "batch", happens=killing_at(FaultPoint.RECORDED)) == KILLED
        assert in_own_process(desk, "batch", happens=killing_at(point)) == KILLED, point
    assert in_own_process(desk, "batch") in DONE
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []


@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, 2, 5])
@pytest.mark.parametrize("point", OF_A_BATCH)
def test_killed_once_at_any_seam(point: FaultPoint, nth: int, tmp_path: Path, undisturbed: Outcome) -> None:
    desk = Desk.local(tmp_path / "desk").prepare()
    killed = in_own_process(desk, "batch", happens=killing_at(point, nth))
    assert killed in {KILLED, *DONE}  # some are passed once
    assert in_own_process(desk, "batch") in {0, *DONE}
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []
