"""A file that a person named (`sohoa ingest`): it lies anywhere, and stays there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from dossiers.errors import UsageError
from flows.inbox.files import InboxFile, InboxView, Lying
from flows.inbox.naming import Known, as_text
from storage.files_table import Role, Sighting

_Answer = TypeVar("_Answer")


class NamedFiles:
    """The door of files that a person named; by a link, too. Nobody looks into it, and nothing leaves."""

    def require_usable(self) -> None:
        """See Inbox.require_usable."""

    def look(self, known: Known) -> InboxView:
        """See Inbox.look."""
        del known
        return InboxView((), ())

    def lying(self, known: Known) -> Lying:
        """See Inbox.lying."""
        del known
        return Lying()

    def described(self, sighting: Sighting) -> InboxFile | None:
        """See Inbox.described."""
        return InboxFile(sighting.path, sighting, self)

    def has_changed(self, file: InboxFile) -> bool:
        """See Inbox.has_changed."""
        return not lies_there(file)

    def is_gone(self, file: InboxFile) -> bool:
        """See Inbox.is_gone."""
        return lies_there(file) is False

    def is_readable(self, file: InboxFile) -> bool:
        """See Inbox.is_readable."""
        return os.access(file.path, os.R_OK)

    @contextmanager
    def fetched(self, file: InboxFile, *, max_bytes: int) -> Iterator[Path]:
        """See Inbox.fetched."""
        del max_bytes
        yield file.path

    def answer_of(self, file: InboxFile, ask: Callable[[], _Answer]) -> _Answer | None:
        """See Inbox.answer_of: whoever named the file waits for it."""
        del file
        return ask()

    def leave(self, file: InboxFile) -> bool:
        """See Inbox.leave."""
        raise UsageError(f"A file that a person named stays where it is ({file.sighting.bytes} bytes).")

    def stop_waiting(self) -> None:
        """See Inbox.stop_waiting: no server."""

    def address(self, file: InboxFile) -> str:
        """See Inbox.address."""
        return str(file.path.absolute())


NAMED = NamedFiles()


def sight(path: Path, *, dossier_code: str | None, declared_slot: str | None) -> InboxFile:
    """A file that lies anywhere, named by a person (`sohoa ingest`)."""
    found = path.lstat() if not path.is_symlink() else path.stat()
    sighting = Sighting(
        path=as_text(str(path.absolute())),
        dossier_code=dossier_code,
        role=Role.of(declared_slot),
        declared_slot=declared_slot,
        bytes=found.st_size,
        modified_ns=found.st_mtime_ns,
    )
    return InboxFile(str(path), sighting, NAMED)


def lies_there(file: InboxFile) -> bool | None:
    """Whether a file on this machine is there as it was sighted; None where that cannot be told."""
    try:
        found = file.path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) == (file.sighting.bytes, file.sighting.modified_ns)
