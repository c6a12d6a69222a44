"""How the papers of a dossier have to stand: whose they are, which lie elsewhere too, which scan counts.

Nothing here is remembered: every judgement begins with the papers as they were read and as people decided,
so the order in which papers arrive does not matter. A paper that was purged stays as it stood: nobody can
look at it again, and what was counted with it was counted rightly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dossiers import ownership, reuse, superseding
from dossiers.manifest import StoredDocument
from dossiers.reuse import Elsewhere


def as_read(entry: StoredDocument) -> StoredDocument:
    """The paper without what other papers tell of it."""
    return ownership.restored(reuse.restored(superseding.restored(entry)))


def judged(
    code: str,
    documents: Sequence[StoredDocument],
    *,
    applicants_elsewhere: Collection[str],
    same_elsewhere: Mapping[int, Sequence[Elsewhere]],
    reused_slots: Collection[str],
) -> tuple[StoredDocument, ...]:
    """The papers of one dossier as they have to stand, in the order given.

    Args:
        code: the dossier's.
        documents: all its papers, whether judged before or not.
        applicants_elsewhere: the personal numbers, of those on the papers, of applicants of other dossiers.
        same_elsewhere: by the number of a paper, those of other dossiers that are the same.
        reused_slots: the slots that the register calls reused.
    """
    own = ownership.judged([as_read(entry) for entry in documents], applicants_elsewhere)
    free = reuse.judged(code, own, same_elsewhere, reused_slots)
    return tuple(
        before if before.is_purged else after
        for before, after in zip(documents, superseding.judged(free), strict=True)
    )
