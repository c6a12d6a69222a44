"""An inbox in a folder of this machine, or of a file server that is mounted there."""

from __future__ import annotations

import errno
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from dossiers.errors import SettingsRefused
from dossiers.reasons import Reason
from flows.inbox.answering import answer_in_time
from flows.inbox.files import InboxFile, InboxView, Lying
from flows.inbox.leaving import make_like, move
from flows.inbox.named import lies_there
from flows.inbox.naming import Known, belonging, is_plain, is_unfinished, ledger_path, lies_nowhere, parts_of
from flows.inbox.walking import Found, Listing, Unlisted, walk
from storage.files_table import Role, Sighting

_LONGEST_PATH = 4096 - 64  # bytes: PATH_MAX of Linux (limits.h), less what a second name or a copy adds

_LONGEST_CHARACTER = 4  # bytes, in UTF-8
_SLOWEST = 100_000  # bytes a second: a share that reads slower than a telephone line is taken to be silent
_Answer = TypeVar("_Answer")


class FolderInbox:
    """Scans below a folder; no link is followed."""

    def __init__(
        self,
        root: Path,
        done: Path,
        *,
        settle_seconds: float,
        look_seconds: float,
        listing: Listing = os.scandir,
    ) -> None:
        """Touches nothing yet.

        Args:
            root: the inbox.
            done: where stored files move.
            settle_seconds: between two looks.
            look_seconds: how long one folder of the inbox may be silent.
            listing: lists one folder.
        """
        self._root = root
        self._done = done
        self._settle_seconds = settle_seconds
        self._look_seconds = look_seconds
        self._listing = listing
        self._longer = len(os.fsencode(done)) - len(os.fsencode(root))

    def require_usable(self) -> None:
        """See Inbox.require_usable: what cannot leave would be met by every night again."""
        root, done = self._root, self._done
        if not root.is_dir():
            raise SettingsRefused(
                f"The inbox {root} is not there.", "Create the folder, or set [inbox] path (or --inbox)."
            )
        if done.absolute().is_relative_to(root.absolute()):
            raise SettingsRefused(
                f"Stored files would move to {done}, inside the inbox.", "Set [inbox] done to another folder."
            )
        try:
            make_like(done, root)
        except OSError as error:
            raise SettingsRefused(
                f"The folder {done} for stored files cannot be made: {error.strerror}.",
                "Set [inbox] done to a folder that this account may write.",
            ) from None
        if not os.access(root, os.R_OK | os.X_OK):
            raise _not_readable(root)
        for folder in (root, done):
            if not os.access(folder, os.W_OK):
                raise SettingsRefused(
                    f"Files cannot move from {root} to {done}: {folder} may not be written.",
                    "Give this account the right to write there, or set [inbox] done.",
                )

    def look(self, known: Known) -> InboxView:
        """See Inbox.look."""
        self.require_usable()
        turn = random.random()  # noqa: S311 - any place will do, but both times the same
        first, _ = self._walk(known, turn)
        before = {found.path: (found.bytes, found.modified_ns) for found in first}
        if before:
            time.sleep(self._settle_seconds)
        del first
        after, silent = self._walk(known, turn)
        ready: list[InboxFile] = []
        growing: list[InboxFile] = []
        for found, file in zip(after, self._files(after, known), strict=True):
            at_rest = before.get(found.path) == (found.bytes, found.modified_ns)
            (ready if at_rest and not is_unfinished(found.path) else growing).append(file)
        return InboxView(tuple(ready), tuple(growing), silent)

    def lying(self, known: Known) -> Lying:
        """See Inbox.lying."""
        found, silent = self._walk(known, random.random())  # noqa: S311 - see look
        return Lying(self._files(found, known), silent)

    def described(self, sighting: Sighting) -> InboxFile | None:
        """See Inbox.described."""
        if not is_plain(sighting.path):
            return None
        path = f"{self._root}/{sighting.path}"
        refused = None
        if sighting.dossier_code is None and lies_nowhere(sighting.path):
            refused = Reason.UNKNOWN_DOSSIER
        if sighting.modified_ns == 0 or self._is_too_long(path):
            refused = Reason.UNREADABLE
        return InboxFile(path, sighting, self, refused)

    def has_changed(self, file: InboxFile) -> bool:
        """See Inbox.has_changed: also where a link lies on its way by now, or a server does not answer."""
        return not self._lies_there(file)

    def is_gone(self, file: InboxFile) -> bool:
        """See Inbox.is_gone."""
        return self._lies_there(file) is False

    def _lies_there(self, file: InboxFile) -> bool | None:
        """Whether it is there as it was sighted; None where nobody answers."""
        if file.refused is not None:
            return True  # its bytes are not asked for
        return self._asked(file, lambda: self._looked_up(file), self._look_seconds)

    def _looked_up(self, file: InboxFile) -> bool | None:
        try:
            if os.path.realpath(file.where) != self._real_path(file):
                return False
        except OSError:
            return None
        return lies_there(file)

    def is_readable(self, file: InboxFile) -> bool:
        """See Inbox.is_readable."""
        may_read = self._asked(file, lambda: os.access(file.where, os.R_OK), self._look_seconds)
        return may_read is True

    @contextmanager
    def fetched(self, file: InboxFile, *, max_bytes: int) -> Iterator[Path]:
        """See Inbox.fetched: it is read where it lies."""
        del max_bytes
        yield file.path

    def answer_of(self, file: InboxFile, ask: Callable[[], _Answer]) -> _Answer | None:
        """See Inbox.answer_of."""
        return self._asked(file, ask, self._look_seconds + file.sighting.bytes / _SLOWEST)

    def leave(self, file: InboxFile) -> bool:
        """See Inbox.leave.

        One whose name the folder of stored files does not take stays, too: the next run finds a duplicate.
        """
        if self.has_changed(file):
            return self.is_gone(file)
        try:
            return self.answer_of(file, lambda: self._moved(file)) is True
        except OSError as error:
            # somebody else has moved it, or it is this name alone
            if self.has_changed(file):
                return self.is_gone(file)
            if error.errno == errno.ENAMETOOLONG:
                return True
            raise SettingsRefused(
                f"A stored file cannot leave the inbox: {error.strerror}.",
                "Give this account the right to write in the inbox and in [inbox] done; nothing is lost.",
            ) from None

    def stop_waiting(self) -> None:
        """See Inbox.stop_waiting: nobody waits here for longer than was said."""

    def address(self, file: InboxFile) -> str:
        """See Inbox.address."""
        return str(file.path.absolute())

    def _asked(self, file: InboxFile, ask: Callable[[], _Answer], seconds: float) -> _Answer | None:
        share = file.sighting.path.partition("/")[0]
        return answer_in_time(f"{self._root}/{share}", ask, seconds)

    def _moved(self, file: InboxFile) -> bool:
        move(file.path, self._done / file.path.relative_to(self._root))
        return True

    def _real_path(self, file: InboxFile) -> str:
        """Where it lies as long as no link is laid below the inbox."""
        return os.path.realpath(self._root) + file.where.removeprefix(str(self._root))

    def _is_too_long(self, path: str) -> bool:
        """Whether it could not lie in the folder of stored files."""
        if len(path) * _LONGEST_CHARACTER + self._longer <= _LONGEST_PATH:
            return False
        return len(os.fsencode(path)) + self._longer > _LONGEST_PATH

    def _walk(self, known: Known, turn: float) -> tuple[list[Found], int]:
        known.expect(())
        try:
            return walk(
                str(self._root),
                is_share=known.is_share,
                seconds=self._look_seconds,
                listing=self._listing,
                turn=turn,
            )
        except Unlisted:
            raise _not_readable(self._root) from None

    def _files(self, found: Sequence[Found], known: Known) -> Iterator[InboxFile]:
        """The files that were found; what cannot be seen is told as a file that is refused."""
        skipped = len(str(self._root)) + 1
        known.expect(one.path[skipped:] for one in found)
        for path, size, modified_ns in found:
            relative = path[skipped:]
            code, declared_slot, refused = belonging(parts_of(relative), known)
            if size is None or self._is_too_long(path):
                refused = Reason.UNREADABLE
            sighting = Sighting(
                path=ledger_path(relative),
                dossier_code=code,
                role=Role.of(declared_slot),
                declared_slot=declared_slot,
                bytes=size or 0,
                modified_ns=modified_ns,
            )
            yield InboxFile(path, sighting, self, refused)


def _not_readable(root: Path) -> SettingsRefused:
    return SettingsRefused(f"The inbox {root} cannot be read.", "Give this account the right to read it.")
