"""What lies in a backup.

OUT/objects/<2 digits>/<sha256>   every object once, whatever backups and keys name it
OUT/<when>/ledger.sqlite          the ledger, or ledger.dump (PostgreSQL)
OUT/<when>/index.jsonl            one object of the store a line, in the order of their keys
OUT/<when>/backup.json            what was backed up, when, and the hashes of the two
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from dossiers.errors import InputRefused, StoreDamaged
from dossiers.manifest import StoredObject
from flows.upkeep.damage import Damage
from storage.ledger_copies import LedgerKind
from storage.local import LocalStore

BACKUP_SCHEMA: Final = 1
SUMMARY: Final = "backup.json"
INDEX: Final = "index.jsonl"
_OBJECTS: Final = "objects"
_DIGITS: Final = 2
_DAMAGED: Final = "Take another backup: `ls` its folder shows them by date."


class BackedUp(BaseModel):
    """A backup.

    Attributes:
        folder: its name below the folder of all backups: when it was made (UTC).
        objects: how many the ledger's copy names, of how many bytes.
        copied: how many of them no earlier backup held.
        lacking: what could not be backed up because the store does not hold it as it should.
    """

    model_config = ConfigDict(frozen=True)

    schema_version: int = BACKUP_SCHEMA
    folder: str
    made_at: AwareDatetime
    version: str
    ledger: LedgerKind
    ledger_sha256: str
    index_sha256: str
    objects: int
    bytes: int
    copied: int
    lacking: tuple[Damage, ...]


def pool_of(out: Path) -> LocalStore:
    """Where the objects of all backups lie."""
    return LocalStore(out / _OBJECTS)


def pool_key(sha256: str) -> str:
    """Under which an object lies there."""
    return f"{sha256[:_DIGITS]}/{sha256}"


def pool_path(out: Path, sha256: str) -> Path:
    """The file itself."""
    return out / _OBJECTS / pool_key(sha256)


def lines_of(index: Path) -> Iterator[StoredObject]:
    """The objects of an index. Raises StoreDamaged."""
    with index.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                yield StoredObject.model_validate_json(line)
            except ValidationError:
                raise StoreDamaged(f"{index} holds a line that is none of an index.", _DAMAGED) from None


def backup_in(source: Path) -> tuple[Path, BackedUp]:
    """The backup of a folder: that one itself, or the newest below it; its ledger and index are hashed.

    Raises:
        InputRefused: there is none.
        StoreDamaged: it is not what was written.
    """
    folders = (
        [source]
        if (source / SUMMARY).is_file()
        else sorted(path.parent for path in source.glob(f"*/{SUMMARY}"))
    )
    if not folders:
        raise InputRefused(f"{source} holds no backup.", "Name the folder that `sohoa backup --out` wrote.")
    folder = folders[-1].absolute()
    try:
        told = BackedUp.model_validate_json((folder / SUMMARY).read_bytes())
    except ValidationError:
        raise StoreDamaged(f"{folder / SUMMARY} is no summary of a backup.", _DAMAGED) from None
    for name, sha256 in ((told.ledger.file_name, told.ledger_sha256), (INDEX, told.index_sha256)):
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256:
            raise StoreDamaged(f"{folder / name} is not what was backed up.", _DAMAGED)
    return folder, told


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def holds(pool: LocalStore, entry: StoredObject) -> bool:
    """Whether a backup copied the object already; by its name and size."""
    head = pool.head(pool_key(entry.sha256))
    return head is not None and head.bytes == entry.bytes
