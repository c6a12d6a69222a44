"""Papers that lie stored without having been read: what is done with a full store needs no OCR to be tried.

Their bytes and names are made up; every object, manifest and row stands as the way of a file would leave it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from config.version import VERSION
from dossiers.manifest import StoredDocument, StoredObject, StoredObjects, archive_key, original_key, text_key
from dossiers.states import PaperState
from flows import publishing
from flows.workspace import Workspace
from storage import documents_table, files_table, runs_table
from storage.files_table import Role

_STORED_AT = datetime(2025, 8, 5, 3, tzinfo=UTC)
_PDF, _JSON = "application/pdf", "application/json"


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper to be stored.

    Attributes:
        size: of the original and of the archive copy, in bytes.
    """

    size: int = 2000
    slot: str | None = None
    kind: str = "unclassified"
    review_reason: str | None = None
    personal_numbers: tuple[str, ...] = ()
    declared_slot: str | None = None


def store_papers(workspace: Workspace, code: str, papers: Sequence[MadePaper]) -> tuple[StoredDocument, ...]:
    """Stores papers in a dossier: objects, manifest and ledger."""
    with workspace.ledger.transaction() as connection:
        run_id = runs_table.begin_run(connection)
        first = documents_table.reserve_numbers(connection, code, len(papers))
    entries = tuple(
        _entry(workspace, code, number, paper, run_id) for number, paper in enumerate(papers, start=first)
    )
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        documents_table.replace_documents(connection, code, entries)
        for entry in entries:
            original = entry.objects.original
            files_table.bring_back(
                connection,
                code,
                Role.of(entry.declared_slot),
                path=entry.source_name,
                declared_slot=entry.declared_slot,
                sha256=original.sha256,
                size=original.bytes,
                run_id=run_id,
            )
        publishing.put_manifest(workspace, documents_table.manifest(connection, code).to_bytes(), code)
        runs_table.finish_run(connection, run_id)
    return entries


def _entry(workspace: Workspace, code: str, number: int, paper: MadePaper, run_id: str) -> StoredDocument:
    original = _bytes(f"original {code} {number}", paper.size)
    sha256 = hashlib.sha256(original).hexdigest()
    objects = StoredObjects(
        original=_put(workspace, original_key(code, sha256, "pdf"), original, _PDF),
        archive=_put(
            workspace, archive_key(code, number), _bytes(f"archive {code} {number}", paper.size), _PDF
        ),
        text=_put(workspace, text_key(code, number), _bytes(f"text {code} {number}", 400), _JSON),
    )
    return StoredDocument(
        number=number,
        slot=paper.slot,
        kind=paper.kind,
        kind_confidence=1.0,
        pages=1,
        source_pages=(1,),
        state=PaperState.USABLE,
        personal_numbers=paper.personal_numbers,
        declared_slot=paper.declared_slot,
        review_reason=paper.review_reason,
        source_name=f"scan-{number:02d}.pdf",
        digitised_at=_STORED_AT,
        run_id=run_id,
        pipeline_version=VERSION,
        objects=objects,
    )


def _bytes(seed: str, size: int) -> bytes:
    """So many bytes that no other object has."""
    piece = hashlib.sha256(seed.encode()).hexdigest().encode()
    return (piece * (size // len(piece) + 1))[:size]


def _put(workspace: Workspace, key: str, content: bytes, media_type: str) -> StoredObject:
    sha256 = hashlib.sha256(content).hexdigest()
    workspace.store.put(key, content, sha256=sha256, media_type=media_type)
    return StoredObject(key=key, sha256=sha256, bytes=len(content), media_type=media_type)
