"""A report as JSON (contract.md, `sohoa report … --format json`)."""

from __future__ import annotations

from typing import Any

from dossiers.indicators import Indicators
from dossiers.reporting import DossierLine, Report

Json = dict[str, Any]


def to_json(report: Report) -> Json:
    """The report as the contract shapes it; `dossier_count`, `doubts` and `register` stand beside.

    `rule_sets` is there only where the rule set is mixed, `dossiers` only where they were asked for.
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
        "dossier_count": report.counted,
        "total": indicators_to_json(report.total),
        "groups": [
            {"by": dict(group.by), "indicators": indicators_to_json(group.indicators)}
            for group in report.groups
        ],
    }
    if report.dossiers is not None:
        document["dossiers"] = [_dossier(line) for line in report.dossiers]
    document |= {
        "doubts": report.doubts.model_dump(),
        "register": {"sources": [source.model_dump(mode="json") for source in report.register_sources]},
    }
    return document


def indicators_to_json(indicators: Indicators) -> Json:
    """Indicators by id: numerator, denominator, and the ratio as text or null."""
    return {name: ratio.model_dump() for name, ratio in indicators.items()}


def _dossier(line: DossierLine) -> Json:
    return line.model_dump(mode="json", exclude={"gate_failures"})
