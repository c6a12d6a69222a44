"""Looking into the inbox for what is to be taken in: everywhere, or where something happened."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flows.inbox import InboxFile, Known, open_inbox
from flows.inbox.folder import FolderInbox
from flows.inbox.walking import Listing
from flows.registered import Registered
from flows.second_tries import WaitingRoom
from flows.workspace import Workspace
from storage import quarantine_table, register_table
from storage.instants import now
from storage.quarantine_table import QuarantinedRow

log = logging.getLogger("sohoa")

# What the system failed on goes again with every batch; the watch is not to fail on it all day long.
_AGAIN = timedelta(hours=1)


class Looking:
    """Looks into one inbox. What waits in quarantine for something is passed over until it is there."""

    def __init__(self, workspace: Workspace) -> None:
        """Looks nowhere yet."""
        self._workspace = workspace
        # Whether it still grows is told by looking again (flows/watching/resting.py), not by waiting here.
        self._settings = workspace.settings.inbox.model_copy(update={"settle_seconds": 0.0})
        self._inbox = open_inbox(self._settings)
        self._silent = 0

    def everywhere(self) -> list[InboxFile]:
        """What is to be taken in.

        Raises:
            SettingsRefused: the inbox cannot be read.
        """
        known = self._known()
        view = self._inbox.look(known)
        if view.silent > self._silent:
            log.warning("%d folders of the inbox do not answer; they are looked into again", view.silent)
        self._silent = view.silent
        files = [*view.ready, *view.growing]
        return self._to_be_taken(files, known, quarantine_table.quarantined)

    def at(self, names: Collection[str]) -> list[InboxFile]:
        """What is to be taken in of what bears these names directly below the inbox, which is a folder."""
        path, done = self._settings.path, self._settings.done_path
        assert isinstance(path, Path)  # noqa: S101 - done_path said so
        inbox = FolderInbox(
            path,
            done,
            settle_seconds=0,
            look_seconds=self._settings.look_seconds,
            listing=_only(str(path), frozenset(names)),
        )
        known = self._known()
        files = list(inbox.lying(known).values())
        paths = [file.sighting.path for file in files]
        return self._to_be_taken(files, known, lambda link: quarantine_table.quarantined_at(link, paths))

    def _known(self) -> Known:
        with self._workspace.ledger.reading() as connection:
            units = register_table.unit_codes(connection)
        return Known(Registered(self._workspace), units)

    def _to_be_taken(
        self,
        files: Sequence[InboxFile],
        known: Known,
        refused_of: Callable[..., list[QuarantinedRow]],
    ) -> list[InboxFile]:
        with self._workspace.ledger.reading() as connection:
            refused = {row.path: row for row in refused_of(connection)}
            state = register_table.register_state(connection)
        room = WaitingRoom(state, known.codes, self._workspace.settings.ocr)
        return [file for file in files if _goes(file, refused.get(file.sighting.path), room)]


def _goes(file: InboxFile, row: QuarantinedRow | None, room: WaitingRoom) -> bool:
    if row is None:
        return True
    failed_lately = row.transient and row.is_of(file.sighting) and now() - row.last_tried_at < _AGAIN
    return room.lets_go(file, row) and (row.is_released or not failed_lately)


def _only(root: str, names: frozenset[str]) -> Listing:
    """A listing that tells of these names alone, directly below the root."""

    @contextmanager
    def listing(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with os.scandir(folder) as entries:
            yield (entry for entry in entries if folder != root or entry.name in names)

    return listing
