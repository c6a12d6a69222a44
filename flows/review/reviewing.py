"""Review: papers that a person must decide, and what a person decided."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from config.fault_points import FaultPoint, passed
from config.kinds import load_kinds
from dossiers.audit import Event, Step
from dossiers.deciding import Wish, decided
from dossiers.errors import InputRefused, UsageError
from dossiers.judging import as_read
from dossiers.manifest import Action, StoredDocument, document_id
from flows import publishing
from flows.ownership import recheck
from flows.review.slot_names import require_slots
from flows.way_events import standing
from flows.workspace import Workspace
from storage import checks_table, documents_table, events_table
from storage.account import account
from storage.instants import now

_DOCUMENT_ID = re.compile(r"(?P<code>[^/]+)/(?P<number>\d{2,})")
_NEEDS_A_REASON = frozenset({Action.REJECT, Action.WITHDRAW})


class ReviewItem(BaseModel):
    """One paper that waits for a person (contract.md, `review list`)."""

    model_config = ConfigDict(frozen=True)

    document: str
    pages: tuple[int, ...]
    kind: str
    reason: str
    candidates: tuple[dict[str, Any], ...]
    same_as: tuple[str, ...] = ()


def papers_to_review(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """Every paper that no slot could be given to with certainty, by dossier and number."""
    with workspace.ledger.reading() as connection:
        documents = list(documents_table.waiting_documents(connection))
    return tuple(
        ReviewItem(
            document=document_id(code, entry.number),
            pages=entry.source_pages,
            kind=entry.kind,
            reason=entry.review_reason,
            candidates=entry.candidates,
            same_as=entry.same_as,
        )
        for code, entry in documents
    )


def parse_document_id(document: str) -> tuple[str, int]:
    """The code of the dossier, and the number of the paper in it.

    Raises:
        UsageError: this is no document id.
    """
    match = _DOCUMENT_ID.fullmatch(document)
    if match is None:
        raise UsageError(
            f"{document} is no document.", "Write <dossier code>/<NN>, as `sohoa review list` does."
        )
    return match["code"], int(match["number"])


def decide(workspace: Workspace, document: str, wish: Wish, *, by: str | None = None) -> StoredDocument:
    """Does with a paper what a person wants; the decision is kept and outlasts every rerun.

    The same decision again changes nothing. `reuse` without a slot means the one it would fill.

    Args:
        workspace: the open ledger and store.
        document: `<dossier code>/<NN>`.
        wish: what is wanted.
        by: who decides; None: the account that runs the program.

    Raises:
        UsageError: this is no document id, no slot or kind that there is, or a reason is missing.
        InputRefused: the dossier has no such document.
        UnknownDossier: no register holds the dossier.
    """
    code, number = parse_document_id(document)
    _require_sense(wish)
    if wish.slots:
        require_slots(workspace, code, wish.slots)
    document_of(workspace, document)
    change = uuid4().hex[:20]
    with workspace.ledger.transaction() as connection:
        checks_table.announce(connection, code, change)
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        entry = documents_table.document(connection, code, number)
        if entry is None:
            raise _no_such(document)
        after = decided(entry, _with_slot(entry, wish), by=by or account(), at=now())
        if after != entry:
            documents_table.replace_documents(connection, code, [after])
            manifest = documents_table.manifest(connection, code)
            publishing.put_manifest(workspace, manifest.to_bytes(), code)
            events_table.note(connection, _decision(document_id(code, number), after))
        checks_table.carried_out(connection, code, change)
    passed(FaultPoint.DECISION_RECORDED)
    recheck(workspace, {code})
    return document_of(workspace, document)


def _decision(document: str, entry: StoredDocument) -> Event:
    """What the audit trail says of a decision; why it was made, the manifest alone says."""
    decision = entry.decisions[-1]
    return Event(
        step=Step.DECIDE,
        subject=document,
        outcome=decision.action.value,
        actor=decision.decided_by,
        happened_at=decision.decided_at,
        details=standing(entry),
    )


def document_of(workspace: Workspace, document: str) -> StoredDocument:
    """A paper as it stands.

    Raises:
        UsageError: this is no document id.
        InputRefused: the dossier has no such document.
    """
    code, number = parse_document_id(document)
    with workspace.ledger.reading() as connection:
        entry = documents_table.document(connection, code, number)
    if entry is None:
        raise _no_such(document)
    return entry


def _no_such(document: str) -> InputRefused:
    return InputRefused(f"The dossier has no document {document}.", "See `sohoa status`.")


def _require_sense(wish: Wish) -> None:
    if wish.action is Action.ASSIGN and not wish.slots:
        raise UsageError("No slot is named.", "Say which slot the paper fills, or reject it.")
    if wish.action in _NEEDS_A_REASON and not wish.reason.strip():
        raise UsageError(f"To {wish.action.value} a paper needs a reason.", "Say why, with --reason.")
    if wish.kind is not None and load_kinds().get(wish.kind) is None:
        raise UsageError(
            f"No kind of paper is called {wish.kind}.",
            "The kinds are those of config/data/kinds.yaml, e.g. quyet_dinh.",
        )


def _with_slot(entry: StoredDocument, wish: Wish) -> Wish:
    if wish.action is not Action.REUSE or wish.slots:
        return wish
    slot = as_read(entry).slot
    if slot is None:
        raise UsageError("Nobody knows which slot the paper would fill.", "Name the slot.")
    return Wish(wish.action, (slot,), wish.kind, wish.reason)
