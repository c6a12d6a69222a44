"""What guards the denominator: what shrank in the register, and who stands outside the count, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Shrinkage(BaseModel):
    """A month whose dossiers became fewer by an import (a truncated export must not raise a ratio unnoticed).

    Attributes:
        month: its first day, of the dates of reception.
        before, after: the dossiers that count, before and after the import, or in the export before and in
            this one.
        file: the import that did it, None while it only would.
    """

    model_config = ConfigDict(frozen=True)

    month: date
    before: int
    after: int
    file: str | None = None
    imported_at: AwareDatetime | None = None


class Exclusion(StrEnum):
    """Why a dossier of the register stands outside a report's count."""

    DELETED = "deleted"
    NOTHING_TO_DIGITISE = "nothing_to_digitise"
    FILED_ONLINE = "filed_online"


class Excluded(BaseModel):
    """A dossier outside the count, with the rule.

    Attributes:
        rule: the paragraph, in words of the rule set's data.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    why: Exclusion
    rule: str
