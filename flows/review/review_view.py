"""One paper brought together with the names of what it may be."""

from __future__ import annotations

from config.kinds import load_kinds
from dossiers.manifest import StoredDocument
from dossiers.register import RESULT_SLOT
from dossiers.slots import fillable_components
from flows.review.reviewing import document_of, parse_document_id
from flows.workspace import Workspace
from ocr.understanding.metadata import guide_metadata
from ocr.values import FieldEvidence
from reports.paper_view import PaperView
from reports.texts import Text
from reports.words import Words
from storage import register_table


def view_of(workspace: Workspace, document: str) -> PaperView:
    """What a person has to know who decides about a paper.

    Raises:
        UsageError: this is no document id.
        InputRefused: the dossier has no such document.
    """
    entry = document_of(workspace, document)
    code, _ = parse_document_id(document)
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, code)
        rows = register_table.rows_of(connection, code)
    procedure = workspace.catalogue.get(record.procedure_code) if record else None
    kind = load_kinds().get(entry.kind)
    result = Words(workspace.settings.report.language).say(Text.RESULT)
    names = {component.id: component.name_vi for component in fillable_components(procedure, rows)}
    return PaperView(
        dossier_code=code,
        procedure_code=record.procedure_code if record else None,
        procedure_name=procedure.name_vi if procedure else "",
        kind_name=kind.name_vi if kind else "",
        slots={**names, RESULT_SLOT: result},
        metadata=guide_fields(entry, code),
        entry=entry,
    )


def guide_fields(entry: StoredDocument, code: str) -> dict[str, dict[str, str | None]]:
    """The guide's metadata; the identifier is the name of the file (Circular 05/2025/TT-BNV art. 8.1d)."""
    kind = load_kinds().get(entry.kind)
    evidence = {name: FieldEvidence.model_validate(field) for name, field in entry.field_evidence.items()}
    told = guide_metadata(kind, entry.fields, evidence, doc_code=f"{code}.{entry.number:02d}")
    return {name: field.model_dump() for name, field in told.items()}
