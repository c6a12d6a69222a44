"""How dossiers stand: the register, the catalogue and those of the ledger's documents that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.errors import UnknownDossier
from dossiers.manifest import StoredDocument
from dossiers.register import ComponentRow, DossierRecord
from dossiers.rules import rule_set_on
from dossiers.states import Standing
from flows.ownership import recheck
from flows.workspace import Workspace
from storage import documents_table, register_table
from storage.chunks import chunks


def status_of(workspace: Workspace, code: str) -> DossierStatusReport:
    """How one dossier stands; papers of it that wait for a look are judged first.

    Raises:
        UnknownDossier: no register holds the code.
    """
    recheck(workspace, {code})
    with workspace.ledger.reading() as connection:
        found = next(statuses_of(workspace, connection, [code]), None)
    if found is None:
        raise UnknownDossier(f"No register holds the dossier {code}.")
    return found


def statuses_of(
    workspace: Workspace, connection: Connection, codes: Sequence[str]
) -> Iterator[DossierStatusReport]:
    """How those of these dossiers stand that are registered, a part of them in memory at a time."""
    for chunk in chunks(codes):
        rows = register_table.rows_by_dossier(connection, chunk)
        documents = documents_table.documents_of(connection, chunk)
        for record in register_table.dossiers_of(connection, chunk):
            code = record.dossier_code
            yield status_with(workspace, record, rows.get(code, ()), documents.get(code, ()))


def status_with(
    workspace: Workspace,
    record: DossierRecord,
    rows: Sequence[ComponentRow],
    documents: Iterable[StoredDocument],
) -> DossierStatusReport:
    """How a dossier stands with these documents, those of them that count."""
    return dossier_status(
        record,
        procedure=workspace.catalogue.get(record.procedure_code),
        rows=rows,
        papers=[entry.as_paper() for entry in documents if entry.standing is Standing.COUNTS],
        rules=rule_set_on(record.received_on, workspace.rule_sets),
    )
