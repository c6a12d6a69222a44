"""The register comes in: files are read, rows checked against what is known, the ledger updated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_guard import Shrinkage
from dossiers.text import fold
from flows.register.files import RegisterFile, RejectedRow, read_register
from flows.register.guarding import Confirm, nobody_said, refuse, would_shrink
from flows.workspace import Workspace
from storage import guard_table, register_table
from storage.account import account
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
    """What an import did (contract.md, `register import`).

    Attributes:
        files: in the order given.
        shrunk: months that became smaller, or of which the export holds fewer than the register.
    """

    model_config = ConfigDict(frozen=True)

    files: tuple[ImportedFile, ...]
    shrunk: tuple[Shrinkage, ...] = ()

    @property
    def has_rejected_rows(self) -> bool:
        """Whether any row was not taken."""
        return any(file.rejected for file in self.files)


def import_register(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    confirm: Confirm = nobody_said,
    imported_by: str | None = None,
) -> ImportSummary:
    """Imports register files; good rows go in, bad ones are named. One transaction.

    Args:
        workspace: whose register it is.
        paths: CSV or XLSX files.
        confirm: asked where the import makes months smaller.
        imported_by: who does it; None: the user of this process.

    Raises:
        RegisterRefused: a file cannot be read at all; then nothing of the call goes in.
        RegisterShrinks: months would become smaller, and nobody says that they may; nothing goes in.
    """
    with workspace.ledger.reading() as connection:
        units = _codes_by_name(register_table.unit_names(connection))
    files = read_register(paths, mapping=workspace.settings.mapping, unit_codes=units)
    by = imported_by or account()
    shrunk, summary = _try(workspace, files, by, allowed=())
    if summary is None:
        if not confirm(shrunk):
            raise refuse(shrunk)
        shrunk, summary = _try(workspace, files, by, allowed=shrunk)
    if summary is None:  # another import came in between: the word was given for something else
        raise refuse(shrunk)
    return summary


def _try(
    workspace: Workspace, files: Sequence[RegisterFile], by: str, *, allowed: tuple[Shrinkage, ...]
) -> tuple[tuple[Shrinkage, ...], ImportSummary | None]:
    """What becomes smaller, and what was done: nothing where that needs a word and was not allowed."""
    with workspace.ledger.transaction() as connection:
        shrunk = would_shrink(connection, files)
        asks = tuple(entry for entry in shrunk if entry.needs_word)
        if asks and shrunk != allowed:
            return shrunk, None
        outcome: dict[int, ImportedFile] = {}
        for index in sorted(range(len(files)), key=lambda index: _ORDER[files[index].kind]):
            outcome[index], import_id = _bring_in(connection, files[index], by)
            if files[index].kind == "dossiers":
                guard_table.record_shrinkages(connection, import_id, asks)
                asks = ()  # of files imported together, the first stands for all
    done = tuple(outcome[index] for index in range(len(files)))
    return shrunk, ImportSummary(files=done, shrunk=shrunk)


def _codes_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Unit codes by folded name; a name that two units share names neither."""
    folded = [fold(name) for name in names.values()]
    return {fold(name): code for code, name in names.items() if folded.count(fold(name)) == 1}


def _bring_in(connection: Connection, file: RegisterFile, by: str) -> tuple[ImportedFile, int]:
    """What was done with a file, and the id of its import."""
    rejected = [*file.rejected]
    rows: Sequence[DossierRecord | ComponentRow | Unit] = file.rows
    if file.kind == "components":
        rows, unknown = _with_dossier(connection, file)
        rejected += unknown
    done = _upsert(connection, rows, file.columns)
    import_id = register_table.record_import(
        connection,
        changed=bool(done.added or done.updated),
        file=Path(file.file).name,
        sha256=file.sha256,
        kind=file.kind,
        rows=len(rows),
        imported_at=now(),
        imported_by=by,
    )
    imported = ImportedFile(
        file=file.file,
        kind=file.kind,
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        rejected=tuple(sorted(rejected, key=lambda row: row.row)),
    )
    return imported, import_id


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
