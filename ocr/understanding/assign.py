"""Which slot of the dossier a paper fills. What is not clear is left to a person, with candidates."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.codes import dossier_codes_in
from dossiers.ownership import WRONG_DOSSIER
from dossiers.register import RESULT_SLOT
from ocr.understanding.candidates import Hit, hits_on
from ocr.understanding.classify import Classification
from ocr.understanding.context import DossierContext
from ocr.understanding.known import KnownTitles
from ocr.understanding.results import Likeness, Strength, likeness_to_results
from ocr.understanding.segment import PaperPages
from ocr.understanding.sheet_codes import dossiers_named_on
from ocr.values import Candidate, PageSource

PROCESS_PAPER = "process_paper"
TWO_PAPERS = "two_papers_on_a_page"
_MAX_CANDIDATES = 2
# What a heading alone tells about a result.
_HALF = 0.5


class ReviewReason(StrEnum):
    """Why a person must decide; public (`sohoa review list`)."""

    UNCLASSIFIED = "unclassified"
    NO_SLOT = "no_slot"
    AMBIGUOUS = "ambiguous"
    UNSURE = "unsure"
    CONTRADICTION = "contradiction"
    WRONG_DOSSIER = "wrong_dossier"
    NOT_THE_RESULT = "not_the_result"
    LOOKS_LIKE_RESULT = "looks_like_result"
    DECLARED_OTHERWISE = "declared_otherwise"
    TWO_PAPERS_ON_A_PAGE = TWO_PAPERS
    UNREADABLE = "unreadable"
    BLANK = "blank"


class Assignment(BaseModel):
    """The slot, or why a person must decide. `finding` is what the check itself found."""

    model_config = ConfigDict(frozen=True)

    slot: str | None = None
    candidates: tuple[Candidate, ...] = ()
    review_reason: ReviewReason | None = None
    finding: str | None = None


def assign(
    found: PaperPages,
    paper: Classification,
    context: DossierContext,
    known: KnownTitles,
    *,
    threshold: float,
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
    if context.declared_slot == RESULT_SLOT and not context.declared_by_person:
        return _as_result(paper, result, by_itself, threshold)
    declared = context.declared_slot or found.slot
    if declared is None:
        return by_itself
    return _as_declared(result, hits, by_itself, declared)


def _unfit(found: PaperPages, paper: Classification, context: DossierContext) -> Assignment | None:
    """A paper that fills no slot whatever it is."""
    pages = found.pages
    text = "\n".join(page.text for page in pages)
    codes = dossier_codes_in(text).union(*(dossiers_named_on(page) for page in pages))
    named = codes or {found.dossier_code or context.dossier_code}
    if context.dossier_code not in named:
        return Assignment(review_reason=ReviewReason.WRONG_DOSSIER, finding=WRONG_DOSSIER)
    if any(TWO_PAPERS in page.findings for page in pages):
        return Assignment(review_reason=ReviewReason.TWO_PAPERS_ON_A_PAGE)
    if all(page.source is PageSource.BLANK for page in pages):
        return Assignment(review_reason=ReviewReason.BLANK)
    is_process = paper.kind is not None and paper.kind.process  # a cover may have its code alone
    return None if text.strip() or is_process else Assignment(review_reason=ReviewReason.UNREADABLE)


def _by_itself(
    paper: Classification, context: DossierContext, result: Likeness, hits: Sequence[Hit], threshold: float
) -> Assignment:
    """What the paper alone says, nothing being declared."""
    if paper.kind is not None and paper.kind.process and not paper.contradicted:
        return Assignment(finding=PROCESS_PAPER)
    sure = [hit for hit in hits if hit.confidence >= threshold]
    candidates = _candidates(hits)
    if paper.contradicted:
        return Assignment(candidates=candidates, review_reason=ReviewReason.CONTRADICTION)
    as_result = _result_candidate(result)
    if result.strength is Strength.STRONG and (not sure or result.score > sure[0].score):
        best = (as_result, *(candidate for candidate in candidates if candidate.confidence >= threshold))
        return Assignment(
            candidates=best[:_MAX_CANDIDATES] if sure else (as_result,),
            review_reason=ReviewReason.LOOKS_LIKE_RESULT,
        )
    if sure:
        return _of_several(sure, context)
    if result.strength is Strength.WEAK and context.results:
        best = (as_result, *candidates)[:_MAX_CANDIDATES]
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
    return Assignment(candidates=_candidates(leading), review_reason=ReviewReason.AMBIGUOUS)


def _as_declared(result: Likeness, hits: Sequence[Hit], by_itself: Assignment, declared: str) -> Assignment:
    """The word of a person, or of a separator sheet, holds unless the paper clearly is something else."""
    is_result = by_itself.slot is None and result.strength is Strength.STRONG
    recognised = RESULT_SLOT if is_result else _clear_component(hits, by_itself)
    serves_too = any(hit.slot == declared and hit.is_clear for hit in hits)
    if by_itself.finding == PROCESS_PAPER or (
        recognised is not None and recognised != declared and not serves_too
    ):
        return by_itself.model_copy(update={"slot": None, "review_reason": ReviewReason.DECLARED_OTHERWISE})
    return Assignment(slot=declared)


def _as_result(
    paper: Classification, result: Likeness, by_itself: Assignment, threshold: float
) -> Assignment:
    """The folder `ket-qua/` alone proves nothing: the heading must speak for it too.

    Weak likeness (`QUYẾT ĐỊNH`) yields to a heading that clearly is a component's.
    """
    is_component = by_itself.slot is not None
    sure = not paper.contradicted and (paper.kind is None or paper.confidence >= threshold)
    if (
        sure
        and by_itself.finding != PROCESS_PAPER
        and (result.strength is Strength.STRONG or (result.strength is Strength.WEAK and not is_component))
    ):
        return Assignment(slot=RESULT_SLOT)
    return by_itself.model_copy(update={"slot": None, "review_reason": ReviewReason.NOT_THE_RESULT})


def _clear_component(hits: Sequence[Hit], by_itself: Assignment) -> str | None:
    """The slot that a title of its own tells, not a general heading."""
    return next((hit.slot for hit in hits if hit.slot == by_itself.slot and hit.is_clear), None)


def _candidates(hits: Sequence[Hit]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(slot=hit.slot, confidence=round(hit.confidence, 3)) for hit in hits[:_MAX_CANDIDATES]
    )


def _result_candidate(result: Likeness) -> Candidate:
    return Candidate(slot=RESULT_SLOT, confidence=1.0 if result.strength is Strength.STRONG else _HALF)
