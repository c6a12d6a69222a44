"""Which slot of the dossier a paper fills. What is not clear is left to a person, with candidates."""

from __future__ import annotations

from collections.abc import Sequence

from dossiers.codes import dossier_codes_in
from dossiers.ownership import WRONG_DOSSIER
from ocr.understanding.assignment import (
    MAX_CANDIDATES,
    PROCESS_PAPER,
    TWO_PAPERS,
    Assignment,
    ReviewReason,
    candidates_of,
    result_candidate,
)
from ocr.understanding.candidates import Hit, hits_on
from ocr.understanding.classify import Classification
from ocr.understanding.context import DossierContext
from ocr.understanding.declared import Judged, as_declared
from ocr.understanding.known import KnownTitles
from ocr.understanding.results import Likeness, Strength, likeness_to_results
from ocr.understanding.segment import PaperPages
from ocr.understanding.sheet_codes import dossiers_named_on
from ocr.values import Candidate, PageReading, PageSource

__all__ = ["Assignment", "ReviewReason", "assign", "is_office_paper"]

_DAMAGES = frozenset({"repaired", "truncated"})


def assign(
    found: PaperPages,
    paper: Classification,
    context: DossierContext,
    known: KnownTitles,
    *,
    threshold: float,
    is_only_paper: bool,
) -> Assignment:
    """Decides on the slot of one paper of the dossier; one less sure than `threshold` goes to a person.

    A paper of the one-stop office itself needs nobody's decision: it is stored unassigned.
    """
    fault = _unfit(found, paper, context)
    if fault is not None:
        return fault
    result = likeness_to_results(paper, context.results, known)
    hits = hits_on(found.pages, paper, context, known)
    by_itself = _by_itself(paper, context, result, hits, threshold)
    judged = Judged(paper, result, hits, by_itself, threshold)
    decided = as_declared(judged, context, found.slot, is_only_paper=is_only_paper)
    return _asked_as_damaged(decided) if _is_damaged(found.pages) else decided


def _is_damaged(pages: Sequence[PageReading]) -> bool:
    """Whether pages, or parts of them, may be lost."""
    return any(not _DAMAGES.isdisjoint(page.findings) for page in pages)


def _asked_as_damaged(decided: Assignment) -> Assignment:
    """No damaged paper counts before a person has seen what is left of it."""
    if decided.slot is None:
        return decided
    candidate = Candidate(slot=decided.slot, confidence=1.0)
    return decided.model_copy(
        update={"slot": None, "candidates": (candidate,), "review_reason": ReviewReason.DAMAGED}
    )


def is_office_paper(paper: Classification, threshold: float) -> bool:
    """Whether a paper surely was made by the one-stop office itself."""
    is_process = paper.kind is not None and paper.kind.process
    return is_process and not paper.contradicted and paper.confidence >= threshold


def _unfit(found: PaperPages, paper: Classification, context: DossierContext) -> Assignment | None:
    """A paper that fills no slot whatever it is."""
    pages = found.pages
    named = [codes for page in pages if (codes := _dossiers_on(page))]
    foreign = not named and found.dossier_code not in {None, context.dossier_code}
    if foreign or any(context.dossier_code not in codes for codes in named):
        return Assignment(review_reason=ReviewReason.WRONG_DOSSIER, finding=WRONG_DOSSIER)
    if any(TWO_PAPERS in page.findings for page in pages):
        return Assignment(review_reason=ReviewReason.TWO_PAPERS_ON_A_PAGE)
    if all(page.source is PageSource.BLANK for page in pages):
        return Assignment(review_reason=ReviewReason.BLANK)
    is_process = paper.kind is not None and paper.kind.process  # a cover may have its code alone
    is_read = any(page.text.strip() for page in pages)
    return None if is_read or is_process else Assignment(review_reason=ReviewReason.UNREADABLE)


def _dossiers_on(page: PageReading) -> frozenset[str]:
    return dossier_codes_in(page.text) | dossiers_named_on(page)


def _by_itself(
    paper: Classification, context: DossierContext, result: Likeness, hits: Sequence[Hit], threshold: float
) -> Assignment:
    """What the paper alone says, nothing being declared."""
    if is_office_paper(paper, threshold):
        return Assignment(finding=PROCESS_PAPER)
    sure = [hit for hit in hits if hit.confidence >= threshold]
    candidates = candidates_of(hits)
    if paper.contradicted or (paper.kind is not None and paper.kind.process):
        reason = ReviewReason.CONTRADICTION if paper.contradicted else ReviewReason.UNSURE
        return Assignment(candidates=candidates, review_reason=reason)
    as_result = result_candidate(result)
    if result.strength is Strength.STRONG and (not sure or result.score > sure[0].score):
        best = (as_result, *(candidate for candidate in candidates if candidate.confidence >= threshold))
        return Assignment(
            candidates=best[:MAX_CANDIDATES] if sure else (as_result,),
            review_reason=ReviewReason.LOOKS_LIKE_RESULT,
        )
    if sure:
        return _of_several(sure, context)
    if result.strength is Strength.WEAK and context.results:
        best = (as_result, *candidates)[:MAX_CANDIDATES]
        return Assignment(candidates=best, review_reason=ReviewReason.LOOKS_LIKE_RESULT)
    return Assignment(candidates=candidates, review_reason=_why_none(paper, hits, threshold))


def _why_none(paper: Classification, hits: Sequence[Hit], threshold: float) -> ReviewReason:
    if len(hits) > 1 and hits[0].confidence == hits[1].confidence:
        return ReviewReason.AMBIGUOUS
    if hits or (paper.kind is not None and paper.confidence < threshold):
        return ReviewReason.UNSURE
    return ReviewReason.NO_SLOT if paper.kind else ReviewReason.UNCLASSIFIED


def _of_several(sure: Sequence[Hit], context: DossierContext) -> Assignment:
    """The slot, where one leads, only one may be due, or all are alternatives of one group."""
    leading = [hit for hit in sure if hit.score == sure[0].score]
    groups = {entry.id: entry.one_of for entry in context.components}
    if len(leading) > 1 and context.may_be_due is not None:
        due = [hit for hit in leading if hit.slot in context.may_be_due]
        leading = due or leading
    if len(leading) > 1 and all(hit.has_cue is not None for hit in leading):
        leading = [hit for hit in leading if hit.has_cue] or leading
    shared = {groups.get(hit.slot) for hit in leading}
    if len(leading) == 1 or (len(shared) == 1 and None not in shared):
        return Assignment(slot=leading[0].slot)
    return Assignment(candidates=candidates_of(leading), review_reason=ReviewReason.AMBIGUOUS)
