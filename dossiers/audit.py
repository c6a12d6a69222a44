"""The audit trail: who did what, when, on which object, with which version, and how it ended.

Events are numbered without a gap and chained: each holds the hash of the one before, so that no event can be
changed, taken out or put in unnoticed (domain/indicators.md, section 6; PREMIS events). An event names no
person but its actor, and no file by its name: an object is a dossier code, a document id, a key of the store,
or `file <id>`, whose number belongs to the run that says it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

FIRST_LINK: Final = "0" * 64
"""What the first event holds as the hash of the one before."""

_DOCUMENT_OR_KEY = re.compile(r"(?:dossiers/(?P<of_key>[^/]+)/.+|(?P<of_document>[^/ ]+)/\d{2,})")


class Step(StrEnum):
    """What was done. The steps of a file's way, then what people and the system do with what is stored."""

    CLAIM = "claim"
    READ = "read"
    CLASSIFY = "classify"
    ARCHIVE = "archive"
    PUBLISH = "publish"
    RECORD = "record"
    SETTLE = "settle"
    GIVE_BACK = "give_back"
    QUARANTINE = "quarantine"
    RELEASE = "release"
    DECIDE = "decide"
    JUDGE = "judge"
    IMPORT_REGISTER = "import_register"
    CONFIRM_SHRINKING = "confirm_shrinking"
    RERUN = "rerun"
    REBUILD = "rebuild"
    ISSUE_REPORT = "issue_report"
    VERIFY = "verify"
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
        dossier_code: whose object it is, where the subject does not say it (a file).
        happened_at: when; None: at the end of the transaction that notes it.
        details: what else is to be known of it; nothing of a person.
    """

    model_config = ConfigDict(frozen=True)

    step: Step
    subject: str
    outcome: str = "ok"
    actor: str | None = None
    run_id: str | None = None
    dossier_code: str | None = None
    happened_at: AwareDatetime | None = None
    details: dict[str, JsonValue] = {}


class ChainedEvent(BaseModel):
    """An event in the trail. `hash` is the SHA-256, in hex, of all the other attributes (`hash_of`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    happened_at: AwareDatetime
    actor: str
    step: str = Field(max_length=32)
    subject: str
    outcome: str = Field(max_length=64)
    run_id: str | None = Field(max_length=40)
    dossier_code: str | None = Field(max_length=64)
    version: str = Field(max_length=32)
    details: dict[str, JsonValue]
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)

    @property
    def told(self) -> dict[str, JsonValue]:
        """What the event says, as it is hashed and sealed, its own hash with it."""
        return {**dict(self), "happened_at": instant_text(self.happened_at)}

    @classmethod
    def from_line(cls, line: str) -> ChainedEvent:
        """Reads a line of JSON, as sealed objects hold it.

        Raises:
            ValueError: it is no event.
        """
        return cls.model_validate_json(line)


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it stands somewhere, be it genuine or not.

    Attributes:
        line: all it says, as one line of canonical JSON.
        is_genuine: it bears the hash of what it says.
    """

    number: int
    previous: str
    hash: str
    line: str
    is_genuine: bool


def chained(
    event: Event, *, number: int, happened_at: datetime, actor: str, version: str, previous: str
) -> ChainedEvent:
    """The event as the next one of the trail; its own actor and moment go before `actor`, `happened_at`."""
    link = ChainedEvent(
        number=number,
        happened_at=event.happened_at or happened_at,
        actor=event.actor or actor,
        step=event.step.value,
        subject=event.subject,
        outcome=event.outcome,
        run_id=event.run_id,
        dossier_code=event.dossier_code or dossier_of(event.subject),
        version=version,
        details=event.details,
        previous=previous,
        hash="",
    )
    return link.model_copy(update={"hash": hash_of(link.told)})


def dossier_of(subject: str) -> str | None:
    """The dossier of a document id or of a key of the store; None where the subject tells of none."""
    match = _DOCUMENT_OR_KEY.fullmatch(subject)
    return (match["of_key"] or match["of_document"]) if match else None


def link_of(told: Mapping[str, JsonValue]) -> Link:
    """What an event says of itself, as a link that may be genuine or not."""
    number, previous, hash_ = told["number"], told["previous"], told["hash"]
    whole = type(number) is int
    return Link(
        number=int(number) if isinstance(number, int | float) else 0,
        previous=str(previous),
        hash=str(hash_),
        line=canonical(told),
        is_genuine=whole and hash_ == hash_of(told),
    )


def read_link(line: str) -> Link | None:
    """The event of one line of a sealed object; None where the line is none."""
    try:
        told = json.loads(line)
        link = link_of(told)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return link if link.line == line else None


def hash_of(told: Mapping[str, JsonValue]) -> str:
    """The hash that an event must bear: of all it says but the hash."""
    return hashlib.sha256(
        canonical({name: value for name, value in told.items() if name != "hash"}).encode(errors="replace")
    ).hexdigest()


def instant_text(instant: datetime) -> str:
    """An instant as it is hashed: UTC, microseconds, `Z`."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def canonical(told: object) -> str:
    """The one JSON text of a value: keys in order, no blanks, no escapes that need not be."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
