"""Judging dossiers for counting: those that changed since, and no others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from dossiers.completeness import DossierStatusReport
from dossiers.facts import JUDGING_VERSION, DossierFacts, Ending, facts_of
from dossiers.indicators import Cohort
from dossiers.periods import Period
from flows.statuses import statuses_of
from flows.workspace import Workspace
from storage import judgements_table
from storage.chunks import chunks
from storage.judgements_table import Scope

# Dossiers judged in one transaction: nobody stores a paper meanwhile.
_AT_ONCE = 1000
_DIGITS = 16

Row = dict[str, Any]


def bring_up_to_date(
    workspace: Workspace, period: Period | None = None, *, cohort: Cohort = Cohort.RECEIVED
) -> int:
    """Judges the dossiers of the period (None: all) that changed since they were judged, or never were.

    Returns:
        How many these were.
    """
    scope, basis = Scope(cohort=cohort, period=period), basis_of(workspace)
    with workspace.ledger.reading() as connection:
        if judgements_table.is_up_to_date(connection, scope, basis):
            return 0
        codes = judgements_table.stale(connection, scope, basis)
    for chunk in chunks(codes, _AT_ONCE):
        with workspace.ledger.transaction() as connection:
            judgements_table.hold(connection)
            _judge(workspace, connection, chunk, basis)
    return len(codes)


def basis_of(workspace: Workspace) -> str:
    """What a judgement rests on beside register and papers: catalogue, rule sets, and our own way of judging.

    How a rule set counts is not among it: changing that asks for no new judgement.
    """
    rules = [(entry.id, entry.valid_from.isoformat(), entry.online_exempt) for entry in workspace.rule_sets]
    text = json.dumps([JUDGING_VERSION, workspace.catalogue.fingerprint, rules])
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _judge(workspace: Workspace, connection: Connection, codes: Sequence[str], basis: str) -> None:
    judged: list[Row] = []
    lacking: list[Row] = []
    for status in statuses_of(workspace, connection, codes):
        facts = facts_of(status)
        judged.append(_row(status, facts, _field(workspace, status), basis))
        lacking += _lacking(status, facts)
    judgements_table.drop(connection, codes)
    judgements_table.add(connection, judged, lacking)


def _row(status: DossierStatusReport, facts: DossierFacts, field: str, basis: str) -> Row:
    record = status.record
    ending, ended_on = Ending.of(record)
    return {
        "received_on": record.received_on,
        "dossier_code": record.dossier_code,
        "unit_code": record.unit_code,
        "level": record.level.value,
        "field": field,
        "channel": record.channel.value,
        "procedure_code": record.procedure_code,
        "ending": ending.value,
        "ended_on": ended_on,
        "rule_set": status.rule_set,
        "facts": facts.bits,
        "due": facts.due,
        "digitised": facts.digitised,
        "undetermined": facts.undetermined,
        "unassigned": facts.unassigned,
        "basis": basis,
    }


def _lacking(status: DossierStatusReport, facts: DossierFacts) -> list[Row]:
    record = status.record
    return [
        {
            "received_on": record.received_on,
            "dossier_code": record.dossier_code,
            "slot": slot,
            "position": position,
            "state": state.value,
        }
        for position, (slot, state) in enumerate(facts.lacks)
    ]


def _field(workspace: Workspace, status: DossierStatusReport) -> str:
    """The register's field; where it gives none, that of this version of the procedure."""
    if status.record.field:
        return status.record.field
    procedure = workspace.catalogue.get(status.record.procedure_code)
    return procedure.field if procedure else ""
