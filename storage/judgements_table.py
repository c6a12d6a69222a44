"""The judgements in the ledger: what is counted of each dossier. Works within the caller's transaction.

SQL adds up; what a dossier of a kind adds to an indicator it is told (dossiers/counting.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    values,
)

from dossiers.counting import Cell, Kind, Sums, Weights
from dossiers.fact_names import Fact
from dossiers.facts import Ending
from dossiers.incompleteness import Lacking
from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.register import RESULT_SLOT, DossierStatus
from dossiers.reporting import Breakdown
from dossiers.states import SlotState
from storage.chunks import chunks
from storage.schema import dossiers, judgements, lacks

Row = dict[str, Any]

_J, _L, _D = judgements.c, lacks.c, dossiers.c
_COLUMNS: dict[Breakdown, ColumnElement[str]] = {
    Breakdown.UNIT: _J.unit_code,
    Breakdown.LEVEL: _J.level,
    Breakdown.FIELD: _J.field,
    Breakdown.PROCEDURE: _J.procedure_code,
    Breakdown.CHANNEL: _J.channel,
}


# Facts stay below it; with the endings the number still has 31 bits.
_ENDINGS_FROM = 1 << 27


@dataclass(frozen=True, slots=True)
class Scope:
    """Which dossiers are looked at, and as of which day.

    Attributes:
        period: of reception or of resolving; None: all.
        as_of: how they had ended by the end of that day; None: today.
        units: of these units alone; None: all.
    """

    cohort: Cohort = Cohort.RECEIVED
    period: Period | None = None
    as_of: date | None = None
    units: frozenset[str] | None = None

    def judged(self) -> Iterator[ColumnElement[bool]]:
        """Who of the judged ones: of the received ones the deleted too, to tell of them."""
        day = _J.received_on
        if self.cohort is Cohort.RESOLVED:
            yield _J.ending == Ending.RESOLVED.value
            day = _J.ended_on
        if self.period is not None:
            yield day.between(self.period.first, self.period.last)
        if self.units is not None:
            yield _J.unit_code.in_(self.units)

    def registered(self) -> Iterator[ColumnElement[bool]]:
        """The same dossiers in the register."""
        day = _D.received_on
        if self.cohort is Cohort.RESOLVED:
            yield _D.status == DossierStatus.RESOLVED.value
            day = _D.resolved_on
        if self.period is not None:
            yield day.between(self.period.first, self.period.last)
        if self.units is not None:
            yield _D.unit_code.in_(self.units)

    @property
    def ending(self) -> ColumnElement[int]:
        """How a dossier had ended as of the day."""
        if self.as_of is None:
            return _J.ending
        return case((_J.ended_on > self.as_of, Ending.OPEN.value), else_=_J.ending)

    @property
    def kind(self) -> ColumnElement[int]:
        """Facts and ending as one number: databases join by one number much faster than by two."""
        return _J.facts + self.ending * _ENDINGS_FROM

    def key(self, breakdown: Breakdown, dialect: str) -> ColumnElement[str]:
        """By what a breakdown groups; months are those of the cohort's date."""
        if breakdown is not Breakdown.MONTH:
            return _COLUMNS[breakdown]
        day = _J.received_on if self.cohort is Cohort.RECEIVED else _J.ended_on
        if dialect == "sqlite":
            return func.substr(day, 1, 7, type_=Text)
        return func.to_char(day, "YYYY-MM", type_=Text)


def hold(connection: Connection) -> None:
    """Nobody changes a dossier that was judged, or judges one, until the transaction ends; all may read.

    What is judged is read after this. SQLite's transactions hold the whole ledger already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE judgements IN SHARE ROW EXCLUSIVE MODE"))


def drop(connection: Connection, codes: Collection[str]) -> None:
    """These dossiers changed: in the transaction of the change, so nothing counts what they were."""
    for chunk in chunks(sorted(set(codes))):
        connection.execute(delete(judgements).where(_J.dossier_code.in_(chunk)))
        connection.execute(delete(lacks).where(_L.dossier_code.in_(chunk)))


def add(connection: Connection, judged: Sequence[Row], lacking: Sequence[Row]) -> None:
    """Keeps judgements and what the dossiers lack; rows as in storage/schema.py."""
    if judged:
        connection.execute(insert(judgements), judged)
    if lacking:
        connection.execute(insert(lacks), lacking)


def is_up_to_date(connection: Connection, scope: Scope, basis: str) -> bool:
    """Whether every registered dossier in the scope was judged on this basis.

    A judgement stands only beside its dossier and is dropped with every change, so equal numbers are equal
    dossiers.
    """
    registered = select(func.count()).select_from(dossiers).where(*scope.registered())
    judged = select(func.count()).select_from(judgements).where(*scope.judged(), _J.basis == basis)
    return connection.execute(registered).scalar_one() == connection.execute(judged).scalar_one()


def stale(connection: Connection, scope: Scope, basis: str) -> tuple[str, ...]:
    """The registered dossiers in the scope that have to be judged, in the order of reception."""
    judged = exists().where(_J.dossier_code == _D.dossier_code, _J.basis == basis)
    query = select(_D.dossier_code).where(*scope.registered(), ~judged)
    return tuple(connection.execute(query.order_by(_D.received_on, _D.dossier_code)).scalars())


def tally(connection: Connection, scope: Scope) -> dict[Kind, Sums]:
    """The dossiers in the scope by kind, deleted ones among them."""
    ending = scope.ending.label("ending_then")
    query = (
        select(
            *(_J.rule_set, _J.facts, ending),
            *(func.count(), func.sum(_J.due), func.sum(_J.digitised), func.sum(_J.unassigned)),
        )
        .where(*scope.judged())
        .group_by(_J.rule_set, _J.facts, ending)
    )
    return {
        Kind(rule_set, facts, Ending(ended)): Sums(number, due or 0, digitised, unassigned)
        for rule_set, facts, ended, number, due, digitised, unassigned in connection.execute(query)
    }


def cells(
    connection: Connection,
    scope: Scope,
    by: Sequence[Breakdown],
    weights: Mapping[Kind, Sequence[Weights]],
) -> dict[tuple[str, ...], Cell]:
    """The indicators of the dossiers in the scope, grouped.

    Args:
        connection: the transaction.
        scope: whose.
        by: by what, in the order of the keys.
        weights: of each kind that counts, what it adds to each indicator.
    """
    keys = [scope.key(breakdown, connection.dialect.name) for breakdown in by]
    width = len(keys)
    found: dict[tuple[str, ...], Cell] = {}
    for rule_set in sorted({kind.rule_set for kind in weights}):
        own = {kind: parts for kind, parts in weights.items() if kind.rule_set == rule_set}
        kinds = _kinds(own)
        query = (
            select(*keys, func.count(), *_parts(kinds, own))
            .join_from(judgements, kinds, scope.kind == kinds.c.kind)
            .where(*scope.judged(), _J.rule_set == rule_set)
            .group_by(*keys)
        )
        for row in connection.execute(query):
            key, cell = tuple(row[:width]), Cell(row[width], tuple(row[width + 1 :]))
            found[key] = found[key].plus(cell) if key in found else cell
    return found


def units_used(connection: Connection, scope: Scope) -> frozenset[str]:
    """The codes of the units that have dossiers in the scope."""
    return frozenset(connection.execute(select(_J.unit_code).distinct().where(*scope.judged())).scalars())


def lacking(connection: Connection, scope: Scope) -> dict[tuple[str, str, SlotState], int]:
    """How many dossiers in the scope lack what: by procedure, slot and state.

    A result is lacking only where the dossier was resolved by the day.
    """
    query = (
        select(_J.procedure_code, _L.slot, _L.state, func.count())
        .join_from(judgements, lacks, _same_dossier())
        .where(*scope.judged(), *_is_lacking(scope))
        .group_by(_J.procedure_code, _L.slot, _L.state)
    )
    return {
        (procedure, slot, SlotState(state)): number
        for procedure, slot, state, number in connection.execute(query)
    }


def lacking_dossiers(connection: Connection, scope: Scope) -> Iterator[Lacking]:
    """The dossiers in the scope that lack something, or whose due papers nobody knows, by code."""
    unknown = _J.facts.op("&")(Fact.DUE_SET_UNKNOWN.bit) != 0
    query = (
        select(_J.dossier_code, _J.unit_code, _J.procedure_code, _J.unassigned, unknown, _L.slot, _L.state)
        .join_from(judgements, lacks, and_(_same_dossier(), *_is_lacking(scope)), isouter=True)
        .where(*scope.judged(), _J.ending != Ending.DELETED.value, or_(unknown, _L.slot.is_not(None)))
        .order_by(_J.dossier_code, _L.position)
    )
    found: dict[tuple[Any, ...], list[tuple[str, SlotState]]] = {}
    for *dossier, slot, state in connection.execute(query):
        own = found.setdefault(tuple(dossier), [])
        if slot is not None:
            own.append((slot, SlotState(state)))
    for (code, unit, procedure, unassigned, is_unknown), own in found.items():
        yield Lacking(code, unit, procedure, unassigned, bool(is_unknown), tuple(own))


def codes_of(connection: Connection, scope: Scope, kinds: Collection[Kind] | None = None) -> tuple[str, ...]:
    """The dossiers in the scope, by code; of these kinds alone, or (None) all but deleted ones."""
    if kinds is None:
        query = select(_J.dossier_code).where(*scope.judged(), _J.ending != Ending.DELETED.value)
        return tuple(sorted(connection.execute(query).scalars()))
    found: list[str] = []
    for rule_set in {kind.rule_set for kind in kinds}:
        numbers = [_number(kind) for kind in kinds if kind.rule_set == rule_set]
        query = select(_J.dossier_code).where(*scope.judged(), _J.rule_set == rule_set)
        found += connection.execute(query.where(scope.kind.in_(numbers))).scalars()
    return tuple(sorted(found))


def outside(connection: Connection, scope: Scope, limit: int) -> Iterator[tuple[str, str, Kind]]:
    """Code, unit and kind of deleted dossiers and of those with nothing to digitise, in order of reception.

    At most `limit` of them.
    """
    owes_nothing = _J.facts.op("&")(Fact.NOTHING_TO_DIGITISE.bit) != 0
    query = (
        select(_J.dossier_code, _J.unit_code, _J.rule_set, _J.facts, scope.ending)
        .where(*scope.judged(), or_(_J.ending == Ending.DELETED.value, owes_nothing))
        .order_by(_J.received_on, _J.dossier_code)
        .limit(limit)
    )
    for code, unit, rule_set, facts, ended in connection.execute(query):
        yield code, unit, Kind(rule_set, facts, Ending(ended))


def _same_dossier() -> ColumnElement[bool]:
    return and_(_L.received_on == _J.received_on, _L.dossier_code == _J.dossier_code)


def _is_lacking(scope: Scope) -> Iterator[ColumnElement[bool]]:
    yield _J.ending != Ending.DELETED.value
    yield or_(_L.slot != RESULT_SLOT, scope.ending == Ending.RESOLVED.value)


def _kinds(weights: Mapping[Kind, Sequence[Weights]]) -> CTE:
    """The kinds of one rule set as a table, the numbers written out: there are some hundred of them.

    `n0`, `d0` of the first indicator for each dossier; `cn0`, `cd0` for each of its components.
    """
    widths = [4 if _counts_components(place) else 2 for place in zip(*weights.values(), strict=True)]
    table = values(
        column("kind", Integer),
        *(
            column(f"{name}{place}", Integer)
            for place, width in enumerate(widths)
            for name in ("n", "d", "cn", "cd")[:width]
        ),
        name="kinds",
        literal_binds=True,
    )
    rows = [
        (_number(kind), *chain.from_iterable(map(_numbers, parts, widths))) for kind, parts in weights.items()
    ]
    return table.data(rows).cte("kinds")


def _counts_components(of_kinds: Iterable[Weights]) -> bool:
    return any(weights.of_components for weights in of_kinds)


def _numbers(weights: Weights, width: int) -> tuple[int, ...]:
    parts = int(weights.numerator), int(weights.denominator)
    return ((0, 0, *parts) if weights.of_components else (*parts, 0, 0))[:width]


def _number(kind: Kind) -> int:
    return kind.facts + kind.ending.value * _ENDINGS_FROM


def _parts(kinds: CTE, weights: Mapping[Kind, Sequence[Weights]]) -> Iterator[ColumnElement[int]]:
    """Numerator and denominator of each indicator in turn."""
    for place, of_kinds in enumerate(zip(*weights.values(), strict=True)):
        counts_components = _counts_components(of_kinds)
        for part, components in (("n", _J.digitised), ("d", _J.due)):
            number: ColumnElement[int] = kinds.c[f"{part}{place}"]
            if counts_components:
                number = number + kinds.c[f"c{part}{place}"] * func.coalesce(components, 0)
            yield func.sum(number)
