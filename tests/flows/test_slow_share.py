"""The share of a unit whose file server hangs, or is slow: the others' files are seen all the same."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.inbox import Known, walking
from flows.inbox.answering import answer_in_time
from flows.inbox.folder import FolderInbox
from flows.inbox.walking import Listing, walk

UNITS = tuple(f"H40.{number}" for number in range(10, 22))
SLOW, HUNG = UNITS[0], UNITS[1]
KNOWN = Known(frozenset(), frozenset(UNITS))
PATIENCE = 3.0  # seconds: nobody but who hangs is late, on a busy machine either


def _code(unit: str, number: int) -> str:
    return f"{unit}-250805-{number:04}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "inbox"
    for unit in UNITS:
        for number in range(5):
            folder = root / unit / _code(unit, number)
            folder.mkdir(parents=True)
            (folder / "1.pdf").touch()
        (root / unit / "scan.pdf").touch()
    (root / "H40.99-250805-0001").mkdir()
    (root / "H40.99-250805-0001" / "1.pdf").touch()
    return root


def _inbox(root: Path, listing: Listing) -> FolderInbox:
    return FolderInbox(root, root.with_name("done"), settle_seconds=0, look_seconds=PATIENCE, listing=listing)


def _when_asked(what: Callable[[str], object]) -> Listing:
    """As os.scandir; before it, something happens."""

    @contextmanager
    def listing(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        what(folder)
        with os.scandir(folder) as entries:
            yield entries

    return listing


def test_a_share_that_hangs_is_left_and_met_again_when_it_answers(root: Path) -> None:
    answers = threading.Event()
    asked: list[str] = []

    def hang(folder: str) -> None:
        asked.append(folder)
        if folder.endswith(HUNG):
            answers.wait()

    inbox = _inbox(root, _when_asked(hang))
    others = (len(UNITS) - 1) * 6 + 1
    try:
        began = time.monotonic()
        for _ in range(3):
            view = inbox.look(KNOWN)
            assert (len(view.ready), len(view.growing), view.silent) == (others, 0, 1)
            assert not any(file.name.startswith(HUNG) for file in view.ready)
        assert time.monotonic() - began < 10 * PATIENCE, "nobody waits twice for the same call"
        assert asked.count(str(root / HUNG)) == 1, "nor sends another one after it"
    finally:
        answers.set()
    deadline = time.monotonic() + 10
    while inbox.look(KNOWN).silent:
        assert time.monotonic() < deadline
    assert len(inbox.look(KNOWN).ready) == others + 6


def test_of_a_slow_share_the_dossiers_that_were_seen_whole_are_taken(root: Path) -> None:
    """None of its dossiers is taken in halves."""
    seen: list[str] = []
    go_on = threading.Event()

    def slow(folder: str) -> None:
        if f"/{SLOW}/" in folder:
            seen.append(folder)
            if len(seen) > 2:
                go_on.wait()

    inbox = _inbox(root, _when_asked(slow))
    try:
        files = [file.name for file in inbox.lying(KNOWN).values() if file.name.startswith(SLOW)]
    finally:
        go_on.set()
    assert files[0] == f"{SLOW}/scan.pdf"
    assert len(files) == 3
    assert files[1:] == sorted(files[1:])


def test_a_share_that_is_slow_and_answers_is_seen_to_its_end(root: Path) -> None:
    """Its folders together take longer than one may be silent."""
    moment = threading.Event()
    inbox = _inbox(root, _when_asked(lambda folder: f"/{SLOW}" in folder and moment.wait(PATIENCE / 4)))
    lying = inbox.lying(KNOWN)
    assert (len(lying), lying.silent) == (len(UNITS) * 6 + 1, 0)


def test_a_share_that_has_no_end_is_begun_elsewhere_every_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "_MOST_OF_A_SHARE", 1)
    for unit in UNITS[1:]:
        shutil.rmtree(root / unit)
    met: set[str] = set()
    moment = threading.Event()
    for turn in (0.0, 0.4, 0.8):
        found, silent = walk(
            str(root),
            is_share=KNOWN.is_share,
            seconds=2.0,
            listing=_when_asked(lambda folder: f"/{SLOW}/" in folder and moment.wait(0.75)),
            turn=turn,
        )
        assert silent == 1
        assert len(found) < 7
        met.update(one.path for one in found)
        while str(root / SLOW) in walking._stuck:
            moment.wait(0.01)
    assert len(met) == 7


def test_a_dossier_that_was_not_seen_whole_is_not_taken_in_halves(root: Path) -> None:
    folder = root / "H40.99-250805-0001"
    (folder / "ket-qua").mkdir()
    (folder / "ket-qua" / "1.pdf").touch()
    answers = threading.Event()
    inbox = _inbox(root, _when_asked(lambda asked: asked.endswith("ket-qua") and answers.wait()))
    try:
        view = inbox.look(KNOWN)
    finally:
        answers.set()
    assert view.silent == 1
    assert not any(file.name.startswith(folder.name) for file in view.ready)


def test_a_share_that_went_silent_after_the_look_costs_one_wait() -> None:
    """Its files wait for the next run (`has_changed`), those of other shares do not."""
    answers = threading.Event()
    asked: list[bool] = []

    def hang() -> bool:
        asked.append(True)
        return answers.wait()

    assert [answer_in_time(HUNG, hang, PATIENCE) for _ in range(3)] == [None, None, None]
    assert len(asked) == 1
    assert answer_in_time(SLOW, lambda: False, 60) is False
    answers.set()
    deadline = time.monotonic() + 10
    while answer_in_time(HUNG, lambda: False, 60) is None:
        assert time.monotonic() < deadline


def test_far_folders_are_asked_side_by_side(root: Path) -> None:
    """Each answers only while another one is asked, too."""
    together = threading.Barrier(4)

    def wait(folder: str) -> None:
        if Path(folder).name in UNITS:
            together.wait(timeout=30)

    inbox = FolderInbox(
        root, root.with_name("done"), settle_seconds=0, look_seconds=60, listing=_when_asked(wait)
    )
    assert len(inbox.lying(KNOWN)) == len(UNITS) * 6 + 1
