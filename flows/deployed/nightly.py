"""The nightly batch as a Prefect flow: plan, one task per file, summarise, decide the state.

Each step is a function of `flows/batch.py`; what `sohoa batch` does without a server, this shows in the UI.
Correctness rests on the ledger's claims alone, on no limit, cache or retry of Prefect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from queue import SimpleQueue

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from dossiers.errors import SohoaError
from flows.batch import BatchSummary, batch_run, plan_batch, settler, summarise
from flows.deployed.artifacts import Progress, outcome_rows, quarantine_rows, show_markdown, show_table
from flows.deployed.deciding import IN_QUARANTINE, FinalState, as_bug, completed, decided, failed
from flows.deployed.issue_markdown import issued_markdown
from flows.deployed.markdown import ratios_markdown
from flows.error_budget import ErrorBudget
from flows.figures.issuing import issue_night
from flows.figures.reporting import names_of
from flows.inbox import InboxFile
from flows.ordering import Line
from flows.ownership import recheck
from flows.protection import require_protection
from flows.upkeep.sealing import seal_trail
from flows.way import FileResult, FileWay
from flows.workspace import Workspace
from storage import register_table
from storage.instants import now

# Thousands of futures at once have hung Prefect (prefect-ray #76, #7299).
_WINDOW = 100

Ending = FileResult | SohoaError


@flow(name="nightly", persist_result=False)
def nightly() -> FinalState:
    """Takes in everything that lies ready in the inbox and issues the report: how complete the dossiers are.

    Settings come from the worker's SOHOA_CONFIG file and SOHOA_ variables. Running it twice is harmless.
    """
    return decided(_night)


class _Stopped(Exception):
    """What ended a night before its last file, on its way out of the run: that has not come to its end."""

    def __init__(self, error: SohoaError, said: str) -> None:
        super().__init__(said)
        self.error = error
        self.said = said


def _night(workspace: Workspace) -> FinalState:
    require_protection(workspace.store)
    try:
        return _whole_night(workspace)
    except _Stopped as stopped:
        return failed(stopped.error, stopped.said)


def _whole_night(workspace: Workspace) -> FinalState:
    with batch_run(workspace) as run_id:
        started_at = now()
        plan = plan_batch(workspace)
        results = list(plan.settled)
        budget = ErrorBudget(workspace.settings.batch.max_failed_ratio)
        try:
            for result in _taken_in(workspace, run_id, plan.to_do):
                results.append(result)
                budget.count(result)
        except SohoaError as error:
            show_table("outcomes", outcome_rows(results), "Files by outcome, until the night was stopped.")
            seen = len(plan.settled) + len(plan.to_do)
            raise _Stopped(error, f"{len(results)} of {seen} files done.") from error
        recheck(workspace)
        summary = summarise(workspace, run_id, started_at, results)
        _show(workspace, summary, results)
        try:
            _issue(workspace, run_id)
        except SohoaError as error:
            return failed(error, f"{_numbers(summary)} The report was not issued.")
    seal_trail(workspace)
    return _state_of(summary)


def _taken_in(workspace: Workspace, run_id: str, files: Sequence[InboxFile]) -> Iterator[FileResult]:
    """Each file once, as a task of its own; the first error ends it, files already begun are finished.

    Raises:
        SohoaError: what a file met that is no fault of the file.
    """
    if not files:
        return
    endings: dict[int, Ending] = {}
    take_in_file = _file_task(workspace, run_id, files, endings)
    progress = Progress("batch-progress", f"{len(files)} files to take in.")
    finished: SimpleQueue[int] = SimpleQueue()
    line = Line(files)
    position_of = {file.sighting.path: position for position, file in enumerate(files, start=1)}
    under_way = 0
    pool: ThreadPoolTaskRunner[FinalState]
    with ThreadPoolTaskRunner(max_workers=workspace.settings.batch.worker_count) as pool:
        while True:
            for file in line.take(_WINDOW - under_way):
                _submit(pool, take_in_file, position_of[file.sighting.path], finished)
                under_way += 1
            if not under_way:
                return
            position = finished.get()
            line.done(files[position - 1])
            ending = endings.pop(position, None)
            under_way -= 1
            if ending is None:
                raise SohoaError("Prefect ended a task before its file was taken in.", "Run again.")
            if isinstance(ending, SohoaError):
                raise ending
            progress.advance(len(files))
            yield ending


def _file_task(
    workspace: Workspace, run_id: str, files: Sequence[InboxFile], endings: dict[int, Ending]
) -> Task[[int], FinalState]:
    """The task of one file. It knows its file by position: Prefect keeps the arguments and names of tasks."""
    way = FileWay(workspace, run_id)
    settle = settler(workspace.settings.inbox)

    @task(
        name="take-in-file",
        task_run_name="file-{position}",
        cache_policy=NO_CACHE,  # the ledger knows what was done, by content
        persist_result=False,
    )
    def take_in_file(position: int) -> FinalState:
        try:
            result = way.take_in(files[position - 1], settle=settle)
        except SohoaError as error:
            endings[position] = error
            return failed(error)
        except Exception as bug:  # noqa: BLE001 - its words may name a file, and Prefect keeps them
            endings[position] = unforeseen = as_bug(bug)
            return failed(unforeseen)
        endings[position] = result
        reason = result.reason.value if result.reason else ""
        return completed(reason, name=result.outcome.value.capitalize())

    return take_in_file


def _submit(
    pool: ThreadPoolTaskRunner[FinalState],
    take_in_file: Task[[int], FinalState],
    position: int,
    finished: SimpleQueue[int],
) -> None:
    def tell(_future: PrefectFuture[FinalState]) -> None:
        finished.put(position)

    pool.submit(take_in_file, {"position": position}).add_done_callback(tell)


def _show(workspace: Workspace, summary: BatchSummary, results: Sequence[FileResult]) -> None:
    with workspace.ledger.reading() as connection:
        known = register_table.known_codes(connection)
    language = workspace.settings.report.language
    ratios = ratios_markdown(summary.indicators, language, names_of(workspace))
    show_markdown("ratios", ratios, "Over all registered dossiers.")
    show_table("outcomes", outcome_rows(results), "Files by outcome and reason.")
    if summary.quarantine:
        rows = quarantine_rows(summary.quarantine, known)
        show_table("quarantine", rows, "Files in quarantine; `sohoa batch --json` names them in this order.")


def _issue(workspace: Workspace, run_id: str) -> None:
    """The month to date, and the month before when it has ended; each with a page of its own."""
    settings = workspace.settings
    for issued in issue_night(workspace, run_id):
        occasion, period = issued.issue.occasion.value.replace("_", "-"), issued.issue.period
        page = issued_markdown(issued, settings.report.language, settings.store.resolved_url)
        show_markdown(f"report-{occasion}", page, f"{period.first} to {period.last}.")


def _state_of(summary: BatchSummary) -> FinalState:
    return completed(_numbers(summary), name=IN_QUARANTINE if summary.files.quarantined else None)


def _numbers(summary: BatchSummary) -> str:
    files, pages = summary.files, summary.pages
    return (
        f"{files.seen} files: {files.stored} stored, {files.duplicate} duplicate, {files.quarantined} in "
        f"quarantine, {files.waiting} waiting. {pages.total} pages: {pages.ocr} by OCR, "
        f"{pages.text_layer} with text, {pages.blank} blank."
    )
