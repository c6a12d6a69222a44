"""The inbox: which files lie there, whose they are, whether they still grow, and how one leaves it."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.settings import InboxSettings
from dossiers.codes import looks_like_dossier_code
from dossiers.errors import SettingsRefused
from dossiers.register import RESULT_SLOT
from dossiers.text import nfc
from storage.files_table import Role, Sighting

_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_UNFINISHED = (".part", ".tmp")
_RESULT_FOLDERS = frozenset({"ket-qua", "result"})
_CODE_AND_NUMBER = re.compile(r"(?P<code>.+)\.\d{2,}\.[^.]+")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox as it was seen, and where it lies."""

    path: Path
    sighting: Sighting

    @property
    def name(self) -> str:
        """How the file is called towards people: relative to the inbox, NFC."""
        return nfc(self.sighting.path)


@dataclass(frozen=True, slots=True)
class InboxView:
    """One look into the inbox: the files at rest, and those that still grow."""

    ready: tuple[InboxFile, ...]
    growing: tuple[InboxFile, ...]


def look(settings: InboxSettings, known_codes: Collection[str]) -> InboxView:
    """Looks twice, `settle_seconds` apart: what differs in size or time is still being written.

    Raises:
        SettingsRefused: the inbox is no folder that can be read.
    """
    root = settings.path
    _require_usable(settings)
    first = {file.sighting.path: file for file in _files(root, known_codes)}
    if first:
        time.sleep(settings.settle_seconds)
    ready: list[InboxFile] = []
    growing: list[InboxFile] = []
    for file in _files(root, known_codes):
        before = first.get(file.sighting.path)
        at_rest = before is not None and before.sighting == file.sighting
        unfinished = file.path.name.lower().endswith(_UNFINISHED)
        (ready if at_rest and not unfinished else growing).append(file)
    return InboxView(tuple(ready), tuple(growing))


def _require_usable(settings: InboxSettings) -> None:
    """Stored files must be able to leave, or every night would meet them again."""
    root, done = settings.path, settings.done_path
    if str(root).startswith("s3:"):
        raise SettingsRefused(
            "The inbox is an S3 prefix, which this version does not read.", "Set [inbox] path to a folder."
        )
    if not root.is_dir():
        raise SettingsRefused(
            f"The inbox {root} is not there.", "Create the folder, or set [inbox] path (or --inbox)."
        )
    if done.absolute().is_relative_to(root.absolute()):
        raise SettingsRefused(
            f"Stored files would move to {done}, inside the inbox.", "Set [inbox] done to another folder."
        )
    try:
        done.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsRefused(
            f"The folder {done} for stored files cannot be made: {error.strerror}.",
            "Set [inbox] done to a folder that this account may write.",
        ) from None
    for folder in (root, done):
        if not os.access(folder, os.W_OK):
            raise SettingsRefused(
                f"Files cannot move from {root} to {done}: {folder} may not be written.",
                "Give this account the right to write there, or set [inbox] done.",
            )


def sight(path: Path, *, dossier_code: str | None, declared_slot: str | None) -> InboxFile:
    """A file that lies anywhere, named by a person (`sohoa ingest`)."""
    found = path.lstat() if not path.is_symlink() else path.stat()
    return InboxFile(
        path,
        Sighting(
            path=as_text(path.absolute()),
            dossier_code=dossier_code,
            role=Role.of(declared_slot),
            declared_slot=declared_slot,
            bytes=found.st_size,
            modified_ns=found.st_mtime_ns,
        ),
    )


def move_to_done(file: InboxFile, settings: InboxSettings) -> None:
    """Moves a stored file out of the inbox, under the same relative path; never over another file.

    A file that changed since it was sighted stays: it is a new file for the next run.

    Raises:
        SettingsRefused: the file may not leave its folder; it is safe in the store.
    """
    if has_changed(file):
        return
    try:
        _move(file.path, _free_name(settings.done_path / file.path.relative_to(settings.path)))
    except OSError as error:
        raise SettingsRefused(
            f"A stored file cannot leave the inbox: {error.strerror}.",
            "Give this account the right to write in the inbox and in [inbox] done; nothing is lost.",
        ) from None


def has_changed(file: InboxFile) -> bool:
    """Whether the file is gone or another one than was sighted."""
    try:
        found = file.path.stat()
    except FileNotFoundError:
        return True
    return (found.st_size, found.st_mtime_ns) != (file.sighting.bytes, file.sighting.modified_ns)


def _files(root: Path, known_codes: Collection[str]) -> Iterator[InboxFile]:
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or name.lower() in _PASSED_OVER:
                continue
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(found.st_mode):
                yield _inbox_file(root, path, found, known_codes)


def _inbox_file(root: Path, path: Path, found: os.stat_result, known_codes: Collection[str]) -> InboxFile:
    relative = path.relative_to(root)
    code, declared_slot = _whose(relative, known_codes)
    return InboxFile(
        path,
        Sighting(
            path=as_text(relative),
            dossier_code=code,
            role=Role.of(declared_slot),
            declared_slot=declared_slot,
            bytes=found.st_size,
            modified_ns=found.st_mtime_ns,
        ),
    )


def _whose(relative: Path, known_codes: Collection[str]) -> tuple[str | None, str | None]:
    """The dossier of a file by where it lies, and the slot it is declared to fill."""
    folders = [nfc(part) for part in relative.parts[:-1]]
    if folders:
        is_result = len(folders) > 1 and folders[1].lower() in _RESULT_FOLDERS
        return folders[0], RESULT_SLOT if is_result else None
    match = _CODE_AND_NUMBER.fullmatch(nfc(relative.name))
    if match and (match["code"] in known_codes or looks_like_dossier_code(match["code"])):
        return match["code"], None
    return None, None


def as_text(path: Path) -> str:
    """The path as text that every database takes: bytes that are no UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _free_name(target: Path) -> Path:
    candidate, count = target, 1
    while candidate.exists():
        count += 1
        candidate = target.with_name(f"{target.stem} ({count}){target.suffix}")
    return candidate


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_over(source, target)


def _copy_over(source: Path, target: Path) -> None:
    """To another file system: the copy is whole and on disk before the source goes."""
    partial = target.with_name(f".{target.name}.partial")
    with source.open("rb") as content, partial.open("wb") as copy:
        while chunk := content.read(1024 * 1024):
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    partial.rename(target)
    try:
        source.unlink()
    except OSError:
        target.unlink()
        raise
