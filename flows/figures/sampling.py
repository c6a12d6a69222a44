"""A random sample of dossiers to hold beside the paper (`sohoa sample`)."""

from __future__ import annotations

from datetime import datetime

from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.periods import VIETNAM, Period
from dossiers.sampling import draw
from dossiers.unit_tree import unit_tree
from flows.statuses import statuses_of
from flows.workspace import Workspace
from reports.sample_sheet import Sample
from storage import cohorts_table, register_table


def sample_of(
    workspace: Workspace, period: Period, *, cohort: Cohort, seed: str, size: int, under: str | None = None
) -> Sample:
    """Draws dossiers of the cohort; the same seed and the same register give the same list.

    Args:
        workspace: whose register it is.
        period: of reception, or of resolving.
        cohort: from which of the two.
        seed: any text.
        size: how many; all where there are no more.
        under: from this unit and what lies below it alone.

    Raises:
        UsageError: the register does not know the unit.
    """
    with workspace.ledger.reading() as connection:
        units = None
        if under is not None:
            tree = unit_tree(register_table.all_units(connection), cohorts_table.units_of(connection))
            if under not in tree:
                raise UsageError(f"No unit {under} is known.", "Check the code against the register.")
            units = tree.at_or_below(under)
        codes = cohorts_table.codes_of(connection, period, cohort, units)
        drawn = draw(codes, seed=seed, size=size)
        found = {status.record.dossier_code: status for status in statuses_of(workspace, connection, drawn)}
    return Sample(
        period=period,
        cohort=cohort,
        unit_code=under,
        seed=seed,
        population=len(codes),
        dossiers=tuple(found[code] for code in drawn),
        made_at=datetime.now(VIETNAM).replace(microsecond=0),
    )
