"""Whose paper it is: a paper that bears another applicant's number fills no slot (contract.md, readings).

The register holds no personal numbers; they come from the papers. Own is who stands on the dossier's own
application form. In doubt a paper is not judged; one that is judged foreign goes to a person, and comes back
when the papers say otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dossiers.manifest import StoredDocument
from dossiers.states import Standing

WRONG_DOSSIER = "wrong_dossier"
# Two readings of one number: so many digits may be different ones, of those that OCR takes for each other.
_MISREAD_AT_MOST = 2
_LOOK_ALIKE = frozenset(
    frozenset(pair)
    for pair in ("06", "08", "09", "14", "17", "27", "35", "38", "39", "49", "56", "58", "68", "69", "89")
)


def judged(
    documents: Sequence[StoredDocument], applicants_elsewhere: Collection[str]
) -> tuple[StoredDocument, ...]:
    """The papers of one dossier as they have to stand, in the order given.

    Args:
        documents: all papers of the dossier, whether judged before or not.
        applicants_elsewhere: the personal numbers, of those on the papers, with which another dossier's
            application form begins.
    """
    fresh = [restored(entry) for entry in documents]
    own = _own_form(fresh, applicants_elsewhere)
    if own is None:
        return tuple(fresh)
    if _is_strange(own, fresh, applicants_elsewhere):
        return tuple(_withheld(entry) if entry is own else entry for entry in fresh)
    return tuple(
        _withheld(entry) if _is_foreign(entry, own, applicants_elsewhere) else entry for entry in fresh
    )


def restored(entry: StoredDocument) -> StoredDocument:
    """The paper as it stood before its number was held against it.

    Only such a paper has a candidate, the slot it would fill; one that prints another code has none.
    """
    if entry.review_reason != WRONG_DOSSIER or not entry.candidates:
        return entry
    return entry.model_copy(
        update={
            "slot": entry.candidates[0]["slot"],
            "findings": tuple(finding for finding in entry.findings if finding != WRONG_DOSSIER),
            "candidates": (),
            "review_reason": None,
        }
    )


def is_same_number(one: str, other: str) -> bool:
    """Whether two personal numbers may be two readings of one."""
    differences = [{left, right} for left, right in zip(one, other, strict=True) if left != right]
    return len(differences) <= _MISREAD_AT_MOST and all(pair in _LOOK_ALIKE for pair in differences)


def _withheld(entry: StoredDocument) -> StoredDocument:
    return entry.model_copy(
        update={
            "slot": None,
            "findings": (*entry.findings, WRONG_DOSSIER),
            "candidates": ({"slot": entry.slot, "confidence": entry.kind_confidence},),
            "review_reason": WRONG_DOSSIER,
        }
    )


def _own_form(
    documents: Sequence[StoredDocument], applicants_elsewhere: Collection[str]
) -> StoredDocument | None:
    """The application form that tells whose dossier it is; None where no form with a number fills a slot.

    Of several: the one that a person decided on, one whose applicant has no other dossier, the one whose
    numbers stand on most papers, the first.
    """
    forms = [entry for entry in documents if entry.applicant_number is not None and entry.slot is not None]
    return min(
        forms,
        key=lambda form: (
            not form.decisions,
            form.applicant_number in applicants_elsewhere,
            -sum(_share_a_number(form, entry) for entry in documents if _speaks(entry)),
            form.number,
        ),
        default=None,
    )


def _is_strange(
    own: StoredDocument, documents: Sequence[StoredDocument], applicants_elsewhere: Collection[str]
) -> bool:
    """The form itself is another applicant's: no other paper with a number has one of those on the form."""
    if own.decisions or own.applicant_number not in applicants_elsewhere:
        return False
    others = [
        entry
        for entry in documents
        if entry is not own and entry.slot is not None and entry.personal_numbers and _speaks(entry)
    ]
    return bool(others) and not any(_share_a_number(own, entry) for entry in others)


def _is_foreign(entry: StoredDocument, own: StoredDocument, applicants_elsewhere: Collection[str]) -> bool:
    """Another applicant's paper, or the same form a second time, filled in by another applicant.

    Forms for different slots may well be those of different people (who cares, and who is cared for).
    """
    if entry.slot is None or entry.decisions or not entry.personal_numbers or _share_a_number(entry, own):
        return False
    is_second_form = entry.is_application and entry.slot == own.slot
    return is_second_form or any(number in applicants_elsewhere for number in entry.personal_numbers)


def _speaks(entry: StoredDocument) -> bool:
    """A wrong scan that was withdrawn tells nothing."""
    return entry.standing is not Standing.WITHDRAWN


def _share_a_number(one: StoredDocument, other: StoredDocument) -> bool:
    return any(
        is_same_number(mine, theirs) for mine in one.personal_numbers for theirs in other.personal_numbers
    )
