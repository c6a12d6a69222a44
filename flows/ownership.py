"""Whose papers they are: asked after every run, for the papers of one dossier may tell of another's."""

from __future__ import annotations

from sqlalchemy import Connection

from dossiers.manifest import StoredDocument
from dossiers.ownership import judged
from flows import publishing
from flows.workspace import Workspace
from storage import documents_table, ownership_table


def recheck(workspace: Workspace) -> None:
    """Sends papers that bear another applicant's number to a person, and takes back those that do not.

    Looks at every dossier whose papers changed since the last look, in this run or in one that was killed,
    and at those that share their applicants. The order of arrival does not matter; again changes nothing.

    Raises:
        OutOfReach: the store or the ledger does not answer; the next run looks again.
    """
    with workspace.ledger.reading() as connection:
        marks = ownership_table.unchecked(connection)
        concerned = set(marks)
        for code in marks:
            concerned |= ownership_table.dossiers_with_applicant_of(connection, code)
    for code in sorted(concerned):
        _judge(workspace, code)
    if marks:
        with workspace.ledger.transaction() as connection:
            ownership_table.checked(connection, marks)


def _judge(workspace: Workspace, code: str) -> None:
    """One dossier, one transaction; none where everything stands as it should."""
    with workspace.ledger.reading() as connection:
        if not _misplaced(connection, code):
            return
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        documents_table.reassign_documents(connection, code, _misplaced(connection, code))
        publishing.put_manifest(workspace, documents_table.manifest(connection, code).to_bytes(), code)


def _misplaced(connection: Connection, code: str) -> list[StoredDocument]:
    """The papers that stand otherwise than they have to, as they have to stand."""
    documents = documents_table.manifest(connection, code).documents
    numbers = {number for entry in documents for number in entry.personal_numbers}
    elsewhere = ownership_table.applicants_elsewhere(connection, code, numbers)
    after = judged(documents, elsewhere)
    return [entry for before, entry in zip(documents, after, strict=True) if entry != before]
