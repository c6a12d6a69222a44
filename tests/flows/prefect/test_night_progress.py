"""What is said of a night while it runs."""

from __future__ import annotations

import pytest

from flows.deployed.night_progress import Done
from storage.nights_table import Progress


def done(*, files: int, pages: int, seconds: float, read: int = 0, shared: bool = False) -> Done:
    return Done(Progress(10, 40, files, pages, at_work=3), read, seconds, shows_workers=shared)


def test_progress_goes_by_pages_and_says_pages_a_minute_and_the_time_left() -> None:
    half = done(files=2, pages=20, seconds=600, read=30)
    assert half.percent == 50
    assert half.told() == "2 of 10 files, 20 of about 40 pages, 3 pages a minute, about 10 min left."


def test_a_shared_night_says_how_many_are_at_work() -> None:
    told = done(files=2, pages=30, seconds=9000, read=30, shared=True).told()
    assert told.endswith("about 50 min left, 3 runs at work.")


def test_nobody_guesses_at_the_beginning_nor_says_what_is_left_at_the_end() -> None:
    assert done(files=1, pages=1, seconds=2).seconds_left is None
    assert done(files=0, pages=0, seconds=600).seconds_left is None
    end = done(files=10, pages=40, seconds=600, read=50, shared=True)
    assert (end.percent, end.told()) == (100, "10 of 10 files, 40 of about 40 pages, 5 pages a minute.")


@pytest.mark.parametrize(("pages", "files", "percent"), [(0, 5, 50), (0, 0, 100)])
def test_without_pages_files_count(pages: int, files: int, percent: float) -> None:
    assert Done(Progress(2 * files, pages, files, 0, at_work=0), 0, 60.0).percent == percent
