"""What the oracle is given: the very texts that an office hands in, read with nothing of the product.

Every rule of this package is written from the text of the contract ("Readings", shapes) and of the note on
the indicators (1.3 to 1.6), and says which where it is applied. It is plain and slow on purpose.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

Row = dict[str, str]


@dataclass(frozen=True)
class Paper:
    """A stored paper: whose, for which slot (None: nobody knows), and what the gates said of it."""

    dossier: str
    slot: str | None
    state: str  # usable, failed_gate, unreadable


@dataclass
class Office:
    """A catalogue, a register, its receipt slips, its units and the stored papers."""

    procedures: dict[str, dict[str, Any]]
    dossiers: list[Row]
    slips: dict[str, list[Row]]
    parents: dict[str, str]
    papers: dict[str, list[Paper]] = field(default_factory=dict)


def office(
    catalogue: str, dossiers: str, components: str = "", units: str = "", papers: Iterable[Paper] = ()
) -> Office:
    """The office of these texts: a YAML catalogue and CSV files with the canonical headers."""
    known = yaml.load(catalogue, Loader=yaml.CSafeLoader)
    slips: dict[str, list[Row]] = {}
    for row in _rows(components):
        slips.setdefault(row["dossier_code"], []).append(row)
    stored: dict[str, list[Paper]] = {}
    for paper in papers:
        stored.setdefault(paper.dossier, []).append(paper)
    return Office(
        procedures={row["code"]: row for row in [*known["procedures"], *known["index_only"]]},
        dossiers=_rows(dossiers),
        slips=slips,
        parents={row["unit_code"]: row["parent_code"] for row in _rows(units) if row["parent_code"]},
        papers=stored,
    )


def procedure_of(row: Row, procedures: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The catalogue's procedure; a provincial suffix (`.000.00.00.H15`) is passed over (codes, section 3)."""
    code = row["procedure_code"]
    return procedures.get(code) or procedures.get(".".join(code.split(".")[:2]))


def day(text: str) -> date | None:
    """A date, ISO or dd/mm/yyyy; None where the cell is empty."""
    if not text:
        return None
    if "/" in text:
        dd, mm, yyyy = text.split("/")
        return date(int(yyyy), int(mm), int(dd))
    return date.fromisoformat(text)


def folded(text: str) -> str:
    """Marks stripped, Đ as D, capitals, runs of anything else as one space (domain, 5.2)."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).upper()
    return " ".join(re.findall(r"[A-Z0-9]+", letters))


def _rows(text: str) -> list[Row]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text))]
