"""Which dossiers a person means, and from which stage they are done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
