"""What was read of one field: a value or the reason why there is none, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from ocr.understanding.head import box_around
from ocr.values import Box, FieldEvidence, Word


class FieldReason(StrEnum):
    """Why a field is null. Public words (`field_evidence`).

    Attributes:
        NOT_FOUND: nothing on the paper says where it stands.
        HANDWRITTEN: its place is there, but was written by hand, left empty or not read.
        LOW_CONFIDENCE: it was read, but not surely enough.
        UNLIKE_VALUE: what stands there is not what such a field holds (a day 32, a name with digits).
        CONTRADICTION: the paper says it twice, differently, or another field rules it out.
        NOT_IN_LIST: no commune or province of today bears that name.
        AMBIGUOUS: several do; they are the candidates.
        OLD_DIVISION: the address names a district, so it is older than July 2025: a commune of that name may
            be another one today.
        OLD_NUMBER: an identity number of nine digits stands there, not a personal number.
        WITHOUT_MARKS: known only in letters without marks (machine readable zone); that is the candidate.
        NOT_ON_PAPER: papers of that kind do not have it.
        TOO_LONG: longer than the guide's metadata allow.
    """

    NOT_FOUND = "not_found"
    HANDWRITTEN = "handwritten_or_unread"
    LOW_CONFIDENCE = "low_confidence"
    UNLIKE_VALUE = "unlike_value"
    CONTRADICTION = "contradiction"
    NOT_IN_LIST = "not_in_list"
    AMBIGUOUS = "ambiguous"
    OLD_DIVISION = "old_division"
    OLD_NUMBER = "old_number"
    WITHOUT_MARKS = "without_marks"
    NOT_ON_PAPER = "not_on_paper"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field as it was read.

    Attributes:
        value: None with a reason.
        page: the number of the page in the file; None where nothing was found.
        words: those that say it.
        box: what it covers where no words say it (a QR code).
    """

    value: str | None = None
    reason: FieldReason | None = None
    page: int | None = None
    words: tuple[Word, ...] = ()
    box: Box | None = None
    candidates: tuple[str, ...] = ()

    def but(self, reason: FieldReason, candidates: Sequence[str] = ()) -> FieldReading:
        """The same place without a value."""
        return FieldReading(
            reason=reason, page=self.page, words=self.words, box=self.box, candidates=tuple(candidates)
        )

    @property
    def evidence(self) -> FieldEvidence:
        """Where it stands; the confidence is the mean of its words, that of a code 100."""
        confidence = round(fmean(word.confidence for word in self.words), 1) if self.words else None
        return FieldEvidence(
            page=self.page,
            box=self.box or box_around(self.words),
            confidence=100.0 if self.box else confidence,
            reason=self.reason,
            candidates=self.candidates,
        )


NOT_FOUND = FieldReading(reason=FieldReason.NOT_FOUND)
