"""Folders and disks of this machine: working copies, inbox, what moves out of it; and memory."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.bucket_prefix import BucketPrefix
from config.capacity import available_memory, typical_bytes
from config.settings import Settings
from flows.doctor.findings import Finding, ok, problem, skipped, warning
from flows.inbox.opening import open_inbox, require_apart
from flows.register.drop import open_drop
from storage.ledger_url import parsed_url
from storage.opening import directory_of

_MIB = 1024**2
_GIB = 1024**3
_LITTLE_ROOM = 2 * _GIB
_NO_ROOM = 256 * _MIB


def temporary(_settings: Settings) -> Iterator[Finding]:
    """Where working copies lie: room, and nobody else's hands."""
    directory = Path(tempfile.gettempdir())
    found = directory.stat()
    if not os.access(directory, os.W_OK | os.X_OK):
        yield problem("temporary", f"{directory} is not writable.", "Set TMPDIR to a folder of this account.")
        return
    others_write = found.st_mode & (stat.S_IWOTH | stat.S_IWGRP)
    if others_write and not found.st_mode & stat.S_ISVTX:
        yield warning(
            "temporary",
            f"Others may rename what lies in {directory}.",
            f"chmod 1777 {directory}, or set TMPDIR to a folder of this account.",
        )
        return
    yield _room("temporary", directory, "Make room, or set TMPDIR to a folder of a larger disk.")


def inbox(settings: Settings) -> Iterator[Finding]:
    """Scans are read here, and moved to `done` once they are stored. Raises SettingsRefused, StoreRefused."""
    require_apart(settings)
    place = settings.inbox.path
    if isinstance(place, BucketPrefix):
        open_inbox(settings.inbox.model_copy(update={"retry_seconds": 0})).require_usable()
        yield ok("inbox", "its bucket and that of [inbox] done answer and let us in")
        return
    if closed := closed_above("inbox", place):
        yield closed
    elif not is_folder(place):
        yield problem("inbox", f"{place} is no folder.", "Make it, or mend [inbox] path.")
    elif not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        yield problem(
            "inbox",
            f"{place} may not be read and written by this account.",
            "Give the account of sohoa the right to read, write and enter it.",
        )
    else:
        yield ok("inbox", f"{place} is readable and writable")
    yield _writable("done", settings.inbox.done_path, "[inbox] done")


def register_drop(settings: Settings) -> Iterator[Finding]:
    """Where the province puts its exports. Raises SettingsRefused, DropOutOfReach."""
    drop = open_drop(settings)
    if drop is None:
        yield skipped("register drop", "None is set.")
    else:
        yield ok("register drop", f"answers; {len(drop.lying())} files lie there")


def disks(settings: Settings) -> Iterator[Finding]:
    """Room for the store and for the ledger, where they lie on disks of this machine.

    Raises SettingsRefused.
    """
    if store := directory_of(settings.store):
        yield _room("disk of the store", _existing(store), "Make room, or move the store to a larger disk.")
    if ledger := ledger_file(settings):
        yield _room(
            "disk of the ledger", _existing(ledger.parent), "Make room, or move the ledger to a larger disk."
        )


def memory(settings: Settings) -> Iterator[Finding]:
    """As many files as are read at once: one may reach `[ocr] memory_bytes`, the others are ordinary."""
    free = available_memory()
    if free is None:
        yield warning("memory", "The kernel does not say how much is free.", "Set [batch] workers yourself.")
        return
    workers, limit = settings.batch.worker_count, settings.ocr.memory_bytes
    told = f"{_gib(free)} free, {workers} files at once, {_gib(limit)} at most for one"
    if free < workers * typical_bytes():
        yield problem("memory", f"{told}.", "Lower [batch] workers, or give the machine more memory.")
    elif free < limit + (workers - 1) * typical_bytes():
        yield warning(
            "memory",
            f"{told}.",
            "A very large page may end the run: lower [batch] workers or [ocr] memory_bytes.",
        )
    else:
        yield ok("memory", told)


def ledger_file(settings: Settings) -> Path | None:
    """The ledger, where it is a SQLite file. Raises SettingsRefused."""
    url = parsed_url(settings.ledger.resolved_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _writable(name: str, place: Path, setting: str) -> Finding:
    there = _existing(place)
    if os.access(there, os.W_OK | os.X_OK):
        return ok(name, f"{place} is writable" if there == place else f"{place} can be made")
    return problem(
        name, f"{place} may not be written by this account.", f"Give it the right to, or mend {setting}."
    )


def closed_above(name: str, place: Path) -> Finding | None:
    """What is to be said where a folder above the place keeps this account out: nothing below it is seen."""
    there = _existing(place)
    if there == place.absolute() or os.access(there, os.X_OK):
        return None
    return problem(
        name, f"{there} may not be entered by this account.", "Give the account of sohoa the right to."
    )


def is_folder(place: Path) -> bool:
    """Path's own questions raise below a folder that may not be entered (until Python 3.12)."""
    return os.path.isdir(place)  # noqa: PTH112


def _existing(place: Path) -> Path:
    """The place, or the nearest folder above it that is seen."""
    place = place.absolute()
    return next(entry for entry in (place, *place.parents) if os.path.exists(entry))  # noqa: PTH110


def _room(name: str, place: Path, advice: str) -> Finding:
    usage = shutil.disk_usage(place)
    told = f"{_gib(usage.free)} free at {place}"
    if usage.free < _NO_ROOM:
        return problem(name, f"{told}.", advice)
    if usage.free < _LITTLE_ROOM:
        return warning(name, f"{told}.", advice)
    return ok(name, told)


def _gib(size: int) -> str:
    return f"{size / _GIB:.1f} GiB"
