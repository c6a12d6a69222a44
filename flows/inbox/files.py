"""A file of an inbox as it was seen, and the seam to where an inbox lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from dossiers.text import nfc
from flows.inbox.naming import Known, as_text
from storage.files_table import Sighting

_Answer = TypeVar("_Answer")


class NoAnswer(Exception):
    """Where a file lies, nobody answers any more: it waits for the next run."""


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox as it was seen, and where it lies.

    Attributes:
        where: its path on this machine, or its key in a bucket, as `door` understands it.
        door: the inbox that it came by.
        refused: why it cannot be taken in, where already its place says so; nobody reads it then.
    """

    where: str
    sighting: Sighting
    door: Inbox
    refused: Reason | None = None

    @property
    def path(self) -> Path:
        """Where a file of a folder lies on this machine."""
        return Path(self.where)

    @property
    def name(self) -> str:
        """How the file is called towards people: relative to the inbox, NFC."""
        return nfc(self.sighting.path)

    @property
    def base_name(self) -> str:
        """Its own name, without the folders above it, NFC."""
        return nfc(as_text(self.where.rpartition("/")[2]))

    @property
    def is_of_inbox(self) -> bool:
        """Whether it came by the inbox; a file that a person named (`sight`) may lie anywhere."""
        return not self.sighting.path.startswith("/")

    @property
    def by_person(self) -> bool:
        """Whether a person said which slot it fills, not a folder."""
        return not self.is_of_inbox and self.sighting.declared_slot is not None


@dataclass(frozen=True, slots=True)
class InboxView:
    """One look into the inbox: the files at rest, and those that still grow.

    Attributes:
        silent: how many folders did not answer in time; what lies in them is met by a later look.
    """

    ready: tuple[InboxFile, ...]
    growing: tuple[InboxFile, ...]
    silent: int = 0


class Lying(dict[str, InboxFile]):
    """What lies in an inbox at one moment, by its path in the ledger.

    Attributes:
        silent: how many folders did not answer in time.
    """

    def __init__(self, files: Iterable[InboxFile] = (), silent: int = 0) -> None:
        """Files as they were seen."""
        super().__init__((file.sighting.path, file) for file in files)
        self.silent = silent


class Inbox(Protocol):
    """Where scans arrive; safe to share between threads."""

    def require_usable(self) -> None:
        """Tries whether it can be looked into, and stored files could leave it.

        Raises:
            SettingsRefused, StoreRefused: it cannot.
            StoreOutOfReach: the server of its bucket does not answer.
        """

    def look(self, known: Known) -> InboxView:
        """Looks twice, `settle_seconds` apart: what differs between them is still being written.

        Raises:
            SettingsRefused: the inbox cannot be read, or stored files could not leave it.
        """

    def lying(self, known: Known) -> Lying:
        """What lies there at this moment, at rest or growing, by its path in the ledger."""

    def described(self, sighting: Sighting) -> InboxFile | None:
        """The file of a sighting that another machine made; None where the path does not say which it is."""

    def has_changed(self, file: InboxFile) -> bool:
        """Whether the file is gone, out of reach or another one than was sighted."""

    def is_gone(self, file: InboxFile) -> bool:
        """Whether the file is known to be gone, or another one; not where its share does not answer."""

    def is_readable(self, file: InboxFile) -> bool:
        """Whether this account may read the file, as far as can be told without reading it."""

    def fetched(self, file: InboxFile, *, max_bytes: int) -> AbstractContextManager[Path]:
        """The file on this machine, to be read while the block lasts.

        Raises:
            FileRefused: it would have to be copied, and is larger than `max_bytes`, gone, or another one.
        """

    def answer_of(self, file: InboxFile, ask: Callable[[], _Answer]) -> _Answer | None:
        """What a call returns that reads the file where it lies; None where nobody answers.

        Raises what `ask` raises. How long is waited depends on the size of the file.
        """

    def leave(self, file: InboxFile) -> bool:
        """Moves a stored file to `[inbox] done`, under the same relative path; never over another file.

        A file that changed since it was sighted stays: it is a new file for the next run. Whether the file is
        settled: not where nobody answers; the next run moves it then.

        Raises:
            SettingsRefused: the file may not leave; it is safe in the store.
        """

    def stop_waiting(self) -> None:
        """From now on a server that does not answer is not tried again; who waits, waits no longer."""

    def address(self, file: InboxFile) -> str:
        """Where the file lies, in full, as a person would write it."""


def require_acceptable(file: InboxFile) -> None:
    """Says what is wrong with where a file lies.

    Raises:
        FileRefused: its folder cannot be a dossier, it cannot be seen, or its path is too long to leave by.
    """
    if file.refused is Reason.UNKNOWN_DOSSIER:
        raise FileRefused("The name of the folder cannot be a dossier code.", reason=file.refused)
    if file.refused is not None:
        raise FileRefused("It cannot be seen where it lies, or its path is too long.", reason=file.refused)
