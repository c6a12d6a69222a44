"""What a paper is: all that speaks for a kind, weighed (`evidence.py`).

The title leads. The mark of a form tells apart what one heading stands over; the notation of the number and
the mark may contradict it; the learned model is asked where that is not enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from config.kinds import UNCLASSIFIED, Kind
from ocr.understanding.covers import COVER, is_headed_otherwise
from ocr.understanding.evidence import CONTRADICTED, Evidence, Source, together
from ocr.understanding.form_marks import FormMark, form_mark_on, is_form_of, is_other_form
from ocr.understanding.head import Line, head_of, heading_tokens
from ocr.understanding.headings import Heading, Sighting, find_heading
from ocr.understanding.known import KnownTitles, Named, Role
from ocr.understanding.notations import notation_on
from ocr.understanding.sheet_codes import Sheet
from ocr.understanding.titles import Match

__all__ = ["Classification", "Heading", "Sighting", "classify", "find_heading"]

# A kind whose heading goes on in a way we do not know, or lost its capitals, is less sure.
_OPEN_HEADING = 0.9
_SMALL_LETTERS = 0.9
# The mark of a form: with its law it is one form; without, one of those under the heading.
_MARK_WITH_LAW = 0.9
_MARK_ALONE = 0.75
_NOTATION = 0.6
# The model is asked where the rest is less sure than this, and believed against it where it is this sure.
_SURE = 0.95
# The model makes a kind surer from here on; a guess less sure than this is no second witness.
_AGREES = 0.8
# A kind that only the model tells needs traces of its title on the page.
_TRACES = 78
# In so little of a title's length any title leaves traces.
_TRACES_LENGTH = 0.6
_NO_TRACES = 0.75
# A general heading becomes the kind that the model names where it is this sure.
_MOVES = 0.8
# Less is no kind at all.
_LEAST = 0.5


class Guessed(Protocol):
    """A kind and its probability (`ocr.understanding.model.Guess`)."""

    @property
    def kind(self) -> str: ...

    @property
    def probability(self) -> float: ...


class Guesser(Protocol):
    """What tells probable kinds from a text, best first (`ocr.understanding.model.KindModel`)."""

    def guess(self, text: str, limit: int = 2) -> Sequence[Guessed]:
        """The most probable kinds."""


class Classification(BaseModel):
    """What a paper is.

    Attributes:
        kind: None for `unclassified`.
        confidence: how often such a decision is right, 0 to 1.
        heading: where the heading stands; None without one.
        match: the title that told the kind; None where something else did.
        mark: the form that the paper says it is.
        evidence: what was weighed, in the order of looking.
        contradicted: strong evidence disagrees.
        runner_up: the kind that is second best, None where there is none.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind | None = None
    confidence: float = 0.0
    heading: Heading | None = None
    match: Match | None = None
    mark: FormMark | None = None
    evidence: tuple[Evidence, ...] = ()
    contradicted: bool = False
    runner_up: str | None = None

    @property
    def kind_id(self) -> str:
        """The public word."""
        return self.kind.id if self.kind else UNCLASSIFIED


def classify(
    lines: Sequence[Line],
    known: KnownTitles,
    slots: Sequence[Named] = (),
    *,
    model: Callable[[], Guesser | None] = lambda: None,
    sheet: Sheet | None = None,
) -> Classification:
    """The kind of a paper from the lines of its first page.

    Args:
        lines: of the first page.
        known: the titles of the kinds.
        slots: the titles of the dossier's slots, which may be its heading too.
        model: gives the learned model, called only for a paper that needs it.
        sheet: what the codes of the page say.
    """
    has_cover_code = sheet is not None and sheet.is_cover and COVER in known.kinds
    if has_cover_code and not is_headed_otherwise(lines, known.named):
        piece = Evidence(source=Source.SHEET, kind=COVER, strength=1.0, said=COVER)
        return Classification(kind=known.kinds[COVER], confidence=1.0, evidence=(piece,))
    heading = find_heading(lines, (*known.named, *slots), small_letters=True)
    head = head_of(lines)
    paper = _by_title(heading, known)
    paper = _with_mark(paper, form_mark_on(head), known)
    paper = _with_notation(paper, notation_on(head), known)
    if has_cover_code:
        paper = _contradicted(paper, Source.SHEET, COVER, 1.0, COVER)
    if sheet is not None and sheet.document_name:
        paper = _with_sheet(paper, sheet.document_name, known)
    if _is_in_doubt(paper) and (learned := model()):
        paper = _with_model(paper, head, "\n".join(line.text for line in lines), learned, known)
    return _told(paper)


def _with_sheet(paper: Classification, name: str, known: KnownTitles) -> Classification:
    """The name of the document in the code of a paper that a one-stop system printed."""
    kind = known.sufficient.get(heading_tokens(name))
    if kind is None or kind.generic:
        return paper
    if paper.kind is None or paper.kind.generic:
        return _moved(paper, kind, Source.SHEET, _SURE, name)
    if kind.id == paper.kind.id:
        return _agreed(paper, Source.SHEET, _SURE, name)
    return _contradicted(paper, Source.SHEET, kind.id, _SURE, name)


def _by_title(heading: Heading | None, known: KnownTitles) -> Classification:
    """The best of the titles that stand at the heading."""
    if heading is None:
        return Classification()
    told = [entry for entry in heading.of(Role.KIND) if entry.match.complete or not entry.match.title.details]
    if not told:
        return Classification(heading=heading)
    best = max(told, key=lambda entry: (entry.match.score, entry.match.complete))
    match = best.match
    strength = (
        match.likeness
        * (1.0 if match.complete else _OPEN_HEADING)
        * (1.0 if match.in_capitals else _SMALL_LETTERS)
    )
    piece = Evidence(source=Source.TITLE, kind=best.id, strength=round(strength, 3), said=match.title.text)
    return Classification(
        kind=known.kinds[best.id], confidence=strength, heading=heading, match=match, evidence=(piece,)
    )


def _with_mark(paper: Classification, mark: FormMark | None, known: KnownTitles) -> Classification:
    """A form's mark confirms the title, tells which paper a general heading stands over, or contradicts."""
    if mark is None:
        return paper
    paper = paper.model_copy(update={"mark": mark})
    strength = _MARK_WITH_LAW if mark.law else _MARK_ALONE
    if paper.kind is not None and is_form_of(mark, paper.kind):
        return _agreed(paper, Source.FORM, strength, mark.words)
    marked = [kind for kind in known.kinds.values() if is_form_of(mark, kind)]
    if paper.kind is not None and not paper.kind.generic:
        other = marked[0].id if len(marked) == 1 else None
        is_other = is_other_form(mark, paper.kind)
        return _contradicted(paper, Source.FORM, other, strength, mark.words) if is_other else paper
    if paper.heading is not None:
        marked = [kind for kind in marked if kind.id in _under(paper.heading, known)]
    tells = len(marked) == 1 and (paper.heading is not None or mark.law is not None)
    return _moved(paper, marked[0], Source.FORM, strength, mark.words) if tells else paper


def _under(heading: Heading, known: KnownTitles) -> frozenset[str]:
    """The kinds that the headings seen stand over."""
    return frozenset(
        kind for entry in heading.sightings for kind in known.by_heading.get(entry.match.title.heading, ())
    )


def _with_notation(paper: Classification, notation: str | None, known: KnownTitles) -> Classification:
    kinds = known.by_notation.get(notation or "", frozenset())
    if not kinds:
        return paper
    if paper.kind is None:
        if paper.heading is not None or len(kinds) != 1:
            return paper
        return _moved(paper, known.kinds[min(kinds)], Source.NOTATION, _NOTATION, f"/{notation}-")
    if paper.kind.id in kinds:
        return _agreed(paper, Source.NOTATION, _NOTATION, f"/{notation}-")
    if paper.kind.notations and not (paper.heading and paper.heading.is_letter):
        return _contradicted(paper, Source.NOTATION, min(kinds), _NOTATION, f"/{notation}-")
    return paper


def _is_in_doubt(paper: Classification) -> bool:
    return not paper.contradicted and (paper.kind is None or paper.kind.generic or paper.confidence < _SURE)


def _with_model(
    paper: Classification, head: Sequence[Line], text: str, model: Guesser, known: KnownTitles
) -> Classification:
    guesses = [guess for guess in model.guess(text, 2) if guess.kind in known.kinds]
    if not guesses:
        return paper
    best = guesses[0]
    kind, probability = known.kinds[best.kind], best.probability
    others = [guess.kind for guess in guesses if paper.kind is None or guess.kind != paper.kind.id]
    paper = paper.model_copy(update={"runner_up": others[0] if others else None})
    if paper.kind is None:
        bears_title = paper.heading is None and _bears_traces(kind, head)
        return _moved(
            paper, kind, Source.MODEL, probability if bears_title else probability * _NO_TRACES, kind.id
        )
    if kind.id == paper.kind.id:
        return _seconded(paper, kind, probability)
    if paper.kind.generic:
        under = paper.heading is not None and kind.id in _under(paper.heading, known)
        if under and probability >= _MOVES:
            paper = paper.model_copy(update={"kind": kind, "confidence": probability})
        return _noted(paper, Source.MODEL, kind.id, probability, kind.id)
    if probability >= _SURE and paper.confidence < probability:
        return _contradicted(paper, Source.MODEL, kind.id, probability, kind.id)
    return paper


def _seconded(paper: Classification, kind: Kind, probability: float) -> Classification:
    """The model's word for what the rest says too."""
    if probability >= _AGREES:
        return _agreed(paper, Source.MODEL, probability, kind.id)
    return _noted(paper, Source.MODEL, kind.id, probability, kind.id)


def _bears_traces(kind: Kind, head: Sequence[Line]) -> bool:
    """Whether a title of the kind is there in parts, in capitals or not, torn or misread beyond matching."""
    text = "".join(token for line in head for token in line.tokens)
    titles = ["".join(heading_tokens(title)) for title in kind.titles]
    return any(
        len(text) >= _TRACES_LENGTH * len(title) and fuzz.partial_ratio(title, text) >= _TRACES
        for title in titles
    )


def _agreed(paper: Classification, source: Source, strength: float, said: str) -> Classification:
    noted = _noted(paper, source, paper.kind_id, strength, said)
    return noted.model_copy(update={"confidence": together(paper.confidence, strength)})


def _moved(paper: Classification, kind: Kind, source: Source, strength: float, said: str) -> Classification:
    """What the heading leaves open, or does not say, something else tells."""
    noted = _noted(paper, source, kind.id, strength, said)
    return noted.model_copy(update={"kind": kind, "confidence": strength})


def _contradicted(
    paper: Classification, source: Source, kind: str | None, strength: float, said: str
) -> Classification:
    noted = _noted(paper, source, kind, strength, said)
    return noted.model_copy(
        update={
            "confidence": min(paper.confidence, CONTRADICTED),
            "contradicted": True,
            "runner_up": kind or paper.runner_up,
        }
    )


def _noted(
    paper: Classification, source: Source, kind: str | None, strength: float, said: str
) -> Classification:
    piece = Evidence(source=source, kind=kind, strength=round(strength, 3), said=said)
    return paper.model_copy(update={"evidence": (*paper.evidence, piece)})


def _told(paper: Classification) -> Classification:
    if paper.confidence < _LEAST and not paper.contradicted:
        return paper.model_copy(update={"kind": None, "confidence": 0.0, "match": None})
    return paper.model_copy(update={"confidence": round(paper.confidence, 3)})
