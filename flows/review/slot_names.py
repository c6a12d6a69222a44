"""The slots that a person may name for a dossier."""

from __future__ import annotations

from dossiers.errors import UnknownDossier, UsageError
from dossiers.register import RESULT_SLOT
from dossiers.slots import fillable_components
from flows.workspace import Workspace
from storage import register_table


def slots_of(workspace: Workspace, code: str) -> tuple[str, ...]:
    """The component ids of the dossier in catalogue order, and `result`.

    Raises:
        UnknownDossier: no register holds the code.
    """
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, code)
        rows = register_table.rows_of(connection, code)
    if record is None:
        raise UnknownDossier(f"No register holds the dossier {code}.")
    procedure = workspace.catalogue.get(record.procedure_code)
    return (*(component.id for component in fillable_components(procedure, rows)), RESULT_SLOT)


def require_slots(workspace: Workspace, code: str, named: tuple[str, ...]) -> None:
    """Nothing, where the dossier has all these slots.

    Raises:
        UsageError: it has not; its slots are named.
        UnknownDossier: no register holds the code.
    """
    slots = slots_of(workspace, code)
    for slot in named:
        if slot not in slots:
            raise UsageError(f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(slots)}.")
