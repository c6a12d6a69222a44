"""What a night tells of by itself, found in the ledger and judged by `dossiers/alerts.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice

from dossiers.alerts import NIGHTS_COMPARED, Judged, Limits, NightFigures, judged
from dossiers.periods import VIETNAM, Period
from flows.figures.reporting import indicators_of_all
from flows.workspace import Workspace
from storage import nights_table, senders_table, tallies_table
from storage.instants import now
from storage.nights_table import NightRow

# Nights that were stopped or killed told nothing.
_NIGHTS_LOOKED_AT = 60
# Over a million dossiers a whole night that failed is a quarter of a point.
_RECENT = timedelta(days=30)
# What was received just now may still be scanned: else every import of a register would be a fall.
_DAYS_TO_SCAN = timedelta(days=2)


def judged_night(workspace: Workspace, run_id: str) -> Judged:
    """What is worth a message after a night that has ended, or after a batch.

    A night is compared with nights alone: what got worse before a batch by hand, the batch told its terminal.

    Args:
        workspace: whose ledger.
        run_id: of the night.
    """
    settings = workspace.settings.alerts
    limits = Limits(settings.ratio_fell_points, settings.quarantine_grew, settings.silent_unit_days)
    with workspace.ledger.reading() as connection:
        before = _told(nights_table.compared_with(connection, run_id, _NIGHTS_LOOKED_AT))
    return judged(before, _figures(workspace, before[0] if before else None, limits), limits)


def _told(nights: Iterable[NightRow]) -> list[NightFigures]:
    """What those were judged by that told what they had to tell."""
    told = (
        night.summary[nights_table.TOLD]
        for night in nights
        if night.summary and nights_table.TOLD in night.summary
    )
    return [NightFigures.model_validate(figures) for figures in islice(told, NIGHTS_COMPARED)]


def _figures(workspace: Workspace, last: NightFigures | None, limits: Limits) -> NightFigures:
    looked_at = now()
    today = looked_at.astimezone(VIETNAM).date()
    recent = Period.between(today - _DAYS_TO_SCAN - _RECENT, today - _DAYS_TO_SCAN)
    indicators = indicators_of_all(workspace, received=recent)
    taken = refused = 0
    if last is not None:
        with workspace.ledger.reading() as connection:
            taken, refused = tallies_table.taken_and_refused_since(connection, last.looked_at)
    return NightFigures(
        looked_at=looked_at,
        indicators=dict(indicators),
        taken=taken,
        refused=refused,
        silent=_silent(workspace, limits.silent_unit_days),
    )


def _silent(workspace: Workspace, days: int) -> tuple[str, ...]:
    if not days:
        return ()
    since = now() - timedelta(days=days)
    with workspace.ledger.reading() as connection:
        waiting = senders_table.units_with_papers_to_send(
            connection, received_by=since.astimezone(VIETNAM).date()
        )
        silent = waiting - senders_table.units_that_sent(connection, since) if waiting else waiting
    return tuple(sorted(silent))
