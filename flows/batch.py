"""The nightly batch: look, plan, take in, summarise. With Prefect (flows/deployed/nightly.py) or without."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection

from config.fault_points import FaultPoint, passed
from dossiers.ratios import Ratio
from dossiers.reasons import Reason
from dossiers.text import nfc
from flows.error_budget import ErrorBudget
from flows.fair_order import in_fair_order
from flows.figures.reporting import indicators_of_all
from flows.heartbeat import BEATS_OF_A_PROMISE, heartbeat
from flows.inbox import InboxFile, look, open_inbox
from flows.known_already import set_aside_known
from flows.ordering import Line
from flows.ownership import recheck
from flows.protection import require_protection
from flows.registered import Registered
from flows.second_tries import WaitingRoom
from flows.still_there import still_there
from flows.taking_in import side_by_side
from flows.upkeep.sealing import seal_trail
from flows.way import FileResult, Outcome
from flows.work_directory import sweep
from flows.workspace import Workspace
from storage import quarantine_table, register_table, runs_table
from storage.instants import now

log = logging.getLogger("sohoa")

BatchProgress = Callable[[FileResult, int], None]
Entered = Callable[[Connection, str], None]


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
    """What a batch did (contract.md, `sohoa batch --json`).

    Attributes:
        silent_folders: how many folders of the inbox did not answer; what lies in them is not in `files`, but
            for what is known to lie there in quarantine.
    """

    model_config = ConfigDict(frozen=True)

    run_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    files: FileCounts
    pages: PageCounts
    quarantine: tuple[QuarantinedFile, ...]
    indicators: dict[str, Ratio]
    silent_folders: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What one look into the inbox asks for; `silent`: how many of its folders did not answer."""

    to_do: tuple[InboxFile, ...]
    settled: tuple[FileResult, ...]
    silent: int = 0


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
        known = set_aside_known(workspace, run_id, plan.to_do)
        results = [*plan.settled, *known.results]
        budget = ErrorBudget(workspace.settings.batch.max_failed_ratio)
        for result in known.results:
            budget.count(result)
        for _, result in side_by_side(workspace, run_id, Line(known.to_do)):
            results.append(result)
            if on_file:
                on_file(result, len(known.to_do))
            budget.count(result)
        recheck(workspace)
        summary = summarise(workspace, run_id, started_at, results, silent=plan.silent)
    seal_trail(workspace)
    return summary


@contextmanager
def batch_run(
    workspace: Workspace, *, note: str = "", part_of: str | None = None, entered: Entered | None = None
) -> Iterator[str]:
    """A run in the ledger; at its end, whatever it left unfinished is free for the next.

    Args:
        workspace: whose ledger.
        note: what a person said of it.
        part_of: the run in whose night it takes part.
        entered: what else belongs into the transaction that enters it; where that raises, there is no run.
    """
    sweep()
    seconds = workspace.settings.night.heartbeat_seconds
    with workspace.ledger.transaction() as connection:
        promised = BEATS_OF_A_PROMISE * seconds
        run_id = runs_table.begin_run(connection, note, promised_seconds=promised, part_of=part_of)
        if entered:
            entered(connection, run_id)
    passed(FaultPoint.RUN_BEGUN)
    is_complete = False
    try:
        with heartbeat(workspace.ledger, run_id, seconds):
            yield run_id
        passed(FaultPoint.RUN_ENDING)
        is_complete = True
    finally:
        with workspace.ledger.transaction() as connection:
            runs_table.finish_run(connection, run_id, is_complete=is_complete)
        sweep()  # what a run that was killed a moment ago was still writing when this one began


def plan_batch(workspace: Workspace) -> Plan:
    """Looks into the inbox: new files first, then those in quarantine that may go now, in fair order.

    So what fails every night stands behind what came today, also where it makes the night stop.
    """
    known = Registered(workspace)
    with workspace.ledger.reading() as connection:
        units = register_table.unit_codes(connection)
    view = look(workspace.settings.inbox, known, units)
    if view.silent:
        log.warning("%d folders of the inbox do not answer; they are looked into next time", view.silent)
    to_do: list[InboxFile] = []
    settled = [FileResult(file.name, Outcome.WAITING, Reason.GROWING) for file in view.growing]
    with workspace.ledger.reading() as connection:
        refused = {row.path: row for row in quarantine_table.quarantined(connection)}
        state = register_table.register_state(connection)
    known.ask(row.waits_for for row in refused.values() if row.waits_for and row.register_state != state)
    room = WaitingRoom(state, known, workspace.settings.ocr)
    for file in view.ready:
        row = refused.get(file.sighting.path)
        if row is None or room.lets_go(file, row):
            to_do.append(file)
        else:
            settled.append(FileResult(file.name, Outcome.QUARANTINED, row.reason, row.detail))
    if view.silent:
        met = {file.sighting.path for file in (*view.ready, *view.growing)}
        unmet = [row for row in refused.values() if row.path not in met]
        settled += [
            FileResult(nfc(row.path), Outcome.QUARANTINED, row.reason, row.detail)
            for row in still_there(unmet, open_inbox(workspace.settings.inbox))
        ]
    codes = {code for file in to_do if (code := file.sighting.dossier_code)}
    with workspace.ledger.reading() as connection:
        appointments = register_table.appointments(connection, codes)
    ordered = in_fair_order(to_do, appointments, units=units, behind=refused)
    return Plan(tuple(ordered), tuple(settled), view.silent)


def summarise(
    workspace: Workspace,
    run_id: str,
    started_at: datetime,
    results: Sequence[FileResult],
    *,
    silent: int = 0,
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
        silent_folders=silent,
    )
