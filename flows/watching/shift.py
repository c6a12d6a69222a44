"""A shift of the watch: from the opening of ledger and store until one of them is gone, or it is stopped.

One thread listens and looks; each handful of files that arrived together has a thread of its own, at most
`[batch] workers` at once, so that a thick scan holds up no other dossier.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dossiers.errors import NotReady, OutOfReach, SohoaError, TooManyFailed
from flows.inbox import InboxFile, has_changed, stop_waiting
from flows.taking_in import Ended
from flows.watching.arrivals import Arrivals
from flows.watching.desk import SlipDesk
from flows.watching.handful import handfuls, take_in
from flows.watching.looking import Looking
from flows.watching.resting import Resting
from flows.watching.under_way import UnderWay
from flows.workspace import Workspace
from storage import register_table

REFRESH_SECONDS = 30.0
_LOOK_SECONDS = 60.0  # what is told may be lost: inotify(7), "Limitations and caveats"
_MOST_OF_THE_TIME = 50.0  # looking everywhere takes a fiftieth of it at most
_PAUSE_AFTER_MANY_FAILED = 60.0
_BUSY_SECONDS = 0.25


class Shift:
    """Takes in what arrives. Not for more than one thread."""

    def __init__(
        self,
        workspace: Workspace,
        arrivals: Arrivals,
        desk: SlipDesk,
        resting: Resting,
        *,
        stop: threading.Event,
        on_ended: Callable[[Ended], None],
        on_fault: Callable[[SohoaError], None],
    ) -> None:
        """Begins with looking everywhere.

        Args:
            workspace: the open ledger and store.
            arrivals: what is heard of the inbox.
            desk: writes the slips.
            resting: the files that wait, of this shift and of those before.
            stop: ends it after the files under way.
            on_ended: told each file as it ends.
            on_fault: told what a file met that is no fault of the file; it is tried again later. With `once`
                nobody is: it ends the shift.

        Raises:
            SettingsRefused: the inbox cannot be read.
        """
        self._workspace = workspace
        self._arrivals = arrivals
        self._desk = desk
        self._resting = resting
        self._stop = stop
        self._on_fault = on_fault
        self._looking = Looking(workspace)
        self._under_way = UnderWay(resting, on_ended, workspace.settings.batch.max_failed_ratio)
        self._begins_again_at = 0.0
        self._register_state = ""
        self._look_everywhere()
        desk.catch_up()
        self._refresh()

    def work(self, *, once: bool) -> None:
        """Takes in what arrives until it is stopped; with `once`, what lay there at the beginning.

        Raises:
            OutOfReach: the store or the ledger does not answer.
            NotReady: the inbox, or what else the settings name, is not there any more.
            SohoaError: with `once`, whatever a file met that is no fault of the file.
        """
        settled_at = time.monotonic() + self._workspace.settings.inbox.settle_seconds
        workers = self._workspace.settings.batch.worker_count
        try:
            with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="handful") as pool:
                try:
                    self._take_in_what_comes(pool, workers, ends_at=settled_at if once else None)
                finally:
                    if self._stop.is_set():
                        self._workspace.store.stop_waiting()
                        stop_waiting()
            self._end_handfuls(once=once)
            self._refresh()
        finally:
            self._under_way.settle(self._under_way.over())  # the next shift has the same `resting`

    def _take_in_what_comes(self, pool: ThreadPoolExecutor, workers: int, *, ends_at: float | None) -> None:
        """Until it is stopped, or when nothing is ready any more after `ends_at`."""
        while not self._stop.is_set():
            self._begin(pool, workers)
            is_over = ends_at is not None and time.monotonic() > ends_at
            if is_over and not self._under_way and not self._ready():
                return
            names = self._arrivals.wait(self._pause(), self._stop)
            if "" in names:
                self._look_at_again = time.monotonic()
            elif names:
                self._look_at(names)
            self._end_handfuls(once=ends_at is not None)
            self._look_around()

    def _pause(self) -> float:
        """How long nothing has to be done but to listen."""
        now = time.monotonic()
        moments = [self._refresh_at, self._look_at_again]
        if (next_at := self._resting.next_at()) is not None and not self._under_way:
            moments.append(max(next_at, self._begins_again_at))
        pause = max(0.001, min(moments) - now)
        return min(pause, _BUSY_SECONDS) if self._under_way else pause

    def _ready(self) -> list[InboxFile]:
        now = time.monotonic()
        return self._resting.ready(now) if now >= self._begins_again_at else []

    def _begin(self, pool: ThreadPoolExecutor, workers: int) -> None:
        """Begins as many handfuls as there are free workers."""
        free = workers - len(self._under_way)
        if not free or not (ready := self._ready()):
            return
        for handful in handfuls(ready, self._under_way.dossiers)[:free]:
            if changed := [file for file in handful.files if has_changed(file)]:
                for file in changed:
                    self._resting.later(file, time.monotonic())
                self._see_again(changed)
                continue
            begun = pool.submit(take_in, self._workspace, handful, self._desk, self._stop)
            self._under_way.begin(begun, handful)

    def _end_handfuls(self, *, once: bool) -> None:
        """What became of those that are over; the first error that concerns all files ends the shift."""
        over = self._under_way.over()
        if not over:
            return
        faults = self._under_way.settle(over)
        for fault in faults:
            if once or isinstance(fault, OutOfReach | NotReady):
                raise fault
        for fault in faults:
            self._on_fault(fault)
            if isinstance(fault, TooManyFailed):
                self._begins_again_at = time.monotonic() + _PAUSE_AFTER_MANY_FAILED
        if faults:
            self._desk.catch_up()
        self._see_again(file for handful in over.values() for file in handful.files)
        self._refresh()

    def _look_around(self) -> None:
        """What is to be done from time to time, whether anything was heard or not."""
        now = time.monotonic()
        if now >= self._refresh_at:
            self._refresh()
            with self._workspace.ledger.reading() as connection:
                has_grown = register_table.register_state(connection) != self._register_state
            if has_grown:  # files may have waited for their dossier
                self._look_at_again = now
        if now >= self._look_at_again:
            self._look_everywhere()

    def _look_everywhere(self) -> None:
        begun_at = time.monotonic()
        with self._workspace.ledger.reading() as connection:
            self._register_state = register_table.register_state(connection)
        self._resting.see(self._looking.everywhere(), begun_at)
        ended_at = time.monotonic()
        least = _LOOK_SECONDS if self._arrivals.tells else self._workspace.settings.watch.poll_seconds
        self._look_at_again = ended_at + max(least, (ended_at - begun_at) * _MOST_OF_THE_TIME)

    def _look_at(self, names: Iterable[str]) -> None:
        wanted = frozenset(names)
        self._resting.see(self._looking.at(wanted), time.monotonic(), wanted)

    def _see_again(self, files: Iterable[InboxFile]) -> None:
        """Looks at files that have changed or ended: another one may lie in their place."""
        root = self._workspace.settings.inbox.path
        if isinstance(root, Path):
            self._look_at(file.path.relative_to(root).parts[0] for file in files)
        else:
            self._look_at_again = time.monotonic()

    def _refresh(self) -> None:
        self._desk.refresh()
        self._refresh_at = time.monotonic() + REFRESH_SECONDS
