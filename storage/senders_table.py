"""Which units send papers, and which have some to send. Works within the caller's transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select

from dossiers.facts import Ending
from dossiers.register import RESULT_SLOT
from dossiers.states import SlotState
from storage.schema import dossiers, files, judgements, lacks

# What was received longer ago than this and never came is a case for the report, not for a message at night.
_LONGEST_WAIT = timedelta(days=90)

_J, _L = judgements.c, lacks.c


def units_that_sent(connection: Connection, since: datetime) -> frozenset[str]:
    """The units of whose dossiers a file came since then, whatever became of it.

    That a file of last month is tried again tonight is no sign of its unit.
    """
    query = (
        select(dossiers.c.unit_code)
        .join_from(files, dossiers, files.c.dossier_code == dossiers.c.dossier_code)
        .where(func.coalesce(files.c.first_refused_at, files.c.claimed_at) >= since)
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())


def units_with_papers_to_send(connection: Connection, *, received_by: date) -> frozenset[str]:
    """The units with a judged dossier, received by that day and not long before, that lacks a paper.

    A result is lacking only where the dossier is resolved.
    """
    same = and_(_J.received_on == _L.received_on, _J.dossier_code == _L.dossier_code)
    query = (
        select(_J.unit_code)
        .join_from(judgements, lacks, same)
        .where(
            _J.received_on.between(received_by - _LONGEST_WAIT, received_by),
            _J.ending.in_([Ending.OPEN.value, Ending.RESOLVED.value]),
            _L.state != SlotState.UNDETERMINED.value,
            or_(_L.slot != RESULT_SLOT, _J.ending == Ending.RESOLVED.value),
        )
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())
