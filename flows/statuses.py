"""How dossiers stand: the register, the catalogue and those of the ledger's documents that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.errors import UnknownDossier
from dossiers.register import ComponentRow, DossierRecord
from dossiers.rules import rule_set_on
from dossiers.states import Paper, Standing
from flows.ownership import recheck
from flows.workspace import Workspace
from storage import documents_table, register_table


def status_of(workspace: Workspace, code: str) -> DossierStatusReport:
    """How one dossier stands; papers of it that wait for a look are judged first.

    Raises:
        UnknownDossier: no register holds the code.
    """
    recheck(workspace, {code})
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, code)
        if record is None:
            raise UnknownDossier(f"No register holds the dossier {code}.")
        rows = register_table.rows_of(connection, code)
        documents = documents_table.manifest(connection, code).documents
    papers = [document.as_paper() for document in documents if document.standing is Standing.COUNTS]
    return _status(workspace, record, rows, papers)


def all_statuses(workspace: Workspace) -> Iterator[DossierStatusReport]:
    """How every registered dossier stands, by code, as of one consistent look; what waits is judged first."""
    recheck(workspace)
    with workspace.ledger.reading() as connection:
        rows = register_table.rows_by_dossier(connection)
        papers: dict[str, list[Paper]] = {}
        for code, document in documents_table.all_documents(connection):
            if document.standing is Standing.COUNTS:
                papers.setdefault(code, []).append(document.as_paper())
        for record in register_table.all_dossiers(connection):
            code = record.dossier_code
            yield _status(workspace, record, rows.get(code, ()), papers.get(code, []))


def _status(
    workspace: Workspace, record: DossierRecord, rows: Sequence[ComponentRow], papers: Sequence[Paper]
) -> DossierStatusReport:
    return dossier_status(
        record,
        procedure=workspace.catalogue.get(record.procedure_code),
        rows=rows,
        papers=papers,
        rules=rule_set_on(record.received_on, workspace.rule_sets),
    )
