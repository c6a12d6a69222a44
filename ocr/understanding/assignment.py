"""What is decided about a paper: its slot, or why a person must decide."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from dossiers.register import RESULT_SLOT
from ocr.understanding.candidates import Hit
from ocr.understanding.results import Likeness, Strength
from ocr.values import Candidate

PROCESS_PAPER = "process_paper"
TWO_PAPERS = "two_papers_on_a_page"
MAX_CANDIDATES = 2
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
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    BLANK = "blank"


class Assignment(BaseModel):
    """The slot, or why a person must decide. `finding` is what the check itself found."""

    model_config = ConfigDict(frozen=True)

    slot: str | None = None
    candidates: tuple[Candidate, ...] = ()
    review_reason: ReviewReason | None = None
    finding: str | None = None


def candidates_of(hits: Sequence[Hit]) -> tuple[Candidate, ...]:
    """The best of the slots that a paper may serve."""
    return tuple(
        Candidate(slot=hit.slot, confidence=round(hit.confidence, 3)) for hit in hits[:MAX_CANDIDATES]
    )


def result_candidate(result: Likeness) -> Candidate:
    """The result as a candidate."""
    return Candidate(slot=RESULT_SLOT, confidence=1.0 if result.strength is Strength.STRONG else _HALF)
