"""Periods (kỳ báo cáo): both ends inclusive, days of Asia/Ho_Chi_Minh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from dossiers.errors import UsageError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_FORMS = "Write 2024, 2024-03, 2024-Q1, 2024-H1, 2024-9M (the first nine months) or 2024-01-15..2024-02-14."
_NAMED = re.compile(r"(\d{4})(?:-(?:(Q[1-4])|(H[12])|(\d{1,2})M|(\d{2})))?", re.IGNORECASE)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_MONTHS = 12


class Period(BaseModel):
    """The days from `first` to `last`, both included."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date

    @classmethod
    def between(cls, first: date, last: date) -> Period:
        """A period; the end may not lie before the beginning.

        Raises:
            UsageError: it does.
        """
        if last < first:
            raise UsageError(f"The period ends ({last}) before it begins ({first}).", "Swap --from and --to.")
        return cls(first=first, last=last)

    @classmethod
    def parse(cls, text: str) -> Period:
        """A period by its name: a year, month, quarter, half year, the first months of a year, or any range.

        Raises:
            UsageError: it names none.
        """
        if days := _RANGE.fullmatch(text.strip()):
            return cls.between(_day(days[1]), _day(days[2]))
        named = _NAMED.fullmatch(text.strip())
        if named is None:
            raise UsageError(f"{text} names no period.", _FORMS)
        year, quarter, half, months, month = named.groups()
        if quarter:
            first, count = int(quarter[1]) * 3 - 2, 3
        elif half:
            first, count = int(half[1]) * 6 - 5, 6
        elif months:
            first, count = 1, int(months)
        else:
            first, count = (int(month), 1) if month else (1, _MONTHS)
        return cls._of_months(text, int(year), first, count)

    @classmethod
    def _of_months(cls, text: str, year: int, first: int, count: int) -> Period:
        if year < 1 or not 1 <= first <= _MONTHS or not 1 <= count <= _MONTHS:
            raise UsageError(f"{text} names no period.", _FORMS)
        return cls(first=date(year, first, 1), last=_end_of_month(date(year, first + count - 1, 1)))

    @property
    def months(self) -> tuple[Period, ...]:
        """The calendar months that it touches, each cut to the period, in order."""
        return tuple(self._cut())

    def _cut(self) -> Iterator[Period]:
        first = self.first
        while first <= self.last:
            last = min(_end_of_month(first), self.last)
            yield Period(first=first, last=last)
            if last == date.max:
                return
            first = last + timedelta(days=1)

    def year_to_its_end(self) -> Period:
        """Twelve calendar months, the last of them that in which the period ends, up to its last day."""
        months = self.last.year * _MONTHS + self.last.month - _MONTHS
        return Period(first=date(max(months // _MONTHS, 1), months % _MONTHS + 1, 1), last=self.last)

    def __contains__(self, day: date | None) -> bool:
        """Whether the day lies in the period; no day lies in none."""
        return day is not None and self.first <= day <= self.last


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is no day.", _FORMS) from None


def _end_of_month(day: date) -> date:
    if day.month == _MONTHS:
        return date(day.year, _MONTHS, 31)
    return date(day.year, day.month + 1, 1) - timedelta(days=1)
