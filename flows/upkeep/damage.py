"""What `sohoa verify` finds about one object, and how an object is hashed again."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from dossiers.errors import ObjectMissing, SohoaError, StoreOutOfReach, StoreRefused
from dossiers.manifest import DOSSIERS_PREFIX
from flows.workspace import Workspace

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
    """An object that has to be hashed, and the SHA-256, in hex, that it must have."""

    key: str
    sha256: str


class Hashed(NamedTuple):
    """An object that was hashed; None: it is whole."""

    key: str
    damage: Damage | None


def hashed(workspace: Workspace, due: Due) -> Hashed:
    """Hashes the bytes of one object as they lie there now.

    Raises:
        StoreOutOfReach, StoreRefused: the store gives out nothing at all.
    """
    try:
        actual = workspace.store.sha256(due.key)
    except ObjectMissing:
        return Hashed(due.key, Damage.error(What.MISSING, due.key))
    except UNREADABLE as why:
        return Hashed(due.key, unreadable(workspace, due.key, why))
    return Hashed(due.key, None if actual == due.sha256 else Damage.error(What.ALTERED, due.key))


def unreadable(workspace: Workspace, key: str, why: SohoaError) -> Damage:
    """The finding about an object that could not be read, where the store itself answers; else `why`."""
    try:
        next(iter(workspace.store.list(DOSSIERS_PREFIX)), None)
    except UNREADABLE:
        raise why from None
    return Damage.warning(What.UNVERIFIED, key)
