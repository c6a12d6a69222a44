"""The truth about the samples: what was written down by hand, and only its sums counted here."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from samples.generate.model import NOT_DUE, REUSED, USABLE, Dossier, File, Truth

_CENT = Decimal("0.01")


def truth_of(dossiers: tuple[Dossier, ...], strays: tuple[File, ...]) -> dict[str, Any]:
    """The content of truth.json; its shape is described in samples/README.md."""
    files = sorted((*(file for one in dossiers for file in one.files), *strays), key=lambda file: file.path)
    outcomes = Counter(file.outcome for file in files)
    counted = [one for one in dossiers if one.status != "deleted"]
    return {
        "files": {file.path: _file(file) for file in files},
        "dossiers": {one.code: _dossier(one.truth) for one in dossiers},
        "batch": {
            "files": {
                "seen": len(files),
                "stored": outcomes["stored"],
                "duplicate": outcomes["duplicate"],
                "quarantined": outcomes["quarantined"],
                "waiting": 0,
            },
            "pages": {"total": sum(file.pages for file in files if file.outcome == "stored")},
        },
        "indicators": {name: _part(*numbers) for name, numbers in _indicators(counted).items()},
    }


def percent(numerator: int, denominator: int) -> str | None:
    """Two decimals, half up, never 100.00 while something is missing; None for nothing to divide by."""
    if denominator == 0:
        return None
    share = (Decimal(100 * numerator) / denominator).quantize(_CENT, ROUND_HALF_UP)
    return str(min(share, Decimal("99.99")) if numerator < denominator else share)


def _file(file: File) -> dict[str, Any]:
    documents, first = [], 1
    for paper, expected in zip(file.papers, file.expected, strict=bool(file.expected)):
        document: dict[str, Any] = {
            "pages": list(range(first, first + paper.pages)),
            "slot": expected.slot,
            "state": expected.state,
        }
        if expected.findings:
            document["findings"] = list(expected.findings)
        documents.append(document)
        first += paper.pages
    return {"outcome": file.outcome, "reason": file.reason, "documents": documents}


def _dossier(truth: Truth) -> dict[str, Any]:
    return {
        "complete": truth.complete,
        "components": {
            "due": truth.due,
            "digitised": truth.digitised,
            "undetermined": truth.undetermined,
            "ratio": percent(truth.digitised, truth.due or 0),
        },
        "slots": truth.slots,
        "result": {"due": truth.result_due, "state": truth.result},
    }


def _part(numerator: int, denominator: int) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator, "ratio": percent(numerator, denominator)}


def _indicators(dossiers: list[Dossier]) -> dict[str, tuple[int, int]]:
    something = [one for one in dossiers if one.truth.due != 0 or one.truth.undetermined]
    resolved = [one for one in dossiers if one.status == "resolved"]
    with_document = [one for one in dossiers if one.result_is_document]
    return {
        "co_so_hoa_tphs": (sum(one.truth.digitised >= 1 for one in something), len(something)),
        "so_hoa_day_du_tphs": (sum(one.truth.complete is True for one in something), len(something)),
        "so_hoa_ket_qua": (sum(_result_done(one) for one in resolved), len(resolved)),
        "qd766_4_1": (sum(one.truth.result == USABLE for one in with_document), len(with_document)),
        "qd766_4_2": (sum(_component_file(one) and _result_done(one) for one in dossiers), len(dossiers)),
        "qd766_4_3": (sum(any(row.reused == "yes" for row in one.rows) for one in dossiers), len(dossiers)),
        "thanh_phan_so_hoa": (
            sum(one.truth.digitised for one in dossiers),
            sum(one.truth.due or 0 for one in dossiers),
        ),
    }


def _component_file(one: Dossier) -> bool:
    """No exempt component of these samples has a file, so the states tell."""
    return any(state in {USABLE, REUSED} for state in one.truth.slots.values())


def _result_done(one: Dossier) -> bool:
    """A usable result, or none that would be due."""
    return one.truth.result == USABLE or (one.truth.result == NOT_DUE and not one.truth.result_due)
