"""The same paper in two dossiers: found and proposed as reuse (khai thác, sử dụng lại), never counted twice.

Whoever was stored first stays as it is; a later one fills no slot until the register or a person says that
the paper is used again there. So one misfiled scan never completes two dossiers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dossiers.manifest import StoredDocument, document_id
from dossiers.states import Standing
from dossiers.text import fold

ALREADY_DIGITISED = "already_digitised_elsewhere"
# Papers of the one-stop office and empty ones are alike everywhere.
_NEVER_THE_SAME = frozenset({"process_paper", "blank"})
_UNCLASSIFIED = "unclassified"
_IDENTIFYING = ("number", "date", "agency")
# Mean confidence of the words of a field, of 100: a field read with less names no paper.
_SURELY_READ = 80.0
# A decision about many people may lie in hundreds of dossiers.
_MOST_LINKS = 10


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A paper of another dossier, as it stands there."""

    dossier_code: str
    document: StoredDocument

    @property
    def id(self) -> str:
        """Its document id."""
        return document_id(self.dossier_code, self.document.number)

    @property
    def holds_a_slot(self) -> bool:
        """Whether it serves its own dossier, or would but for a third one."""
        return restored(self.document).slot is not None

    @property
    def came(self) -> tuple[int, float, str, int, int]:
        """The order in which papers came; within a night the one of the dossiers, whoever was read first."""
        night, at, number = self.document.came
        return night, at, self.dossier_code, number, self.document.number


def marks_of(entry: StoredDocument) -> frozenset[str]:
    """What papers that are the same have in common: hexadecimal digests, 64 characters each.

    One for each page of the original, by its bytes, and one for kind, number, date and issuer where all are
    read surely. None for a paper that was withdrawn, that is empty, or of the one-stop office itself.
    """
    if entry.standing is Standing.WITHDRAWN or _NEVER_THE_SAME & {*entry.findings, entry.review_reason}:
        return frozenset()
    original = entry.objects.original.sha256
    pages = {_digest("page", original, str(page)) for page in entry.source_pages}
    identity = identity_of(entry)
    return frozenset(pages if identity is None else {*pages, identity})


def identity_of(entry: StoredDocument) -> str | None:
    """The digest of kind, number, date and issuer; None where one of them is not surely read."""
    if entry.kind == _UNCLASSIFIED or not all(_is_sure(entry, name) for name in _IDENTIFYING):
        return None
    return _digest("read", entry.kind, *(fold(entry.fields[name] or "") for name in _IDENTIFYING))


def judged(
    code: str,
    documents: Sequence[StoredDocument],
    elsewhere: Mapping[int, Sequence[Elsewhere]],
    reused_slots: Collection[str],
) -> tuple[StoredDocument, ...]:
    """The papers of one dossier as they have to stand, in the order given.

    Args:
        code: the dossier's.
        documents: all its papers, whether judged before or not.
        elsewhere: by the number of a paper, those of other dossiers that are the same.
        reused_slots: the slots that the register calls reused.
    """
    fresh = (restored(entry) for entry in documents)
    return tuple(_linked(code, entry, elsewhere.get(entry.number, ()), reused_slots) for entry in fresh)


def restored(entry: StoredDocument) -> StoredDocument:
    """The paper as it stood before it was known to lie in another dossier too."""
    update: dict[str, object] = {"same_as": ()}
    if entry.review_reason == ALREADY_DIGITISED and entry.candidates:
        slot, *others = entry.candidates
        update |= {"slot": slot["slot"], "candidates": tuple(others), "review_reason": None}
    return entry.model_copy(update=update)


def _linked(
    code: str, entry: StoredDocument, same: Sequence[Elsewhere], reused_slots: Collection[str]
) -> StoredDocument:
    in_order = sorted(same, key=lambda other: other.came)
    linked = entry.model_copy(update={"same_as": tuple(other.id for other in in_order[:_MOST_LINKS])})
    mine = Elsewhere(code, entry)
    is_later = any(other.holds_a_slot and other.came < mine.came for other in in_order)
    if entry.slot is None or entry.decisions or entry.slot in reused_slots or not is_later:
        return linked
    proposed = {"slot": entry.slot, "confidence": entry.kind_confidence}
    return linked.model_copy(
        update={
            "slot": None,
            "candidates": (proposed, *entry.candidates),
            "review_reason": ALREADY_DIGITISED,
        }
    )


def _is_sure(entry: StoredDocument, name: str) -> bool:
    evidence = entry.field_evidence.get(name) or {}
    confidence = evidence.get("confidence")
    return bool(entry.fields.get(name)) and confidence is not None and confidence >= _SURELY_READ


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
