"""The register comes in: files are read, rows checked against what is known, the ledger updated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.text import fold
from flows.register.files import RegisterFile, RejectedRow, read_register
from flows.workspace import Workspace
from storage import register_table
from storage.instants import now
from storage.register_table import Upserted

# Components name dossiers, dossiers name units: whatever the order of the files, this is theirs.
_ORDER = {"units": 0, "dossiers": 1, "components": 2}


class ImportedFile(BaseModel):
    """What an import did with one file."""

    model_config = ConfigDict(frozen=True)

    file: str
    kind: str
    added: int
    updated: int
    unchanged: int
    rejected: tuple[RejectedRow, ...]


class ImportSummary(BaseModel):
    """What an import did (contract.md, `register import`)."""

    model_config = ConfigDict(frozen=True)

    files: tuple[ImportedFile, ...]

    @property
    def has_rejected_rows(self) -> bool:
        """Whether any row was not taken."""
        return any(file.rejected for file in self.files)


def import_register(workspace: Workspace, paths: Sequence[Path]) -> ImportSummary:
    """Imports register files; good rows go in, bad ones are named. One transaction.

    Raises:
        RegisterRefused: a file cannot be read at all; then nothing of the call goes in.
    """
    with workspace.ledger.reading() as connection:
        units = _codes_by_name(register_table.unit_names(connection))
    files = read_register(paths, mapping=workspace.settings.mapping, unit_codes=units)
    outcome: dict[int, ImportedFile] = {}
    with workspace.ledger.transaction() as connection:
        for index in sorted(range(len(files)), key=lambda index: _ORDER[files[index].kind]):
            outcome[index] = _bring_in(connection, files[index])
    return ImportSummary(files=tuple(outcome[index] for index in range(len(files))))


def _codes_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Unit codes by folded name; a name that two units share names neither."""
    folded = [fold(name) for name in names.values()]
    return {fold(name): code for code, name in names.items() if folded.count(fold(name)) == 1}


def _bring_in(connection: Connection, file: RegisterFile) -> ImportedFile:
    rejected = [*file.rejected]
    rows: Sequence[DossierRecord | ComponentRow | Unit] = file.rows
    if file.kind == "components":
        rows, unknown = _with_dossier(connection, file)
        rejected += unknown
    done = _upsert(connection, rows, file.columns)
    register_table.record_import(
        connection,
        changed=bool(done.added or done.updated),
        file=Path(file.file).name,
        sha256=file.sha256,
        kind=file.kind,
        rows=len(rows),
        imported_at=now(),
    )
    return ImportedFile(
        file=file.file,
        kind=file.kind,
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        rejected=tuple(sorted(rejected, key=lambda row: row.row)),
    )


def _with_dossier(
    connection: Connection, file: RegisterFile
) -> tuple[tuple[ComponentRow, ...], list[RejectedRow]]:
    known = register_table.known_codes(connection)
    good, bad = [], []
    for number, row in zip(file.row_numbers, file.rows, strict=True):
        if not isinstance(row, ComponentRow):
            continue
        if row.dossier_code in known:
            good.append(row)
        else:
            bad.append(
                RejectedRow(row=number, column="dossier_code", why="no register holds this dossier code")
            )
    return tuple(good), bad


def _upsert(
    connection: Connection, rows: Sequence[DossierRecord | ComponentRow | Unit], columns: frozenset[str]
) -> Upserted:
    dossiers = [row for row in rows if isinstance(row, DossierRecord)]
    components = [row for row in rows if isinstance(row, ComponentRow)]
    units = [row for row in rows if isinstance(row, Unit)]
    parts = (
        register_table.upsert_units(connection, units, columns),
        register_table.upsert_dossiers(connection, dossiers, columns),
        register_table.upsert_component_rows(connection, components, columns),
    )
    return Upserted(
        sum(part.added for part in parts),
        sum(part.updated for part in parts),
        sum(part.unchanged for part in parts),
    )
