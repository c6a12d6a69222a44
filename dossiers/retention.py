"""Retention: from which day on an object may be deleted (thời hạn lưu), and what is said of a paper then.

What is stored of a paper counts from the end of its dossier, or from when it was written where that was
later: a dossier that is not ended keeps everything, and whatever a lock of the store holds from its writing
on (`[store] object_lock`) is free by then. An issue of a report counts from its own day. Manifests and sealed
events are never purged: figures rest on the ones, the proof of every deletion on the others.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from dossiers.manifest import StoredDocument
from dossiers.object_classes import ObjectClass
from dossiers.register import DossierRecord, DossierStatus

OF_A_PAPER: Final = (ObjectClass.ORIGINAL, ObjectClass.ARCHIVE, ObjectClass.TEXT)
_ENDED: Final = frozenset(
    {DossierStatus.RESOLVED, DossierStatus.RETURNED, DossierStatus.REFUSED, DossierStatus.WITHDRAWN}
)
# What tells that papers are the same (dossiers/reuse.py): figures of other dossiers rest on it.
_IDENTIFYING: Final = frozenset({"number", "date", "agency"})


class Rule(BaseModel):
    """Why an object may be deleted: so many days after a day have passed."""

    model_config = ConfigDict(frozen=True)

    days: int
    counted_from: date

    @property
    def ends_on(self) -> date:
        """The first day on which it may be deleted; the last day there is, where it is kept for good."""
        if self.days == 0:
            return date.max
        return self.counted_from + timedelta(days=min(self.days, (date.max - self.counted_from).days))


def ended_on(record: DossierRecord | None) -> date | None:
    """When a dossier ended; None where it has not, or where nobody knows when."""
    if record is None or record.status not in _ENDED:
        return None
    return record.resolved_on if record.status is DossierStatus.RESOLVED else record.closed_on


def rule_of(days: int, *, ended: date | None, written: date) -> Rule | None:
    """The rule for an object of a paper; None while its dossier is not ended."""
    return None if ended is None else Rule(days=days, counted_from=max(ended, written))


def without_words(entry: StoredDocument) -> StoredDocument:
    """What stays to be said of a paper of which nothing is stored any more.

    Not what was read of names, places and subjects, nor who signed. The personal numbers stay with the
    manifest: whose paper another one is rests on them (dossiers/ownership.py).
    """
    return entry.model_copy(
        update={
            "fields": {name: value for name, value in entry.fields.items() if name in _IDENTIFYING},
            "field_evidence": {
                name: found for name, found in entry.field_evidence.items() if name in _IDENTIFYING
            },
            "kind_evidence": (),
            "signatures": (),
        }
    )
