"""The files of a night, taken in one of three ways (`[night] spread`), and how far it is meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from config.sections import Spread
from flows.deployed.dask_hands import dask_hands
from flows.deployed.file_tasks import as_tasks
from flows.deployed.night_progress import NightProgress
from flows.deployed.prefect_hands import PrefectHands
from flows.inbox import InboxFile
from flows.night.coordinating import shared_out
from flows.night.hands import Hands
from flows.night.page_estimate import page_estimate
from flows.ordering import Line
from flows.way import FileResult
from flows.workspace import Workspace
from storage import nights_table
from storage.nights_table import Progress


def taken_in(
    workspace: Workspace, run_id: str, files: Sequence[InboxFile]
) -> Generator[FileResult, None, None]:
    """Each file once; the first error ends it, files already begun are finished. Close it where you stop.

    Raises:
        SohoaError: what a file met that is no fault of the file, or that nobody can work.
    """
    if not files:
        return
    if workspace.settings.night.spread is Spread.HERE:
        yield from _here(workspace, run_id, files)
        return
    progress = NightProgress(_looking(workspace, run_id, len(files)), shows_workers=True)
    with _hands(workspace) as hands, closing(shared_out(workspace, run_id, files, hands)) as endings:
        for _, result in endings:
            progress.count(result)
            yield result
    progress.tell(is_end=True)


@contextmanager
def _hands(workspace: Workspace) -> Iterator[Hands]:
    if workspace.settings.night.spread is Spread.WORKERS:
        yield PrefectHands()
        return
    with dask_hands(workspace.settings) as hands:
        yield hands


def _looking(workspace: Workspace, run_id: str, files: int) -> Callable[[], Progress]:
    """What the ledger says of a shared night; before its plan is entered, nothing is done."""

    def look() -> Progress:
        with workspace.ledger.reading() as connection:
            progress = nights_table.progress(connection, run_id)
        return progress if progress.files else Progress(files, 0, 0, 0, 0)

    return look


@dataclass
class _Counted:
    """How far a night is whose files this run alone takes in."""

    files: int
    pages: int
    files_done: int = 0
    pages_done: int = 0

    def __call__(self) -> Progress:
        return Progress(self.files, self.pages, self.files_done, self.pages_done, at_work=1)


def _here(workspace: Workspace, run_id: str, files: Sequence[InboxFile]) -> Iterator[FileResult]:
    estimate = page_estimate(workspace)
    pages_of = {file.sighting.path: estimate(file) for file in files}
    counted = _Counted(len(files), sum(pages_of.values()))
    with workspace.ledger.transaction() as connection:
        nights_table.plan(connection, run_id, files=counted.files, pages=counted.pages)
    progress = NightProgress(counted)
    for file, result in as_tasks(workspace, run_id, Line(files)):
        counted.files_done += 1
        counted.pages_done += pages_of[file.sighting.path]
        progress.count(result)
        yield result
    progress.tell(is_end=True)
