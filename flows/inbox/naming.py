"""What the place and the name of a file in the inbox say: whose it is, and how the ledger calls it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from dossiers.codes import is_usable_dossier_code, looks_like_dossier_code
from dossiers.reasons import Reason
from dossiers.register import RESULT_SLOT
from dossiers.text import nfc

_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_UNFINISHED = (".part", ".tmp")
_RESULT_FOLDERS = frozenset({"ket-qua", "result"})
_LONGEST_KEY = 2000  # bytes: PostgreSQL indexes no value above a third of a page, and a part adds its code
_CODE_AND_NUMBER = re.compile(r"(?P<code>.+)\.\d{2,}\.[^.]+")

_MADE = re.compile(r"\\x[0-9a-f]{2}|… [0-9a-f]{64}$")


@runtime_checkable
class AskedTogether(Protocol):
    """Codes that are asked for in the register: many at once take no longer than one."""

    def ask(self, codes: Iterable[str]) -> None:
        """Asks for many at once."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows of names in the inbox.

    Attributes:
        codes: of dossiers.
        units: of units; a folder of this name is the unit's share, an inbox within the inbox.
    """

    codes: Collection[str] = frozenset()
    units: Collection[str] = frozenset()

    def is_share(self, folder: str) -> bool:
        """Whether a folder of the inbox is the share of a unit, not a dossier."""
        return folder in self.units and folder not in self.codes and is_usable_dossier_code(folder)

    def expect(self, paths: Iterable[str]) -> None:
        """Asks at once for all codes that say which folders are shares, and whose files these paths are."""
        if isinstance(self.codes, AskedTogether):
            self.codes.ask(self.units)
            self.codes.ask(code for path in paths for code in self._in_question(path))

    def _in_question(self, path: str) -> Iterator[str]:
        """What may be a code by its place, and says so by its form to nobody but the register."""
        folder, slash, below = path.partition("/")
        if slash and is_usable_dossier_code(folder):
            if folder not in self.units:
                return
            folder, slash, below = below.partition("/")
        name = nfc(as_text(folder))
        if slash:
            if not is_usable_dossier_code(name):
                yield name
        elif (match := _CODE_AND_NUMBER.fullmatch(name)) and not looks_like_dossier_code(match["code"]):
            yield match["code"]


class Belonging(NamedTuple):
    """Whose a file is: the dossier, the slot it is declared to fill, and why it has neither."""

    dossier_code: str | None = None
    declared_slot: str | None = None
    refused: Reason | None = None


def belonging(parts: Sequence[str], known: Known) -> Belonging:
    """Whose a file is by where it lies: the folders below the inbox, and its name, all NFC."""
    *folders, name = parts
    if folders and known.is_share(folders[0]):
        folders = folders[1:]
    if folders:
        is_result = len(folders) > 1 and folders[1].lower() in _RESULT_FOLDERS
        slot = RESULT_SLOT if is_result else None
        if is_usable_dossier_code(folders[0]) or folders[0] in known.codes:
            return Belonging(folders[0], slot)
        return Belonging(None, slot, Reason.UNKNOWN_DOSSIER)
    match = _CODE_AND_NUMBER.fullmatch(name)
    if match and (looks_like_dossier_code(match["code"]) or match["code"] in known.codes):
        return Belonging(match["code"])
    return Belonging()


def lies_nowhere(path: str) -> bool:
    """Whether a file that is no dossier's lies in a folder, which then cannot be a dossier.

    A folder that could be one and is none was the share of a unit.
    """
    *folders, _ = path.split("/")
    if folders and is_usable_dossier_code(folders[0]):
        del folders[0]
    return bool(folders)


def is_passed_over(name: str) -> bool:
    """Whether a name is hidden, or that of what a desktop leaves behind."""
    return name.startswith(".") or name.lower() in _PASSED_OVER


def is_unfinished(name: str) -> bool:
    """Whether the name says that somebody still writes."""
    return name.lower().endswith(_UNFINISHED)


def as_text(path: str) -> str:
    """The path as text that every database takes: bytes that are no UTF-8 are written out."""
    if path.isprintable():  # surrogates, which stand for such bytes, are not
        return path
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def parts_of(path: str) -> list[str]:
    """The parts of a path as they are compared: text, NFC."""
    return nfc(as_text(path)).split("/")


def ledger_path(relative: str) -> str:
    """The path as the ledger knows it: where it is too long for an index, its beginning and its hash."""
    text = as_text(relative)
    if len(text) * 4 <= _LONGEST_KEY or len(text.encode()) <= _LONGEST_KEY:
        return text
    return shortened(text)


def shortened(text: str, *, of: str = "") -> str:
    """The beginning of a path that cannot stand in the ledger as it is, and the hash of the path (`of`)."""
    content = text.encode()
    mark = f"… {hashlib.sha256(of.encode() or content).hexdigest()}"
    return content[: _LONGEST_KEY - len(mark.encode())].decode(errors="ignore") + mark


def is_plain(path: str) -> bool:
    """Whether a path of the ledger is the file's own, neither written out nor shortened."""
    return not _MADE.search(path)
