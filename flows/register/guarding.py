"""The guard of the denominators: which months an import would make smaller, and who has to say that it may.

A dossier that an export no longer holds stays in the register; nothing is ever deleted by its absence.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from dossiers.errors import RegisterShrinks
from dossiers.periods import Period
from dossiers.register import DossierRecord
from dossiers.register_guard import Shrinkage, Shrinking
from flows.register.files import RegisterFile
from storage import guard_table, register_table
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


@dataclass(frozen=True, slots=True)
class _Comparison:
    """An import against the register.

    Attributes:
        records: the rows of the import by dossier code.
        known: what the register says of them.
        unchanged: how many of those known would stay as they are.
    """

    records: Mapping[str, DossierRecord]
    known: Mapping[str, DossierRecord]
    unchanged: int

    @property
    def only_changes(self) -> bool:
        """Whether next to nothing is listed again as it was."""
        return self.unchanged < _REPEATS * len(self.known)

    @property
    def period(self) -> Period:
        """From the first day of the rows to the end of their last month.

        An export may begin in the middle of a month (the last thirty days); one that ends there was cut, or
        the register knows nothing later either.
        """
        days = [record.received_on for record in self.records.values()]
        return Period(first=min(days), last=_month_of(max(days)).last)

    @property
    def cells(self) -> frozenset[tuple[str, str]]:
        """The units and fields that the import holds: exports of one unit or one field are usual."""
        return frozenset((record.unit_code, record.field) for record in self.records.values())


def _compare(connection: Connection, exports: Sequence[RegisterFile]) -> _Comparison:
    records: dict[str, DossierRecord] = {}
    columns: dict[str, frozenset[str]] = {}
    for file in exports:
        for row in file.rows:
            if isinstance(row, DossierRecord):
                records[row.dossier_code] = row
                columns[row.dossier_code] = file.columns
    known = {
        record.dossier_code: record
        for chunk in chunks(list(records))
        for record in register_table.dossiers_of(connection, chunk)
    }
    unchanged = sum(
        all(getattr(before, name) == getattr(records[code], name) for name in columns[code])
        for code, before in known.items()
    )
    return _Comparison(records, known, unchanged)


def _counted(connection: Connection, comparison: _Comparison) -> Iterator[Shrinkage]:
    """Months of which the register would count fewer: deleted dossiers, dates of reception put right."""
    change: Counter[date] = Counter()
    for record in comparison.known.values():
        if not record.is_deleted:
            change[record.received_on.replace(day=1)] -= 1
    for record in comparison.records.values():
        if not record.is_deleted:
            change[record.received_on.replace(day=1)] += 1
    for month, difference in change.items():
        if difference < 0:
            before = guard_table.counted(connection, _month_of(month))
            yield Shrinkage(month=month, before=before, after=before + difference)


def _exported(connection: Connection, comparison: _Comparison) -> Iterator[Shrinkage]:
    """Months of which the export holds fewer than the register knows of the same units and fields."""
    period, cells = comparison.period, comparison.cells
    held = Counter(
        record.received_on.replace(day=1)
        for record in comparison.known.values()
        if not record.is_deleted
        and record.received_on in period
        and (record.unit_code, record.field) in cells
    )
    for month in period.months:
        first = month.first.replace(day=1)
        registered = guard_table.counted_by_unit_and_field(connection, month)
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
