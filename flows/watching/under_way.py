"""The handfuls under way in their threads, and what becomes of their files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from time import monotonic

from dossiers.errors import SohoaError, TooManyFailed
from flows.error_budget import ErrorBudget
from flows.taking_in import Ended
from flows.traces import trace_of
from flows.watching.handful import Handful
from flows.watching.resting import Resting
from flows.way import Outcome

log = logging.getLogger("sohoa")

Threads = Mapping[Future[None], Handful]


class UnderWay:
    """Handfuls by what their threads will say. Not for more than one thread."""

    def __init__(self, resting: Resting, on_ended: Callable[[Ended], None], max_failed_ratio: float) -> None:
        """Begins with none.

        Args:
            resting: the files that wait, and those under way.
            on_ended: told each file that ended.
            max_failed_ratio: of the error budget; a spent one is followed by a new one.
        """
        self._resting = resting
        self._on_ended = on_ended
        self._max_failed_ratio = max_failed_ratio
        self._budget = ErrorBudget(max_failed_ratio)
        self._threads: dict[Future[None], Handful] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._threads)

    @property
    def dossiers(self) -> set[str | None]:
        """Whose files are under way."""
        return {handful.files[0].sighting.dossier_code for handful in self._threads.values()}

    def begin(self, thread: Future[None], handful: Handful) -> None:
        """The thread takes the handful in."""
        self._threads[thread] = handful
        for file in handful.files:
            self._resting.begin(file)

    def over(self) -> Threads:
        """Those whose threads have ended."""
        return {thread: handful for thread, handful in self._threads.items() if thread.done()}

    def settle(self, over: Threads) -> list[SohoaError]:
        """Files of handfuls that are over are under way no more; returns what went wrong with them."""
        for thread, handful in over.items():
            del self._threads[thread]
            for file, result in handful.ended:
                if result.outcome is Outcome.WAITING:
                    self._resting.later(file, monotonic())
                else:
                    self._resting.done(file)
            for file in handful.left:
                self._resting.later(file, monotonic())
        faults: list[SohoaError] = []
        for thread, handful in over.items():
            faults += [fault for ended in handful.ended if (fault := self._counted(ended))]
            if (met := thread.exception()) is not None:
                faults.append(as_told(met))
        return faults

    def _counted(self, ended: Ended) -> TooManyFailed | None:
        self._on_ended(ended)
        try:
            self._budget.count(ended.result)
        except TooManyFailed as error:
            self._budget = ErrorBudget(self._max_failed_ratio)
            return error
        return None


def as_told(fault: BaseException) -> SohoaError:
    """What is told of what went wrong; a bug gets its class in the error tree."""
    if isinstance(fault, SohoaError):
        return fault
    log.debug("its traceback:\n%s", trace_of(fault))
    return SohoaError(f"A bug in sohoa: {type(fault).__name__}.")
