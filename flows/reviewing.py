"""Review: papers that a person must decide, and what a person decided."""

from __future__ import annotations

import getpass
import re
from typing import Any

from pydantic import BaseModel, ConfigDict

from dossiers.errors import InputRefused, UsageError
from dossiers.manifest import Decision, StoredDocument, document_id
from dossiers.ownership import restored
from flows import publishing
from flows.ownership import recheck
from flows.slot_names import slots_of
from flows.workspace import Workspace
from storage import documents_table
from storage.instants import now

_DOCUMENT_ID = re.compile(r"(?P<code>[^/]+)/(?P<number>\d{2,})")


class ReviewItem(BaseModel):
    """One paper that waits for a person (contract.md, `review list`)."""

    model_config = ConfigDict(frozen=True)

    document: str
    pages: tuple[int, ...]
    kind: str
    reason: str
    candidates: tuple[dict[str, Any], ...]


def papers_to_review(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """Every paper that no slot could be given to with certainty, by dossier and number."""
    with workspace.ledger.reading() as connection:
        documents = list(documents_table.all_documents(connection))
    return tuple(
        ReviewItem(
            document=document_id(code, entry.number),
            pages=entry.source_pages,
            kind=entry.kind,
            reason=entry.review_reason,
            candidates=entry.candidates,
        )
        for code, entry in documents
        if entry.review_reason is not None
    )


def assign_slot(workspace: Workspace, document: str, slot: str) -> StoredDocument:
    """Gives a paper the slot that a person says it fills; the decision is kept and outlasts a rerun.

    Raises:
        UsageError: this is no document id, or the dossier has no such slot.
        InputRefused: the dossier has no such document.
        UnknownDossier: no register holds the dossier.
    """
    match = _DOCUMENT_ID.fullmatch(document)
    if match is None:
        raise UsageError(
            f"{document} is no document.", "Write <dossier code>/<NN>, as `sohoa review list` does."
        )
    code, number = match["code"], int(match["number"])
    slots = slots_of(workspace, code)
    if slot not in slots:
        raise UsageError(f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(slots)}.")
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        entries = documents_table.manifest(connection, code).documents
        entry = next((entry for entry in entries if entry.number == number), None)
        if entry is None:
            raise InputRefused(f"The dossier has no document {document}.", "See `sohoa status`.")
        decided = _decided(restored(entry), slot)
        documents_table.replace_documents(connection, code, [decided])
        publishing.put_manifest(workspace, documents_table.manifest(connection, code).to_bytes(), code)
    recheck(workspace)
    return decided


def _decided(entry: StoredDocument, slot: str) -> StoredDocument:
    decision = Decision(decided_at=now(), decided_by=getpass.getuser(), slot=slot)
    return entry.model_copy(
        update={
            "slot": slot,
            "review_reason": None,
            "candidates": (),
            "decisions": (*entry.decisions, decision),
        }
    )
