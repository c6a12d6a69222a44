"""The nightly batch: look, plan, take in, summarise. With Prefect (flows/deployed/nightly.py) or without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from config.fault_points import FaultPoint, passed
from config.settings import InboxSettings
from dossiers.ratios import Ratio
from dossiers.reasons import Reason
from flows.error_budget import ErrorBudget
from flows.figures.reporting import indicators_of_all
from flows.inbox import InboxFile, look, move_to_done
from flows.ordering import Line
from flows.ownership import recheck
from flows.protection import require_protection
from flows.second_tries import WaitingRoom
from flows.upkeep.sealing import seal_trail
from flows.way import FileResult, FileWay, Outcome
from flows.work_directory import sweep
from flows.workspace import Workspace
from storage import quarantine_table, register_table, runs_table
from storage.instants import now
from storage.objects import ObjectStore

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


def run_batch(
    workspace: Workspace,
    *,
    on_file: BatchProgress | None = None,
    plan_of: Callable[[Workspace], Plan] | None = None,
) -> BatchSummary:
    """Takes in everything that lies ready in the inbox.

    Args:
        workspace: the open ledger, store and knowledge.
        on_file: told each finished file and how many there are in all.
        plan_of: says what to take in, where it is not all that lies ready.

    Raises:
        TooManyFailed: the share of files that failed for reasons of the system passed the limit.
        OutOfReach, NotReady: see the error tree; nothing is lost.
    """
    require_protection(workspace.store)
    with batch_run(workspace) as run_id:
        started_at = now()
        plan = (plan_of or plan_batch)(workspace)
        results = list(plan.settled)
        way = FileWay(workspace, run_id)
        budget = ErrorBudget(workspace.settings.batch.max_failed_ratio)
        for result in _in_parallel(way, workspace, plan.to_do):
            results.append(result)
            if on_file:
                on_file(result, len(plan.to_do))
            budget.count(result)
        recheck(workspace)
        summary = summarise(workspace, run_id, started_at, results)
    seal_trail(workspace)
    return summary


@contextmanager
def batch_run(workspace: Workspace, *, note: str = "") -> Iterator[str]:
    """A run in the ledger; at its end, whatever it left unfinished is free for the next."""
    sweep()
    with workspace.ledger.transaction() as connection:
        run_id = runs_table.begin_run(connection, note)
    passed(FaultPoint.RUN_BEGUN)
    is_complete = False
    try:
        yield run_id
        passed(FaultPoint.RUN_ENDING)
        is_complete = True
    finally:
        with workspace.ledger.transaction() as connection:
            runs_table.finish_run(connection, run_id, is_complete=is_complete)
        sweep()  # what a run that was killed a moment ago was still writing when this one began


def plan_batch(workspace: Workspace) -> Plan:
    """Looks into the inbox: new files first, then those in quarantine that may go now.

    So what fails every night stands behind what came today, also where it makes the night stop.
    """
    with workspace.ledger.reading() as connection:
        known = register_table.known_codes(connection)
    view = look(workspace.settings.inbox, known)
    new, again = [], []
    settled = [FileResult(file.name, Outcome.WAITING, Reason.GROWING) for file in view.growing]
    with workspace.ledger.reading() as connection:
        refused = {row.path: row for row in quarantine_table.quarantined(connection)}
        room = WaitingRoom(register_table.register_state(connection), known, workspace.settings.ocr)
    for file in view.ready:
        row = refused.get(file.sighting.path)
        if row is None:
            new.append(file)
        elif room.lets_go(file, row):
            again.append(file)
        else:
            settled.append(FileResult(file.name, Outcome.QUARANTINED, row.reason, row.detail))
    return Plan((*new, *again), tuple(settled))


def settler(inbox: InboxSettings) -> Callable[[InboxFile], None]:
    """What is done with a file once it is safe: one that lies elsewhere than in the inbox stays there."""
    return lambda file: move_to_done(file, inbox) if file.is_of_inbox else None


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


@contextmanager
def _no_waiting_once_interrupted(store: ObjectStore) -> Iterator[None]:
    """Whoever presses Ctrl-C shall not wait for threads that wait for a store."""
    try:
        yield
    except KeyboardInterrupt:
        store.stop_waiting()
        raise


def _in_parallel(way: FileWay, workspace: Workspace, files: Sequence[InboxFile]) -> Iterator[FileResult]:
    """Each file once, at most `[batch] workers` at a time; the first error ends it without the rest."""
    settle = settler(workspace.settings.inbox)
    workers = workspace.settings.batch.worker_count
    line = Line(files)
    running: dict[Future[FileResult], InboxFile] = {}
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="file")
    with pool, _no_waiting_once_interrupted(workspace.store):
        while True:
            for file in line.take(workers - len(running)):
                started = pool.submit(way.take_in, file, settle=settle, by_person=file.by_person)
                running[started] = file
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                line.done(running.pop(future))
                yield future.result()
