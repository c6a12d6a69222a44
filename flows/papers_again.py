"""What a stored file comes out as when it is done again, before anything of it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dossiers.judging import as_read
from dossiers.manifest import StoredDocument
from flows.publishing import Original
from flows.selecting import Stage
from flows.workspace import Workspace
from ocr.understanding.documents import DossierContext, understand
from ocr.values import Document, Reading


def stored_original(workspace: Workspace, entry: StoredDocument, path: Path) -> Original:
    """The file as it came, fetched from the store to a path of ours."""
    stored = entry.objects.original
    workspace.store.download(stored.key, path)
    return Original(
        path=path,
        sha256=stored.sha256,
        bytes=stored.bytes,
        source_name=entry.source_name,
        declared_slot=entry.declared_slot,
        declared_by_person=entry.declared_by_person,
    )


def documents_again(
    workspace: Workspace,
    entries: Sequence[StoredDocument],
    reading: Reading,
    context: DossierContext,
    stage: Stage,
) -> tuple[Document, ...]:
    """The papers of the file; where a person decided about one of them, they are cut as they were."""
    if stage is Stage.STORE:
        return tuple(_stored_document(entry) for entry in entries)
    found = understand(reading, context=context, knowledge=workspace.knowledge)
    if not any(entry.decisions for entry in entries):
        return found
    as_before = {document.pages: document for document in found}
    return tuple(
        as_before.get(entry.source_pages) or _by_itself(workspace, entry, reading, context)
        for entry in entries
    )


def _by_itself(
    workspace: Workspace, entry: StoredDocument, reading: Reading, context: DossierContext
) -> Document:
    """What one paper is by its own pages; as it was, where they would now be cut into several."""
    pages = [page for page in reading.pages if page.number in entry.source_pages]
    found = understand(replace(reading, pages=pages), context=context, knowledge=workspace.knowledge)
    is_whole = [document.pages for document in found] == [entry.source_pages]
    return found[0] if is_whole else _stored_document(entry)


def _stored_document(entry: StoredDocument) -> Document:
    read = as_read(entry)
    return Document.model_validate(
        {**read.model_dump(include=set(Document.model_fields)), "pages": read.source_pages}
    )
