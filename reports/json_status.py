"""One dossier as JSON (contract.md, `sohoa status CODE --json`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dossiers.completeness import DossierStatusReport, SlotStatus
from dossiers.states import GateFailure, Paper

Json = dict[str, Any]


def to_status_json(status: DossierStatusReport) -> Json:
    """The status as the contract shapes it; a slot of a `one_of` group also names its `group`."""
    counts = status.components
    return {
        "dossier_code": status.record.dossier_code,
        "procedure_code": status.record.procedure_code,
        "complete": status.complete,
        "components": {
            "due": counts.due,
            "digitised": counts.digitised,
            "undetermined": counts.undetermined,
            "ratio": counts.ratio,
        },
        "slots": [_slot(slot) for slot in status.slots],
        "result": {"due": status.result.due, "state": status.result.state.value},
        "unassigned": _documents(status.unassigned),
    }


def findings_of(papers: Iterable[Paper]) -> list[str]:
    """What the checks found on these papers, each finding once, in the order of the papers."""
    return list(dict.fromkeys(finding for paper in papers for finding in paper.findings))


def failures_of(papers: Iterable[Paper]) -> list[GateFailure]:
    """The quality gates that do not hold on these papers, in the order of the papers."""
    return [failure for paper in papers for failure in paper.gate_failures]


def _slot(slot: SlotStatus) -> Json:
    document: Json = {
        "id": slot.id,
        "name": slot.name,
        "due": slot.due,
        "digitisable": slot.digitisable,
        "state": slot.state.value,
        "documents": _documents(slot.papers),
        "findings": findings_of(slot.papers),
        "gate_failures": [failure.model_dump(mode="json") for failure in failures_of(slot.papers)],
    }
    if slot.group is not None:
        document["group"] = slot.group
    return document


def _documents(papers: Iterable[Paper]) -> list[Json]:
    return [
        {"number": paper.number, "pages": list(paper.pages)}
        | ({"purged": list(paper.purged)} if paper.purged else {})
        for paper in papers
    ]
