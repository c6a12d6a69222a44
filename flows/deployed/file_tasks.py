"""The files of a Prefect run, as many at once as `[batch] workers` says; nothing of them is lost at its end.

The night's own run takes each file as a task, which the UI shows. The run of a chunk takes them as threads:
a task costs Prefect and its client some 30 ms of CPU, a page half a second of reading, and the ledger tells
of each file anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from queue import Empty, SimpleQueue

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from dossiers.errors import SohoaError
from flows.deployed.deciding import FinalState, as_bug, completed, failed
from flows.deployed.told_to_end import ToldToEnd, give_back_and_end, told_to_end
from flows.inbox import InboxFile, move_to_done
from flows.ordering import Line
from flows.taking_in import Ended
from flows.way import FileResult, FileWay
from flows.workspace import Workspace

Ending = FileResult | SohoaError


def as_tasks(workspace: Workspace, run_id: str, line: Line) -> Generator[Ended, None, None]:
    """Takes in what the line gives (`flows.taking_in.TakeIn`), one task a file; the first error ends it.

    Files that were begun are finished. A process that is told to end begins no other, and gives back what is
    still under way after the grace.

    Raises:
        SohoaError: what a file met that is no fault of the file.
    """
    files = _FilesUnderWay(workspace, run_id)
    take_in_file = _file_task(files)
    pool: ThreadPoolTaskRunner[FinalState]
    with files.until_told(), ThreadPoolTaskRunner(max_workers=files.most) as pool:

        def start(number: int) -> None:
            _submit(pool, take_in_file, number, files)

        yield from files.taken_in(line, start)


def as_threads(workspace: Workspace, run_id: str, line: Line) -> Generator[Ended, None, None]:
    """As `as_tasks`, without a task for each file."""
    files = _FilesUnderWay(workspace, run_id)
    with files.until_told(), ThreadPoolExecutor(files.most, thread_name_prefix="file") as pool:

        def start(number: int) -> None:
            pool.submit(files.take_in, number).add_done_callback(lambda _: files.tell(number))

        yield from files.taken_in(line, start)


class _FilesUnderWay:
    """The files that are being taken in, by a number: Prefect keeps the arguments and names of tasks."""

    def __init__(self, workspace: Workspace, run_id: str) -> None:
        self.most = workspace.settings.batch.worker_count
        self._told = ToldToEnd()
        self._workspace = workspace
        self._run_id = run_id
        self._way = FileWay(workspace, run_id)
        self._files: dict[int, InboxFile] = {}
        self._endings: dict[int, Ending] = {}
        self._finished: SimpleQueue[int | None] = SimpleQueue()

    @contextmanager
    def until_told(self) -> Iterator[None]:
        """Listens to whoever tells the process to end."""
        with told_to_end(lambda: self._finished.put(None)) as self._told:
            yield

    def taken_in(self, line: Line, start: Callable[[int], None]) -> Generator[Ended, None, None]:
        """Starts what the line gives, and tells each file as it ends."""
        numbers = count(1)
        while True:
            for file in [] if self._told else line.take(self.most - len(self._files)):
                number = next(numbers)
                self._files[number] = file
                start(number)
            if not self._files:
                return
            ended = self._next()
            if ended is None:
                if self._told.is_over:
                    give_back_and_end(self._workspace, self._run_id)
                continue
            file, ending = self._files.pop(ended), self._endings.pop(ended, None)
            line.done(file)
            if ending is None:
                raise SohoaError("Prefect ended a task before its file was taken in.", "Run again.")
            if isinstance(ending, SohoaError):
                raise ending
            yield Ended(file, ending)

    def take_in(self, number: int) -> Ending:
        """The way of one file; what went wrong is an ending, too, since its words may name a file."""
        file = self._files[number]
        try:
            ending: Ending = self._way.take_in(file, settle=move_to_done, by_person=file.by_person)
        except SohoaError as error:
            ending = error
        except Exception as bug:  # noqa: BLE001 - Prefect would keep its words
            ending = as_bug(bug)
        self._endings[number] = ending
        return ending

    def tell(self, number: int) -> None:
        """This file came to its end."""
        self._finished.put(number)

    def _next(self) -> int | None:
        """The next file that ended; None where the process is told to end, or its grace is over."""
        try:
            return self._finished.get(timeout=self._told.seconds_left if self._told else None)
        except Empty:
            return None


def _submit(
    pool: ThreadPoolTaskRunner[FinalState],
    take_in_file: Task[[int], FinalState],
    number: int,
    files: _FilesUnderWay,
) -> None:
    def tell(_future: PrefectFuture[FinalState]) -> None:
        files.tell(number)

    pool.submit(take_in_file, {"number": number}).add_done_callback(tell)


def _file_task(files: _FilesUnderWay) -> Task[[int], FinalState]:
    @task(
        name="take-in-file",
        task_run_name="file-{number}",
        cache_policy=NO_CACHE,  # the ledger knows what was done, by content
        persist_result=False,
    )
    def take_in_file(number: int) -> FinalState:
        ending = files.take_in(number)
        if isinstance(ending, SohoaError):
            return failed(ending)
        reason = ending.reason.value if ending.reason else ""
        return completed(reason, name=ending.outcome.value.capitalize())

    return take_in_file
