"""When a file is tried again: one rule, that of its error's class (`SohoaError.transient`).

A transient fault gets one more try at once, and one in every batch after it. A terminal one waits in
quarantine until a person releases the file, the file changes, or what its refusal rests on has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, TypeVar

from config.sections import OcrSettings
from config.version import VERSION
from dossiers.errors import FileRefused, StepFailed
from dossiers.reasons import Reason
from flows.inbox import InboxFile
from storage.quarantine_table import QuarantinedRow

FAULTS_OF_A_FILE: Final = (FileRefused, StepFailed)
"""What is wrong with one file, or with the system at one file; everything else ends the run."""

_Done = TypeVar("_Done")

_VERSION = "version"
_READABLE = "readable"
_RESTS_ON = {
    Reason.NOT_A_DOCUMENT: (_VERSION,),
    Reason.CORRUPT: (_VERSION,),
    Reason.TOO_MANY_PAGES: ("max_pages",),
    Reason.TOO_LARGE: ("max_bytes", "max_pixels", "memory_bytes", "written_bytes"),
    Reason.TIMEOUT: ("triage_seconds", "page_seconds", "archive_seconds", "engine", "languages", _VERSION),
    Reason.UNREADABLE: (_READABLE,),
    Reason.SYSTEM: ("memory_bytes", "written_bytes", "engine", "languages", _VERSION),
}
"""What outside of the file a refusal rests on: settings of `[ocr]`, the program, the right to read."""


def tried_twice(attempt: Callable[[], _Done]) -> _Done:
    """Does what may fail on one file; after a transient fault once more, after a terminal one never."""
    try:
        return attempt()
    except FAULTS_OF_A_FILE as fault:
        if not fault.transient:
            raise
    return attempt()


def circumstances(reason: Reason, file: InboxFile, settings: OcrSettings) -> str:
    """What a refusal for this reason rests on, as it stands now, in one comparable line."""
    return ", ".join(f"{name}={_standing(name, file, settings)}" for name in _RESTS_ON.get(reason, ()))


def _standing(name: str, file: InboxFile, settings: OcrSettings) -> object:
    if name == _VERSION:
        return VERSION
    if name == _READABLE:
        return file.door.is_readable(file)
    return getattr(settings, name)


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """What files in quarantine wait for, as it stands at one look into the inbox."""

    register_state: str
    known_codes: Collection[str]
    settings: OcrSettings

    def lets_go(self, file: InboxFile, row: QuarantinedRow) -> bool:
        """Whether the file, in quarantine until now, is to be tried again.

        A batch scan is not read again before the register holds the dossier that it waits for; a file without
        a sheet, before its name says whose it is (a code may be of a form that only the register knows).
        """
        if row.transient or row.is_released or not row.is_of(file.sighting):
            return True
        match row.reason:
            case Reason.NO_DOSSIER:
                return file.sighting.dossier_code is not None
            case Reason.UNKNOWN_DOSSIER:
                if row.dossier_code != file.sighting.dossier_code:
                    return True  # its folder is known by now as the share of a unit
                return row.register_state != self.register_state and row.waits_for in self.known_codes
            case reason:
                return row.refused_under != circumstances(reason, file, self.settings)
