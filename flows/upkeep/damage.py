"""What `sohoa verify` finds about one object, and how an object is hashed again."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict

from dossiers.audit import dossier_of
from dossiers.errors import ObjectMissing, SohoaError, StoreOutOfReach, StoreRefused
from dossiers.issues import REPORTS_PREFIX
from dossiers.manifest import DOSSIERS_PREFIX
from flows.workspace import Workspace
from storage import documents_table, published_table, purges_table

_Read = TypeVar("_Read", bytes, str)

# What a store says of an object that it cannot give out, or of all of them.
UNREADABLE = (StoreOutOfReach, StoreRefused)


class What(StrEnum):
    """Which damage."""

    MISSING = "missing"
    ALTERED = "altered"
    UNRECORDED = "unrecorded"
    ORPHAN = "orphan"
    OUTDATED = "outdated"
    UNVERIFIED = "unverified"


class Damage(BaseModel):
    """One finding about one object.

    `unrecorded`: the ledger and what the store says of itself disagree. `outdated`: a copy of an issue that
    was being replaced; the next night replaces it. `unverified`: it could not be read now.
    """

    model_config = ConfigDict(frozen=True)

    severity: Literal["error", "warning"]
    what: What
    key: str

    @classmethod
    def error(cls, what: What, key: str) -> Damage:
        """Something is lost, altered or unknown."""
        return cls(severity="error", what=what, key=key)

    @classmethod
    def warning(cls, what: What, key: str) -> Damage:
        """Nothing is known to be lost."""
        return cls(severity="warning", what=what, key=key)


class Due(NamedTuple):
    """An object that has to be hashed, and the SHA-256, in hex, that it must have.

    `is_recorded`: the ledger names it, not only a manifest or an index that it knows nothing of.
    """

    key: str
    sha256: str
    is_recorded: bool = True


class Hashed(NamedTuple):
    """An object that was hashed; None: it is whole."""

    key: str
    damage: Damage | None


class Reader:
    """Reads object by object. Waits for one that does not come, and then for the store only.

    A store that is gone is waited for as `[store] retry_seconds` says; of a store that answers, and fails at
    some of its objects, each would cost as much.
    """

    def __init__(self, workspace: Workspace) -> None:
        """For one verification."""
        self._workspace = workspace
        self._objects = workspace.store.patient_once()

    def content(self, key: str) -> bytes | Damage:
        """The bytes of a small object, or the finding about it.

        Raises:
            StoreOutOfReach, StoreRefused: the store gives out nothing at all.
        """
        return self._read(key, self._objects.get)

    def sha256(self, key: str) -> str | Damage:
        """The SHA-256 in hex of the bytes as they lie there now, or the finding about them.

        Raises:
            StoreOutOfReach, StoreRefused: the store gives out nothing at all.
        """
        return self._read(key, self._objects.sha256)

    def _read(self, key: str, read: Callable[[str], _Read]) -> _Read | Damage:
        found = self._tried(key, read)
        if not isinstance(found, SohoaError):
            return found
        unread = unreadable(self._workspace, key, found)
        # The store was waited for, and answers: it may have been gone when the object was asked for.
        again = self._tried(key, read)
        return unread if isinstance(again, SohoaError) else again

    def _tried(self, key: str, read: Callable[[str], _Read]) -> _Read | Damage | SohoaError:
        try:
            return read(key)
        except ObjectMissing:
            return Damage.error(What.MISSING, key)
        except UNREADABLE as why:
            return why


def hashed(workspace: Workspace, reader: Reader, due: Due) -> Hashed | None:
    """Hashes the bytes of one object as they lie there now; None: nobody names it any more.

    Raises:
        StoreOutOfReach, StoreRefused: the store gives out nothing at all.
    """
    found = reader.sha256(due.key)
    if found == due.sha256:
        return Hashed(due.key, None)
    damage = found if isinstance(found, Damage) else Damage.error(What.ALTERED, due.key)
    return Hashed(due.key, damage) if not due.is_recorded or _is_still_named(workspace, due.key) else None


def _is_still_named(workspace: Workspace, key: str) -> bool:
    """Whether the ledger names a key now: a purge says first, and holds it, that an object is to go."""
    with workspace.ledger.reading() as connection:
        code = dossier_of(key)
        if code is not None:
            documents = documents_table.manifest(connection, code).documents
            return any(key == stored.key for entry in documents for stored in entry.held)
        if key.startswith(REPORTS_PREFIX):
            issue = key.split("/")[-2]
            is_going = any(key == begun.key for begun in purges_table.unproven(connection))
            return published_table.by_id(connection, issue) is not None and not is_going
    return True


def unreadable(workspace: Workspace, key: str, why: SohoaError) -> Damage:
    """The finding about an object that could not be read, where the store itself answers; else `why`."""
    try:
        next(iter(workspace.store.list(DOSSIERS_PREFIX)), None)
    except UNREADABLE:
        raise why from None
    return Damage.warning(What.UNVERIFIED, key)
