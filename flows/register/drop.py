"""The place where the province drops its register exports: an inbox of its own, a folder or an S3 prefix.

It is seen and left through the doors of `flows/inbox/`. Nothing is written there but the move of an imported
file, where one is asked for: a share of the province may be read-only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from config.sections import RegisterDropSettings
from config.settings import Settings
from dossiers.errors import (
    DropOutOfReach,
    FileRefused,
    RegisterRefused,
    SettingsRefused,
    StoreOutOfReach,
)
from dossiers.reasons import Reason
from flows.inbox import InboxFile, Known
from flows.register.drop_place import inbox_of, is_in_bucket, is_inside, require_apart
from storage.drops_table import Seen, key_of

# What Excel lays beside a workbook that somebody has open.
_OF_AN_OPEN_WORKBOOK = "~$"
_UNFINISHED = (".part", ".tmp")
_LONGEST_NAME = 255  # bytes
_SECOND = 10**9  # nanoseconds


@dataclass(frozen=True, slots=True)
class DropFile:
    """A register file as it lies in the drop.

    Attributes:
        name: relative to the place, as people call it.
        key: of its row in the ledger.
        is_in_bucket: else it lies in a folder.
    """

    name: str
    key: str
    seen: Seen
    lying: InboxFile
    is_in_bucket: bool

    @property
    def arrival(self) -> tuple[int, str]:
        """What the order of arrival goes by: the time, then the name.

        A bucket tells whole seconds; what stands below one there is a mark of the content (`stamp_of`).
        """
        moment = self.seen.modified_ns
        return moment // _SECOND * _SECOND if self.is_in_bucket else moment, self.name

    @property
    def is_unfinished(self) -> bool:
        """Whether its name says that it is still being written."""
        return self.name.lower().endswith(_UNFINISHED)


class Drop:
    """A place of register exports."""

    def __init__(self, settings: RegisterDropSettings, max_bytes: int) -> None:
        """Asks nothing of it yet.

        Args:
            settings: where it is, and where imported files move.
            max_bytes: a larger file is not copied to be read.

        Raises:
            SettingsRefused: imported files would move into the place itself.
        """
        self._place = settings.place
        self._max_bytes = max_bytes
        self._moves = bool(settings.done)
        self._is_folder = not is_in_bucket(settings.place)
        self._inbox = inbox_of(settings)
        if self._moves and is_inside(settings.done, settings.place):
            raise SettingsRefused(
                "Imported exports would move into the drop itself.",
                "Set [register_drop] done to another place.",
            )

    def lying(self) -> dict[str, DropFile]:
        """What lies there at this moment, by the keys of the ledger.

        Raises:
            DropOutOfReach: the place does not answer.
            SettingsRefused: this account may not read it.
        """
        if self._is_folder:
            self._require_folder()
        try:
            found = [self._dropped(file) for file in self._inbox.lying(Known()).values()]
        except (OSError, StoreOutOfReach) as error:
            raise DropOutOfReach(f"{_PLACE} does not answer ({type(error).__name__}).") from None
        return {file.key: file for file in found if not _is_passed_over(file.name)}

    @contextmanager
    def fetched(self, file: DropFile) -> Iterator[Path | None]:
        """Where its bytes can be read while the block lasts; None where they cannot be now.

        Raises:
            RegisterRefused: it is larger than a register file may be.
        """
        with ExitStack() as fetching:
            path = None
            if self._inbox.is_readable(file.lying):
                with _as_of_registers():
                    copied = self._inbox.fetched(file.lying, max_bytes=self._max_bytes)
                    path = fetching.enter_context(copied)
            if path is not None and not self._is_folder:
                path = path.rename(path.with_name(_own_name(file.name)))
            yield path

    def has_changed(self, file: DropFile) -> bool:
        """Whether it is gone, or another one than was seen."""
        return self._inbox.has_changed(file.lying)

    def move_to_done(self, file: DropFile) -> bool:
        """Moves an imported file, if it is to move; whether it lies where it should now."""
        if not self._moves:
            return True
        try:
            return self._inbox.leave(file.lying)
        except SettingsRefused:
            return False

    def _require_folder(self) -> None:
        root = Path(self._place)
        if not os.path.isdir(root):  # noqa: PTH112 - Path's raises below a closed folder until Python 3.12
            raise DropOutOfReach(f"{_PLACE} is not there.")
        if not os.access(root, os.R_OK | os.X_OK):
            raise SettingsRefused(f"{_PLACE} cannot be read.", "Give this account the right to read it.")

    def _dropped(self, file: InboxFile) -> DropFile:
        sighting = file.sighting
        return DropFile(
            name=file.name,
            key=key_of(str(Path(self._place).absolute()) if self._is_folder else self._place, sighting.path),
            seen=Seen(bytes=sighting.bytes, modified_ns=sighting.modified_ns),
            # that its folder is no dossier's says nothing here
            lying=replace(file, refused=None) if file.refused is Reason.UNKNOWN_DOSSIER else file,
            is_in_bucket=not self._is_folder,
        )


@contextmanager
def _as_of_registers() -> Iterator[None]:
    """A file that is gone or another one leaves None; one that is too large is refused as a register."""
    try:
        yield
    except FileRefused as refusal:
        if refusal.reason is Reason.TOO_LARGE:
            raise RegisterRefused(
                "The register file is larger than [register_files] max_bytes.", "Export it in several files."
            ) from None


def _own_name(name: str) -> str:
    """The name under which a report tells of it, as long as a file name may be."""
    return name.rpartition("/")[2].encode()[-_LONGEST_NAME:].decode(errors="ignore").strip(".") or "export"


_PLACE = "The place of [register_drop]"


def open_drop(settings: Settings) -> Drop | None:
    """The place of `[register_drop]`; None where none is set.

    Raises:
        SettingsRefused: it is no place, or exports and scans, or the store, lie within each other.
    """
    if not settings.register_drop.place:
        return None
    drop = Drop(settings.register_drop, settings.register_files.max_bytes)
    require_apart(settings)
    return drop


def _is_passed_over(name: str) -> bool:
    return name.rpartition("/")[2].startswith(_OF_AN_OPEN_WORKBOOK)
