"""The register beside the inbox: dossiers, component rows, units, with the canonical headers."""

from __future__ import annotations

import csv
from pathlib import Path

from samples.generate.model import Dossier
from samples.generate.people import OFFICES

DOSSIER_HEADERS = (
    "dossier_code",
    "procedure_code",
    "unit_code",
    "level",
    "field",
    "channel",
    "received_on",
    "due_on",
    "resolved_on",
    "status",
    "facts",
    "closed_on",
)
COMPONENT_HEADERS = ("dossier_code", "slot", "form", "digitised_on", "reused", "evidence")
UNIT_HEADERS = ("unit_code", "name", "parent_code", "level")


def write_register(folder: Path, dossiers: tuple[Dossier, ...]) -> None:
    """Writes register.csv, components.csv and units.csv."""
    _write(
        folder / "register.csv",
        DOSSIER_HEADERS,
        [
            (
                one.code,
                one.procedure,
                one.case.office.code,
                one.case.office.level,
                one.field,
                one.channel,
                one.received_on,
                one.due_on,
                one.resolved_on,
                one.status,
                one.facts,
                one.closed_on,
            )
            for one in dossiers
        ],
    )
    _write(
        folder / "components.csv",
        COMPONENT_HEADERS,
        [
            (one.code, row.slot, row.form, row.digitised_on, row.reused, row.evidence)
            for one in dossiers
            for row in one.rows
        ],
    )
    _write(
        folder / "units.csv",
        UNIT_HEADERS,
        [(unit.code, unit.name, unit.parent, unit.level) for unit in OFFICES],
    )


def _write(path: Path, headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerows([headers, *rows])
