"""What `sohoa verify` finds about one object, and how objects are hashed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dossiers.errors import ObjectMissing
from dossiers.manifest import StoredObject
from flows.workspace import Workspace

_HASHED_AT_ONCE = 4


class What(StrEnum):
    """Which damage."""

    MISSING = "missing"
    ALTERED = "altered"
    ORPHAN = "orphan"
    UNRECORDED = "unrecorded"
    OUTDATED = "outdated"


class Damage(BaseModel):
    """One finding about one object.

    `unrecorded`: the ledger and what the store says of itself disagree. `outdated`: a copy of an issue that
    was being replaced; the next night replaces it.
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
        """Nothing is lost."""
        return cls(severity="warning", what=what, key=key)


def hashed(workspace: Workspace, objects: Iterable[StoredObject]) -> Iterator[Damage | None]:
    """Each object hashed anew, some at once: what is wrong with it, or None."""

    def check(entry: StoredObject) -> Damage | None:
        try:
            actual = workspace.store.sha256(entry.key)
        except ObjectMissing:
            return Damage.error(What.MISSING, entry.key)
        return None if actual == entry.sha256 else Damage.error(What.ALTERED, entry.key)

    with ThreadPoolExecutor(max_workers=_HASHED_AT_ONCE, thread_name_prefix="verify") as pool:
        yield from pool.map(check, objects)
