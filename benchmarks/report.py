"""What a quarterly report by unit and field costs on a large archive, on SQLite and on PostgreSQL.

A million dossiers with five component rows each, received over three years by 600 units. Against the report
stand four statements of bare SQL over the same tables, as somebody would write them by hand: the seven
indicators by unit and field, the same by month, what is lacking, and the operations by unit. The two take
turns; the report also has units rolled up, sums checked, scoring.
Then a fourth year is loaded, and the quarter of the first year is asked for again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from sqlalchemy import text

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.office import SOHOA, plain_environment
from benchmarks.report_register import FIRST_YEAR, UNITS, load_units, load_year, settle
from config.settings import Settings
from dossiers.fact_names import Fact
from dossiers.facts import Ending
from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.register import DossierStatus
from dossiers.reporting import Breakdown, Report
from flows.figures.judgements import bring_up_to_date
from flows.figures.reporting import report_on
from flows.workspace import Workspace, open_workspace
from storage import register_table

BENCH = "report"
DOSSIERS = 1_000_000
YEARS = 3
TOUCHED = 2500
_TURNS = 5
_WORK = CHECKOUT / "var" / "bench" / "report"
_DATABASES = ("SQLite", "PostgreSQL")
Answer = TypeVar("Answer")
_BY = (Breakdown.UNIT, Breakdown.FIELD)


@dataclass
class Measured:
    """What was measured on one database; seconds, megabytes, dossiers."""

    report: float = 0.0
    bare: float = 0.0
    young: float = 0.0
    old: float = 0.0
    judged_again: int = 0
    memory: float = 0.0
    rows: list[tuple[str, float, str]] = field(default_factory=list)


def figures(*, limit: int | None = None) -> Result:
    """Measures both databases.

    Args:
        limit: the number of dossiers, instead of a million (for development; CI takes a twentieth).
    """
    count = limit or DOSSIERS
    found: list[Figure] = []
    tables: list[Table] = []
    for name in _DATABASES:
        try:
            with _ledger(name) as url:
                measured = _measured(name, url, count)
            found += judged(name, measured)
            tables.append(Table(name, ("what", "value", "unit"), tuple(measured.rows)))
        except PartFailed as why:
            found += judged(name, None, note=str(why))
    corpus = f"{count:,} dossiers with {5 * count:,} component rows, {YEARS} years, {UNITS} units"
    return Result(BENCH, tuple(found), corpus, tuple(tables))


def judged(name: str, measured: Measured | None, *, note: str | None = None) -> tuple[Figure, ...]:
    """The figures of one database; None where it could not run, and the note says why."""
    values = (
        (None,) * 5
        if measured is None
        else (
            measured.report,
            measured.report / measured.bare,
            measured.old / measured.young,
            measured.judged_again,
            measured.memory,
        )
    )
    names = (
        ("quarterly report by unit and field, seconds", "<= 3"),
        ("the same against bare SQL over the same tables", "<= 2"),
        ("a quarter's report at 4 years of archive against 1 year", "<= 1.3"),
        ("dossiers judged again after a night that touched 2,500", f"<= {TOUCHED}"),
        ("peak memory of sohoa report, MB", "< 500"),
    )
    return tuple(
        Figure(f"{name}: {what}", value, target, note=note)
        for (what, target), value in zip(names, values, strict=True)
    )


@contextmanager
def _ledger(name: str) -> Iterator[str]:
    shutil.rmtree(_WORK, ignore_errors=True)
    _WORK.mkdir(parents=True)
    try:
        if name == "SQLite":
            yield f"sqlite:///{_WORK / 'ledger.sqlite'}"
            return
        # the server's own account has to reach it: it does not lie below the checkout
        directory = Path(tempfile.mkdtemp(prefix="sohoa-bench-"))
        server = CHECKOUT / "script" / "postgres"
        started = subprocess.run(
            [server, "start", directory], capture_output=True, text=True, check=False, timeout=900
        )
        if started.returncode:
            raise PartFailed(f"PostgreSQL does not start: {started.stderr.strip()[-200:]}")
        try:
            yield started.stdout.strip()
        finally:
            subprocess.run([server, "stop", directory], check=True, timeout=120)
            shutil.rmtree(directory, ignore_errors=True)
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)


def _measured(name: str, url: str, count: int) -> Measured:
    measured = Measured()
    settings = Settings(ledger={"url": url}, store={"url": (_WORK / "store").as_uri()})
    a_year = count // YEARS
    first = Period.parse(f"{FIRST_YEAR}-Q3")
    last = Period.parse(f"{FIRST_YEAR + YEARS - 1}-Q3")
    with open_workspace(settings) as workspace:
        load_units(workspace.ledger)
        for year in range(YEARS + 1):
            say(f"{name}: year {year + 1} of {YEARS + 1}")
            load_year(workspace.ledger, year, a_year)
            settle(workspace.ledger, url)
            spent, number = _timed(lambda: bring_up_to_date(workspace))
            settle(workspace.ledger, url)
            measured.rows.append((f"judging year {year + 1}", number / spent, "dossiers/s"))
            if year == 0:
                measured.young = _median(lambda: _report(workspace, first))
            if year == YEARS - 1:
                _at_full_size(workspace, last, measured)
                measured.memory = _memory(url, last)
        measured.old = _median(lambda: _report(workspace, first))
    measured.rows += [
        ("report", measured.report, "s"),
        ("bare SQL", measured.bare, "s"),
        ("a quarter's report at 1 year", measured.young, "s"),
        ("the same at 4 years", measured.old, "s"),
    ]
    return measured


def _at_full_size(workspace: Workspace, period: Period, measured: Measured) -> None:
    _report(workspace, period)  # the tables are in the cache after it
    turns = [(_timed(lambda: _report(workspace, period))[0], _bare(workspace, period)) for _ in range(_TURNS)]
    measured.report = median(report for report, _ in turns)
    measured.bare = median(bare for _, bare in turns)
    made = _report(workspace, period)
    measured.rows.append(("dossiers in the report", made.counted, ""))
    measured.rows.append(("groups of the report", len(made.groups), ""))
    spent, number = _timed(lambda: _night(workspace, period))
    measured.judged_again = number
    measured.rows.append(("judging again what a night touched", spent, "s"))


def _night(workspace: Workspace, period: Period) -> int:
    """Some dossiers are resolved and come with the next export; they and no others are judged again."""
    with workspace.ledger.transaction() as connection:
        query = text("SELECT dossier_code FROM dossiers WHERE received_on >= :day LIMIT :most")
        codes = connection.execute(query, {"day": period.last.isoformat(), "most": TOUCHED}).scalars().all()
        records = register_table.dossiers_of(connection, codes)
        resolved = {"status": DossierStatus.RESOLVED, "resolved_on": period.last, "facts": "-"}
        changed = [record.model_copy(update=resolved) for record in records]
        register_table.upsert_dossiers(connection, changed)
    return bring_up_to_date(workspace)


def _report(workspace: Workspace, period: Period) -> Report:
    return report_on(workspace, period, cohort=Cohort.RECEIVED, breakdowns=_BY, with_dossiers=False)


def _bare(workspace: Workspace, period: Period) -> float:
    """The indicators by unit and field and by month, the causes, and the operations, as written by hand."""

    def holds(*facts: Fact) -> str:
        return f"(facts & {sum(fact.bit for fact in facts)}) <> 0"

    resolved = f"(ending = {Ending.RESOLVED.value} AND (ended_on IS NULL OR ended_on <= '{period.last}'))"
    owes = f"NOT {holds(Fact.NOTHING_TO_DIGITISE)}"
    no_document = f"NOT {holds(Fact.ENDS_IN_DOCUMENT)}"
    result = holds(Fact.RESULT_FILE)
    file, unknown = holds(Fact.COMPONENT_FILE), holds(Fact.DUE_SET_UNKNOWN)
    some = f"({holds(Fact.COMPONENT_DIGITISED)} OR {unknown} AND {file})"
    parts = (
        (f"{owes} AND {some}", owes),
        (f"{owes} AND {holds(Fact.COMPLETE)}", owes),
        (f"{resolved} AND ({result} OR {no_document})", resolved),
        (f"{holds(Fact.ENDS_IN_DOCUMENT)} AND {result}", holds(Fact.ENDS_IN_DOCUMENT)),
        (f"{file} AND ({result} OR NOT {resolved} OR {no_document})", "1 = 1"),
        (holds(Fact.REUSED), "1 = 1"),
    )
    sums = ", ".join(f"SUM(CASE WHEN {part} THEN 1 ELSE 0 END)" for both in parts for part in both)
    counted = (
        f"FROM judgements WHERE received_on BETWEEN '{period.first}' AND '{period.last}'"
        f" AND ending <> {Ending.DELETED.value}"
    )
    month = "SUBSTR(CAST(received_on AS VARCHAR(10)), 1, 7)"
    lacking = counted.replace(
        "FROM judgements", "FROM judgements JOIN lacks USING (received_on, dossier_code)"
    )
    statements = [
        f"SELECT unit_code, field, COUNT(*), {sums}, SUM(digitised), SUM(due) {counted} GROUP BY 1, 2",
        f"SELECT {month}, COUNT(*), {sums}, SUM(digitised), SUM(due) {counted} GROUP BY 1",
        f"SELECT procedure_code, slot, state, COUNT(*) {lacking} GROUP BY 1, 2, 3",
        _bare_operations(period),
    ]
    with workspace.ledger.reading() as connection:
        return _timed(lambda: [connection.execute(text(statement)).all() for statement in statements])[0]


def _bare_operations(period: Period) -> str:
    first, last = f"'{period.first}'", f"'{period.last}'"
    ended = "CASE WHEN status = 'resolved' THEN resolved_on ELSE closed_on END"
    came, inside = f"received_on >= {first}", f"BETWEEN {first} AND {last}"
    is_open = f"({ended} IS NULL OR {ended} > {last})"
    parts = (
        f"received_on < {first}",
        *(f"{came} AND channel = '{channel}'" for channel in ("direct", "online", "post", "linked")),
        *(f"status = 'resolved' AND resolved_on {inside} AND resolved_on {how} due_on" for how in "<=>"),
        *(f"status = '{status}' AND closed_on {inside}" for status in ("returned", "refused", "withdrawn")),
        f"supplement_asked_on {inside}",
        f"{is_open} AND (due_on IS NULL OR due_on >= {last})",
        f"{is_open} AND due_on < {last}",
    )
    sums = ", ".join(f"SUM(CASE WHEN {part} THEN 1 ELSE 0 END)" for part in parts)
    concerned = (
        f"FROM dossiers WHERE status <> 'deleted' AND received_on <= {last}"
        f" AND ({ended} IS NULL OR {ended} >= {first})"
    )
    return f"SELECT unit_code, {sums} {concerned} GROUP BY 1"


def _memory(url: str, period: Period) -> float:
    """The largest resident size of `sohoa report`, in megabytes."""
    config = _WORK / "sohoa.toml"
    config.write_text(
        f"[ledger]\nurl = {json.dumps(url)}\n[store]\nurl = {json.dumps((_WORK / 'store').as_uri())}\n",
        encoding="utf-8",
    )
    command: list[str | Path] = [
        *(SOHOA, "--config", config, "report", "--by", "unit,field", "--json"),
        *("--from", period.first.isoformat(), "--to", period.last.isoformat()),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=sys.stderr, env=plain_environment()
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise PartFailed(f"sohoa report ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def _median(work: Callable[[], object]) -> float:
    work()
    return median(_timed(work)[0] for _ in range(_TURNS))


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    begun = perf_counter()
    answer = work()
    return perf_counter() - begun, answer
