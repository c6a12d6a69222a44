"""Periods (kỳ báo cáo): both ends inclusive, days of Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from dossiers.errors import UsageError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


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

    def __contains__(self, day: date | None) -> bool:
        """Whether the day lies in the period; no day lies in none."""
        return day is not None and self.first <= day <= self.last
