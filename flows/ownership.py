"""How papers stand: judged after every run, for the papers of one dossier may tell of another's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy import Connection

from config.fault_points import FaultPoint, passed
from dossiers.audit import Event, Step
from dossiers.judging import judged
from dossiers.manifest import StoredDocument, document_id, manifest_key
from flows import publishing
from flows.way_events import standing
from flows.workspace import Workspace
from storage import (
    checks_table,
    documents_table,
    events_table,
    ownership_table,
    register_table,
    same_papers_table,
)


def recheck(workspace: Workspace, codes: Collection[str] | None = None) -> None:
    """Judges papers anew: whose they are, which lie in another dossier too, which scan of a paper counts.

    Looks at every dossier whose papers changed since the last look, in this run or in one that was killed,
    and at those that share their applicants or their papers. The order of arrival does not matter; again
    changes nothing. Whoever tells how dossiers stand looks first, so no number counts what waits for a look.

    Args:
        workspace: the open ledger and store.
        codes: the dossiers to look at where they wait; None: all that wait.

    Raises:
        OutOfReach: the store or the ledger does not answer; the next run looks again.
    """
    with workspace.ledger.reading() as connection:
        checks = checks_table.waiting(connection, codes)
        concerned = {code for code, _ in checks}
        for code in tuple(concerned):
            concerned |= ownership_table.dossiers_with_applicant_of(connection, code)
    _judge_all(workspace, concerned)
    # Only now is it known which papers fill a slot of their own dossier, and so stand before another's.
    with workspace.ledger.reading() as connection:
        concerned |= same_papers_table.dossiers_with_papers_of(connection, concerned)
    _judge_all(workspace, concerned)
    for code in sorted({check[0] for check in checks if checks_table.is_announced(check)}):
        _restore_manifest(workspace, code)
    passed(FaultPoint.OWNERSHIP_DECIDED)
    looked_at = [check for check in checks if not checks_table.is_announced(check)]
    if looked_at:
        with workspace.ledger.transaction() as connection:
            checks_table.checked(connection, looked_at)


def _judge_all(workspace: Workspace, codes: Iterable[str]) -> None:
    for code in sorted(codes):
        _judge(workspace, code)


def _judge(workspace: Workspace, code: str) -> None:
    """One dossier, one change; none where everything stands as it should.

    Looks only when whoever writes the dossier has ended: what they saw of its neighbours may be gone. So it
    is no `reading`: in PostgreSQL that would look as of before the wait.
    """
    change = uuid4().hex
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        if not _misjudged(connection, code):
            return
        checks_table.announce(connection, code, change)
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        after = _misjudged(connection, code)
        if after:
            documents_table.reassign_documents(connection, code, after)
            publishing.put_manifest(workspace, documents_table.manifest(connection, code).to_bytes(), code)
            events_table.note(connection, *(_judgement(code, entry) for entry in after))
        checks_table.carried_out(connection, code, change)


def _restore_manifest(workspace: Workspace, code: str) -> None:
    """The manifest as the ledger tells it: that of a change that was cut off is ahead of it.

    A change of somebody who lives goes on waiting for a look: the manifest may still come to be ahead.
    """
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        content = documents_table.manifest(connection, code).to_bytes()
        key = manifest_key(code)
        if workspace.store.head(key) is not None and workspace.store.get(key) != content:
            publishing.put_manifest(workspace, content, code)
        checks_table.forget_ended(connection, code)


def _judgement(code: str, entry: StoredDocument) -> Event:
    return Event(step=Step.JUDGE, subject=document_id(code, entry.number), details=standing(entry))


def _misjudged(connection: Connection, code: str) -> list[StoredDocument]:
    """The papers that stand otherwise than they have to, as they have to stand."""
    documents = documents_table.manifest(connection, code).documents
    numbers = {number for entry in documents for number in entry.personal_numbers}
    rows = register_table.rows_of(connection, code)
    after = judged(
        code,
        documents,
        applicants_elsewhere=ownership_table.applicants_elsewhere(connection, code, numbers),
        same_elsewhere=same_papers_table.same_elsewhere(connection, code),
        reused_slots={row.slot for row in rows if row.reused},
    )
    return [entry for before, entry in zip(documents, after, strict=True) if entry != before]
