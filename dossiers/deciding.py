"""What a person's decision makes of a paper, and that no machine overwrites it.

Decisions are events: each says what the paper served as before and after. To undo one is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dossiers.judging import as_read
from dossiers.manifest import Action, Decision, Serving, StoredDocument
from dossiers.states import Standing

_UNCLASSIFIED = "unclassified"
_WITH_SLOT = frozenset({Action.ASSIGN, Action.REUSE})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants done with a paper.

    Attributes:
        slots: what it serves as, the main one first; none for a paper that serves nothing.
        kind: what the paper is; None: as it was recognised.
    """

    action: Action
    slots: tuple[str, ...] = ()
    kind: str | None = None
    reason: str = ""


def decided(entry: StoredDocument, wish: Wish, *, by: str, at: datetime) -> StoredDocument:
    """The paper after the decision; the very same paper where that was its last decision already."""
    after = _serving(entry, wish)
    if _is_said_already(entry, wish, after):
        return entry
    decision = Decision(
        decided_at=at,
        decided_by=by,
        action=wish.action,
        slot=after.slot,
        reason=wish.reason,
        before=entry.serving,
        after=after,
    )
    links = () if after.standing is Standing.WITHDRAWN else entry.same_as
    return _settled(as_read(entry), (*entry.decisions, decision)).model_copy(update={"same_as": links})


def carried(fresh: StoredDocument, old: StoredDocument) -> StoredDocument:
    """A paper that was done again, with what people decided about it before."""
    fresh = fresh.model_copy(update={"first_stored_at": old.stored_at, "arrival": old.arrival})
    return _settled(fresh, old.decisions) if old.decisions else fresh


def _serving(entry: StoredDocument, wish: Wish) -> Serving:
    first, *others = wish.slots if wish.action in _WITH_SLOT else (None,)
    return Serving(
        slot=first,
        also_slots=tuple(slot for slot in dict.fromkeys(others) if slot is not None and slot != first),
        kind=wish.kind or entry.kind,
        standing=Standing.WITHDRAWN if wish.action is Action.WITHDRAW else Standing.COUNTS,
        reused=wish.action is Action.REUSE,
    )


def _is_said_already(entry: StoredDocument, wish: Wish, after: Serving) -> bool:
    if not entry.decisions:
        return False
    last = entry.decisions[-1]
    return last.action is wish.action and entry.serving == after and wish.reason in {"", last.reason}


def _settled(entry: StoredDocument, decisions: Sequence[Decision]) -> StoredDocument:
    """The paper as its last decision says; nothing is asked about it any more.

    A kind that nobody knew when the decision was made may be recognised since.
    """
    last = decisions[-1]
    said = last.after or Serving(slot=last.slot, kind=_UNCLASSIFIED, standing=Standing.COUNTS)
    is_withdrawn = said.standing is Standing.WITHDRAWN
    return entry.model_copy(
        update={
            "slot": said.slot,
            "also_slots": said.also_slots,
            "kind": entry.kind if said.kind == _UNCLASSIFIED else said.kind,
            "standing": said.standing,
            "standing_reason": last.reason if is_withdrawn else "",
            "reused": said.reused,
            "review_reason": None,
            "candidates": (),
            "decisions": tuple(decisions),
        }
    )
