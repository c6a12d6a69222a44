"""What the province drops comes into the register: each export once, in the order of arrival.

What was read is remembered with its size and time (`storage/drops_table.py`) in the transaction of its
import, so that a killed sync leaves nothing to mend. Bytes that came in before overwrite nothing that came
later: their file may have been copied anew, or another sync was quicker. Nobody is asked here: an export that
makes a month smaller is refused, and goes in by `sohoa register import FILE --confirm-shrinking`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from config.fault_points import FaultPoint, passed
from dossiers.errors import InputRefused, RegisterRefused, SettingsRefused
from dossiers.register_guard import Shrinkage
from flows.register.absence import absences, lacking_in
from flows.register.drop import Drop, DropFile, open_drop
from flows.register.importing import Imported, import_register
from flows.register.remembering import forgiven, of_import, of_refusal
from flows.register.sync_summary import Refused, SyncedFile, SyncOutcome, SyncSummary
from flows.workspace import Workspace
from storage import absences_table, drops_table, register_table
from storage.account import account
from storage.drops_table import DropOutcome, Dropped
from storage.instants import now


class _Changed(Exception):
    """The file became another one while it was read: nothing of it goes in."""


def sync_register(
    workspace: Workspace, *, imported_by: str | None = None, drop: Drop | None = None
) -> SyncSummary:
    """Imports what lies new, or changed, in the place of `[register_drop]`.

    Args:
        workspace: whose register it is.
        imported_by: who does it; None: the user of this process.
        drop: where exports lie; None: where the settings say.

    Raises:
        SettingsRefused: no place is set, or it cannot be read.
        OutOfReach: the place, the ledger or the disk of working copies does not answer; nothing is lost.
    """
    drop = drop or open_drop(workspace.settings)
    if drop is None:
        raise SettingsRefused(
            "No place of register exports is set.", "Set [register_drop] place to a folder or an S3 prefix."
        )
    return _Sync(workspace, drop, imported_by or account()).run()


@dataclass
class _Sync:
    """One sync.

    Attributes:
        known: what was met, as the ledger has it and as it is met now.
        named_late: names of units came after exports of dossiers that may need them.
    """

    workspace: Workspace
    drop: Drop
    by: str
    known: dict[str, Dropped] = field(default_factory=dict)
    taken: dict[str, SyncedFile] = field(default_factory=dict)
    shrunk: list[Shrinkage] = field(default_factory=list)
    named_late: bool = False
    not_moved: int = 0

    def run(self) -> SyncSummary:
        """Looks, takes what is at rest, and then once more what waited for dossiers or units that came."""
        with self.workspace.ledger.transaction() as connection:
            self.known = drops_table.all_dropped(connection)
            self.known |= dict(forgiven(connection, self.known))
        lying = self._looked_at_twice()
        ready = sorted(lying.values(), key=lambda file: file.arrival)
        for file in ready:
            if self._is_new(file) and file.key not in self.taken:
                self._take(file)
        self._read_again(ready)
        for file in ready:
            self._settle(file)
        return self._summary(ready)

    def _read_again(self, ready: Sequence[DropFile]) -> None:
        """What waited for units or dossiers that have come. Nothing newer is overwritten by it.

        Rows that are there already stay, so of components that wait for one dossier the last come first.
        """
        if self.named_late:
            for file in ready:
                if self._came_in(file) == "dossiers":
                    self._take(file)
        for file in reversed(ready):
            if self._waited(file):
                self._take(file)

    def _looked_at_twice(self) -> dict[str, DropFile]:
        """What is at rest. Where everything is as it was, one look says it."""
        first = self.drop.lying()
        new = {key for key, file in first.items() if self._is_new(file)}
        if not new:
            return first
        time.sleep(self.workspace.settings.inbox.settle_seconds)
        second = self.drop.lying()
        at_rest = {}
        for key, file in second.items():
            before = first.get(key)
            grows = before is None or before.seen != file.seen or file.is_unfinished
            if grows and self._is_new(file):
                self.taken[key] = SyncedFile(file=file.name, outcome=SyncOutcome.WAITING)
            else:
                at_rest[key] = file
        return at_rest

    def _is_new(self, file: DropFile) -> bool:
        known = self.known.get(file.key)
        return known is None or known.seen != file.seen

    def _came_in(self, file: DropFile) -> str | None:
        """As what kind it was imported by this sync."""
        taken = self.taken.get(file.key)
        return taken.kind if taken else None

    def _waited(self, file: DropFile) -> bool:
        """Whether some of its rows waited for dossiers, and the register has grown since."""
        if self._is_new(file):
            return False
        waited_in = self.known[file.key].register_state
        return waited_in is not None and waited_in != self._register_state()

    def _register_state(self) -> str:
        with self.workspace.ledger.reading() as connection:
            return register_table.register_state(connection)

    def _take(self, file: DropFile) -> None:
        begun = now()
        try:
            with self.drop.fetched(file) as path:
                if path is None:
                    self._wait(file)
                    return
                try:
                    self._import(file, path)
                except InputRefused as refusal:
                    self._refuse(file, path, refusal, begun)
        except RegisterRefused as refusal:
            self._refuse(file, None, refusal, begun)
        except _Changed:
            self._wait(file)

    def _wait(self, file: DropFile) -> None:
        """The next sync looks again; what a first reading brought in stays told."""
        self.taken.setdefault(file.key, SyncedFile(file=file.name, outcome=SyncOutcome.WAITING))

    def _import(self, file: DropFile, path: Path) -> None:
        entered: list[tuple[Dropped, int]] = []

        def last_act(connection: Connection, imported: Imported) -> None:
            if self.drop.has_changed(file):
                raise _Changed
            gone = self._lacked(connection, imported)
            entered[:] = [(of_import(connection, file, imported), gone)]

        summary = import_register(
            self.workspace, [path], imported_by=self.by, last_act=last_act, each_once=True
        )
        (self.known[file.key], gone), (done,) = entered[0], summary.files
        self.shrunk += summary.shrunk
        taken = SyncedFile.of_import(file.name, done, gone)
        if taken.kind == "units" and (taken.added or taken.updated):
            self.named_late |= any(one.kind == "dossiers" for one in self.taken.values())
        before = self.taken.get(file.key)
        self.taken[file.key] = taken.after(before) if before else taken
        passed(FaultPoint.REGISTER_IMPORTED)

    def _lacked(self, connection: Connection, imported: Imported) -> int:
        """Marks the dossiers that a whole export lacks; how many."""
        (export,), (import_id,) = imported.files, imported.import_ids
        is_whole = (
            self.workspace.settings.register_drop.full_export
            and export.kind == "dossiers"
            and export.sha256 not in imported.contents_before  # an old one says nothing new
            and not any(entry.only_changes for entry in imported.shrunk)
        )
        if not is_whole:
            return 0
        gone = lacking_in(connection, [export])
        absences_table.lacked(connection, gone, import_id=import_id, at=now())
        return len(gone)

    def _refuse(self, file: DropFile, path: Path | None, refusal: InputRefused, begun: datetime) -> None:
        if self.drop.has_changed(file):
            self._wait(file)
            return
        with self.workspace.ledger.transaction() as connection:
            dropped = of_refusal(connection, file, path, refusal, begun=begun)
        self.known[file.key] = dropped
        if dropped.outcome is DropOutcome.REFUSED:
            self.taken[file.key] = SyncedFile(
                file=file.name, outcome=SyncOutcome.REFUSED, refusal=Refused.of(dropped)
            )

    def _settle(self, file: DropFile) -> None:
        """An imported file moves where it shall; one that waits for dossiers will be read again."""
        known = self.known.get(file.key)
        if known is None or known.outcome is not DropOutcome.IMPORTED or known.seen != file.seen:
            return
        if known.register_state is None and not self.drop.move_to_done(file):
            self.not_moved += 1

    def _summary(self, ready: Iterable[DropFile]) -> SyncSummary:
        untouched = [file for file in ready if file.key not in self.taken]
        return SyncSummary(
            files=tuple(self.taken.values()),
            refused_before=tuple(_refused_before(untouched, self.known)),
            remembered=len(untouched),
            not_moved=self.not_moved,
            shrunk=tuple(self.shrunk),
            absent=absences(self.workspace),
        )


def _refused_before(files: Iterable[DropFile], known: Mapping[str, Dropped]) -> Iterable[SyncedFile]:
    for file in files:
        dropped = known[file.key]
        if dropped.outcome is DropOutcome.REFUSED:
            yield SyncedFile(file=file.name, outcome=SyncOutcome.REFUSED, refusal=Refused.of(dropped))
