"""In which order a night takes dossiers: the oldest appointment first, and on one day the units take turns.

A night may be stopped before its end, and a province's is shared by its units: who was promised an answer
first is served first, and the ten thousand scans of one unit do not hold up the ten of another.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from dossiers.periods import VIETNAM
from flows.inbox import InboxFile
from storage.register_table import Appointment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_DAY = date.max

Group = Sequence[InboxFile]


def in_fair_order(
    files: Iterable[InboxFile],
    appointments: Mapping[str, Appointment],
    *,
    units: Collection[str] = frozenset(),
    behind: Collection[str] = frozenset(),
) -> list[InboxFile]:
    """The files by dossier, each dossier whole and its files in the order given.

    A dossier stands at its appointment (ngày hẹn trả), one without at the day it was received; a batch scan
    at the day it was scanned, in the line of the unit in whose share it lies; what no register holds, last.

    Args:
        files: as one look found them.
        appointments: of their dossiers.
        units: whose folders are shares.
        behind: paths of files that were tried before; a dossier of such alone goes after all others.
    """
    groups: dict[str, list[InboxFile]] = defaultdict(list)
    for file in files:
        groups[file.sighting.dossier_code or f"/{file.sighting.path}"].append(file)
    fresh: list[Group] = []
    tried: list[Group] = []
    for group in groups.values():
        was_tried = all(file.sighting.path in behind for file in group)
        (tried if was_tried else fresh).append(group)
    ordered = [*_by_day(fresh, appointments, units), *_by_day(tried, appointments, units)]
    return [file for group in ordered for file in group]


def _by_day(
    groups: Iterable[Group], appointments: Mapping[str, Appointment], units: Collection[str]
) -> Iterator[Group]:
    days: dict[date, dict[str, deque[Group]]] = defaultdict(lambda: defaultdict(deque))
    for group in groups:
        day, unit = _standing(group[0], appointments, units)
        days[day][unit].append(group)
    for day in sorted(days):
        yield from _in_turns(days[day])


def _standing(
    file: InboxFile, appointments: Mapping[str, Appointment], units: Collection[str]
) -> tuple[date, str]:
    """At which day a file stands, and in the line of which unit."""
    sighting = file.sighting
    share = sighting.path.partition("/")[0]
    unit = share if share in units else ""
    if sighting.dossier_code is None:
        if file.refused is not None:
            return _NO_DAY, unit
        return _day_of(sighting.modified_ns), unit
    known = appointments.get(sighting.dossier_code)
    return (_NO_DAY, unit) if known is None else (known.day, known.unit_code)


def _day_of(modified_ns: int) -> date:
    """The day in Vietnam; a scanner's clock may say a year that no calendar has."""
    try:
        return (_EPOCH + timedelta(microseconds=modified_ns // 1000)).astimezone(VIETNAM).date()
    except OverflowError:
        return _NO_DAY


def _in_turns(lines: Mapping[str, deque[Group]]) -> Iterator[Group]:
    """One of each line, by the codes of their units, until all lines are empty."""
    waiting = [lines[unit] for unit in sorted(lines)]
    while waiting:
        for line in waiting:
            yield line.popleft()
        waiting = [line for line in waiting if line]
