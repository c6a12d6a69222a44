"""Which dossiers belong to a cohort. Every function works within the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.register import DossierStatus
from storage.schema import dossiers

_D = dossiers.c


def codes_of(
    connection: Connection, period: Period, cohort: Cohort, units: Collection[str] | None = None
) -> tuple[str, ...]:
    """The dossiers received, or resolved, in the period, without the deleted; of these units (None: all)."""
    if cohort is Cohort.RECEIVED:
        query = select(_D.dossier_code).where(
            _D.status != DossierStatus.DELETED.value, _D.received_on.between(period.first, period.last)
        )
    else:
        query = select(_D.dossier_code).where(
            _D.status == DossierStatus.RESOLVED.value, _D.resolved_on.between(period.first, period.last)
        )
    if units is not None:
        query = query.where(_D.unit_code.in_(units))
    return tuple(connection.execute(query).scalars())


def units_of(connection: Connection) -> frozenset[str]:
    """Every unit that a dossier names."""
    return frozenset(connection.execute(select(_D.unit_code).distinct()).scalars())
