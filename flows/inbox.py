"""The inbox: which files lie there, whose they are, whether they still grow, and how one leaves it."""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

from config.fault_points import FaultPoint, passed
from config.settings import InboxSettings
from dossiers.codes import is_usable_dossier_code, looks_like_dossier_code
from dossiers.errors import FileRefused, SettingsRefused
from dossiers.reasons import Reason
from dossiers.register import RESULT_SLOT
from dossiers.text import nfc
from storage.disk import private_file, sync_directory
from storage.files_table import Role, Sighting

_PASSED_OVER = frozenset({"thumbs.db", "desktop.ini"})
_UNFINISHED = (".part", ".tmp")
_RESULT_FOLDERS = frozenset({"ket-qua", "result"})
_LONGEST_NAME, _LONGEST_SUFFIX = 255, 32  # bytes
_LONGEST_PATH = 4096 - 64  # bytes: PATH_MAX of Linux (limits.h), less what a second name or a copy adds
_LONGEST_KEY = 2000  # bytes: PostgreSQL indexes no value above a third of a page, and a part adds its code
_CODE_AND_NUMBER = re.compile(r"(?P<code>.+)\.\d{2,}\.[^.]+")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox as it was seen, and where it lies.

    Attributes:
        real_path: where it lies without any link; None where a person named the file, who may mean a link.
        refused: why it cannot be taken in, where already its place says so; nobody reads it then.
    """

    path: Path
    sighting: Sighting
    real_path: Path | None = None
    refused: Reason | None = None

    @property
    def name(self) -> str:
        """How the file is called towards people: relative to the inbox, NFC."""
        return nfc(self.sighting.path)

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
    """One look into the inbox: the files at rest, and those that still grow."""

    ready: tuple[InboxFile, ...]
    growing: tuple[InboxFile, ...]


def look(settings: InboxSettings, known_codes: Collection[str]) -> InboxView:
    """Looks twice, `settle_seconds` apart: what differs in size or time is still being written.

    Raises:
        SettingsRefused: the inbox is no folder that can be read.
    """
    _require_usable(settings)
    first = {file.sighting.path: file for file in _files(settings, known_codes)}
    if first:
        time.sleep(settings.settle_seconds)
    ready: list[InboxFile] = []
    growing: list[InboxFile] = []
    for file in _files(settings, known_codes):
        before = first.get(file.sighting.path)
        at_rest = before is not None and before.sighting == file.sighting
        unfinished = file.path.name.lower().endswith(_UNFINISHED)
        (ready if at_rest and not unfinished else growing).append(file)
    return InboxView(tuple(ready), tuple(growing))


def lying(settings: InboxSettings, known_codes: Collection[str]) -> dict[str, InboxFile]:
    """What lies in the inbox at this moment, at rest or growing, by its path in the ledger."""
    return {file.sighting.path: file for file in _files(settings, known_codes)}


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
        _make_like(done, root)
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


def _not_readable(root: Path) -> SettingsRefused:
    return SettingsRefused(f"The inbox {root} cannot be read.", "Give this account the right to read it.")


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


def require_acceptable(file: InboxFile) -> None:
    """Says what is wrong with where a file lies.

    Raises:
        FileRefused: its folder cannot be a dossier, it cannot be seen, or its path is too long to leave by.
    """
    if file.refused is Reason.UNKNOWN_DOSSIER:
        raise FileRefused("The name of the folder cannot be a dossier code.", reason=file.refused)
    if file.refused is not None:
        raise FileRefused("It cannot be seen where it lies, or its path is too long.", reason=file.refused)


def move_to_done(file: InboxFile, settings: InboxSettings) -> None:
    """Moves a stored file out of the inbox, under the same relative path; never over another file.

    A file that changed since it was sighted stays: it is a new file for the next run. One whose name the
    folder of stored files does not take stays, too: the next run finds a duplicate.

    Raises:
        SettingsRefused: the file may not leave its folder; it is safe in the store.
    """
    if has_changed(file):
        return
    try:
        _move(file.path, settings.done_path / file.path.relative_to(settings.path))
    except OSError as error:
        # somebody else has moved it, or it is this name alone
        if has_changed(file) or error.errno == errno.ENAMETOOLONG:
            return
        raise SettingsRefused(
            f"A stored file cannot leave the inbox: {error.strerror}.",
            "Give this account the right to write in the inbox and in [inbox] done; nothing is lost.",
        ) from None


def has_changed(file: InboxFile) -> bool:
    """Whether the file is gone, out of reach or another one than was sighted, be it by a link on its way."""
    if file.refused is not None:
        return False  # its bytes are not asked for
    try:
        if file.real_path is not None and Path(os.path.realpath(file.path)) != file.real_path:
            return True
        found = file.path.stat()
    except OSError:
        return True
    return (found.st_size, found.st_mtime_ns) != (file.sighting.bytes, file.sighting.modified_ns)


def _files(settings: InboxSettings, known_codes: Collection[str]) -> Iterator[InboxFile]:
    """The files below the inbox, those of a folder before its folders; no link is followed.

    What cannot be seen is told as a file that is refused; a folder, too, as nobody knows what it holds.
    """
    root = settings.path
    real_root = Path(os.path.realpath(root))
    for path, found in _entries(root):
        relative = path.relative_to(root)
        code, declared_slot, refused = _whose(relative, known_codes)
        if found is None or _is_too_long(settings.done_path / relative):
            refused = Reason.UNREADABLE
        yield InboxFile(
            path,
            Sighting(
                path=_key(relative),
                dossier_code=code,
                role=Role.of(declared_slot),
                declared_slot=declared_slot,
                bytes=found.st_size if found else 0,
                modified_ns=found.st_mtime_ns if found else 0,
            ),
            real_path=real_root / relative,
            refused=refused,
        )


def _entries(root: Path) -> Iterator[tuple[Path, os.stat_result | None]]:
    """Regular files, and None for what cannot be seen (os.walk would pass over it, and recurses)."""
    folders = [root]
    while folders:
        below: list[Path] = []
        for path, found in _inside(folders.pop()):
            if path == root:
                raise _not_readable(root)
            if found and stat.S_ISDIR(found.st_mode):
                below.append(path)
            elif path.name.lower() not in _PASSED_OVER and (found is None or stat.S_ISREG(found.st_mode)):
                yield path, found
        folders.extend(reversed(below))


def _inside(folder: Path) -> Iterator[tuple[Path, os.stat_result | None]]:
    """What lies in a folder and is not hidden; the folder itself where it cannot be listed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        yield folder, None
        return
    for entry in entries:
        if not entry.name.startswith("."):
            with suppress(FileNotFoundError):
                yield Path(entry.path), _seen(entry)


def _seen(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:
        return None


def _whose(relative: Path, known_codes: Collection[str]) -> tuple[str | None, str | None, Reason | None]:
    """The dossier of a file by where it lies, the slot it is declared to fill, and why it has neither."""
    *folders, name = [nfc(as_text(Path(part))) for part in relative.parts]
    if folders:
        is_result = len(folders) > 1 and folders[1].lower() in _RESULT_FOLDERS
        slot = RESULT_SLOT if is_result else None
        if folders[0] in known_codes or is_usable_dossier_code(folders[0]):
            return folders[0], slot, None
        return None, slot, Reason.UNKNOWN_DOSSIER
    match = _CODE_AND_NUMBER.fullmatch(name)
    if match and (match["code"] in known_codes or looks_like_dossier_code(match["code"])):
        return match["code"], None, None
    return None, None, None


def _is_too_long(path: Path) -> bool:
    return len(os.fsencode(path)) > _LONGEST_PATH


def _key(relative: Path) -> str:
    """The path as the ledger knows it: where it is too long for an index, its beginning and its hash."""
    text = as_text(relative)
    content = text.encode()
    if len(content) <= _LONGEST_KEY:
        return text
    mark = f"… {hashlib.sha256(content).hexdigest()}"
    return content[: _LONGEST_KEY - len(mark.encode())].decode(errors="ignore") + mark


def as_text(path: Path) -> str:
    """The path as text that every database takes: bytes that are no UTF-8 are written out."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _names(wanted: Path) -> Iterator[Path]:
    """The name, and those after it where it is taken."""
    yield wanted
    for number in count(2):
        yield _named(wanted, f" ({number})")


def _named(wanted: Path, addition: str) -> Path:
    """The name with an addition before its suffix, cut where file systems take no longer one."""
    is_suffix = len(os.fsencode(wanted.suffix)) <= _LONGEST_SUFFIX
    stem, suffix = (wanted.stem, wanted.suffix) if is_suffix else (wanted.name, "")
    return wanted.with_name(_cut(stem, addition + suffix))


def _cut(name: str, end: str) -> str:
    return os.fsdecode(os.fsencode(name)[: _LONGEST_NAME - len(os.fsencode(end))]) + end


def _free_name(wanted: Path) -> Path:
    return next(name for name in _names(wanted) if not name.exists())


def _move(source: Path, wanted: Path) -> None:
    _make_like(wanted.parent, source.parent)
    try:
        source.rename(_free_name(wanted))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _move_over(source, wanted)


def _make_like(folder: Path, pattern: Path) -> None:
    """Makes a folder and those above it, for whoever sees the files where they lie now and nobody else."""
    missing = list(takewhile(lambda above: not above.is_dir(), (folder, *folder.parents)))
    for new in reversed(missing):
        new.mkdir(mode=0o700, exist_ok=True)  # another run may be faster
        new.chmod(stat.S_IMODE(pattern.stat().st_mode))


def _move_over(source: Path, wanted: Path) -> None:
    """To another file system: the copy is whole and on disk before the source goes.

    Where a killed run copied it and did not come to remove it, that copy is the one.
    """
    taken = takewhile(Path.exists, _names(wanted))
    target = next((name for name in taken if filecmp.cmp(source, name, shallow=False)), None)
    if target is None:
        target = _free_name(wanted)
        _copy(source, target)
    passed(FaultPoint.COPIED_OUT)
    try:
        source.unlink()
    except OSError:
        target.unlink()
        raise


def _copy(source: Path, target: Path) -> None:
    partial = target.with_name(_cut(f".{target.name}", ".partial"))
    partial.unlink(missing_ok=True)  # of a killed run
    try:
        with source.open("rb") as content, private_file(partial) as copy:
            while chunk := content.read(1024 * 1024):
                copy.write(chunk)
        shutil.copymode(source, partial)
        partial.rename(target)
        sync_directory(target.parent)
    finally:
        partial.unlink(missing_ok=True)
