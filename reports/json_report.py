"""A report as JSON (contract.md, `sohoa report … --format json`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dossiers.incompleteness import Action, Cause
from dossiers.indicators import Indicators
from dossiers.operations import OperationsRow
from dossiers.register_guard import Shrinkage
from dossiers.reporting import DossierLine, Group, Report, UnitLine
from reports.facts import counted_of

Json = dict[str, Any]

_NOTHING_SHOWN: Json = dict.fromkeys(("numerator", "denominator", "ratio"))
_COUNTED = "counted"


def to_json(report: Report) -> Json:
    """The report as the contract shapes it; what is not in the contract stands behind its keys.

    `rule_sets` is there only where the rule set is mixed, `dossiers` and `actions` only where they were asked
    for. Withheld numbers are null, and `suppressed` beside them names them. Points are text, as ratios are.
    """
    document: Json = {
        "period": {"from": report.period.first.isoformat(), "to": report.period.last.isoformat()},
        "cohort": report.cohort.value,
        "rule_set": report.rule_set,
    }
    if report.rule_sets:
        document["rule_sets"] = list(report.rule_sets)
    document |= {
        "generated_at": report.generated_at.isoformat(timespec="seconds"),
        "dossier_count": counted_of(report),
        "total": indicators_to_json(report.total, report.suppressed),
        "groups": [_group(group) for group in report.groups],
    }
    if report.dossiers is not None:
        document["dossiers"] = [_dossier(line) for line in report.dossiers]
    document |= {
        "doubts": report.doubts.model_dump(),
        "register": {"sources": [source.model_dump(mode="json") for source in report.register_sources]},
    }
    return document | _beside_the_contract(report) | _marked(report.suppressed)


def indicators_to_json(indicators: Indicators, suppressed: Collection[str] = ()) -> Json:
    """Indicators by id: numerator, denominator, and the ratio as text or null; withheld ones all null."""
    return {
        name: dict(_NOTHING_SHOWN) if name in suppressed else ratio.model_dump()
        for name, ratio in indicators.items()
    }


def _beside_the_contract(report: Report) -> Json:
    document: Json = {
        "operations": [_operations(row) for row in report.operations],
        "units": [_unit(line) for line in report.units],
        "trend": [_group(group) for group in report.trend],
        "distribution": {band.value: count for band, count in report.distribution.items()},
        "causes": [_cause(cause) for cause in report.causes],
    }
    if report.actions is not None:
        document["actions"] = [_action(action) for action in report.actions]
    return document | {
        "excluded": [excluded.model_dump(mode="json") for excluded in report.excluded],
        "excluded_counts": {why.value: count for why, count in report.excluded_counts.items()},
        "scoring": [scoring.model_dump(mode="json") for scoring in report.scoring],
        "definitions": [definition.model_dump(mode="json") for definition in report.definitions],
        "shrunk": [_shrinkage(shrinkage) for shrinkage in report.shrunk],
        "suppressed_below": report.suppressed_below,
    }


def _group(group: Group) -> Json:
    indicators = indicators_to_json(group.indicators, group.suppressed)
    return {"by": dict(group.by), "indicators": indicators} | _marked(group.suppressed)


def _unit(line: UnitLine) -> Json:
    return {
        "unit_code": line.unit_code,
        "depth": line.depth,
        "counted": None if _COUNTED in line.suppressed else line.counted,
        "indicators": indicators_to_json(line.indicators, line.suppressed),
    } | _marked(line.suppressed)


def _marked(suppressed: Collection[str]) -> Json:
    return {"suppressed": list(suppressed)} if suppressed else {}


def _operations(row: OperationsRow) -> Json:
    figures = row.figures
    received = {channel: figures.pop(f"received_{channel}") for channel in row.operations.received}
    return {
        "unit_code": row.unit_code,
        "depth": row.depth,
        **figures,
        "received": received,
        "checks": [check.model_dump() | {"difference": check.difference} for check in row.checks],
    } | _marked(row.suppressed)


def _shrinkage(entry: Shrinkage) -> Json:
    numbers = dict.fromkeys(("before", "after")) if entry.suppressed else {}
    return entry.model_dump(mode="json", exclude={"suppressed"}) | numbers


def _cause(cause: Cause) -> Json:
    entry = cause.model_dump(mode="json", exclude={"suppressed"})
    return entry | {"dossiers": None, "suppressed": True} if cause.suppressed else entry


def _action(action: Action) -> Json:
    entry = action.model_dump(mode="json")
    return entry | {"steps": [{"action": kind.value, "slot": slot} for kind, slot in action.steps]}


def _dossier(line: DossierLine) -> Json:
    return line.model_dump(mode="json", exclude={"gate_failures"})
