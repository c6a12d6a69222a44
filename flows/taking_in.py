"""Files one after the other, or side by side: each once, those of one dossier in their order."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from flows.inbox import InboxFile, move_to_done, stop_waiting
from flows.ordering import Line
from flows.way import FileResult, FileWay
from flows.workspace import Workspace
from storage.objects import ObjectStore

GRACE_SECONDS = 15.0
"""How long files under way have for their end once the process is told to end.

Less than `sohoa serve` and systemd leave a worker before they kill it.
"""


class Ended(NamedTuple):
    """A file, and what became of it."""

    file: InboxFile
    result: FileResult


class TakeIn(Protocol):
    """How the files of a line are taken in: by threads, or by tasks of Prefect."""

    def __call__(self, workspace: Workspace, run_id: str, line: Line) -> Generator[Ended, None, None]:
        """Takes in what the line gives, and tells each file as it ends.

        Takes from the line only what begins now. The first error ends it, or that it is closed; files that
        were begun are finished.

        Raises:
            SohoaError: what a file met that is no fault of the file.
        """


def side_by_side(workspace: Workspace, run_id: str, line: Line) -> Generator[Ended, None, None]:
    """Each file once, at most `[batch] workers` at a time; the first error ends it without the rest."""
    way = FileWay(workspace, run_id)
    workers = workspace.settings.batch.worker_count
    running: dict[Future[FileResult], InboxFile] = {}
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="file")
    with pool, _no_waiting_once_interrupted(workspace.store):
        while True:
            for file in line.take(workers - len(running)):
                started = pool.submit(way.take_in, file, settle=move_to_done, by_person=file.by_person)
                running[started] = file
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                file = running.pop(future)
                line.done(file)
                yield Ended(file, future.result())


@contextmanager
def _no_waiting_once_interrupted(store: ObjectStore) -> Iterator[None]:
    """Whoever presses Ctrl-C shall not wait for threads that wait for a store, or for the inbox."""
    try:
        yield
    except KeyboardInterrupt:
        store.stop_waiting()
        stop_waiting()
        raise
