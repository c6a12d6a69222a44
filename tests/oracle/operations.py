"""The table an office publishes: intake, carry-over, what was resolved and when (the note, 1.6 and 7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tests.oracle.counting import Span
from tests.oracle.texts import Row, day

CHANNELS = ("direct", "online", "post", "linked")
CLOSING = ("returned", "refused", "withdrawn")
FIGURES = (
    *("carried_in", *CHANNELS, "early", "on_time", "late", "without_date"),
    *(*CLOSING, "supplements_asked", "carried_out", "overdue"),
)


def figures(rows: Iterable[Row], span: Span) -> dict[str, int]:
    """The figures of these rows for a period, by dates, as of its end; deleted ones are out of everything."""
    told = dict.fromkeys(FIGURES, 0)
    for row in rows:
        received, ended = _received(row), _ended(row)
        if row["status"] == "deleted" or received > span.last or (ended and ended < span.first):
            continue
        told["carried_in" if received < span.first else row["channel"]] += 1
        told["supplements_asked"] += span.holds(day(row["supplement_asked_on"]))
        if ended is None or ended > span.last:
            told["overdue" if _punctuality(row, span.last) == "late" else "carried_out"] += 1
        elif row["status"] == "resolved":
            told[_punctuality(row, ended) if row["resolved_on"] else "without_date"] += 1
        else:
            told[row["status"]] += 1
    return told


def _received(row: Row) -> date:
    received = day(row["received_on"])
    assert received is not None
    return received


def _ended(row: Row) -> date | None:
    """Who ended on a day that nobody wrote down ended when it came: it is not open any more."""
    if row["status"] == "resolved":
        return day(row["resolved_on"]) or _received(row)
    return (day(row["closed_on"]) or _received(row)) if row["status"] in CLOSING else None


def _punctuality(row: Row, until: date) -> str:
    """Against the due date, without the days from asking for a supplement to its coming, or to the end."""
    due, asked, came = day(row["due_on"]), day(row["supplement_asked_on"]), day(row["supplemented_on"])
    if due is None:
        return "without_date"
    waited = timedelta(0)
    if asked is not None and asked <= until:
        waited = max(min(came or until, until) - asked, timedelta(0))
    worked_until = until - waited
    if worked_until == due:
        return "on_time"
    return "early" if worked_until < due else "late"
