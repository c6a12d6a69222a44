"""The night's own run as a worker: for files that it alone can find, and where no other worker comes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event

from dossiers.errors import SohoaError
from flows.inbox import InboxFile
from flows.night.chunk_files import ChunkFiles
from flows.night.work import work_on
from flows.ordering import Line
from flows.taking_in import GRACE_SECONDS, Ended, side_by_side
from flows.workspace import Workspace
from storage import chunks_table, runs_table
from storage.planned_table import OWN

log = logging.getLogger("sohoa")


class OwnHand:
    """One thread that works on one thing at a time, beside the one that shares the night out.

    Attributes:
        number: of the chunk it works on, or worked on last; None before the first.
        ended: set when it is free again.
    """

    def __init__(self, workspace: Workspace, night_id: str, files: Sequence[InboxFile]) -> None:
        """Begins nothing yet; `files` are those of the night."""
        self.number: int | None = None
        self.ended = Event()
        self._workspace = workspace
        self._night_id = night_id
        self._known = {file.sighting.path: file for file in files}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="own-hand")
        self._working: Future[None] | None = None
        self._run_id: str | None = None  # of the work on a chunk

    @property
    def is_busy(self) -> bool:
        """Whether it works. Raises what ended its work for which there is no other try."""
        if self._working is not None and self._working.done():
            working, self._working = self._working, None
            working.result()
        return self._working is not None

    def take_chunk(self, number: int, *, is_last_try: bool = False) -> None:
        """Works on a chunk as any worker does; what ends the last try of it, `is_busy` raises."""

        def work() -> None:
            worked = work_on(self._workspace, self._night_id, number, self._taken_in)
            if is_last_try and worked.error is not None:
                raise worked.error

        self._begin(number, work)

    def take_own(self) -> None:
        """Takes in the files that are left to the night's own run."""
        files = ChunkFiles(self._workspace, self._night_id, OWN, self._night_id, self._known)
        self._begin(OWN, lambda: list(files.taken_in(side_by_side)))

    def close(self) -> None:
        """Waits for the files that it has begun; the night was stopped, so it begins no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def leave(self) -> None:
        """The process is told to end: waits as long as the grace, and gives back what is under way then.

        Whoever has it next finds it as if this process had been killed; what the night's own run has taken
        is free when that ends.
        """
        self._pool.shutdown(wait=False)
        if self._working is None or self.ended.wait(GRACE_SECONDS):
            return
        log.warning("told to end: files under way are given back")
        if self._run_id is not None:
            with suppress(SohoaError), self._workspace.ledger.transaction() as connection:
                chunks_table.give_back(connection, self._run_id)
                runs_table.finish_run(connection, self._run_id, is_complete=False)

    def _taken_in(self, workspace: Workspace, run_id: str, line: Line) -> Generator[Ended, None, None]:
        self._run_id = run_id
        yield from side_by_side(workspace, run_id, line)

    def _begin(self, number: int, work: Callable[[], object]) -> None:
        self.number = number
        self._run_id = None
        self.ended.clear()

        def working() -> None:
            try:
                work()
            finally:
                self.ended.set()

        self._working = self._pool.submit(working)
