"""What a purge found and did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

ORPHAN = "orphan"
"""In place of a class: an object that nothing names."""

MANIFEST_VERSIONS = "manifest_versions"
"""In place of a class: the older versions of a manifest, which still say what was read."""


class Why(StrEnum):
    """Why an object stays although its retention has ended.

    Attributes:
        LOCK: an object lock of the store holds it.
        REVIEW: a person still has to decide about the paper.
        DISAGREEMENT: ledger and manifest of its dossier do not say the same: `sohoa verify` tells more.
        BUSY: a run may be storing it; the next purge asks again.
        NAMED: it was begun to be deleted, but by now a paper or an issue needs it.
    """

    LOCK = "lock"
    REVIEW = "review"
    DISAGREEMENT = "disagreement"
    BUSY = "busy"
    NAMED = "named"


class Kept(BaseModel):
    """An object that stays, and until when its lock holds it (9999: until a legal hold is taken off)."""

    model_config = ConfigDict(frozen=True)

    key: str
    why: Why
    until: AwareDatetime | None = None


class Share(BaseModel):
    """So many objects of so many bytes."""

    model_config = ConfigDict(frozen=True)

    objects: int
    bytes: int


class Purge(BaseModel):
    """What was deleted, or would be.

    Attributes:
        done: it was deleted and read back as gone; else this only says what would be.
        classes: by class (dossiers/object_classes.py), and `orphan`.
        unfinished: of these, how many an earlier purge began and did not come to prove.
        kept: what is held back.
        locked_versions: how many older versions of manifests a lock holds; they go another time.
    """

    model_config = ConfigDict(frozen=True)

    done: bool
    classes: dict[str, Share]
    unfinished: int
    kept: tuple[Kept, ...]
    locked_versions: int


class Tally:
    """Counts while it goes on."""

    def __init__(self, on_object: Callable[[int], None] | None) -> None:
        """`on_object` is told each object that went, with how many so far are known to go."""
        self.unfinished = 0
        self._locked_versions: dict[str, int] = {}
        self._objects = Counter[str]()
        self._bytes = Counter[str]()
        self._kept: dict[str, Kept] = {}
        self._on_object = on_object

    def goes(self, name: str, size: int) -> None:
        """One object goes."""
        self._objects[name] += 1
        self._bytes[name] += size
        if self._on_object:
            self._on_object(self._objects.total())

    def stays(self, key: str, why: Why, until: datetime | None = None) -> None:
        """One object stays."""
        self._kept[key] = Kept(key=key, why=why, until=until)

    def holds_versions(self, key: str, number: int) -> None:
        """So many older versions of a manifest stay, for a lock holds them."""
        self._locked_versions[key] = number

    def result(self, *, done: bool) -> Purge:
        """All of it."""
        return Purge(
            done=done,
            classes={
                name: Share(objects=number, bytes=self._bytes[name])
                for name, number in sorted(self._objects.items())
            },
            unfinished=self.unfinished,
            kept=tuple(self._kept[key] for key in sorted(self._kept)),
            locked_versions=sum(self._locked_versions.values()),
        )
