"""The guard of the denominators: which months an import would make smaller, and who has to say that it may.

A dossier that an export no longer holds stays in the register; nothing is ever deleted by its absence.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from dossiers.errors import RegisterShrinks
from dossiers.periods import Period
from dossiers.register import DossierRecord
from dossiers.register_guard import Shrinkage, Shrinking
from flows.register.files import RegisterFile
from storage import absences_table, guard_table, register_table
from storage.chunks import chunks

Confirm = Callable[[tuple[Shrinkage, ...]], bool]
"""Asked before an import that makes months smaller; it says whether that is meant."""

# An export of which fewer rows than this share of the known ones are as before lists changes alone.
_REPEATS = 0.1


def nobody_said(_: tuple[Shrinkage, ...]) -> bool:
    """The answer where nobody can be asked."""
    return False


def would_shrink(connection: Connection, files: Sequence[RegisterFile]) -> tuple[Shrinkage, ...]:
    """What the files of one import would make smaller, by month."""
    exports = [file for file in files if file.kind == "dossiers" and file.rows]
    if not exports:
        return ()
    comparison = _compare(connection, exports)
    found = [*_counted(connection, comparison)]
    contents = {file.sha256 for file in exports}
    if (
        guard_table.imported_before(connection, contents) != contents
    ):  # again changes nothing, and asks nothing
        found += _exported(connection, comparison)
    return tuple(sorted(found, key=lambda entry: (entry.month, entry.how)))


def refuse(shrinkages: Iterable[Shrinkage]) -> RegisterShrinks:
    """Why nothing was imported."""
    asked = [entry for entry in shrinkages if entry.needs_word]
    more = f" {len(asked) - 1} more like it." if len(asked) > 1 else ""
    return RegisterShrinks(f"The import makes months smaller. {told(asked[0])}{more} Nothing was imported.")


def told(entry: Shrinkage) -> str:
    """A shrinkage as a sentence."""
    month = f"{entry.month:%Y-%m}"
    if entry.how is Shrinking.COUNTED:
        return f"{month}: {entry.after} dossiers instead of {entry.before}."
    return f"{month}: the export holds {entry.after} of the {entry.before} registered dossiers of its units."


_Cell = tuple[str, str]
"""A unit and a field."""


@dataclass(slots=True)
class _Comparison:
    """An import against the register, counted in one pass.

    Attributes:
        known, unchanged: how many of its dossiers the register holds, and would still hold as they are.
        change: by how many dossiers each month would grow or shrink.
        held: how many of those that the register counts are in the import, by month, unit and field; what was
            absent and comes back stands for nothing else.
        moved: of those whose day of reception the import changes the same by day: they may lie outside of it.
        cells: the units and fields that the import holds: exports of one unit or one field are usual.
        first, last: the days of reception in the import.
    """

    known: int = 0
    unchanged: int = 0
    change: Counter[date] = field(default_factory=Counter)
    held: Counter[tuple[date, _Cell]] = field(default_factory=Counter)
    moved: Counter[tuple[date, _Cell]] = field(default_factory=Counter)
    cells: set[_Cell] = field(default_factory=set)
    first: date = date.max
    last: date = date.min

    @property
    def only_changes(self) -> bool:
        """Whether next to nothing is listed again as it was."""
        return self.unchanged < _REPEATS * self.known

    @property
    def period(self) -> Period:
        """From the first day of the rows to the end of their last month.

        An export may begin in the middle of a month (the last thirty days); one that ends there was cut, or
        the register knows nothing later either.
        """
        return Period(first=self.first, last=_month_of(self.last).last)

    def add(self, record: DossierRecord) -> None:
        """Counts a row of the import."""
        self.first, self.last = min(self.first, record.received_on), max(self.last, record.received_on)
        self.cells.add((record.unit_code, record.field))
        if not record.is_deleted:
            self.change[record.received_on.replace(day=1)] += 1

    def add_known(
        self, before: DossierRecord, after: DossierRecord, *, stays: bool, was_absent: bool
    ) -> None:
        """Counts what the register says of a dossier of the import."""
        self.known += 1
        self.unchanged += stays
        if before.is_deleted:
            return
        month, cell = before.received_on.replace(day=1), (before.unit_code, before.field)
        self.change[month] -= 1
        if was_absent:
            return
        if before.received_on == after.received_on:
            self.held[month, cell] += 1
        else:
            self.moved[before.received_on, cell] += 1


def _compare(connection: Connection, exports: Sequence[RegisterFile]) -> _Comparison:
    comparison = _Comparison()
    any_absent = absences_table.are_there(connection)
    for file, rows in _last_said(exports):
        records = {row.dossier_code: row for row in rows}
        for record in records.values():
            comparison.add(record)
        absent = absences_table.absent_among(connection, list(records)) if any_absent else ()
        for before in register_table.dossiers_of(connection, list(records)):
            after = records[before.dossier_code]
            stays = all(getattr(before, name) == getattr(after, name) for name in file.columns)
            was_absent = before.dossier_code in absent
            comparison.add_known(before, after, stays=stays, was_absent=was_absent)
    return comparison


def _last_said(exports: Sequence[RegisterFile]) -> Iterator[tuple[RegisterFile, list[DossierRecord]]]:
    """The rows in parts; of a dossier that several files hold the last file's alone."""
    said: set[str] = set()
    for number, file in enumerate(reversed(exports), start=1):
        for chunk in chunks(file.rows):
            rows = [row for row in chunk if isinstance(row, DossierRecord) and row.dossier_code not in said]
            if rows:
                yield file, rows
        if number < len(exports):  # a file alone, however long, needs no memory of its codes
            said.update(row.dossier_code for row in file.rows if isinstance(row, DossierRecord))


def _counted(connection: Connection, comparison: _Comparison) -> Iterator[Shrinkage]:
    """Months of which the register would count fewer: deleted dossiers, dates of reception put right."""
    for month, difference in comparison.change.items():
        if difference < 0:
            before = guard_table.counted(connection, _month_of(month))
            yield Shrinkage(month=month, before=before, after=before + difference)


def _exported(connection: Connection, comparison: _Comparison) -> Iterator[Shrinkage]:
    """Months of which the export holds fewer than the register knows of the same units and fields.

    What exports lack already is listed as absent and not asked for once more.
    """
    period, cells = comparison.period, comparison.cells
    held: Counter[date] = Counter()
    for (first_day, cell), number in comparison.held.items():
        if cell in cells:
            held[first_day] += number
    for (day, cell), number in comparison.moved.items():
        if day in period and cell in cells:
            held[day.replace(day=1)] += number
    for month in period.months:
        first = month.first.replace(day=1)
        registered = guard_table.expected_by_unit_and_field(connection, month)
        before = sum(number for cell, number in registered.items() if cell in cells)
        if held[first] < before:
            yield Shrinkage(
                month=first,
                before=before,
                after=held[first],
                how=Shrinking.EXPORTED,
                only_changes=comparison.only_changes,
            )


def _month_of(day: date) -> Period:
    return Period(first=day.replace(day=1), last=day.replace(day=monthrange(day.year, day.month)[1]))
