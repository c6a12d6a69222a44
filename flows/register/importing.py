"""The register comes in: files are read, rows checked against what is known, the ledger updated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import Connection

from dossiers.audit import Event, Step
from dossiers.register_guard import Shrinkage, Shrinking
from dossiers.text import fold
from flows.register.absence import lacking_in
from flows.register.bringing_in import ImportedFile, bring_in
from flows.register.files import RegisterFile, read_register
from flows.register.guarding import Confirm, nobody_said, refuse, would_shrink
from flows.workspace import Workspace
from storage import absences_table, events_table, guard_table, register_table
from storage.account import account
from storage.instants import now

# Components name dossiers, dossiers name units: whatever the order of the files, this is theirs.
_ORDER = {"units": 0, "dossiers": 1, "components": 2}


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


@dataclass(frozen=True, slots=True)
class Imported:
    """An import whose transaction is about to end.

    Attributes:
        files, done, import_ids: what was read, what was done with it, and how it is remembered, in the order
            given.
        shrunk: months that became smaller.
        contents_before: those of the files that were imported once already.
    """

    files: Sequence[RegisterFile]
    done: Sequence[ImportedFile]
    import_ids: Sequence[int]
    shrunk: tuple[Shrinkage, ...]
    contents_before: frozenset[str]


LastAct = Callable[[Connection, Imported], None]
"""Called last within the transaction of an import; what it raises undoes the import."""


def nothing_more(_connection: Connection, _imported: Imported) -> None:
    """The last act where nobody asks for one."""


def import_register(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    confirm: Confirm = nobody_said,
    imported_by: str | None = None,
    last_act: LastAct = nothing_more,
    each_once: bool = False,
) -> ImportSummary:
    """Imports register files; good rows go in, bad ones are named. One transaction.

    Args:
        workspace: whose register it is.
        paths: CSV or XLSX files.
        confirm: asked where the import makes months smaller.
        imported_by: who does it; None: the user of this process.
        last_act: what else is done in the same transaction.
        each_once: bytes that were imported before bring what was missing then, and no more (`again`, see
            `bring_in`); else they are the last word, as any other file.

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
    importing = _Importing(workspace, files, by, last_act, each_once)
    shrunk, summary = importing.tried(allowed=())
    if summary is None:
        if not confirm(shrunk):
            raise refuse(shrunk)
        shrunk, summary = importing.tried(allowed=shrunk)
    if summary is None:  # another import came in between: the word was given for something else
        raise refuse(shrunk)
    return summary


@dataclass(frozen=True, slots=True)
class _Importing:
    """Files that were read, on their way into the register."""

    workspace: Workspace
    files: Sequence[RegisterFile]
    by: str
    last_act: LastAct
    each_once: bool

    def tried(self, *, allowed: tuple[Shrinkage, ...]) -> tuple[tuple[Shrinkage, ...], ImportSummary | None]:
        """What becomes smaller, and what was done: nothing where that needs a word and was not allowed."""
        files = self.files
        with self.workspace.ledger.transaction() as connection:
            register_table.hold_register(connection)
            contents_before = guard_table.imported_before(connection, {file.sha256 for file in files})
            again = contents_before if self.each_once else frozenset[str]()
            shrunk = would_shrink(connection, [file for file in files if file.sha256 not in again])
            asks = tuple(entry for entry in shrunk if entry.needs_word)
            if asks and shrunk != allowed:
                return shrunk, None
            outcome: dict[int, ImportedFile] = {}
            import_ids: dict[int, int] = {}
            for index in sorted(range(len(files)), key=lambda index: _ORDER[files[index].kind]):
                file = files[index]
                outcome[index], import_ids[index] = bring_in(
                    connection, file, self.by, again=file.sha256 in again
                )
            if asks:  # of files imported together, the first stands for all
                first = next(index for index, file in enumerate(files) if file.kind == "dossiers")
                self._keep_word(connection, asks, files[first], import_ids[first])
            done = tuple(outcome[index] for index in range(len(files)))
            ids = tuple(import_ids[index] for index in range(len(files)))
            self.last_act(connection, Imported(files, done, ids, shrunk, contents_before))
        return shrunk, ImportSummary(files=done, shrunk=shrunk)

    def _keep_word(
        self, connection: Connection, asks: tuple[Shrinkage, ...], file: RegisterFile, import_id: int
    ) -> None:
        """What a person confirmed; the dossiers that a whole export lacks are told from now on."""
        guard_table.record_shrinkages(connection, import_id, asks)
        events_table.note(connection, _confirmation(asks, file.sha256, self.by))
        is_whole = self.workspace.settings.register_drop.full_export
        if is_whole and any(entry.how is Shrinking.EXPORTED for entry in asks):
            gone = lacking_in(connection, [file for file in self.files if file.kind == "dossiers"])
            absences_table.lacked(connection, gone, import_id=import_id, at=now())


def _codes_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Unit codes by folded name; a name that two units share names neither."""
    folded = [fold(name) for name in names.values()]
    return {fold(name): code for code, name in names.items() if folded.count(fold(name)) == 1}


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
