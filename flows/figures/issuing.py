"""Issuing reports: every issue stays as it was written; `reports/latest/` is replaced.

Objects before index, index and ledger together, the latest last: killed anywhere, the next night brings back
what the store holds and the ledger does not, and replaces what was left half done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.fault_points import FaultPoint, passed
from config.sections import Language
from config.version import VERSION
from dossiers.audit import Event, Step
from dossiers.errors import StoreDamaged
from dossiers.indicators import Cohort
from dossiers.issues import (
    LATEST_KEY,
    Issue,
    Latest,
    Occasion,
    issue_id,
    issue_prefix,
    month_prefix,
)
from dossiers.manifest import StoredObject
from dossiers.periods import VIETNAM, Period
from dossiers.reporting import Breakdown, Report
from flows.figures.issues import bring_back_issues, index_of, issues, stored_file
from flows.figures.report_files import Format, files_of, to_json_bytes
from flows.figures.reporting import names_of, report_on
from flows.workspace import Workspace
from storage import events_table, published_table
from storage.instants import now

NIGHTLY_FORMATS = (Format.JSON, Format.HTML, Format.XLSX)


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue with its report, and the issue before it; not `is_new` where it said the same already."""

    issue: Issue
    report: Report
    before: Issue | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be issued."""

    occasion: Occasion
    period: Period
    cohort: Cohort
    breakdowns: tuple[Breakdown, ...]
    formats: tuple[Format, ...]
    language: Language


def issue_night(workspace: Workspace, run_id: str, *, moment: datetime | None = None) -> tuple[Issued, ...]:
    """The month to date and, before it, the last word on the month before, where it has none.

    A month of which the register knows no dossier gets no last word yet.

    Args:
        workspace: the open ledger, store and knowledge.
        run_id: the run that issues.
        moment: the moment of issue; default now.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    moment = (moment or now()).astimezone(VIETNAM)
    issued = []
    for occasion, period in _months(moment.date()):
        bring_back_issues(workspace, month_prefix(period.first))
        asked = Asked(
            occasion=occasion,
            period=period,
            cohort=Cohort.RECEIVED,
            breakdowns=(Breakdown.FIELD,),
            formats=NIGHTLY_FORMATS,
            language=workspace.settings.report.language,
        )
        if occasion is Occasion.MONTH and _has_last_word(workspace, period):
            continue
        report = report_asked(workspace, asked)
        if occasion is Occasion.MONTH and report.is_empty:
            continue
        issued.append(issue_report(workspace, report, asked, run_id=run_id, moment=moment))
    _replace_latest(workspace, issued[-1].issue)
    return tuple(issued)


def report_asked(workspace: Workspace, asked: Asked) -> Report:
    """The report that is to be issued. Where small cells are suppressed, it names no single dossier."""
    suppress_below = workspace.settings.report.suppress_below
    return report_on(
        workspace,
        asked.period,
        cohort=asked.cohort,
        breakdowns=asked.breakdowns,
        with_dossiers=suppress_below <= 1,
        with_actions=suppress_below <= 1,
        suppress_below=suppress_below,
    )


def issue_report(
    workspace: Workspace, report: Report, asked: Asked, *, run_id: str | None, moment: datetime | None = None
) -> Issued:
    """Stores a report in the formats asked for, unless the issue before it said the same on the same day."""
    content = to_json_bytes(report)
    earlier = _earlier(workspace, asked)
    last = next(earlier, None)
    issue = _issue(report, asked, content, run_id=run_id, issued_at=moment or now())
    if last is not None and issue.says_the_same_as(last) and set(asked.formats) <= set(last.objects):
        return Issued(last, report, before=next(earlier, None), is_new=False)
    stored = _stored(workspace, issue, report, asked)
    passed(FaultPoint.ISSUE_STORED)
    _record(workspace, stored)
    return Issued(stored, report, before=last, is_new=True)


def _months(today: date) -> tuple[tuple[Occasion, Period], ...]:
    first = today.replace(day=1)
    last_before = first - timedelta(days=1)
    return (
        (Occasion.MONTH, Period(first=last_before.replace(day=1), last=last_before)),
        (Occasion.MONTH_TO_DATE, Period(first=first, last=today)),
    )


def _has_last_word(workspace: Workspace, month: Period) -> bool:
    return any(row.occasion is Occasion.MONTH for row in issues(workspace, month))


def _earlier(workspace: Workspace, asked: Asked) -> Iterator[Issue]:
    """The issues that this one can be compared with, the newest first.

    A month is compared with what the nights said of it so far, what a person asked for with what was asked
    for before. An issue that is damaged is passed over: `sohoa verify` tells of it.
    """
    on_request = asked.occasion is Occasion.ON_REQUEST
    with workspace.ledger.reading() as connection:
        rows = published_table.newest_first(connection, beginning=asked.period.first)
    for row in rows:
        if (row.occasion is Occasion.ON_REQUEST) is not on_request:
            continue
        if on_request and row.period != asked.period:
            continue
        try:
            issue = index_of(workspace, row)
        except StoreDamaged:
            continue
        if issue.cohort is asked.cohort:
            yield issue


def _issue(report: Report, asked: Asked, content: bytes, *, run_id: str | None, issued_at: datetime) -> Issue:
    """The issue, before its objects are written."""
    issued_at = issued_at.astimezone(VIETNAM).replace(microsecond=0)
    return Issue(
        id=issue_id(issued_at, hashlib.sha256(content).hexdigest()),
        occasion=asked.occasion,
        period=report.period,
        cohort=report.cohort,
        breakdowns=report.breakdowns,
        rule_sets=report.rule_sets or ((report.rule_set,) if report.rule_set else ()),
        issued_at=issued_at,
        as_of=report.generated_at,
        run_id=run_id,
        pipeline_version=VERSION,
        language=asked.language.value,
        suppressed_below=report.suppressed_below,
        content_sha256=_content_sha256(content),
        counted=report.counted,
        total=report.total,
        suppressed=report.suppressed,
        objects={},
    )


def _content_sha256(report_json: bytes) -> str:
    """Of what the report says, without when it was made."""
    document = json.loads(report_json)
    del document["generated_at"]
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _stored(workspace: Workspace, issue: Issue, report: Report, asked: Asked) -> Issue:
    """Writes the issue in every form; nothing that lies there already is replaced."""
    names = names_of(workspace)
    prefix = issue_prefix(issue.id, issue.occasion, issue.period)
    objects = {}
    for form in asked.formats:
        for name, content in files_of(report, form, asked.language, names).items():
            entry = _object(f"{prefix}{name}", content, form.media_type)
            _put(workspace, entry, content, if_absent=True)
            objects[form.value] = entry
    return issue.model_copy(update={"objects": objects})


def _record(workspace: Workspace, issue: Issue) -> None:
    content = issue.to_bytes()
    entry = _object(issue.key, content, Format.JSON.media_type)
    with workspace.ledger.transaction() as connection:
        published_table.add(connection, issue, sha256=entry.sha256)
        events_table.note(connection, _event(issue, entry))
        _put(workspace, entry, content, if_absent=True)
        passed(FaultPoint.INDEX_UNCOMMITTED)


def _event(issue: Issue, index: StoredObject) -> Event:
    objects = [index, *issue.objects.values()]
    return Event(
        step=Step.ISSUE_REPORT,
        subject=issue.id,
        run_id=issue.run_id,
        details={
            "occasion": issue.occasion.value,
            "period": [issue.period.first.isoformat(), issue.period.last.isoformat()],
            "objects": {entry.key: entry.sha256 for entry in objects},
        },
    )


def _replace_latest(workspace: Workspace, issue: Issue) -> None:
    latest = Latest.of(issue)
    for form, entry in latest.objects.items():
        _put(workspace, entry, stored_file(workspace, issue, form))
        passed(FaultPoint.LATEST_COPIED)
    content = latest.to_bytes()
    _put(workspace, _object(LATEST_KEY, content, Format.JSON.media_type), content)


def _object(key: str, content: bytes, media_type: str) -> StoredObject:
    return StoredObject(
        key=key, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content), media_type=media_type
    )


def _put(workspace: Workspace, entry: StoredObject, content: bytes, *, if_absent: bool = False) -> None:
    workspace.store.put(
        entry.key, content, sha256=entry.sha256, media_type=entry.media_type, if_absent=if_absent
    )
