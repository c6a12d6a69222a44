"""What was said beforehand of a paper holds only where nothing on it speaks against it.

A person who names the slot of one paper has looked at it. A separator sheet, and a name given to a file with
several papers, say it of a paper that nobody looked at: something on it must say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dossiers.register import RESULT_SLOT
from ocr.understanding.assignment import (
    MAX_CANDIDATES,
    PROCESS_PAPER,
    Assignment,
    ReviewReason,
    candidates_of,
)
from ocr.understanding.candidates import Hit
from ocr.understanding.classify import Classification
from ocr.understanding.context import DossierContext
from ocr.understanding.results import Likeness, Strength
from ocr.values import Candidate

# What a declaration alone tells.
_SAID = 0.5


class Judged(NamedTuple):
    """What a paper says of itself.

    Attributes:
        hits: the slots that it may serve, best first.
        by_itself: what is decided where nothing was declared.
        threshold: a paper less sure than this goes to a person.
    """

    paper: Classification
    result: Likeness
    hits: Sequence[Hit]
    by_itself: Assignment
    threshold: float

    @property
    def is_sure(self) -> bool:
        """Whether the kind is told surely enough."""
        return not self.paper.contradicted and self.paper.confidence >= self.threshold

    def may_serve(self, slot: str) -> bool:
        """Whether anything on the paper says so, however weakly."""
        if slot == RESULT_SLOT:
            return self.result.strength is not Strength.NONE
        return any(hit.slot == slot for hit in self.hits)


def as_declared(
    judged: Judged, context: DossierContext, by_sheet: str | None, *, is_only_paper: bool
) -> Assignment:
    """Decides on a paper of which a person, its folder or the separator sheet before it says what it is.

    Args:
        judged: what it says of itself.
        context: holds what a person or the folder says of the whole file.
        by_sheet: the slot that its separator sheet names.
        is_only_paper: the file holds no other paper, sheets and the office's own papers apart.
    """
    if by_sheet is not None and not _has_slot(context, by_sheet):
        is_office_paper = judged.by_itself.finding == PROCESS_PAPER
        return judged.by_itself if is_office_paper else _unsure(judged, None)
    slot = context.declared_slot or by_sheet
    if slot is None:
        return judged.by_itself
    if by_sheet not in {None, slot}:
        return _otherwise(judged)
    if slot == RESULT_SLOT and (by_sheet or not context.declared_by_person):
        return _as_result(judged)
    if _speaks_against(judged, slot):
        return _otherwise(judged)
    was_looked_at = context.declared_by_person and is_only_paper
    return Assignment(slot=slot) if was_looked_at or judged.may_serve(slot) else _unsure(judged, slot)


def _has_slot(context: DossierContext, slot: str) -> bool:
    return slot == RESULT_SLOT or any(component.id == slot for component in context.components)


def _speaks_against(judged: Judged, slot: str) -> bool:
    """Whether the paper contradicts itself, or clearly is something else."""
    kind = judged.paper.kind
    if judged.paper.contradicted or (kind is not None and kind.process):
        return True
    is_known = kind is not None and not kind.generic and judged.is_sure
    if is_known and not judged.may_serve(slot):
        return True
    is_result = judged.by_itself.slot is None and judged.result.strength is Strength.STRONG
    recognised = RESULT_SLOT if is_result else _clear_component(judged)
    serves_too = any(hit.slot == slot and hit.is_clear for hit in judged.hits)
    return recognised not in {None, slot} and not serves_too


def _as_result(judged: Judged) -> Assignment:
    """The folder `ket-qua/`, or a sheet, alone proves nothing: the heading must speak for it too.

    Weak likeness (`QUYẾT ĐỊNH`) yields to a heading that clearly is a component's.
    """
    strength, by_itself = judged.result.strength, judged.by_itself
    is_sure = judged.is_sure or (judged.paper.kind is None and not judged.paper.contradicted)
    is_component = by_itself.slot is not None
    is_like = strength is Strength.STRONG or (strength is Strength.WEAK and not is_component)
    if is_sure and is_like and by_itself.finding != PROCESS_PAPER:
        return Assignment(slot=RESULT_SLOT)
    return by_itself.model_copy(update={"slot": None, "review_reason": ReviewReason.NOT_THE_RESULT})


def _otherwise(judged: Judged) -> Assignment:
    return judged.by_itself.model_copy(
        update={"slot": None, "review_reason": ReviewReason.DECLARED_OTHERWISE}
    )


def _unsure(judged: Judged, slot: str | None) -> Assignment:
    said = (Candidate(slot=slot, confidence=_SAID),) if slot else ()
    candidates = (*said, *candidates_of(judged.hits))[:MAX_CANDIDATES]
    return Assignment(candidates=candidates, review_reason=ReviewReason.UNSURE)


def _clear_component(judged: Judged) -> str | None:
    """The slot that a title of its own tells, not a general heading."""
    slot = judged.by_itself.slot
    return next((hit.slot for hit in judged.hits if hit.slot == slot and hit.is_clear), None)
