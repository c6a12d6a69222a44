"""What went through the offices in a period, counted by the database in one pass over the register.

Every function works within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, and_, case, func, literal, or_, select

from dossiers.operations import Operations
from dossiers.periods import Period
from dossiers.register import Channel, DossierStatus
from storage.days import day_number
from storage.schema import SLOW_AFTER_DAYS, SLOW_DOSSIERS, dossiers

Day = ColumnElement[date]

_D = dossiers.c
_RESOLVED = DossierStatus.RESOLVED.value
_CLOSED = (DossierStatus.RETURNED.value, DossierStatus.REFUSED.value, DossierStatus.WITHDRAWN.value)
_COUNTS = _D.status != DossierStatus.DELETED.value
# The day on which a dossier ended; none while it is open. Who ended on a day that the register does not give
# ended when received; one closed without a day of its own left on the day that the export gives for results.
_ended_on: Day = case(
    (_D.status == _RESOLVED, func.coalesce(_D.resolved_on, _D.received_on)),
    (_D.status.in_(_CLOSED), func.coalesce(_D.closed_on, _D.resolved_on, _D.received_on)),
)

# How a dossier came and went, by the names of `Operations`, as numbers: databases group by one number much
# faster than by words. The lateness (-1, 0, 1) is added to `on_time`, 3 to a closing without a day.
_CHANNELS = tuple(channel.value for channel in Channel)
_CAME = ("carried_in", *_CHANNELS)
_WENT = (
    *("ended_before", "carried_out", "overdue", "early", "on_time", "late", "without_date"),
    *("resolved_undated", *_CLOSED, *_CLOSED),
)
_UNDATED = len(_CLOSED)
_ASKED = 16  # more than there are ways to go
_CAME_UNIT = 2 * _ASKED


def operations_by_unit(connection: Connection, period: Period) -> dict[str, Operations]:
    """What went through each unit, as of the last day of the period; units without anything are left out.

    The cost follows the period and the dossiers that take long, not the age of the register.
    """
    found: dict[str, dict[str, int]] = {}
    for part in _parts(period):
        for row in connection.execute(_counts(period).where(part)):
            _count(found.setdefault(row.unit_code, {}), row.way, row.number)
    return {unit: _operations(counts) for unit, counts in found.items()}


def received_by_unit(connection: Connection, period: Period) -> dict[str, int]:
    """How many dossiers each unit received in the period, counted plainly."""
    received = _D.received_on.between(period.first, period.last)
    query = select(_D.unit_code, func.count().label("number")).where(_COUNTS, received)
    return {row.unit_code: row.number for row in connection.execute(query.group_by(_D.unit_code))}


def left_after(connection: Connection, period: Period, units: Collection[str] | None) -> int:
    """Of what was there in the period, how many dossiers did not end in it; of these units (None: all)."""
    ended = func.count().filter(_ended_on.between(period.first, period.last))
    query = select((func.count() - ended).label("left")).where(_COUNTS, _is_there(period))
    if units is not None:
        query = query.where(_D.unit_code.in_(units))
    return sum(connection.execute(query.where(part)).scalar_one() for part in _parts(period))


def _parts(period: Period) -> Iterator[ColumnElement[bool]]:
    """Who can have been there in the period: received in it or not long before, or long before and slow."""
    recent = date.fromordinal(max(1, period.first.toordinal() - SLOW_AFTER_DAYS))
    yield _D.received_on.between(recent, period.last)
    yield and_(SLOW_DOSSIERS, _D.received_on < recent)


def _is_there(period: Period) -> ColumnElement[bool]:
    return or_(_D.received_on >= period.first, _ended_on.is_(None), _ended_on >= period.first)


def _counts(period: Period) -> Any:  # noqa: ANN401 - a Select of unit, way and number
    """How many dossiers of each unit came and went in the same way."""
    came = case(
        (_D.received_on < period.first, 0), *_numbered(_D.channel, _CHANNELS, _CAME), else_=len(_CAME)
    )
    asked = case((_D.supplement_asked_on.between(period.first, period.last), _ASKED), else_=0)
    way = (came * _CAME_UNIT + asked + _went(period)).label("way")
    query = select(_D.unit_code, way, func.count().label("number"))
    return query.where(_COUNTS, _is_there(period)).group_by(_D.unit_code, way)


def _went(period: Period) -> ColumnElement[int]:
    by_appointment = case(
        (_D.resolved_on.is_(None), _WENT.index("resolved_undated")),
        (_D.due_on.is_(None), _WENT.index("without_date")),
        else_=_WENT.index("on_time") + _lateness(_D.resolved_on),
    )
    at_the_end = case(
        (_lateness(literal(period.last, Date)) > 0, _WENT.index("overdue")), else_=_WENT.index("carried_out")
    )
    closed = case(*_numbered(_D.status, _CLOSED, _WENT)) + case(
        (and_(_D.closed_on.is_(None), _D.resolved_on.is_(None)), _UNDATED), else_=0
    )
    return case(
        (_ended_on < period.first, _WENT.index("ended_before")),
        (_ended_on > period.last, at_the_end),
        (_D.status == _RESOLVED, by_appointment),
        (_D.status.in_(_CLOSED), closed),
        else_=at_the_end,
    )


def _numbered(
    column: ColumnElement[str], values: Sequence[str], names: Sequence[str]
) -> list[tuple[ColumnElement[bool], int]]:
    """Each value of a column, and its place among the names."""
    return [(column == value, names.index(value)) for value in values]


def _lateness(day: Day) -> ColumnElement[int]:
    """Before (-1), at (0) or past (1) the appointment, without the time of waiting for a supplement."""
    asked, came, due = _D.supplement_asked_on, _D.supplemented_on, _D.due_on
    until = case((came < day, came), else_=day)
    waited = case((until > asked, day_number(until) - day_number(asked)), else_=0)
    days = day_number(day) - day_number(due) - waited
    return case(
        (asked <= day, case((days > 0, 1), (days < 0, -1), else_=0)),
        (day > due, 1),
        (day < due, -1),
        else_=0,
    )


def _count(counts: dict[str, int], way: int, number: int) -> None:
    came, rest = divmod(way, _CAME_UNIT)
    asked, went = divmod(rest, _ASKED)
    names = [*_CAME[came : came + 1], _WENT[went]]
    if asked:
        names.append("supplements_asked")
    if names[1] == "resolved_undated":
        names.append("without_date")
    if went >= len(_WENT) - _UNDATED:
        names.append("closed_undated")
    for name in names:
        counts[name] = counts.get(name, 0) + number


def _operations(counts: Mapping[str, int]) -> Operations:
    """The counts by their names; dossiers that ended before they came have none, and no sum hides them."""
    received = {channel: counts.get(channel, 0) for channel in _CHANNELS}
    names = Operations.model_fields.keys() & counts.keys()
    return Operations(received=received, **{name: counts[name] for name in names})
