"""Backup: the ledger's copy first, then every object that it names; what came later is beyond the copy.

So a batch may run meanwhile. A manifest is written as the copied ledger tells it, for the store's own may be
newer. Objects that nobody names are not backed up. An object that a backup holds is not copied again.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from config.version import VERSION
from dossiers.audit import Event, Step
from dossiers.errors import ObjectMissing, StoreDamaged, StoreOutOfReach
from dossiers.manifest import StoredObject
from flows.in_parallel import in_parallel
from flows.upkeep.backup_index import NamedObjects, write_index
from flows.upkeep.backups import INDEX, SUMMARY, BackedUp, holds, lines_of, pool_key, pool_of, sha256_of
from flows.upkeep.bagging import hidden_until_done
from flows.upkeep.damage import UNREADABLE, Damage, What, unreadable
from flows.workspace import Workspace
from storage import events_table, ledger_copies
from storage.disk import private_file
from storage.instants import now
from storage.ledger_copies import LedgerKind
from storage.local import LocalStore


class _Copied(NamedTuple):
    """One object: how many bytes it has, whether it was copied now, and what is wrong with it."""

    bytes: int
    is_new: bool
    damage: Damage | None


def back_up(
    workspace: Workspace, out: Path, *, check: bool = False, on_object: Callable[[int], None] | None = None
) -> BackedUp:
    """Backs up ledger and store into a folder that may hold earlier backups.

    Args:
        workspace: the open ledger and store.
        out: the folder of all backups.
        check: hash anew what earlier backups copied, too; what is not whole is copied again.
        on_object: told each object, with how many there are.

    Raises:
        OutOfReach: the store or the ledger does not answer; no backup was made.
        UsageError: the folder cannot be written.
    """
    made_at = now()
    url = workspace.settings.ledger.resolved_url
    kind = LedgerKind.of(url)
    folder = out.absolute() / f"{made_at:%Y%m%dT%H%M%S.%f}Z"
    with hidden_until_done(folder, hidden_as="backup") as hidden:
        pool = pool_of(out.absolute())
        ledger, index = hidden / kind.file_name, hidden / INDEX
        lacking: list[Damage] = []
        with ledger_copies.copied(url, ledger) as connection:
            number = write_index(index, NamedObjects(workspace, connection, pool, lacking))
        copied = Counter[str]()
        for found in _copy_all(workspace, pool, index, hidden / "work", check=check):
            copied.update(objects=1, bytes=found.bytes, copied=int(found.is_new))
            lacking += [found.damage] if found.damage else []
            if on_object:
                on_object(number)
        done = BackedUp(
            folder=folder.name,
            made_at=made_at,
            version=VERSION,
            ledger=kind,
            ledger_sha256=sha256_of(ledger),
            index_sha256=sha256_of(index),
            objects=number,
            bytes=copied["bytes"],
            copied=copied["copied"],
            lacking=tuple(lacking),
        )
        with private_file(hidden / SUMMARY) as file:
            file.write((done.model_dump_json(indent=2) + "\n").encode())
        with workspace.ledger.transaction() as connection:
            events_table.note(connection, _event(done))
    return done


def exit_code(done: BackedUp) -> int:
    """Damage comes before what could not be read now."""
    if any(entry.severity == "error" for entry in done.lacking):
        return StoreDamaged.exit_code
    return StoreOutOfReach.exit_code if done.lacking else 0


def _event(done: BackedUp) -> Event:
    return Event(
        step=Step.BACK_UP,
        subject="ledger and store",
        outcome="incomplete" if done.lacking else "ok",
        details=done.model_dump(
            mode="json", include={"folder", "objects", "bytes", "copied", "index_sha256"}
        ),
    )


def _copy_all(
    workspace: Workspace, pool: LocalStore, index: Path, work: Path, *, check: bool
) -> Iterator[_Copied]:
    work.mkdir(mode=0o700)
    workers = workspace.settings.verify.workers
    names = count()
    threads = ThreadPoolExecutor(workers, thread_name_prefix="backup")
    try:
        entries = ((entry, work / str(next(names))) for entry in lines_of(index))
        yield from in_parallel(threads, workers, partial(_copy, workspace, pool, check), entries)
    finally:
        threads.shutdown(cancel_futures=True)
        shutil.rmtree(work, ignore_errors=True)


def _copy(workspace: Workspace, pool: LocalStore, check: bool, what: tuple[StoredObject, Path]) -> _Copied:  # noqa: FBT001
    """One object from the store, read back where it lies then."""
    entry, work = what
    key = pool_key(entry.sha256)
    if holds(pool, entry) and not (check and pool.sha256(key) != entry.sha256):
        return _Copied(entry.bytes, is_new=False, damage=None)
    try:
        damage = _downloaded(workspace, entry, work)
        if damage is not None:
            return _Copied(0, is_new=False, damage=damage)
        pool.put(key, work, sha256=entry.sha256, media_type=entry.media_type)
    finally:
        work.unlink(missing_ok=True)
    return _Copied(entry.bytes, is_new=True, damage=None)


def _downloaded(workspace: Workspace, entry: StoredObject, work: Path) -> Damage | None:
    work.touch(mode=0o600)
    try:
        actual = workspace.store.download(entry.key, work)
    except ObjectMissing:
        return Damage.error(What.MISSING, entry.key)
    except UNREADABLE as why:
        return unreadable(workspace, entry.key, why)
    return None if actual == entry.sha256 else Damage.error(What.ALTERED, entry.key)
