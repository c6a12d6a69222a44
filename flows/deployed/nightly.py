"""The nightly batch as a Prefect flow: plan, take in, summarise, show, decide the state.

What `sohoa batch` does without a server, this shows in the UI; who reads the files `[night] spread` says
(`night_files`). Correctness rests on the ledger's lock and claims, on no limit, cache or retry of Prefect.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from prefect import flow
from prefect.context import FlowRunContext

from dossiers.errors import SohoaError
from flows.batch import BatchSummary, plan_batch, summarise
from flows.deployed.alert_events import tell_alerts
from flows.deployed.artifact_door import show_markdown
from flows.deployed.artifacts import outcome_rows, show_table
from flows.deployed.changes import show_changes
from flows.deployed.deciding import FinalState, completed, decided, failed
from flows.deployed.issue_markdown import issued_markdown
from flows.deployed.lost_place import outlive_lost_places
from flows.deployed.night_artifacts import show_night
from flows.deployed.night_files import taken_in
from flows.error_budget import ErrorBudget
from flows.figures.issuing import issue_night
from flows.known_already import set_aside_known
from flows.metrics.writing import write_metrics
from flows.night.night import (
    COMPLETED,
    FAILED,
    IN_QUARANTINE,
    AlreadyRunning,
    Night,
    is_superfluous,
    night_run,
    require_ours,
)
from flows.ownership import recheck
from flows.protection import require_protection
from flows.upkeep.sealing import seal_trail
from flows.way import FileResult
from flows.workspace import Workspace

outlive_lost_places()  # before Prefect's engine begins the run

ALREADY_RUNNING = "AlreadyRunning"
NOTHING_TO_CATCH_UP = "NothingToCatchUp"


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
    due_at = _due_at()
    if due_at is not None:
        with workspace.ledger.reading() as connection:
            is_late = is_superfluous(connection, due_at)
        if is_late:
            return completed("A later night did what this one was due for.", name=NOTHING_TO_CATCH_UP)
    try:
        require_protection(workspace.store)
        with night_run(workspace) as night:
            unfinished = _whole_night(workspace, night)
    except AlreadyRunning as other:
        told = f"The night of run {other.run_id} is under way since {other.since:%Y-%m-%d %H:%M} UTC."
        return completed(told, name=ALREADY_RUNNING)
    except _Stopped as stopped:
        write_metrics(workspace, with_cpu=False)
        return failed(stopped.error, stopped.said)
    except SohoaError as error:
        write_metrics(workspace, with_cpu=False)
        return failed(error)
    if night.summary is not None:
        tell_alerts(workspace, night.summary)
    if unfinished is not None:
        return unfinished
    numbers = _numbers(night.summary) if night.summary else ""
    return completed(numbers, name=None if night.state == COMPLETED else night.state)


def _due_at() -> datetime | None:
    """When the schedule wanted this run; None where a person started it."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run.expected_start_time if run and run.auto_scheduled else None


def _whole_night(workspace: Workspace, night: Night) -> FinalState | None:
    """Takes in, counts, shows, issues and seals; how it failed where that was after its last file.

    Raises:
        _Stopped: an error ended it before its last file.
    """
    show_changes(workspace)  # what comes in drops the judgements of its dossiers
    plan = plan_batch(workspace)
    results = [*plan.settled]
    budget = ErrorBudget(workspace.settings.batch.max_failed_ratio)
    try:
        known = set_aside_known(workspace, night.run_id, plan.to_do)
        results += known.results
        for result in known.results:
            budget.count(result)
        with closing(taken_in(workspace, night.run_id, known.to_do)) as endings:
            for result in endings:
                results.append(result)
                budget.count(result)
        require_ours(workspace, night.run_id)
    except SohoaError as error:
        show_table("outcomes", outcome_rows(results), "Files by outcome, until the night was stopped.")
        seen = len(plan.settled) + len(plan.to_do)
        raise _Stopped(error, f"{len(results)} of {seen} files done.") from error
    recheck(workspace)
    summary = _summarised(workspace, night, results, plan.silent)
    not_done = "The report was not issued."
    try:
        require_ours(workspace, night.run_id)
        show_night(workspace, summary, results)
        _issue(workspace, night.run_id)
        not_done = "The trail was not sealed."
        seal_trail(workspace)
    except SohoaError as error:
        night.end(FAILED, summary)
        return failed(error, f"{_numbers(summary)} {not_done}")
    return None


def _summarised(workspace: Workspace, night: Night, results: list[FileResult], silent: int) -> BatchSummary:
    summary = summarise(workspace, night.run_id, night.started_at, results, silent=silent)
    night.end(IN_QUARANTINE if summary.files.quarantined else COMPLETED, summary)
    return summary


def _issue(workspace: Workspace, run_id: str) -> None:
    """The month to date, and the month before when it has ended; each with a page of its own."""
    settings = workspace.settings
    for issued in issue_night(workspace, run_id):
        occasion, period = issued.issue.occasion.value.replace("_", "-"), issued.issue.period
        page = issued_markdown(issued, settings.report.language, settings.store.resolved_url)
        show_markdown(f"report-{occasion}", page, f"{period.first} to {period.last}.")


def _numbers(summary: BatchSummary) -> str:
    files, pages = summary.files, summary.pages
    silent = summary.silent_folders
    return (
        f"{files.seen} files: {files.stored} stored, {files.duplicate} duplicate, {files.quarantined} in "
        f"quarantine, {files.waiting} waiting. {pages.total} pages: {pages.ocr} by OCR, "
        f"{pages.text_layer} with text, {pages.blank} blank."
        + (f" {silent} folders of the inbox did not answer." if silent else "")
    )
