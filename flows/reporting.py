"""A report on a period: the register and the ledger become numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dossiers.indicators import Cohort
from dossiers.periods import VIETNAM, Period
from dossiers.reporting import Breakdown, Report, make_report
from flows.statuses import all_statuses
from flows.workspace import Workspace
from reports.names import Names
from storage import register_table


def report_on(
    workspace: Workspace,
    period: Period,
    *,
    cohort: Cohort,
    breakdowns: Sequence[Breakdown],
    with_dossiers: bool,
) -> Report:
    """The report on the dossiers of the cohort of a period."""
    with workspace.ledger.reading() as connection:
        sources = register_table.sources(connection)
    return make_report(
        all_statuses(workspace),
        period=period,
        cohort=cohort,
        breakdowns=breakdowns,
        with_dossiers=with_dossiers,
        sources=sources,
        generated_at=datetime.now(VIETNAM).replace(microsecond=0),
    )


def names_of(workspace: Workspace) -> Names:
    """The names that officials know: units from the register, papers from the catalogue."""
    with workspace.ledger.reading() as connection:
        return Names(catalogue=workspace.catalogue, units=register_table.unit_names(connection))
