"""Restore: a backup into an empty ledger and an empty store, the objects first, the ledger last.

Ended from outside, the ledger is still empty and the store holds nothing but what the backup names: then the
next call goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from config.settings import Settings
from dossiers.audit import Event, Step
from dossiers.errors import InputRefused, SettingsRefused, StoreDamaged
from dossiers.manifest import StoredObject
from flows.in_parallel import in_parallel
from flows.upkeep.backups import INDEX, BackedUp, backup_in, lines_of, pool_key, pool_of, pool_path
from flows.upkeep.verification import verify_store
from flows.upkeep.verification_result import Verification
from flows.workspace import open_workspace
from storage import events_table, ledger_copies
from storage.ledger_copies import LedgerKind
from storage.local import LocalStore
from storage.objects import ObjectStore
from storage.opening import open_store

_ANOTHER = "Take another backup, or restore into an empty store what this one holds: name its folder."


class Restored(BaseModel):
    """What was brought back, and what `sohoa verify` said of it then.

    Attributes:
        lacking: how many objects the backup itself lacks (`sohoa backup` named them).
    """

    model_config = ConfigDict(frozen=True)

    folder: str
    objects: int
    bytes: int
    lacking: int
    verification: Verification


def restore_backup(
    settings: Settings, source: Path, *, on_object: Callable[[int], None] | None = None
) -> Restored:
    """Brings ledger and store back, and verifies both.

    Args:
        settings: whose ledger and store are empty.
        source: a backup, or the folder of all of them: then the newest.
        on_object: told each object, with how many there are.

    Raises:
        InputRefused: ledger or store are not empty, or there is no backup.
        SettingsRefused: the backup is of the other kind of database.
        StoreDamaged: the backup is not what was written; ledger and store are as before.
        OutOfReach: the store or the ledger does not answer; the same call again goes on.
    """
    folder, told = backup_in(source)
    url = settings.ledger.resolved_url
    if LedgerKind.of(url) is not told.ledger:
        raise SettingsRefused(
            f"The backup is of a ledger in {told.ledger.value}, [ledger] url names another kind.",
            f"Point [ledger] url to an empty ledger in {told.ledger.value}.",
        )
    ledger_copies.require_empty(url)
    index, lacking = folder / INDEX, {entry.key for entry in told.lacking}
    _require_objects(pool_of(folder.parent), index, lacking)
    store = open_store(settings.store, settings.retention)
    _require_empty(store, index)
    restored = Counter[str]()
    for size in _put_all(store, folder.parent, _held(index, lacking), settings.verify.workers):
        restored.update(objects=1, bytes=size)
        if on_object:
            on_object(told.objects)
    ledger_copies.restore(url, folder / told.ledger.file_name)
    return Restored(
        folder=told.folder,
        objects=restored["objects"],
        bytes=restored["bytes"],
        lacking=len(lacking),
        verification=_verified(settings, told),
    )


def _held(index: Path, lacking: Iterable[str]) -> Iterator[StoredObject]:
    """What the backup holds of its index."""
    return (entry for entry in lines_of(index) if entry.key not in lacking)


def _require_objects(pool: LocalStore, index: Path, lacking: Iterable[str]) -> None:
    """Before anything is written: every object of the backup is there, and as long as it was."""
    for entry in _held(index, lacking):
        head = pool.head(pool_key(entry.sha256))
        if head is None or head.bytes != entry.bytes:
            raise StoreDamaged(
                f"The backup does not hold {entry.key} any more; nothing was restored.", _ANOTHER
            )


def _require_empty(store: ObjectStore, index: Path) -> None:
    """The store holds nothing, or only what this backup names; both come in the order of their keys."""
    named = lines_of(index)
    for present in store.list(""):
        if not any(entry.key == present.key for entry in named if entry.key >= present.key):
            raise InputRefused(
                "The store of [store] url is not empty; nothing was restored.",
                "Point [store] url to an empty store, and [ledger] url to an empty ledger.",
            )


def _put_all(store: ObjectStore, out: Path, entries: Iterable[StoredObject], workers: int) -> Iterator[int]:
    threads = ThreadPoolExecutor(workers, thread_name_prefix="restore")
    try:
        yield from in_parallel(threads, workers, partial(_put, store, out), entries)
    finally:
        threads.shutdown(cancel_futures=True)


def _put(store: ObjectStore, out: Path, entry: StoredObject) -> int:
    store.put(
        entry.key,
        pool_path(out, entry.sha256),
        sha256=entry.sha256,
        media_type=entry.media_type,
        if_absent=True,
    )
    return entry.bytes


def _verified(settings: Settings, told: BackedUp) -> Verification:
    with open_workspace(settings) as workspace:
        with workspace.ledger.transaction() as connection:
            details = told.model_dump(mode="json", include={"folder", "objects", "bytes", "index_sha256"})
            events_table.note(
                connection, Event(step=Step.RESTORE, subject="ledger and store", details=details)
            )
        return verify_store(workspace)
