"""What a verification found so far, and what it found in the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict

from dossiers.audit import Event, Step
from dossiers.errors import StoreDamaged, StoreOutOfReach
from flows.upkeep.damage import Damage, Hashed, What

# What was hashed is written down after so many objects, or so many seconds.
_KEPT_AFTER: Final = 500
_KEPT_SECONDS: Final = 10.0


class Why(StrEnum):
    """Why an object was not verified.

    Attributes:
        NOT_IN_SAMPLE: the sample does not hold it.
        CHECKED_LATELY: it was found whole within the days asked for.
        BEING_WRITTEN: nobody names it yet, and a run is at work.
        UNREADABLE: the store did not give it out; each stands among the damage.
    """

    NOT_IN_SAMPLE = "not_in_sample"
    CHECKED_LATELY = "checked_lately"
    BEING_WRITTEN = "being_written"
    UNREADABLE = "unreadable"


class Sampled(BaseModel):
    """Which sample was drawn: the same seed draws it again."""

    model_config = ConfigDict(frozen=True)

    sample: str
    seed: str


class Resumed(BaseModel):
    """How many objects an earlier call, ended from outside, had found whole, and when it began."""

    model_config = ConfigDict(frozen=True)

    objects: int
    since: AwareDatetime


class Verification(BaseModel):
    """What was checked and what was found (contract.md, `sohoa verify`).

    Attributes:
        checked: how many objects were read anew, those of the earlier call that this one went on with
            included.
        unverified: how many were not, and why; every kind is named.
    """

    model_config = ConfigDict(frozen=True)

    checked: int
    damage: tuple[Damage, ...]
    unverified: dict[Why, int]
    sampled: Sampled | None = None
    resumed: Resumed | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything is lost or altered (an orphan alone is a warning)."""
        return any(entry.severity == "error" for entry in self.damage)

    @property
    def exit_code(self) -> int:
        """Damage comes before what could not be read now."""
        if self.has_errors:
            return StoreDamaged.exit_code
        return StoreOutOfReach.exit_code if self.unverified[Why.UNREADABLE] else 0

    def as_event(self) -> Event:
        """The summary for the audit trail."""
        outcome = {0: "ok", StoreDamaged.exit_code: "damaged"}.get(self.exit_code, "incomplete")
        found = Counter(entry.what.value for entry in self.damage)
        sampled = self.sampled.model_dump() if self.sampled else None
        return Event(
            step=Step.VERIFY,
            subject="store",
            outcome=outcome,
            details={
                "checked": self.checked,
                "damage": dict(sorted(found.items())),
                "unverified": {why.value: number for why, number in self.unverified.items()},
                "sampled": sampled,
            },
        )


class Tally:
    """What was found so far, and what of it is not written down yet."""

    def __init__(self, on_object: Callable[[int], None] | None, about: int) -> None:
        """Begins with nothing; `about` says how many objects there may be."""
        self.checked = 0
        self.resumed = 0
        self._on_object = on_object
        self._about = about
        self._hashed = 0
        self._damage: list[Damage] = []
        self._left_out: Counter[Why] = Counter()
        self._not_kept: dict[str, str | None] = {}
        self._kept_at = time.monotonic()

    def hashed(self, found: Hashed) -> None:
        """One more object was hashed, or could not be."""
        if found.damage is not None:
            self.add([found.damage])
        if found.damage is None or found.damage.what is not What.UNVERIFIED:
            self.checked += 1
            self._not_kept[found.key] = found.damage.what.value if found.damage else None
        self._hashed += 1
        if self._on_object:
            self._on_object(max(self._about, self._hashed))

    def add(self, damage: Iterable[Damage]) -> None:
        """What was found without hashing."""
        for entry in damage:
            self._damage.append(entry)
            if entry.what is What.UNVERIFIED:
                self._left_out[Why.UNREADABLE] += 1

    def leave_out(self, why: Why, number: int = 1) -> None:
        """So many objects are not verified."""
        self._left_out[why] += number

    def resume(self, number: int) -> None:
        """So many were found whole by the call that this one goes on with."""
        self.resumed += number
        self.checked += number

    def is_to_be_kept(self) -> bool:
        """Whether enough was hashed, or time went by, since something was written down."""
        late = time.monotonic() - self._kept_at > _KEPT_SECONDS
        return len(self._not_kept) >= _KEPT_AFTER or late

    def taken(self) -> dict[str, str | None]:
        """What is to be written down now."""
        taken, self._not_kept = self._not_kept, {}
        self._kept_at = time.monotonic()
        return taken

    def verification(self, *, sampled: Sampled | None, resumed: Resumed | None) -> Verification:
        """What was found in the end."""
        return Verification(
            checked=self.checked,
            damage=tuple(self._damage),
            unverified={why: self._left_out[why] for why in Why},
            sampled=sampled,
            resumed=resumed,
        )
