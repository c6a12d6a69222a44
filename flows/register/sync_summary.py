"""What a sync of the register did, as `sohoa register sync --json` tells it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.register_guard import Shrinkage
from flows.register.absence import Absences
from flows.register.bringing_in import ImportedFile
from flows.register.files import RejectedRow
from storage.drops_table import Dropped


class SyncOutcome(StrEnum):
    """What became of a file of the drop.

    Attributes:
        WAITING: it grows, changed while it was read, or cannot be read now: the next sync looks again.
    """

    IMPORTED = "imported"
    REFUSED = "refused"
    WAITING = "waiting"


class Refused(BaseModel):
    """Why a file was not imported: the code of the error, and its words with what to do next."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str

    @classmethod
    def of(cls, dropped: Dropped) -> Refused:
        """From what is remembered of the file."""
        return cls(code=dropped.reason or "", message=dropped.detail or "")


class SyncedFile(BaseModel):
    """A file of the drop.

    Attributes:
        file: relative to the place.
        absent: how many registered dossiers it lacks.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    outcome: SyncOutcome
    kind: str | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    absent: int = 0
    refusal: Refused | None = None

    @classmethod
    def of_import(cls, name: str, done: ImportedFile, absent: int) -> SyncedFile:
        """A file that went in."""
        values = done.model_dump(include={"kind", "added", "updated", "unchanged"})
        return cls(file=name, outcome=SyncOutcome.IMPORTED, rejected=done.rejected, absent=absent, **values)

    def after(self, before: SyncedFile) -> SyncedFile:
        """What both readings of one file did: a row that the first one added was no other to the second."""
        rows = self.added + self.updated + self.unchanged
        added = before.added + self.added
        updated = min(before.updated + self.updated, rows - added)
        counts = {"added": added, "updated": updated, "unchanged": rows - added - updated}
        return self.model_copy(update={**counts, "absent": before.absent + self.absent})


class SyncSummary(BaseModel):
    """What a sync did.

    Attributes:
        files: those that were read or still grow, in the order of arrival.
        refused_before: those that were refused, are as they were, and so are not tried again.
        remembered: how many lie there as they were; none of them was read.
        not_moved: how many imported files could not move to `[register_drop] done`.
        shrunk: months of which an export holds fewer dossiers than the register.
        absent: every dossier that the exports hold no more.
    """

    model_config = ConfigDict(frozen=True)

    files: tuple[SyncedFile, ...]
    refused_before: tuple[SyncedFile, ...] = ()
    remembered: int = 0
    not_moved: int = 0
    shrunk: tuple[Shrinkage, ...] = ()
    absent: Absences = Absences()

    @property
    def refused(self) -> tuple[SyncedFile, ...]:
        """All that a person has to look at, whenever they were refused."""
        now = tuple(file for file in self.files if file.outcome is SyncOutcome.REFUSED)
        return (*now, *self.refused_before)

    @property
    def has_rejected_rows(self) -> bool:
        """Whether rows of a file that went in were not taken."""
        return any(file.rejected for file in self.files)

    def number(self, outcome: SyncOutcome) -> int:
        """How many files came to this outcome now."""
        return sum(file.outcome is outcome for file in self.files)
