"""What guards the denominator: what shrank in the register, and who stands outside the count, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

# An export that lacks less of a month, or of a smaller one, is told and goes in (rounding, late corrections).
_SMALLEST_MONTH = 20
_SMALLEST_SHARE = 20  # one in twenty


class Shrinking(StrEnum):
    """How a month became smaller.

    Attributes:
        COUNTED: the register counts fewer dossiers of it: they were deleted, or moved to another month.
        EXPORTED: the export holds fewer of it than the register knows of the same units and fields; the
            register keeps them all, but what the export should have brought may be missing.
        ABSENT: dossiers of it disappeared from the exports that the province drops; the register keeps and
            counts them until somebody says what became of them.
    """

    COUNTED = "counted"
    EXPORTED = "exported"
    ABSENT = "absent"


class Shrinkage(BaseModel):
    """A month whose dossiers became fewer by an import (a truncated export must not raise a ratio unnoticed).

    Attributes:
        month: its first day, of the dates of reception.
        before, after: the dossiers that count, before and after the import, or in the export before and in
            this one.
        how: whether the register or the export has fewer.
        only_changes: the export repeats next to nothing as it was: it lists what changed, and is not whole.
        file: the import that did it, None while it only would.
        suppressed: the numbers are withheld (and 0 here).
    """

    model_config = ConfigDict(frozen=True)

    month: date
    before: int
    after: int
    how: Shrinking = Shrinking.COUNTED
    only_changes: bool = False
    file: str | None = None
    imported_at: AwareDatetime | None = None
    suppressed: bool = False

    @property
    def needs_word(self) -> bool:
        """Whether a person has to say that it may be so."""
        if self.how is Shrinking.COUNTED:
            return True
        lacking = self.before - self.after
        is_much = self.before >= _SMALLEST_MONTH and lacking * _SMALLEST_SHARE > self.before
        return is_much and not self.only_changes


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
