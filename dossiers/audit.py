"""The audit trail: who did what, when, on which object, with which version, and how it ended.

Events are numbered without a gap and chained: each holds the hash of the one before, so that no event can be
changed, taken out or put in unnoticed (domain/indicators.md, section 6; PREMIS events). An event names no
person but its actor, and no file by its name: an object is a dossier code, a document id, a key of the store,
or `file <id>`.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from itertools import pairwise
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

FIRST_LINK: Final = "0" * 64
"""What the first event holds as the hash of the one before."""


class Step(StrEnum):
    """What was done. The steps of a file's way, then what people and the system do with what is stored."""

    CLAIM = "claim"
    READ = "read"
    CLASSIFY = "classify"
    ARCHIVE = "archive"
    PUBLISH = "publish"
    RECORD = "record"
    SETTLE = "settle"
    QUARANTINE = "quarantine"
    RELEASE = "release"
    DECIDE = "decide"
    JUDGE = "judge"
    IMPORT_REGISTER = "import_register"
    RERUN = "rerun"
    REBUILD = "rebuild"
    ISSUE_REPORT = "issue_report"
    VERIFY = "verify"
    SEAL = "seal"
    EXPORT = "export"
    PURGE = "purge"
    BACK_UP = "back_up"
    RESTORE = "restore"


class Event(BaseModel):
    """Something that was done.

    Attributes:
        step: what.
        subject: on which object.
        outcome: `ok`, or how it ended instead: a reason, a state.
        actor: who; None: the account that runs the program.
        details: what else is to be known of it; nothing of a person.
    """

    model_config = ConfigDict(frozen=True)

    step: Step
    subject: str
    outcome: str = "ok"
    actor: str | None = None
    run_id: str | None = None
    details: dict[str, JsonValue] = {}


class ChainedEvent(BaseModel):
    """An event in the trail. `hash` is the SHA-256, in hex, of all the other attributes (`link_of`)."""

    model_config = ConfigDict(frozen=True)

    number: int
    happened_at: AwareDatetime
    actor: str
    step: str
    subject: str
    outcome: str
    run_id: str | None
    version: str
    details: dict[str, JsonValue]
    previous: str
    hash: str

    def to_line(self) -> str:
        """One line of JSON, as sealed objects hold it."""
        return _canonical(self.model_dump(mode="json"))


def chained(
    event: Event, *, number: int, happened_at: AwareDatetime, actor: str, version: str, previous: str
) -> ChainedEvent:
    """The event as the next one of the trail; its own actor goes before `actor`."""
    link = ChainedEvent(
        number=number,
        happened_at=happened_at,
        actor=event.actor or actor,
        step=event.step.value,
        subject=event.subject,
        outcome=event.outcome,
        run_id=event.run_id,
        version=version,
        details=event.details,
        previous=previous,
        hash="",
    )
    return link.model_copy(update={"hash": link_of(link)})


def link_of(event: ChainedEvent) -> str:
    """The hash that an event must bear."""
    told = event.model_dump(mode="json", exclude={"hash"})
    return hashlib.sha256(_canonical(told).encode()).hexdigest()


def is_genuine(event: ChainedEvent) -> bool:
    """Whether the event bears the hash of what it says."""
    return event.hash == link_of(event)


def follows(before: ChainedEvent, after: ChainedEvent) -> bool:
    """Whether one event is the next one after another."""
    return after.number == before.number + 1 and after.previous == before.hash


def is_chain(events: list[ChainedEvent]) -> bool:
    """Whether these events are genuine and follow each other."""
    return all(map(is_genuine, events)) and all(follows(*pair) for pair in pairwise(events))


def _canonical(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
