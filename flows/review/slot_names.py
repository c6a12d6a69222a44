"""The slots that a person may name for a dossier."""

from __future__ import annotations

from dossiers.errors import UnknownDossier, UsageError
from dossiers.register import RESULT_SLOT
from dossiers.slots import fillable_components
from flows.workspace import Workspace
from storage import register_table


def require_slots(workspace: Workspace, code: str, named: tuple[str, ...]) -> None:
    """Nothing, where the dossier has all these slots.

    Raises:
        UsageError: it has not; its slots are named. What the register alone calls a slot is counted: these
            words go where many read them, and somebody wrote a text there that may name a person.
        UnknownDossier: no register holds the code.
    """
    of_catalogue, of_register = _slots_of(workspace, code)
    for slot in named:
        if slot not in {*of_catalogue, *of_register}:
            more = f", and {len(of_register)} papers of the register" if of_register else ""
            raise UsageError(
                f"The dossier has no slot {slot}.", f"Its slots are: {', '.join(of_catalogue)}{more}."
            )


def _slots_of(workspace: Workspace, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The component ids of the catalogue in its order, and `result`; then what the register alone names."""
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, code)
        rows = register_table.rows_of(connection, code)
    if record is None:
        raise UnknownDossier(f"No register holds the dossier {code}.")
    procedure = workspace.catalogue.get(record.procedure_code)
    of_catalogue = tuple(component.id for component in fillable_components(procedure, ()))
    both = (component.id for component in fillable_components(procedure, rows))
    return (*of_catalogue, RESULT_SLOT), tuple(slot for slot in both if slot not in of_catalogue)
