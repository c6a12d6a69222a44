"""The slots of a dossier that a paper may serve, each with how sure that is.

A slot is served by kinds of paper. A general heading (`QUYẾT ĐỊNH`, `GIẤY XÁC NHẬN`) says too little: words
of the component must stand on the paper, or the number of its form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from dossiers.procedures import Component
from dossiers.text import fold
from ocr.understanding.classify import Classification
from ocr.understanding.context import DossierContext
from ocr.understanding.form_marks import is_misread
from ocr.understanding.head import Tokens
from ocr.understanding.known import KnownTitles, Role
from ocr.understanding.slots import Serving, form_numbers, serving
from ocr.understanding.titles import Match
from ocr.values import PageReading

# A general heading with the words of the component, and without.
_WITH_CUES = 0.92
_WITHOUT_CUES = 0.5
# Half a title: the decisive line is missing.
_HALF_TITLE = 0.5
# A phrase of so many letters may be misread; this alike it is the phrase.
_LONG_CUE = 7
_CUE_LIKENESS = 85


class Hit(BaseModel):
    """A slot that a paper may serve.

    Attributes:
        confidence: 0 to 1.
        score: matched letters of the title (`titles.Match.score`); the longer title wins.
        is_clear: told by a title of its own or its kind, not by a general heading.
        has_cue: words of the component stand on the paper; None where it has none of its own.
    """

    model_config = ConfigDict(frozen=True)

    slot: str
    confidence: float
    score: int = 0
    is_clear: bool = True
    has_cue: bool | None = None


def hits_on(
    pages: Sequence[PageReading], paper: Classification, context: DossierContext, known: KnownTitles
) -> list[Hit]:
    """The slots that the paper may serve, best first."""
    text = fold("\n".join(page.text for page in pages))
    found = (_hit(component, paper, text, known) for component in context.components)
    return sorted((hit for hit in found if hit), key=lambda hit: (-hit.confidence, -hit.score))


def _hit(component: Component, paper: Classification, text: str, known: KnownTitles) -> Hit | None:
    serves = serving(component, known)
    hits = (
        *_by_kind(component, serves, paper),
        *_by_own_title(component, paper, known),
        *_by_general_heading(component, serves, paper, text, known),
        *_by_half_a_title(component, paper),
    )
    best = max(hits, key=lambda hit: (hit.confidence, hit.score), default=None)
    if best is None or not component.cues:
        return best
    return best.model_copy(update={"has_cue": _has_cue(component.cues, text)})


def _by_kind(component: Component, serves: Serving, paper: Classification) -> Iterator[Hit]:
    kind = paper.kind
    if kind is None or kind.id not in serves.kinds or (kind.generic and component.cues):
        return
    match = paper.match
    if serves.details and kind.second_lines and (match is None or not match.detail):
        if not _lists_all_lines_of(serves, paper):
            yield Hit(slot=component.id, confidence=_HALF_TITLE * paper.confidence)
            return
    elif serves.details and match is not None and match.detail and match.detail not in serves.details:
        return
    yield Hit(slot=component.id, confidence=paper.confidence, score=match.score if match else 0)


def _lists_all_lines_of(serves: Serving, paper: Classification) -> bool:
    """Whether the kind has no other form than the one that the component wants."""
    return paper.kind is not None and len(paper.kind.second_lines) == 1 and bool(serves.details)


def _by_own_title(component: Component, paper: Classification, known: KnownTitles) -> Iterator[Hit]:
    """A title of the component that is the whole heading: nothing longer is known, nothing contradicts."""
    best = paper.match.score if paper.match and paper.match.complete else 0
    for match in _component_matches(component, paper):
        is_general = match.title.generic and not match.title.details
        if not match.complete or is_general or not (match.title.open or match.score >= best):
            continue
        own = known.sufficient.get(match.title.heading)
        is_of_kind = paper.kind is None or own is paper.kind or match.score >= best
        sure = paper.confidence if own is paper.kind and paper.kind else _likeness(match)
        if is_of_kind:
            yield Hit(slot=component.id, confidence=min(sure, 1.0), score=match.score)


def _by_general_heading(
    component: Component, serves: Serving, paper: Classification, text: str, known: KnownTitles
) -> Iterator[Hit]:
    """`GIẤY XÁC NHẬN` alone is half a word: the rest is said by the subject, the body or the form."""
    best = paper.match.score if paper.match and paper.match.complete else 0
    is_other_paper = paper.kind is not None and not paper.kind.generic
    for match in _component_matches(component, paper):
        general = match.title.heading in serves.general
        if not general or is_other_paper or not (match.complete and match.score >= best):
            continue
        said = _form_says(component, paper)
        if said is False:
            return
        cued = said or _has_cue(component.cues, text)
        confidence = _likeness(match) * (_WITH_CUES if cued else _WITHOUT_CUES)
        yield Hit(slot=component.id, confidence=confidence, score=match.score, is_clear=False)
    kind = paper.kind
    if kind is None or not kind.generic or kind.id not in _general_kinds(serves, known):
        return
    if _form_says(component, paper) is not False and _has_cue(component.cues, text):
        score = paper.match.score if paper.match else 0
        yield Hit(slot=component.id, confidence=paper.confidence * _WITH_CUES, score=score, is_clear=False)


def _general_kinds(serves: Serving, known: KnownTitles) -> frozenset[str]:
    general = (known.sufficient.get(heading) for heading in serves.general)
    return frozenset(kind.id for kind in general if kind is not None) | serves.kinds


def _by_half_a_title(component: Component, paper: Classification) -> Iterator[Hit]:
    for match in _component_matches(component, paper):
        if not match.complete and match.title.details and (paper.kind is None or paper.kind.generic):
            yield Hit(
                slot=component.id, confidence=_HALF_TITLE * match.likeness, score=match.score, is_clear=False
            )


def _component_matches(component: Component, paper: Classification) -> list[Match]:
    seen = paper.heading.of(Role.COMPONENT) if paper.heading else []
    return [entry.match for entry in seen if entry.id == component.id]


def _likeness(match: Match) -> float:
    return match.likeness * (1.0 if match.in_capitals else 0.9)


def _form_says(component: Component, paper: Classification) -> bool | None:
    """Whether the paper is of the form that the component names; None where either says nothing."""
    wanted = form_numbers(component.name_vi)
    if not wanted or paper.mark is None:
        return None
    numbers = {str(number) for number in wanted}
    if paper.mark.number in numbers:
        return True
    return None if any(is_misread(paper.mark.number, number) for number in numbers) else False


def _has_cue(cues: Sequence[str], text: str) -> bool:
    return any(_stands_in(tuple(fold(cue).split()), text) for cue in cues)


def _stands_in(cue: Tokens, text: str) -> bool:
    phrase = " ".join(cue)
    if f" {phrase} " in f" {text} ":
        return True
    if len(phrase) < _LONG_CUE or any(char.isdigit() for char in phrase):
        return False
    return fuzz.partial_ratio(phrase, text, score_cutoff=_CUE_LIKENESS) > 0
