"""Verify, as far as the sealed events go: what lies below `audit/` against the seals of the ledger."""

from __future__ import annotations

from dossiers.seals import AUDIT_PREFIX
from flows.upkeep.damage import Damage, Due, What
from flows.upkeep.verification_result import Tally
from flows.workspace import Workspace
from storage import seals_table


def look_at_seals(workspace: Workspace, tally: Tally) -> list[Due]:
    """The sealed events that have to be hashed; what nobody sealed goes to the tally.

    A seal that is entered and not known to be stored is being stored, or was when its run was killed.
    Whether the events themselves are whole, `sohoa audit verify` says.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    present = {entry.key for entry in workspace.store.list(AUDIT_PREFIX)}
    with workspace.ledger.reading() as connection:
        seals = list(seals_table.all_seals(connection))
    named = {seal.key for seal in seals}
    tally.add(Damage.warning(What.ORPHAN, key) for key in sorted(present - named))
    return [Due(seal.key, seal.sha256) for seal in seals if seal.is_stored or seal.key in present]
