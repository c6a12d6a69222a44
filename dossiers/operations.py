"""What an office publishes beside the ratios: intake, resolving, delays, and whether the sums agree.

The table of the provincial reports (domain/indicators.md, section 7): carried over from the period before,
received by channel, resolved early, on time, late, returned, carried into the next.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Operations(BaseModel):
    """How dossiers went through an office in a period, by dates, as of its last day.

    Attributes:
        carried_in: open at the beginning (kỳ trước chuyển sang).
        received: by channel (trực tiếp, trực tuyến, bưu chính, liên thông).
        early, on_time, late, without_date: resolved in the period, against the appointment.
        returned, refused, withdrawn: closed without a result in the period.
        supplements_asked: dossiers of which a supplement was asked in the period.
        carried_out: open at the end, within the appointment.
        overdue: open at the end, past the appointment.
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
    """

    model_config = ConfigDict(frozen=True)

    unit_code: str | None
    depth: int = 0
    operations: Operations
    checks: tuple[SumCheck, ...] = ()
