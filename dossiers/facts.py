"""What counting needs to know of a dossier: named facts and counts, and how it had ended by a day.

Facts follow from `dossier_status` alone; those of the ending follow from the register's dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from dossiers.completeness import DossierStatusReport
from dossiers.fact_names import FREE_BIT, Fact
from dossiers.incompleteness import CompletenessBand, band_of
from dossiers.register import RESULT_SLOT, Channel, DossierRecord, DossierStatus, Level
from dossiers.states import SlotState

LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


JUDGING_VERSION = 2
"""Raised with every change in what is kept of a dossier, or in how one is judged: all are judged again."""


class Ending(IntEnum):
    """How a dossier ended; the numbers are kept in ledgers."""

    OPEN = 0
    RESOLVED = 1
    RETURNED = 2
    REFUSED = 3
    WITHDRAWN = 4
    DELETED = 5

    @classmethod
    def of(cls, record: DossierRecord) -> tuple[Ending, date | None]:
        """How the register says that it ended, and on which day where it says that."""
        ending = _ENDINGS.get(record.status, cls.OPEN)
        if ending is cls.RESOLVED:
            return ending, record.resolved_on
        return ending, record.closed_on if ending in _CLOSED else None

    @property
    def bits(self) -> int:
        """The fact of this ending as a set of facts."""
        return _ENDING_BITS.get(self, 0)


_ENDINGS = {
    DossierStatus.RESOLVED: Ending.RESOLVED,
    DossierStatus.RETURNED: Ending.RETURNED,
    DossierStatus.REFUSED: Ending.REFUSED,
    DossierStatus.WITHDRAWN: Ending.WITHDRAWN,
    DossierStatus.DELETED: Ending.DELETED,
}
_CLOSED = frozenset({Ending.RETURNED, Ending.REFUSED, Ending.WITHDRAWN})
# Kept in ledgers, as the order of the bands.
_BAND_BITS = {band: 1 << number for number, band in enumerate(CompletenessBand, FREE_BIT)}
_ENDING_BITS = {
    Ending.RESOLVED: Fact.RESOLVED.bit,
    Ending.RETURNED: Fact.RETURNED.bit,
    Ending.REFUSED: Fact.REFUSED.bit,
    Ending.WITHDRAWN: Fact.WITHDRAWN.bit,
}
_CHANNELS = {
    Channel.DIRECT: Fact.FILED_DIRECT,
    Channel.ONLINE: Fact.FILED_ONLINE,
    Channel.POST: Fact.FILED_BY_POST,
    Channel.LINKED: Fact.FILED_LINKED,
}


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """The facts of one dossier that do not depend on the period, as bits, and its counts.

    Attributes:
        bits: the facts, and the band of its completeness.
        due: due, digitisable components; None where nobody knows them.
        lacks: each due paper that is not digitised or of which nobody knows whether it is due, and its state;
            slot `result` for the result of a resolved dossier.
    """

    bits: int
    due: int | None
    digitised: int
    undetermined: int
    unassigned: int
    lacks: tuple[tuple[str, SlotState], ...]


def facts_of(status: DossierStatusReport) -> DossierFacts:
    """What counting needs to know of a dossier."""
    counts = status.components
    bits = sum(fact.bit for fact in _facts(status))
    band = band_of(counts.due, counts.digitised, counts.undetermined)
    return DossierFacts(
        bits=bits | _BAND_BITS[band],
        due=counts.due,
        digitised=counts.digitised,
        undetermined=counts.undetermined,
        unassigned=sum(not paper.settled for paper in status.unassigned),
        lacks=tuple(_lacks(status)),
    )


def band_in(bits: int) -> CompletenessBand:
    """The band of completeness that a set of facts holds."""
    return next(band for band, bit in _BAND_BITS.items() if bits & bit)


def _facts(status: DossierStatusReport) -> Iterable[Fact]:
    record, counts = status.record, status.components
    held = {
        Fact.RECEIVED: True,
        Fact.COMPONENT_DIGITISED: counts.digitised > 0,
        Fact.COMPONENT_FILE: status.has_component_file,
        Fact.COMPLETE: status.complete is True,
        Fact.INCOMPLETE: status.complete is False,
        Fact.UNDETERMINED: counts.undetermined > 0,
        Fact.DUE_SET_UNKNOWN: counts.due is None,
        Fact.NOTHING_TO_DIGITISE: status.has_nothing_to_digitise,
        Fact.REUSED: status.has_reused_data,
        Fact.RESULT_FILE: status.result.state.is_digitised,
        Fact.ENDS_IN_DOCUMENT: status.ends_in_document,
        Fact.UNASSIGNED_PAPERS: any(not paper.settled for paper in status.unassigned),
        Fact.LEVEL_OUT_OF_TIME: record.level is Level.DISTRICT and record.received_on > LAST_DAY_OF_DISTRICTS,
        _CHANNELS[record.channel]: True,
    }
    return (fact for fact, holds in held.items() if holds)


def _lacks(status: DossierStatusReport) -> Iterable[tuple[str, SlotState]]:
    for slot in status.slots:
        if slot.state is SlotState.UNDETERMINED or (slot.is_counted_due and not slot.state.is_digitised):
            yield slot.id, slot.state
    if status.result.due and not status.result.state.is_digitised:
        yield RESULT_SLOT, status.result.state
