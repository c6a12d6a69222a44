"""From read pages to documents: each paper of a file with its kind, slot, fields and state."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.understanding.assign import Assignment, assign
from ocr.understanding.classify import classify
from ocr.understanding.context import DossierContext, Knowledge
from ocr.understanding.extract import extract
from ocr.understanding.gates import judge
from ocr.understanding.head import lines_of
from ocr.understanding.known import Named
from ocr.understanding.people import personal_numbers
from ocr.understanding.segment import PaperPages, segment
from ocr.understanding.sheet_codes import sheet_of
from ocr.understanding.slots import component_titles, result_titles
from ocr.values import Document, KindEvidence, PageSource, Reading

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
    return tuple(_document(reading, paper, slots, context, knowledge) for paper in papers)


def _slot_titles(context: DossierContext | None, knowledge: Knowledge) -> tuple[Named, ...]:
    if context is None:
        return ()
    return (
        *component_titles(context.components, knowledge.titles),
        *result_titles(context.results, knowledge.titles),
    )


def _document(
    reading: Reading,
    paper_pages: PaperPages,
    slots: Sequence[Named],
    context: DossierContext | None,
    knowledge: Knowledge,
) -> Document:
    pages = paper_pages.pages
    first = next((page for page in pages if page.source is not PageSource.BLANK), pages[0])
    lines = lines_of(first)
    paper = classify(lines, knowledge.titles, slots, model=lambda: knowledge.model, sheet=sheet_of(first))
    fields = extract(first, lines, paper, pages)
    judgement = judge(pages, knowledge.gates, stamped=paper.kind is not None and paper.kind.stamped)
    assignment = (
        assign(paper_pages, paper, context, knowledge.titles, threshold=knowledge.threshold)
        if context
        else Assignment()
    )
    of_pages = (finding for page in pages for finding in page.findings if finding not in _TOLD_BY_GATES)
    checked = (assignment.finding,) if assignment.finding else ()
    return Document(
        pages=tuple(page.number for page in pages),
        dossier_code=paper_pages.dossier_code,
        kind=paper.kind_id,
        kind_confidence=paper.confidence,
        kind_evidence=tuple(KindEvidence(**piece.model_dump()) for piece in paper.evidence),
        slot=assignment.slot,
        state=judgement.state,
        findings=tuple(dict.fromkeys((*reading.findings, *of_pages, *judgement.findings, *checked))),
        gate_failures=judgement.failures,
        fields=fields.fields,
        field_evidence=fields.evidence,
        personal_numbers=personal_numbers("\n".join(page.text for page in pages)),
        is_application=paper.kind is not None and paper.kind.application,
        candidates=assignment.candidates,
        review_reason=assignment.review_reason,
    )
