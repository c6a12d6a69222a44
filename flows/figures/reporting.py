"""A report on a period: the register and the ledger become numbers, and every number its dossiers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from dossiers.counting import Cell, Counting, Kind, Tally, Weights, Which, together
from dossiers.errors import LedgerOutOfReach, UsageError
from dossiers.facts import Ending
from dossiers.incompleteness import actions_for
from dossiers.indicators import Cohort, Indicators
from dossiers.periods import VIETNAM, Period
from dossiers.register_guard import Excluded
from dossiers.report_making import Figures, make_report
from dossiers.reporting import Breakdown, DossierLine, Report, line_of
from dossiers.unit_tree import UnitTree, unit_tree
from flows.figures.judgements import basis_of, bring_up_to_date
from flows.figures.operations import operations_on
from flows.ownership import recheck
from flows.statuses import statuses_of
from flows.workspace import Workspace
from reports.names import Names
from storage import absences_table, guard_table, judgements_table, register_table
from storage.judgements_table import Scope

# A report tells of excluded dossiers by their numbers; of so many also by their codes.
_MOST_EXCLUDED = 1000
_TRIES = 5

Answer = TypeVar("Answer")
Cells = dict[tuple[str, ...], Cell]
Weighed = Sequence[Weights]


def report_on(
    workspace: Workspace,
    period: Period,
    *,
    cohort: Cohort,
    breakdowns: Sequence[Breakdown],
    with_dossiers: bool,
    under: str | None = None,
    with_actions: bool = False,
    suppress_below: int = 0,
) -> Report:
    """The report on the dossiers of the cohort of a period, as of its last day.

    Args:
        workspace: whose register and ledger.
        period: both ends included.
        cohort: received or resolved in it.
        breakdowns: by what its groups are made.
        with_dossiers: also each dossier.
        under: this unit and what lies below it alone.
        with_actions: also what to do next.
        suppress_below: figures over fewer dossiers are withheld.

    Raises:
        UsageError: no unit `under` is known.
        LedgerOutOfReach: the ledger does not answer, or changes faster than it is counted.
    """
    months = period.months if len(period.months) > 1 else period.year_to_its_end().months
    counting = Counting(workspace.rule_sets)
    generated_at = datetime.now(VIETNAM).replace(microsecond=0)

    def counted(connection: Connection) -> Report:
        scope = _scope(connection, cohort, period, under)
        known = () if under is None else (under,)
        trend = {
            f"{month.first:%Y-%m}": judgements_table.tally(connection, _in(scope, month)) for month in months
        }
        tally = (
            together(trend.values()) if months == period.months else judgements_table.tally(connection, scope)
        )
        weights = {kind: counting.weights(kind) for kind in tally if kind.ending is not Ending.DELETED}
        groups, units = _cells(connection, scope, breakdowns, weights)
        return make_report(
            Figures(
                tally=tally,
                trend=_trimmed(trend),
                groups=groups,
                units=units,
                lacking=judgements_table.lacking(connection, scope),
            ),
            counting=counting,
            tree=_under(unit_tree(register_table.all_units(connection), {*units, *known}), under),
            period=period,
            cohort=cohort,
            breakdowns=breakdowns,
            sources=register_table.sources(connection),
            generated_at=generated_at,
            suppress_below=suppress_below,
            dossiers=tuple(_lines(workspace, connection, scope)) if with_dossiers else None,
            actions=actions_for(judgements_table.lacking_dossiers(connection, scope))
            if with_actions
            else None,
            excluded=tuple(_excluded(connection, scope, counting)),
            operations=operations_on(connection, period, under),
            shrunk=(
                *guard_table.shrinkages(connection, period),
                *absences_table.months(
                    connection,
                    period,
                    after_exports=workspace.settings.register_drop.missing_after_exports,
                ),
            ),
        )

    wide = Period(first=months[0].first, last=period.last)
    return _when_judged(workspace, Scope(cohort=cohort, period=wide), counted)


def listed(
    workspace: Workspace,
    period: Period,
    cohort: Cohort,
    indicator: str,
    which: Which,
    *,
    under: str | None = None,
) -> tuple[DossierLine, ...]:
    """The dossiers behind a figure of a report, by code.

    Raises:
        UsageError: no rule set knows the indicator, or no unit `under` is known.
    """
    counting = Counting(workspace.rule_sets)
    if indicator not in counting.ids:
        raise UsageError(f"There is no indicator {indicator}.", f"Known are: {', '.join(counting.ids)}.")

    def found(connection: Connection) -> tuple[DossierLine, ...]:
        scope = _scope(connection, cohort, period, under)
        kinds = [
            kind
            for kind in judgements_table.tally(connection, scope)
            if counting.stands(kind, indicator, which)
        ]
        return tuple(_lines(workspace, connection, scope, kinds))

    return _when_judged(workspace, Scope(cohort=cohort, period=period), found)


def indicators_of_all(workspace: Workspace, received: Period | None = None) -> Indicators:
    """The indicators over all registered dossiers as they stand today; deleted ones are out of everything.

    Args:
        workspace: whose register.
        received: over those received in this period alone.
    """
    counting = Counting(workspace.rule_sets)
    scope = Scope(period=received)

    def counted(connection: Connection) -> Indicators:
        return counting.indicators(counting.cell(judgements_table.tally(connection, scope)))

    return _when_judged(workspace, scope, counted)


def names_of(workspace: Workspace) -> Names:
    """The names that officials know: units from the register, papers from the catalogue, indicators' own."""
    rules = (rule for rule_set in workspace.rule_sets for rule in rule_set.indicators)
    with workspace.ledger.reading() as connection:
        return Names(
            catalogue=workspace.catalogue,
            units=register_table.unit_names(connection),
            indicators={rule.id: (rule.name_vi, rule.name_en) for rule in rules},
            agency=workspace.settings.report.agency,
        )


def _when_judged(workspace: Workspace, scope: Scope, ask: Callable[[Connection], Answer]) -> Answer:
    """The answer of one consistent look at a ledger in which every dossier of the scope was judged."""
    recheck(workspace)
    basis = basis_of(workspace)
    for _ in range(_TRIES):
        with workspace.ledger.reading() as connection:
            if judgements_table.is_up_to_date(connection, scope, basis):
                return ask(connection)
        bring_up_to_date(workspace, scope.period, cohort=scope.cohort)
    raise LedgerOutOfReach(
        "Dossiers change faster than they are counted.", "Ask again when the import or the batch has ended."
    )


def _scope(connection: Connection, cohort: Cohort, period: Period, under: str | None) -> Scope:
    scope = Scope(cohort=cohort, period=period, as_of=period.last)
    if under is None:
        return scope
    tree = unit_tree(register_table.all_units(connection), judgements_table.units_used(connection, scope))
    if under not in tree:
        raise UsageError(f"No unit {under} is known.", "Check the code: `sohoa report --by unit` lists them.")
    return Scope(cohort, period, period.last, tree.at_or_below(under))


def _in(scope: Scope, period: Period) -> Scope:
    return Scope(scope.cohort, period, scope.as_of, scope.units)


def _under(tree: UnitTree, under: str | None) -> UnitTree:
    """The part of a tree that begins with a unit."""
    if under is None:
        return tree
    below = tree.at_or_below(under)
    top = tree.depths[under]
    return UnitTree(
        parents={unit: None if unit == under else tree.parents[unit] for unit in below},
        depths={unit: depth - top for unit, depth in tree.depths.items() if unit in below},
    )


def _trimmed(trend: Mapping[str, Tally]) -> dict[str, Tally]:
    """Without the empty months before the first dossier and behind the last."""
    filled = [month for month, tally in trend.items() if tally]
    return {month: tally for month, tally in trend.items() if filled and filled[0] <= month <= filled[-1]}


def _cells(
    connection: Connection, scope: Scope, breakdowns: Sequence[Breakdown], weights: Mapping[Kind, Weighed]
) -> tuple[Cells, dict[str, Cell]]:
    """The groups of the breakdowns, and the units: one look at the ledger gives both."""
    by = [Breakdown.UNIT, *(entry for entry in breakdowns if entry is not Breakdown.UNIT)]
    found = judgements_table.cells(connection, scope, by, weights)
    places = [by.index(entry) for entry in breakdowns]
    if places == list(range(len(by))):
        groups = found
    else:
        groups = _added((tuple(key[place] for place in places), cell) for key, cell in found.items())
    units = _added((key[:1], cell) for key, cell in found.items())
    return groups if breakdowns else {}, {unit: cell for (unit,), cell in units.items()}


def _added(cells: Iterable[tuple[tuple[str, ...], Cell]]) -> Cells:
    total: Cells = {}
    for key, cell in cells:
        total[key] = total[key].plus(cell) if key in total else cell
    return total


def _lines(
    workspace: Workspace, connection: Connection, scope: Scope, kinds: Collection[Kind] | None = None
) -> Iterator[DossierLine]:
    codes = judgements_table.codes_of(connection, scope, kinds)
    return (line_of(status) for status in statuses_of(workspace, connection, codes))


def _excluded(connection: Connection, scope: Scope, counting: Counting) -> Iterator[Excluded]:
    for code, unit, kind in judgements_table.outside(connection, scope, _MOST_EXCLUDED):
        why = counting.exclusion(kind)
        if why is not None:
            rule = counting.rule_set(kind.rule_set).exclusions.get(why, "")
            yield Excluded(dossier_code=code, unit_code=unit, why=why, rule=rule)
