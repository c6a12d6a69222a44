"""A better scan of the same paper supersedes the poor one: both are kept, one counts.

Same are two scans for one slot whose kind, number, date and issuer agree, all surely read; or two of one
application form whose applicant agrees and nothing else differs. In doubt both count, and nobody is told
that they are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from dossiers.manifest import StoredDocument
from dossiers.ownership import is_same_number
from dossiers.reuse import identity_of
from dossiers.states import PaperState, Standing

_STATES = tuple(PaperState)


class Better(StrEnum):
    """Why another scan counts in place of this one; public (`standing_reason` of the manifest).

    Attributes:
        STATE: it can be used, or read, where this one cannot.
        DECIDED: a person decided on it.
        GATES: fewer quality gates fail.
        LATER: nothing tells them apart; who scans again has a reason.
    """

    STATE = "better_state"
    DECIDED = "decided_by_person"
    GATES = "fewer_gate_failures"
    LATER = "later_scan"


def judged(documents: Sequence[StoredDocument]) -> tuple[StoredDocument, ...]:
    """The papers of one dossier as they have to stand, in the order given, whether judged before or not."""
    fresh = [restored(entry) for entry in documents]
    return tuple(_marked(entry, fresh) for entry in fresh)


def restored(entry: StoredDocument) -> StoredDocument:
    """The paper as it stood before a better scan came."""
    if entry.standing is not Standing.SUPERSEDED:
        return entry
    return entry.model_copy(
        update={"standing": Standing.COUNTS, "standing_reason": "", "superseded_by": None}
    )


def _marked(entry: StoredDocument, documents: Sequence[StoredDocument]) -> StoredDocument:
    """The paper with the best scan that counts in its place; a person's word is never superseded."""
    if entry.decisions:
        return entry
    better = [other for other in documents if _is_better(other, entry)]
    if not better:
        return entry
    best = max(better, key=_rank)
    return entry.model_copy(
        update={
            "standing": Standing.SUPERSEDED,
            "standing_reason": _why(best, entry).value,
            "superseded_by": best.number,
        }
    )


def _is_better(other: StoredDocument, entry: StoredDocument) -> bool:
    if not _may_be_same(other, entry) or _rank(other) <= _rank(entry):
        return False
    identity = identity_of(entry)
    if identity is not None:
        return identity == identity_of(other)
    return _is_same_form(other, entry) and _why(other, entry) is Better.STATE


def _may_be_same(one: StoredDocument, other: StoredDocument) -> bool:
    return (
        one.slot is not None
        and (one.slot, one.kind) == (other.slot, other.kind)
        and one.standing is other.standing is Standing.COUNTS
        and one.objects.original.sha256 != other.objects.original.sha256
    )


def _is_same_form(one: StoredDocument, other: StoredDocument) -> bool:
    mine, theirs = one.applicant_number, other.applicant_number
    return (
        mine is not None
        and theirs is not None
        and is_same_number(mine, theirs)
        and one.pages == other.pages
        and not any(
            value and other.fields.get(name) not in {None, value} for name, value in one.fields.items()
        )
    )


def _why(better: StoredDocument, entry: StoredDocument) -> Better:
    differing = zip(Better, _rank(better), _rank(entry), strict=False)
    return next(why for why, mine, theirs in differing if mine != theirs)


def _rank(entry: StoredDocument) -> tuple[int, bool, int, tuple[tuple[int, float, int], int]]:
    """The greater, the better, in the order of `Better`."""
    return (
        -_STATES.index(entry.state),
        bool(entry.decisions),
        -len(entry.gate_failures),
        (entry.came, entry.number),
    )
