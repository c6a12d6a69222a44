"""Which chunks are handed out when: a few at a time, again where somebody died, smaller ones at the end."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

from config.fault_points import FaultPoint, passed
from config.sections import NightSettings
from dossiers.errors import SohoaError
from flows.night.hands import Hands
from flows.workspace import Workspace
from storage import chunks_table
from storage.chunks_table import ChunkRow
from storage.planned_table import PlannedFile

log = logging.getLogger("sohoa")

# More that wait have starved a whole queue of Prefect's (prefect #19403).
_HANDED_AT_ONCE = 2
_HANDED_AT_MOST = 6
_MOST_TRIES = 3
_LEAST_SECONDS_BEFORE_AGAIN = 30.0
# Prefect's client tries for a minute before it says that nobody answers; meanwhile the night learns nothing.
_SILENT_TIMES = 10
# A run of its own costs some seconds: of a chunk that goes well, less than this part of one does not move.
_LEAST_PART = 10
# A chunk is stuck when none of its files ended for this part of what stragglers are given.
_STUCK_PART = 10


class Handing:
    """Hands out the chunks of one night. By this process's own clock, which nobody sets."""

    def __init__(self, workspace: Workspace, night_id: str, hands: Hands, chunks: int) -> None:
        """Begins with `chunks` chunks, of which none was handed."""
        self._workspace = workspace
        self._night_id = night_id
        self._hands = hands
        self._next = chunks + 1
        self._settings: NightSettings = workspace.settings.night
        self._handed: dict[int, float] = {}
        self._not_before: dict[int, float] = {}
        self._nobody_before = float("-inf")
        self._left: dict[int, tuple[int, float]] = {}
        self._failed_elsewhere: set[int] = set()
        self._tried: dict[int, int] = {}
        self._last_claimed = float("-inf")

    def tend(self, chunks: Sequence[ChunkRow], living: frozenset[str], *, quiet: bool) -> list[int]:
        """Frees what a dead run held, and hands out what may go.

        Args:
            chunks: those that are not done.
            living: of the runs that have one, those that live.
            quiet: nobody has come and nothing has ended for long.

        Returns:
            The chunks that nobody has, in their order.
        """
        unclaimed = [chunk for chunk in chunks if chunk.run_id not in living]
        for chunk in unclaimed:
            self._free(chunk)
        for chunk in chunks:
            if chunk.run_id in living:
                self._last_claimed = max(self._last_claimed, self._handed.get(chunk.number, float("-inf")))
        numbers = [chunk.number for chunk in unclaimed]
        if time.monotonic() >= self._nobody_before:
            self._hand_out(numbers, quiet=quiet)
        return numbers

    def has_failed_elsewhere(self, number: int) -> bool:
        """Whether nobody is asked any more to come for a chunk: so many runs failed on it, or died."""
        return number in self._failed_elsewhere

    def split(self, files: Iterable[PlannedFile]) -> int:
        """Makes a chunk of its own of what stays behind in another; called where everything else has a run.

        Args:
            files: those that have not come to their end.

        Returns:
            How many pages may go to somebody else; 0: none.
        """
        left: dict[int, list[PlannedFile]] = {}
        for file in files:
            if file.chunk:
                left.setdefault(file.chunk, []).append(file)
        stuck = [number for number, rest in left.items() if self._is_stuck(number, len(rest))]
        for number in sorted(left, key=lambda number: (number not in stuck, -_untaken(left[number]))):
            least = 1 if number in stuck else max(1, self._settings.chunk_pages // _LEAST_PART)
            # A run that has only come is about to take them: moved on each time, nobody ever would.
            has_begun = number in stuck or any(file.taken_by for file in left[number])
            if has_begun and _untaken(left[number]) >= least:
                with self._workspace.ledger.transaction() as connection:
                    share = 1.0 if number in stuck else 0.5
                    moved = chunks_table.split(
                        connection, self._night_id, number, self._next, least_pages=least, share=share
                    )
                if moved:
                    self._next += 1
                    return moved
        return 0

    def _hand_out(self, unclaimed: Sequence[int], *, quiet: bool) -> None:
        """Stops at the first that cannot be handed out: whoever does not hear of one hears of none."""
        waiting = [number for number in unclaimed if number in self._handed]
        for number in waiting:
            if self._is_lost(number, quiet=quiet) and not self._hand(number):
                return
        for number in unclaimed:
            if not self._is_room_beside(waiting):
                return
            if number not in self._handed and self._may_go(number):
                if not self._hand(number):
                    return
                waiting.append(number)

    def _free(self, chunk: ChunkRow) -> None:
        """Nobody has the chunk; where somebody had it, that try is over, and it is handed out anew."""
        if chunk.run_id is not None:
            with self._workspace.ledger.transaction() as connection:
                chunks_table.free(connection, self._night_id, chunk.number, chunk.run_id)
        if chunk.tries == self._tried.get(chunk.number, 0):
            return
        self._tried[chunk.number] = chunk.tries
        self._handed.pop(chunk.number, None)
        self._left.pop(chunk.number, None)
        if chunk.tries - chunk.given_back >= _MOST_TRIES:
            why = chunk.error["code"] if chunk.error else "its runs died"
            log.warning("chunk %d is left to the night's own run: %s", chunk.number, why)
            self._failed_elsewhere.add(chunk.number)
        if chunk.error is not None:  # what is out of reach now may be back a little later
            self._not_before[chunk.number] = time.monotonic() + self._settings.heartbeat_seconds

    def _may_go(self, number: int) -> bool:
        is_time = time.monotonic() >= self._not_before.get(number, float("-inf"))
        return is_time and number not in self._failed_elsewhere

    def _is_room_beside(self, waiting: Sequence[int]) -> bool:
        """Whoever was asked, and is not there after a while, does not keep others from being asked."""
        if len(waiting) < _HANDED_AT_ONCE:
            return True
        last = max(self._handed[number] for number in waiting)
        is_late = time.monotonic() - last >= _LEAST_SECONDS_BEFORE_AGAIN
        return is_late and len(waiting) < _HANDED_AT_MOST

    def _is_lost(self, number: int, *, quiet: bool) -> bool:
        """Whether whoever was asked will not come: others came for what was handed later, or nobody does."""
        patience = max(self._settings.wait_for_workers_seconds, _LEAST_SECONDS_BEFORE_AGAIN)
        handed = self._handed[number]
        return time.monotonic() - handed >= patience and (quiet or self._last_claimed > handed)

    def _hand(self, number: int) -> bool:
        with self._workspace.ledger.transaction() as connection:
            attempt = chunks_table.hand(connection, self._night_id, number)
        if attempt is None:  # another night began meanwhile: the next look tells
            return False
        self._handed[number] = began = time.monotonic()
        try:
            self._hands.hand(self._night_id, number, attempt)
        except SohoaError as error:
            log.warning("chunk %d cannot be handed out now: %s", number, error.code)
            took = time.monotonic() - began
            pause = max(self._settings.heartbeat_seconds, _SILENT_TIMES * took)
            self._nobody_before = time.monotonic() + pause
            del self._handed[number]
            return False
        passed(FaultPoint.CHUNK_HANDED)
        return True

    def _is_stuck(self, number: int, files: int) -> bool:
        before, since = self._left.get(number, (-1, 0.0))
        if before != files:
            self._left[number] = (files, time.monotonic())
            return False
        return time.monotonic() - since >= self._settings.straggler_seconds / _STUCK_PART


def _untaken(files: Iterable[PlannedFile]) -> int:
    """Pages of the files that nobody has begun."""
    return sum(file.pages for file in files if file.taken_by is None)
