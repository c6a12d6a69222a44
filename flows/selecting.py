"""Which dossiers a person means, and from which stage they are done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dossiers.errors import UsageError
from dossiers.periods import Period
from dossiers.register import DossierRecord


class Stage(StrEnum):
    """From where a rerun begins: `read` does OCR again, the others use the stored text."""

    READ = "read"
    CLASSIFY = "classify"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dossiers: the named ones, or those of a unit and of a time of reception."""

    dossier_codes: tuple[str, ...] = ()
    unit_code: str | None = None
    received_from: date | None = None
    received_to: date | None = None

    @classmethod
    def of(
        cls,
        dossier_codes: Sequence[str],
        *,
        unit: str | None,
        period: str | None,
        first: date | None,
        last: date | None,
    ) -> Selection:
        """A selection as a person says it: the days by themselves, or by the name of a period.

        Raises:
            UsageError: the days are given twice, the wrong way round, or no period has the name.
        """
        if period and (first or last):
            raise UsageError("The days are given twice.", "Give the period, or its first and its last day.")
        if first and last:
            Period.between(first, last)
        days = Period.parse(period) if period else None
        return cls(
            dossier_codes=tuple(dict.fromkeys(dossier_codes)),
            unit_code=unit or None,
            received_from=days.first if days else first,
            received_to=days.last if days else last,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said; that does not mean everything."""
        return not (self.dossier_codes or self.unit_code or self.received_from or self.received_to)

    def holds(self, record: DossierRecord) -> bool:
        """Whether the dossier is one of them."""
        return (
            (not self.dossier_codes or record.dossier_code in self.dossier_codes)
            and (self.unit_code is None or record.unit_code == self.unit_code)
            and (self.received_from is None or record.received_on >= self.received_from)
            and (self.received_to is None or record.received_on <= self.received_to)
        )
