"""The judgements that stand in the ledger on another basis than the present one, to hold beside new ones.

Works within the caller's transaction; reads the judgements in their own order, a part at a time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from dossiers.facts import DossierFacts, Ending
from dossiers.states import SlotState
from storage.chunks import chunks
from storage.schema import judgements, lacks

_J, _L = judgements.c, lacks.c

Place: TypeAlias = tuple[date, str]
"""Where a judgement lies: the day of reception and the code."""


@dataclass(frozen=True, slots=True)
class StandingJudgement:
    """One judgement as it stands."""

    dossier_code: str
    unit_code: str
    place: Place
    facts: DossierFacts


def count_by_basis(connection: Connection) -> dict[str, int]:
    """How many dossiers are judged on which basis; deleted ones are in nothing."""
    query = select(_J.basis, func.count().label("number")).group_by(_J.basis)
    query = query.where(_J.ending != Ending.DELETED.value)
    return {row.basis: int(row.number) for row in connection.execute(query)}


def on_other_basis(
    connection: Connection, basis: str, *, after: Place | None, limit: int
) -> tuple[StandingJudgement, ...]:
    """The next judgements behind a place (None: the first ones) that stand on another basis."""
    query = select(judgements).where(_is_other(basis)).order_by(_J.received_on, _J.dossier_code).limit(limit)
    if after is not None:
        day, code = after
        behind = or_(_J.received_on > day, and_(_J.received_on == day, _J.dossier_code > code))
        query = query.where(_J.received_on >= day, behind)
    rows = connection.execute(query).mappings().all()
    lacking = _lacking(connection, [row["dossier_code"] for row in rows])
    return tuple(
        StandingJudgement(
            dossier_code=row["dossier_code"],
            unit_code=row["unit_code"],
            place=(row["received_on"], row["dossier_code"]),
            facts=DossierFacts(
                bits=row["facts"],
                due=row["due"],
                digitised=row["digitised"],
                undetermined=row["undetermined"],
                unassigned=row["unassigned"],
                lacks=lacking.get(row["dossier_code"], ()),
            ),
        )
        for row in rows
    )


def _is_other(basis: str) -> ColumnElement[bool]:
    return and_(_J.basis != basis, _J.ending != Ending.DELETED.value)


def _lacking(connection: Connection, codes: Collection[str]) -> dict[str, tuple[tuple[str, SlotState], ...]]:
    found: dict[str, list[tuple[str, SlotState]]] = {}
    for chunk in chunks(list(codes)):
        query = select(_L.dossier_code, _L.slot, _L.state).where(_L.dossier_code.in_(chunk))
        for code, slot, state in connection.execute(query.order_by(_L.dossier_code, _L.position)):
            found.setdefault(code, []).append((slot, SlotState(state)))
    return {code: tuple(own) for code, own in found.items()}
