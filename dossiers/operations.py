"""What an office publishes beside the ratios: intake, resolving, delays, and whether the sums agree.

The table of the provincial reports (domain/indicators.md, section 7): carried over from the period before,
received by channel, resolved early, on time, late, returned, carried into the next. By dates, as of the last
day of the period; deleted dossiers are out of everything.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from dossiers.periods import Period
from dossiers.register import Channel

_MONTHS = 12


class Operations(BaseModel):
    """How dossiers went through an office in a period, by dates, as of its last day.

    Against the appointment the time between a supplement that was asked and its coming does not count; while
    it has not come the clock stands (domain/indicators.md 1.6).

    Attributes:
        carried_in: open at the beginning (kỳ trước chuyển sang).
        received: by channel (trực tiếp, trực tuyến, bưu chính, liên thông).
        early, on_time, late: resolved in the period, against the appointment.
        without_date: resolved in the period, but the register gives no appointment, or no day of resolving.
        returned, refused, withdrawn: closed without a result in the period.
        supplements_asked: dossiers of which a supplement was asked in the period.
        carried_out: open at the end, within the appointment or without one.
        overdue: open at the end, past the appointment.
        resolved_undated: of `without_date`, those without a day of resolving; they count as resolved on the
            day they were received.
        closed_undated: of those closed, the ones without a day of closing; they count likewise.
    """

    model_config = ConfigDict(frozen=True)

    carried_in: int = 0
    received: dict[str, int] = {}
    early: int = 0
    on_time: int = 0
    late: int = 0
    without_date: int = 0
    returned: int = 0
    refused: int = 0
    withdrawn: int = 0
    supplements_asked: int = 0
    carried_out: int = 0
    overdue: int = 0
    resolved_undated: int = 0
    closed_undated: int = 0

    @property
    def total(self) -> int:
        """All that the office had to do with."""
        return self.carried_in + sum(self.received.values())

    @property
    def resolved(self) -> int:
        """Resolved in the period."""
        return self.early + self.on_time + self.late + self.without_date

    @property
    def closed(self) -> int:
        """Closed without a result in the period."""
        return self.returned + self.refused + self.withdrawn

    @property
    def open(self) -> int:
        """Open at the end."""
        return self.carried_out + self.overdue

    @property
    def left(self) -> int:
        """What the next period has to carry in (total less resolved, less closed without a result)."""
        return self.total - self.resolved - self.closed

    def __add__(self, other: Operations) -> Operations:
        """Everything adds up, each channel for itself."""
        channels = {
            channel: self.received.get(channel, 0) + other.received.get(channel, 0)
            for channel in {**self.received, **other.received}
        }
        numbers = {
            name: getattr(self, name) + getattr(other, name)
            for name in type(self).model_fields
            if name != "received"
        }
        return Operations(received=channels, **numbers)

    @property
    def figures(self) -> dict[str, int]:
        """All that a table prints, also the sums: `received_direct` and `received`, `early`, `resolved`."""
        numbers: dict[str, int] = self.model_dump(exclude={"received"})
        channels = {f"received_{channel}": count for channel, count in self.received.items()}
        received = {"received": sum(self.received.values()), "total": self.total}
        ended = {"resolved": self.resolved, "closed": self.closed, "open": self.open}
        return numbers | channels | received | ended


NOTHING = Operations(received={channel.value: 0 for channel in Channel})
"""Of an office where nothing went on."""


class SumCheck(BaseModel):
    """A sum that has to agree, and by how much it does not (không khớp).

    Attributes:
        what: its stable name, for the words of a report: `total_is_resolved_closed_open`, …
        left, right: the two sides.
    """

    model_config = ConfigDict(frozen=True)

    what: str
    left: int
    right: int

    @property
    def difference(self) -> int:
        """0 where the sides agree."""
        return self.left - self.right


class OperationsRow(BaseModel):
    """The operations of one unit (with all below it) or of all, and their checks.

    Attributes:
        unit_code: None for all.
        depth: of the unit in the tree of the report, from 0.
        suppressed: the figures that are withheld, by their names in `figures`.
    """

    model_config = ConfigDict(frozen=True)

    unit_code: str | None
    depth: int = 0
    operations: Operations
    checks: tuple[SumCheck, ...] = ()
    suppressed: tuple[str, ...] = ()

    @property
    def figures(self) -> dict[str, int | None]:
        """All that a table prints of it (`Operations.figures`); None is withheld."""
        hidden = set(self.suppressed)
        return {name: None if name in hidden else count for name, count in self.operations.figures.items()}


def checked(operations: Operations, received: int) -> tuple[SumCheck, ...]:
    """The sums of one row; `received` is counted plainly, whatever the channel."""
    return (
        SumCheck(what="received_is_its_channels", left=received, right=sum(operations.received.values())),
        SumCheck(
            what="total_is_resolved_closed_open",
            left=operations.total,
            right=operations.resolved + operations.closed + operations.open,
        ),
    )


def carried_over(left_before: int, operations: Operations) -> SumCheck:
    """Carry-in(t+1) = total(t) - resolved(t) - returned(t); supplements are not subtracted (section 7)."""
    return SumCheck(what="carried_in_is_left_before", left=operations.carried_in, right=left_before)


def parts_add_up(total: Operations, parts: Iterable[Operations]) -> SumCheck:
    """The whole against its units."""
    return SumCheck(what="total_is_its_units", left=total.total, right=sum(part.total for part in parts))


def period_before(period: Period) -> Period | None:
    """The period that ends the day before: as many months where it is whole months, else as many days.

    None where the calendar begins too late for one.
    """
    first, last = period.first, period.last
    months = (last.year - first.year) * _MONTHS + last.month - first.month + 1
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        year, month = divmod(first.year * _MONTHS + first.month - 1 - months, _MONTHS)
        begins = date(year, month + 1, 1).toordinal() if year >= date.min.year else 0
    else:
        begins = first.toordinal() - (last - first).days - 1
    if begins < date.min.toordinal():
        return None
    return Period(first=date.fromordinal(begins), last=first - timedelta(days=1))
