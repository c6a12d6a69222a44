"""A disk that is full: the batch ends with 5, and the next one ends as if there had been room all along."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from tests.flows.faults.dying import in_own_process

OUT_OF_REACH = 5
# Enough to begin, and not enough to end: of the ledger, its tables, of the store, a few papers.
SMALL = {"store": "64k", "tmp": "16k", "ledger": "900k"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    root = tmp_path / "desk"
    return replace(Desk.local(root), ledger_url=f"sqlite:///{root}/ledger/ledger.sqlite").prepare()


@pytest.fixture(params=SMALL)
def small_disk(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Path]:
    """One of the desk's folders on a file system of its own, which has little room left."""
    folder = desk.root / request.param
    folder.mkdir(exist_ok=True)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL[request.param]},mode=700", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        for name, content in before.items():
            (folder / name).write_bytes(content)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, timeout=60)


@pytest.mark.slow
def test_a_full_disk_ends_the_batch_and_the_next_finishes(
    desk: Desk, small_disk: Path, undisturbed: Outcome
) -> None:
    files = sum(path.is_file() for path in desk.inbox.rglob("*"))
    assert in_own_process(desk, "batch") == OUT_OF_REACH
    left = sum(path.is_file() for path in desk.inbox.rglob("*"))
    done = sum(path.is_file() for path in desk.done.rglob("*"))
    assert left + done == files
    assert left
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True, timeout=60)
    assert os.statvfs(small_disk).f_bavail
    assert in_own_process(desk, "batch") in DONE
    assert outcome_of(desk).differing(undisturbed) == []
    assert desk.leftovers() == []
