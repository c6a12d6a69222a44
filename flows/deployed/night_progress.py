"""How far a night is while it runs: files and pages, how fast, how long still, who works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from flows.deployed.artifact_door import ProgressBar
from flows.deployed.artifacts import SECONDS_TO_JUDGE, duration
from flows.way import FileResult
from storage.nights_table import Progress

KEY = "batch-progress"
# Six hours of a night are some two thousand updates of one row.
_SECONDS_BETWEEN_UPDATES = 10.0


@dataclass(frozen=True, slots=True)
class Done:
    """What of a night is done after some seconds, and how many pages were read in them."""

    progress: Progress
    read: int
    seconds: float
    shows_workers: bool = False

    @property
    def percent(self) -> float:
        """By pages, which say more about the time than files."""
        now = self.progress
        done, of_all = (now.pages_done, now.pages) if now.pages else (now.files_done, now.files)
        return min(100.0, 100.0 * done / of_all) if of_all else 100.0

    @property
    def seconds_left(self) -> float | None:
        """As far as can be told by the pages done; None at the beginning."""
        now = self.progress
        if self.seconds < SECONDS_TO_JUDGE or not now.pages_done:
            return None
        return self.seconds * max(0, now.pages - now.pages_done) / now.pages_done

    def told(self) -> str:
        """One line for people."""
        now = self.progress
        parts = [f"{now.files_done} of {now.files} files"]
        if now.pages:  # not before the night is planned
            parts.append(f"{now.pages_done} of about {now.pages} pages")
        if self.read and self.seconds > 0:
            parts.append(f"{60 * self.read / self.seconds:.0f} pages a minute")
        if now.files_done < now.files:
            if (left := self.seconds_left) is not None:
                parts.append(f"about {duration(left)} left")
            if self.shows_workers:
                parts.append(f"{now.at_work} runs at work")
        return ", ".join(parts) + "."


class NightProgress:
    """The progress of one night, as an artifact that is updated in place."""

    def __init__(self, look: Callable[[], Progress], *, shows_workers: bool = False) -> None:
        """Shows 0 %; nothing where there is nothing to do.

        Args:
            look: how far the night is now.
            shows_workers: whether others than this run may be at work on it.
        """
        self._look = look
        self._shows_workers = shows_workers
        self._read = 0
        self._began_at = self._told_at = time.monotonic()
        first = self._done()
        self._bar = ProgressBar(KEY, first.told()) if first.progress.files else None

    def count(self, result: FileResult) -> None:
        """One more file is done; told at most once in ten seconds."""
        self._read += result.pages["total"]
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN_UPDATES:
            self.tell()

    def tell(self, *, is_end: bool = False) -> None:
        """Shows how far it is now."""
        if self._bar is None:
            return
        done = self._done()
        self._bar.show(done.percent, done.told(), is_end=is_end)
        self._told_at = time.monotonic()

    def _done(self) -> Done:
        seconds = time.monotonic() - self._began_at
        return Done(self._look(), self._read, seconds, shows_workers=self._shows_workers)
