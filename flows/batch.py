"""The nightly batch: look, plan, take in, summarise. With Prefect (flows/deployed/nightly.py) or without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from config.settings import InboxSettings
from dossiers.errors import TooManyFailed
from dossiers.ratios import Ratio
from dossiers.reasons import Reason
from flows.inbox import InboxFile, look, move_to_done
from flows.ordering import Line
from flows.ownership import recheck
from flows.reporting import indicators_of_all
from flows.way import FileResult, FileWay, Outcome
from flows.work_directory import sweep
from flows.workspace import Workspace
from storage import files_table, register_table, runs_table
from storage.files_table import FileRow
from storage.instants import now

# Below this many files a ratio of failures says nothing (contract.md, exit code 7).
_ENOUGH_TO_JUDGE = 20
# Failures of the system may have passed by the next run; other files in quarantine wait for a change.
_TRIED_AGAIN = frozenset({Reason.SYSTEM})

BatchProgress = Callable[[FileResult, int], None]


class QuarantinedFile(BaseModel):
    """A file in quarantine, and why."""

    model_config = ConfigDict(frozen=True)

    file: str
    reason: Reason
    detail: str


class FileCounts(BaseModel):
    """What became of the files; the four outcomes add up to `seen`."""

    model_config = ConfigDict(frozen=True)

    seen: int
    stored: int
    duplicate: int
    quarantined: int
    waiting: int


class PageCounts(BaseModel):
    """Pages read in this run, by source (`mixed` pages count as `ocr`)."""

    model_config = ConfigDict(frozen=True)

    total: int = 0
    ocr: int = 0
    text_layer: int = 0
    blank: int = 0


class BatchSummary(BaseModel):
    """What a batch did (contract.md, `sohoa batch --json`)."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    files: FileCounts
    pages: PageCounts
    quarantine: tuple[QuarantinedFile, ...]
    indicators: dict[str, Ratio]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one look into the inbox asks for."""

    to_do: tuple[InboxFile, ...]
    settled: tuple[FileResult, ...]


def run_batch(workspace: Workspace, *, on_file: BatchProgress | None = None) -> BatchSummary:
    """Takes in everything that lies ready in the inbox.

    Args:
        workspace: the open ledger, store and knowledge.
        on_file: told each finished file and how many there are in all.

    Raises:
        TooManyFailed: the share of files that failed for reasons of the system passed the limit.
        OutOfReach, NotReady: see the error tree; nothing is lost.
    """
    with batch_run(workspace) as run_id:
        started_at = now()
        plan = plan_batch(workspace)
        results = list(plan.settled)
        way = FileWay(workspace, run_id)
        budget = ErrorBudget(workspace.settings.batch.max_failed_ratio)
        for result in _in_parallel(way, workspace, plan.to_do):
            results.append(result)
            if on_file:
                on_file(result, len(plan.to_do))
            budget.count(result)
        recheck(workspace)
        return summarise(workspace, run_id, started_at, results)


@contextmanager
def batch_run(workspace: Workspace, *, note: str = "") -> Iterator[str]:
    """A run in the ledger; at its end, whatever it left unfinished is free for the next."""
    sweep()
    with workspace.ledger.transaction() as connection:
        run_id = runs_table.begin_run(connection, note)
    try:
        yield run_id
    finally:
        with workspace.ledger.transaction() as connection:
            runs_table.finish_run(connection, run_id)


def plan_batch(workspace: Workspace) -> Plan:
    """Looks into the inbox; files in quarantine that have not changed are not tried again."""
    with workspace.ledger.reading() as connection:
        known = register_table.known_codes(connection)
    view = look(workspace.settings.inbox, known)
    to_do: list[InboxFile] = []
    settled = [FileResult(file.name, Outcome.WAITING, Reason.GROWING) for file in view.growing]
    with workspace.ledger.reading() as connection:
        state = register_table.register_state(connection)
        for file in view.ready:
            row = files_table.quarantined_unchanged(connection, file.sighting)
            if row is None or _may_go_now(file, row, state, known):
                to_do.append(file)
            else:
                settled.append(FileResult(file.name, Outcome.QUARANTINED, row.reason, row.detail))
    return Plan(tuple(to_do), tuple(settled))


def settler(inbox: InboxSettings) -> Callable[[InboxFile], None]:
    """What is done with a file of the inbox once it is safe."""
    return lambda file: move_to_done(file, inbox)


class ErrorBudget:
    """How many files may fail for reasons of the system before a batch stops."""

    def __init__(self, max_failed_ratio: float) -> None:
        """Begins with no file."""
        self._max_failed_ratio = max_failed_ratio
        self._files = 0
        self._causes: Counter[str] = Counter()

    def count(self, result: FileResult) -> None:
        """Counts one more file.

        Raises:
            TooManyFailed: more than `max_failed_ratio` of at least 20 files failed.
        """
        self._files += 1
        if result.reason is None or not result.reason.is_fault_of_system:
            return
        self._causes[result.detail.rstrip(".")] += 1
        failed = self._causes.total()
        if self._files >= _ENOUGH_TO_JUDGE and failed > self._max_failed_ratio * self._files:
            listed = "; ".join(f"{number} x {cause}" for cause, number in self._causes.most_common(3))
            raise TooManyFailed(f"{failed} of {self._files} files failed: {listed}.")


def summarise(
    workspace: Workspace, run_id: str, started_at: datetime, results: Sequence[FileResult]
) -> BatchSummary:
    """The numbers of a run, and the indicators over all registered dossiers after it."""
    outcomes = Counter(result.outcome for result in results)
    pages: Counter[str] = Counter()
    for result in results:
        pages.update(result.pages)
    return BatchSummary(
        run_id=run_id,
        started_at=started_at,
        finished_at=now(),
        files=FileCounts(
            seen=len(results),
            stored=outcomes[Outcome.STORED],
            duplicate=outcomes[Outcome.DUPLICATE],
            quarantined=outcomes[Outcome.QUARANTINED],
            waiting=outcomes[Outcome.WAITING],
        ),
        pages=PageCounts(**pages),
        quarantine=tuple(
            QuarantinedFile(file=result.file, reason=result.reason, detail=result.detail)
            for result in sorted(results, key=lambda result: result.file)
            if result.outcome is Outcome.QUARANTINED and result.reason is not None
        ),
        indicators=indicators_of_all(workspace),
    )


def _may_go_now(file: InboxFile, row: FileRow, register_state: str, known: Collection[str]) -> bool:
    """Whether what a file in quarantine waited for has changed.

    A batch scan is not read again before the register holds the dossier that it waits for; a file without a
    sheet, before its name says whose it is (a code may be of a form that only the register knows).
    """
    match row.reason:
        case Reason.NO_DOSSIER:
            return file.sighting.dossier_code is not None
        case Reason.UNKNOWN_DOSSIER:
            return row.register_state != register_state and row.dossier_code in known
        case _:
            return row.reason in _TRIED_AGAIN


def _in_parallel(way: FileWay, workspace: Workspace, files: Sequence[InboxFile]) -> Iterator[FileResult]:
    """Each file once, at most `[batch] workers` at a time; the first error ends it without the rest."""
    settle = settler(workspace.settings.inbox)
    workers = workspace.settings.batch.worker_count
    line = Line(files)
    running: dict[Future[FileResult], InboxFile] = {}
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="file") as pool:
        while True:
            for file in line.take(workers - len(running)):
                running[pool.submit(way.take_in, file, settle=settle)] = file
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                line.done(running.pop(future))
                yield future.result()
