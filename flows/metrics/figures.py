"""The figures themselves: of the last night, of the inbox, of the ledger as it stands.

Labels are of sets that do not grow (outcomes, reasons, sources, indicators): nothing of a person, no file, no
dossier. Units are not among them; who wants figures by unit has the reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from config.version import VERSION
from dossiers.counting import Tally
from dossiers.fact_names import Fact
from dossiers.facts import Ending
from dossiers.reasons import Reason
from flows.figures.reporting import indicators_of_all
from flows.metrics.exposition import Family, Sample, by_label, one
from flows.metrics.queue import Queue, queue
from flows.night.night import COMPLETED, IN_QUARANTINE
from flows.workspace import Workspace
from storage import judgements_table, ledger_probe, nights_table, tallies_table
from storage.files_table import FileOutcome
from storage.instants import now
from storage.judgements_table import Scope
from storage.nights_table import NightRow

_DONE = frozenset({COMPLETED, IN_QUARANTINE, nights_table.BATCH})
_NIGHTS_LOOKED_AT = 60  # those that were stopped have no figures
_NANOSECONDS = 1e9


def figures(workspace: Workspace) -> Iterator[Family]:
    """Everything, as ledger and inbox stand now; of nights and batches what the ledger kept."""
    indicators = indicators_of_all(workspace)
    with workspace.ledger.reading() as connection:
        nights = nights_table.last(connection, _NIGHTS_LOOKED_AT)
        done_at = nights_table.last_end(connection, states=_DONE)
        seen = ledger_probe.look(connection)
        outcomes = tallies_table.files_by_outcome(connection)
        registered = tallies_table.dossiers_registered(connection)
        alive = tallies_table.runs_alive(connection)
        judged = judgements_table.tally(connection, Scope())
    yield Family("sohoa_build_info", "The version of sohoa.", (Sample(1, {"version": VERSION}),))
    lying = queue(workspace)
    yield from _last_night(nights)
    yield from _last_success(done_at)
    yield from _queue(lying)
    yield from _ledger(outcomes, lying, judged)
    yield one("sohoa_registered_dossiers", "Dossiers in the register, without deleted ones.", registered)
    parts = {name: ratio.numerator for name, ratio in indicators.items()}
    wholes = {name: ratio.denominator for name, ratio in indicators.items()}
    yield by_label("sohoa_indicator_numerator", "Numerators over all dossiers.", "indicator", parts)
    yield by_label("sohoa_indicator_denominator", "Denominators over all dossiers.", "indicator", wholes)
    yield one("sohoa_runs_alive", "Runs at work now.", alive)
    yield one("sohoa_ledger_bytes", "Size of the ledger.", seen.bytes)


def _last_night(nights: Sequence[NightRow]) -> Iterator[Family]:
    ended = ((night, night.ended_at, night.summary) for night in nights)
    last = next(((night, at, numbers) for night, at, numbers in ended if at and numbers), None)
    if last is None:
        return
    night, ended_at, numbers = last
    about = "The state in which the last night or batch with figures ended."
    yield Family("sohoa_night_state_info", about, (Sample(1, {"state": night.state or ""}),))
    yield one("sohoa_night_end_timestamp_seconds", "When it ended.", _stamp(ended_at))
    took = (ended_at - night.began_at).total_seconds()
    yield one("sohoa_night_seconds", "How long it took.", round(took, 1))
    files, pages = _parts(numbers["files"], but="seen"), _parts(numbers["pages"], but="total")
    yield by_label("sohoa_night_files", "Its files by outcome.", "outcome", files)
    yield by_label("sohoa_night_pages", "Pages it read, by source.", "source", pages)


def _last_success(done_at: datetime | None) -> Iterator[Family]:
    if done_at:
        about = "When the last night ended that did all it meant to; without nights, the last batch."
        yield one("sohoa_last_success_timestamp_seconds", about, _stamp(done_at))


def _parts(counts: Mapping[str, Any], *, but: str) -> dict[str, int]:
    return {name: int(number) for name, number in counts.items() if name != but}


def _queue(lying: Queue) -> Iterator[Family]:
    age = 0.0 if lying.oldest_ns is None else max(0.0, _stamp(now()) - lying.oldest_ns / _NANOSECONDS)
    yield one("sohoa_queue_files", "Files in the inbox that no run has dealt with.", lying.waiting)
    about = "Time since the oldest of them was last written (its mtime); 0: none waits."
    yield one("sohoa_queue_oldest_seconds", about, round(age))
    about = "Folders of the inbox that do not answer: what waits in them is not in sohoa_queue_files."
    yield one("sohoa_inbox_silent_folders", about, lying.silent)
    reasons = {reason.value: lying.refused[reason] for reason in Reason}
    about = "Files in quarantine that still lie there, by reason."
    yield by_label("sohoa_quarantine_files", about, "reason", reasons)


def _ledger(outcomes: Mapping[tuple[str, str], int], lying: Queue, judged: Tally) -> Iterator[Family]:
    totals = {outcome.value: 0 for outcome in FileOutcome}
    for (outcome, _), number in outcomes.items():
        totals[outcome] += number
    totals[FileOutcome.QUARANTINED.value] = lying.refused.total()
    about = "Files that the ledger knows, by outcome; in quarantine those that still lie there."
    yield by_label("sohoa_files", about, "outcome", totals)
    complete = dict.fromkeys(("complete", "incomplete", "undetermined"), 0)
    for kind, sums in judged.items():
        if kind.ending is not Ending.DELETED:
            complete[_completeness(kind.facts)] += sums.dossiers
    yield by_label("sohoa_dossiers", "Dossiers by completeness.", "completeness", complete)


def _completeness(facts: int) -> str:
    if facts & Fact.COMPLETE.bit:
        return "complete"
    return "incomplete" if facts & Fact.INCOMPLETE.bit else "undetermined"


def _stamp(instant: datetime) -> float:
    return round(instant.timestamp(), 3)
