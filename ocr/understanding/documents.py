"""From read pages to documents: each paper of a file with its kind, slot, fields and state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ocr.understanding.assign import Assignment, assign, is_office_paper
from ocr.understanding.classify import Classification, classify
from ocr.understanding.context import DossierContext, Knowledge
from ocr.understanding.extract import extract
from ocr.understanding.gates import judge
from ocr.understanding.head import Line, lines_of
from ocr.understanding.known import Named
from ocr.understanding.people import personal_numbers, personal_numbers_in_code
from ocr.understanding.segment import PaperPages, segment
from ocr.understanding.sheet_codes import sheet_of
from ocr.understanding.slots import component_titles, result_titles
from ocr.values import Document, KindEvidence, PageReading, PageSource, Reading

__all__ = ["DossierContext", "Knowledge", "understand"]


# The gates tell an empty page (`blank_page`) from an empty paper (`blank`).
_TOLD_BY_GATES = frozenset({"blank"})


def understand(
    reading: Reading, *, context: DossierContext | None, knowledge: Knowledge
) -> tuple[Document, ...]:
    """The papers of a file, in the order of their pages; every page belongs to exactly one.

    Without a context (`sohoa inspect`) only kinds are told: no slot, no review.
    """
    slots = _slot_titles(context, knowledge)
    papers = segment(reading.pages, (*knowledge.titles.named, *slots))
    classified = [_classified(paper, slots, knowledge) for paper in papers]
    applicants = [each for each in classified if not is_office_paper(each.paper, knowledge.threshold)]
    is_only = len(applicants) == 1
    return tuple(_document(reading, each, context, knowledge, is_only_paper=is_only) for each in classified)


def _slot_titles(context: DossierContext | None, knowledge: Knowledge) -> tuple[Named, ...]:
    if context is None:
        return ()
    return (
        *component_titles(context.components, knowledge.titles),
        *result_titles(context.results, knowledge.titles),
    )


class _Classified(NamedTuple):
    """A paper with its kind; `first` is its first written page, with its lines."""

    found: PaperPages
    first: PageReading
    lines: Sequence[Line]
    paper: Classification


def _classified(found: PaperPages, slots: Sequence[Named], knowledge: Knowledge) -> _Classified:
    first = next((page for page in found.pages if page.source is not PageSource.BLANK), found.pages[0])
    lines = lines_of(first)
    paper = classify(lines, knowledge.titles, slots, model=lambda: knowledge.model, sheet=sheet_of(first))
    return _Classified(found, first, lines, paper)


def _document(
    reading: Reading,
    classified: _Classified,
    context: DossierContext | None,
    knowledge: Knowledge,
    *,
    is_only_paper: bool,
) -> Document:
    found, first, lines, paper = classified
    pages = found.pages
    fields = extract(first, lines, paper, pages)
    judgement = judge(pages, knowledge.gates, stamped=paper.kind is not None and paper.kind.stamped)
    assignment = (
        assign(
            found,
            paper,
            context,
            knowledge.titles,
            threshold=knowledge.threshold,
            is_only_paper=is_only_paper,
        )
        if context
        else Assignment()
    )
    is_application = paper.kind is not None and paper.kind.application
    of_pages = (finding for page in pages for finding in page.findings if finding not in _TOLD_BY_GATES)
    checked = (assignment.finding,) if assignment.finding else ()
    return Document(
        pages=tuple(page.number for page in pages),
        dossier_code=found.dossier_code,
        kind=paper.kind_id,
        kind_confidence=paper.confidence,
        kind_evidence=tuple(KindEvidence(**piece.model_dump()) for piece in paper.evidence),
        slot=assignment.slot,
        state=judgement.state,
        findings=tuple(dict.fromkeys((*reading.findings, *of_pages, *judgement.findings, *checked))),
        gate_failures=judgement.failures,
        fields=fields.fields,
        field_evidence=fields.evidence,
        personal_numbers=_personal_numbers(pages, is_application=is_application),
        is_application=is_application,
        candidates=assignment.candidates,
        review_reason=assignment.review_reason,
    )


def _personal_numbers(pages: Sequence[PageReading], *, is_application: bool) -> tuple[str, ...]:
    """Those of the text, then those that only its codes have, or words too doubtful for the text.

    Twelve digits in a row are no accident: a paper that bears them does not pass for one without a number.
    The first one on an application form is the applicant's: a code does not say whose number it holds.
    """
    printed = personal_numbers("\n".join(page.text for page in pages))
    if is_application and not printed:
        return ()
    coded = (
        number for page in pages for code in page.codes for number in personal_numbers_in_code(code.text)
    )
    doubtful = (number for page in pages for word in page.words for number in personal_numbers(word.text))
    return tuple(dict.fromkeys((*printed, *coded, *doubtful)))
