"""The register comes in: files are read, rows checked against what is known, the ledger updated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import Connection

from dossiers.audit import Event, Step
from dossiers.register import ComponentRow, DossierRecord, Unit
from dossiers.register_columns import RegisterKind
from dossiers.register_guard import Shrinkage
from dossiers.register_rows import RegisterRecord
from dossiers.text import fold
from flows.register.files import RegisterFile, RejectedRow, read_register
from flows.register.guarding import Confirm, nobody_said, refuse, would_shrink
from flows.register.spooled import SpooledRows
from flows.workspace import Workspace
from storage import events_table, guard_table, register_table
from storage.account import account
from storage.chunks import CHUNK
from storage.instants import now
from storage.register_table import Upserted

# Components name dossiers, dossiers name units: whatever the order of the files, this is theirs.
_ORDER = {"units": 0, "dossiers": 1, "components": 2}
_TOGETHER = 10_000
_NO_DOSSIER = "no register holds this dossier code"


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
    files = read_register(
        paths,
        mapping=workspace.settings.mapping,
        unit_codes=units,
        limits=workspace.settings.register_files,
    )
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
                if asks:
                    events_table.note(connection, _confirmation(asks, files[index].sha256, by))
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
    rows = file.rows
    if file.kind == "components" and (unknown := _without_dossier(connection, file)):
        rows = rows.without(unknown)
        rejected += [
            RejectedRow(row=file.row_numbers[place], column="dossier_code", why=_NO_DOSSIER)
            for place in sorted(unknown)
        ]
    done = _upsert(connection, file.kind, rows, file.columns)
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
    done_with = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
    event = Event(
        step=Step.IMPORT_REGISTER,
        subject=file.kind,
        actor=by,
        details={"sha256": file.sha256, "rows": len(rows), **done_with, "rejected": len(rejected)},
    )
    events_table.note(connection, event)
    imported = ImportedFile(
        file=file.file,
        kind=file.kind,
        added=done.added,
        updated=done.updated,
        unchanged=done.unchanged,
        rejected=tuple(sorted(rejected, key=lambda row: row.row)),
    )
    return imported, import_id


def _confirmation(shrunk: Sequence[Shrinkage], sha256: str, by: str) -> Event:
    """A person's word that months may become smaller."""
    months: list[JsonValue] = [
        {"month": f"{entry.month:%Y-%m}", "how": entry.how.value, "from": entry.before, "to": entry.after}
        for entry in shrunk
    ]
    return Event(
        step=Step.CONFIRM_SHRINKING,
        subject="dossiers",
        actor=by,
        details={"sha256": sha256, "months": months},
    )


def _without_dossier(connection: Connection, file: RegisterFile) -> set[int]:
    """The places of component rows whose dossier no register holds."""
    places: set[int] = set()
    for start in range(0, len(file.rows), CHUNK):
        codes = [
            row.dossier_code for row in file.rows[start : start + CHUNK] if isinstance(row, ComponentRow)
        ]
        known = register_table.registered(connection, codes)
        places.update(place for place, code in enumerate(codes, start) if code not in known)
    return places


def _upsert(
    connection: Connection, kind: RegisterKind, rows: SpooledRows, columns: frozenset[str]
) -> Upserted:
    """In parts: however long the file, few of its rows are in memory."""
    added = updated = unchanged = 0
    for start in range(0, len(rows), _TOGETHER):
        part = _upsert_part(connection, kind, rows[start : start + _TOGETHER], columns, start)
        added, updated, unchanged = added + part.added, updated + part.updated, unchanged + part.unchanged
    return Upserted(added, updated, unchanged)


def _upsert_part(
    connection: Connection,
    kind: RegisterKind,
    rows: Sequence[RegisterRecord],
    columns: frozenset[str],
    position: int,
) -> Upserted:
    if kind == "units":
        units = [row for row in rows if isinstance(row, Unit)]
        return register_table.upsert_units(connection, units, columns)
    if kind == "dossiers":
        dossiers = [row for row in rows if isinstance(row, DossierRecord)]
        return register_table.upsert_dossiers(connection, dossiers, columns)
    components = [row for row in rows if isinstance(row, ComponentRow)]
    return register_table.upsert_component_rows(connection, components, columns, first_position=position)
