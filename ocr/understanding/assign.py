"""Which slot of the dossier a paper fills. What is not clear is left to a person, with candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.codes import dossier_codes_in
from dossiers.ownership import WRONG_DOSSIER
from dossiers.register import RESULT_SLOT
from ocr.understanding.classify import Classification, Sighting
from ocr.understanding.context import DossierContext
from ocr.understanding.known import KnownTitles, Role
from ocr.understanding.results import Likeness, Strength, likeness_to_results
from ocr.understanding.slots import form_numbers
from ocr.values import Candidate, PageReading, PageSource

PROCESS_PAPER = "process_paper"
_MAX_CANDIDATES = 2
# What half a title tells about a slot, and what a heading tells about a result.
_HALF = 0.5


class ReviewReason(StrEnum):
    """Why a person must decide; public (`sohoa review list`)."""

    UNCLASSIFIED = "unclassified"
    NO_SLOT = "no_slot"
    AMBIGUOUS = "ambiguous"
    WRONG_DOSSIER = "wrong_dossier"
    NOT_THE_RESULT = "not_the_result"
    LOOKS_LIKE_RESULT = "looks_like_result"
    DECLARED_OTHERWISE = "declared_otherwise"
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
    pages: Sequence[PageReading], paper: Classification, context: DossierContext, known: KnownTitles
) -> Assignment:
    """Decides on the slot of one paper of the dossier.

    A paper of the one-stop office itself needs nobody's decision: it is stored unassigned.
    """
    codes = dossier_codes_in("\n".join(page.text for page in pages))
    if codes and context.dossier_code not in codes:
        return Assignment(review_reason=ReviewReason.WRONG_DOSSIER, finding=WRONG_DOSSIER)
    if all(page.source is PageSource.BLANK for page in pages):
        return Assignment(review_reason=ReviewReason.BLANK)
    if not any(page.text.strip() for page in pages):
        return Assignment(review_reason=ReviewReason.UNREADABLE)
    result = likeness_to_results(paper, context.results, known)
    by_itself = _by_itself(paper, context, result)
    if context.declared_slot is None:
        return by_itself
    if context.declared_by_person:
        return _as_person_said(paper, result, by_itself, context.declared_slot)
    return _as_result(paper, result, by_itself)


def _by_itself(paper: Classification, context: DossierContext, result: Likeness) -> Assignment:
    """What the paper alone says, nothing being declared."""
    if paper.kind is not None and paper.kind.process:
        return Assignment(finding=PROCESS_PAPER)
    hits = _best_by_slot(_whole(paper, context))
    as_result = _result_candidate(result)
    if result.strength is Strength.STRONG and (not hits or result.score > hits[0].match.score):
        return Assignment(candidates=(as_result,), review_reason=ReviewReason.LOOKS_LIKE_RESULT)
    if hits:
        leading = [hit for hit in hits if hit.match.score == hits[0].match.score]
        if len(leading) == 1:
            return Assignment(slot=hits[0].id)
        return Assignment(candidates=_candidates(leading), review_reason=ReviewReason.AMBIGUOUS)
    seen = paper.heading.of(Role.COMPONENT) if paper.heading else []
    halves = _candidates(_best_by_slot(seen), share=_HALF)
    if result.strength is Strength.WEAK and context.results:
        best = (as_result, *halves)[:_MAX_CANDIDATES]
        return Assignment(candidates=best, review_reason=ReviewReason.LOOKS_LIKE_RESULT)
    reason = ReviewReason.NO_SLOT if paper.kind else ReviewReason.UNCLASSIFIED
    return Assignment(candidates=halves, review_reason=reason)


def _as_person_said(
    paper: Classification, result: Likeness, by_itself: Assignment, declared: str
) -> Assignment:
    """A person's word holds unless the paper clearly is something else."""
    is_result = by_itself.slot is None and result.strength is Strength.STRONG
    recognised = RESULT_SLOT if is_result else _clear_component(paper, by_itself)
    if by_itself.finding == PROCESS_PAPER or (recognised is not None and recognised != declared):
        return by_itself.model_copy(update={"slot": None, "review_reason": ReviewReason.DECLARED_OTHERWISE})
    return Assignment(slot=declared)


def _as_result(paper: Classification, result: Likeness, by_itself: Assignment) -> Assignment:
    """The folder `ket-qua/` alone proves nothing: the heading must speak for it too.

    Weak likeness (`QUYẾT ĐỊNH`) yields to a heading that clearly is a component's.
    """
    component = _clear_component(paper, by_itself)
    if by_itself.finding != PROCESS_PAPER and (
        result.strength is Strength.STRONG or (result.strength is Strength.WEAK and component is None)
    ):
        return Assignment(slot=RESULT_SLOT)
    return by_itself.model_copy(update={"slot": None, "review_reason": ReviewReason.NOT_THE_RESULT})


def _clear_component(paper: Classification, by_itself: Assignment) -> str | None:
    if paper.heading is None or by_itself.slot is None:
        return None
    mine = [entry.match for entry in paper.heading.of(Role.COMPONENT) if entry.id == by_itself.slot]
    is_clear = any(match.complete and (match.title.details or not match.title.generic) for match in mine)
    return by_itself.slot if is_clear else None


def _whole(paper: Classification, context: DossierContext) -> list[Sighting]:
    """The components whose title is the whole heading: nothing longer is known, no other form is named."""
    if paper.heading is None:
        return []
    known = paper.match.score if paper.match and paper.match.complete else 0
    names = {component.id: component.name_vi for component in context.components}
    on_paper = form_numbers("\n".join(line.text for line in paper.heading.lines))
    return [
        entry
        for entry in paper.heading.of(Role.COMPONENT)
        if entry.match.complete
        and (entry.match.title.open or entry.match.score >= known)
        and not (entry.match.title.generic and _is_other_form(form_numbers(names[entry.id]), on_paper))
    ]


def _is_other_form(wanted: frozenset[int], on_paper: frozenset[int]) -> bool:
    return bool(wanted and on_paper and not wanted & on_paper)


def _best_by_slot(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The best sighting of each slot, best first."""
    best: dict[str, Sighting] = {}
    for entry in sightings:
        if entry.id not in best or entry.match.score > best[entry.id].match.score:
            best[entry.id] = entry
    return sorted(best.values(), key=lambda entry: -entry.match.score)


def _candidates(hits: Sequence[Sighting], share: float = 1.0) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(slot=hit.id, confidence=round(hit.match.likeness * share, 3))
        for hit in hits[:_MAX_CANDIDATES]
    )


def _result_candidate(result: Likeness) -> Candidate:
    return Candidate(slot=RESULT_SLOT, confidence=1.0 if result.strength is Strength.STRONG else _HALF)
