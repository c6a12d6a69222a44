"""The names of the facts that a rule set can speak of, and the bit of each.

A set of facts is one number, so that a ledger can keep it and count by it. The bits of `_KEPT` are kept in
ledgers: a new fact goes to their end. How a dossier ended depends on the day asked for and is never kept.
"""

from __future__ import annotations

from enum import StrEnum


class Fact(StrEnum):
    """The facts that a rule set can speak of.

    Attributes:
        RECEIVED: holds for every dossier that is counted.
        COMPONENT_DIGITISED: a due component is digitised or reused.
        COMPONENT_FILE: a component has a usable file, also where it was not to be digitised.
        COMPLETE, INCOMPLETE: the verdict on the components; neither where it is undetermined.
        UNDETERMINED: of some paper nobody knows whether it is due.
        DUE_SET_UNKNOWN: nobody knows which papers are due.
        NOTHING_TO_DIGITISE: known to owe no digitisable paper (indicators.md 1.5, rule 5).
        REUSED: digitised data was used again for a component.
        RESULT_FILE: the result has a usable file.
        ENDS_IN_DOCUMENT: the procedure ends in a document.
        UNASSIGNED_PAPERS: papers wait for a person.
        LEVEL_OUT_OF_TIME: received by a district after there were none (30 June 2025).
        RESOLVED, RETURNED, REFUSED, WITHDRAWN: how it had ended by the last day of the period.
    """

    RECEIVED = "received"
    COMPONENT_DIGITISED = "component_digitised"
    COMPONENT_FILE = "component_file"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNDETERMINED = "undetermined"
    DUE_SET_UNKNOWN = "due_set_unknown"
    NOTHING_TO_DIGITISE = "nothing_to_digitise"
    REUSED = "reused"
    RESULT_FILE = "result_file"
    ENDS_IN_DOCUMENT = "ends_in_document"
    UNASSIGNED_PAPERS = "unassigned_papers"
    LEVEL_OUT_OF_TIME = "level_out_of_time"
    FILED_DIRECT = "filed_direct"
    FILED_ONLINE = "filed_online"
    FILED_BY_POST = "filed_by_post"
    FILED_LINKED = "filed_linked"
    RESOLVED = "resolved"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def bit(self) -> int:
        """Its bit in a set of facts."""
        return _BITS[self.value]


_KEPT = (
    Fact.RECEIVED,
    Fact.COMPONENT_DIGITISED,
    Fact.COMPONENT_FILE,
    Fact.COMPLETE,
    Fact.INCOMPLETE,
    Fact.UNDETERMINED,
    Fact.DUE_SET_UNKNOWN,
    Fact.NOTHING_TO_DIGITISE,
    Fact.REUSED,
    Fact.RESULT_FILE,
    Fact.ENDS_IN_DOCUMENT,
    Fact.UNASSIGNED_PAPERS,
    Fact.LEVEL_OUT_OF_TIME,
    Fact.FILED_DIRECT,
    Fact.FILED_ONLINE,
    Fact.FILED_BY_POST,
    Fact.FILED_LINKED,
)
_ENDED = (Fact.RESOLVED, Fact.RETURNED, Fact.REFUSED, Fact.WITHDRAWN)
_FIRST_ENDING_BIT = 40
FREE_BIT = 20
"""The first bit that no kept fact takes: the bands of completeness begin here."""

_BITS = {fact.value: 1 << number for number, fact in enumerate(_KEPT)} | {
    fact.value: 1 << number for number, fact in enumerate(_ENDED, _FIRST_ENDING_BIT)
}
