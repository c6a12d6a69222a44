"""The manifest of a dossier: what is stored of it, public (contract.md, "The store").

What the manifests hold is enough to build the ledger anew. Keys are relative to `[store] url`.
"""

from __future__ import annotations

import json
import operator
import re
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from dossiers.errors import StoreDamaged
from dossiers.object_classes import ObjectClass, class_of
from dossiers.states import GateFailure, Paper, PaperState, Standing

MANIFEST_SCHEMA = 1
DOSSIERS_PREFIX = "dossiers/"
_NUMBERED = re.compile(r"(?P<number>\d{2,9})\.")


class StoredObject(BaseModel):
    """One object of the store."""

    model_config = ConfigDict(frozen=True)

    key: str
    sha256: str
    bytes: int
    media_type: str


class StoredObjects(BaseModel):
    """The objects of a document. No `archive` where the original itself serves (signed, restricted)."""

    model_config = ConfigDict(frozen=True)

    original: StoredObject
    archive: StoredObject | None = None
    text: StoredObject

    def all(self) -> tuple[StoredObject, ...]:
        """Every object, the original first."""
        return tuple(entry for entry in (self.original, self.archive, self.text) if entry is not None)


class Action(StrEnum):
    """What a person did with a document.

    Attributes:
        ASSIGN: said which slot it fills.
        REJECT: said that it is no paper of this dossier's list; it stays stored and fills nothing.
        WITHDRAW: took a wrong scan back; it stays stored and counts for nothing.
        REUSE: said that the paper, digitised in another dossier already, is used again here (khai thác, sử
            dụng lại).
    """

    ASSIGN = "assign"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    REUSE = "reuse"


class Serving(BaseModel):
    """What a document serves as: its slots, its kind, and whether it counts."""

    model_config = ConfigDict(frozen=True)

    slot: str | None
    also_slots: tuple[str, ...] = ()
    kind: str
    standing: Standing
    reused: bool = False


class Decision(BaseModel):
    """What a person decided about a document; `before` and `after` say what it served as."""

    model_config = ConfigDict(frozen=True)

    decided_at: AwareDatetime
    decided_by: str
    action: Action = Action.ASSIGN
    slot: str | None
    reason: str = ""
    before: Serving | None = None
    after: Serving | None = None


class Arrival(BaseModel):
    """When a paper came, told without a clock: clocks are set back, a run that was killed is finished later.

    Attributes:
        night: counts the runs that came to their end; one that did not belongs to the next.
        number: the number in its dossier under which it first came.
    """

    model_config = ConfigDict(frozen=True)

    night: int
    number: int


class StoredDocument(BaseModel):
    """One document of a manifest.

    Attributes:
        number: its number in the dossier; `<dossier code>/<NN>` is its id. Never used again.
        slot: the slot it fills, or None while unassigned.
        also_slots: further slots that the same paper fills; only ever by a person's word.
        standing: whether it counts; `standing_reason` says why not, `superseded_by` names the better scan.
        reused: a person said that it is used again from another dossier.
        same_as: the ids of the documents of other dossiers that are the same paper.
        pages: how many pages it has; `source_pages` says which pages of the original.
        outcome: `ok`; a file that was refused is in no manifest.
        gate_failures: the quality gates that do not hold, with page, measured value and limit.
        personal_numbers: the personal identification numbers on it (số định danh cá nhân), in reading order.
        is_application: it is an application form (tờ khai, đơn …).
        declared_slot: what the inbox folder or a person said it is, for a later rerun.
        candidates, review_reason: what a person is asked, where somebody must decide.
        first_stored_at: when it came, where it was done again since; else `digitised_at` says it.
        arrival: which paper came before which; None for those of older versions, which came first.
        purged: when which of its objects were deleted because their retention had ended; it counts as before.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    slot: str | None
    kind: str
    kind_confidence: float
    kind_evidence: tuple[dict[str, Any], ...] = ()
    pages: int
    source_pages: tuple[int, ...]
    outcome: str = "ok"
    state: PaperState
    also_slots: tuple[str, ...] = ()
    standing: Standing = Standing.COUNTS
    standing_reason: str = ""
    superseded_by: int | None = None
    reused: bool = False
    same_as: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    gate_failures: tuple[GateFailure, ...] = ()
    fields: dict[str, str | None] = {}
    field_evidence: dict[str, Any] = {}
    personal_numbers: tuple[str, ...] = ()
    is_application: bool = False
    signatures: tuple[dict[str, Any], ...] = ()
    declared_slot: str | None = None
    declared_by_person: bool = False
    candidates: tuple[dict[str, Any], ...] = ()
    review_reason: str | None = None
    decisions: tuple[Decision, ...] = ()
    source_name: str
    first_stored_at: AwareDatetime | None = None
    arrival: Arrival | None = None
    digitised_at: AwareDatetime
    run_id: str
    pipeline_version: str
    objects: StoredObjects
    purged: dict[ObjectClass, AwareDatetime] = Field({}, exclude_if=operator.not_)

    @property
    def held(self) -> tuple[StoredObject, ...]:
        """Those of its objects that the store has to hold, the original first."""
        return tuple(entry for entry in self.objects.all() if class_of(entry.key) not in self.purged)

    @property
    def is_purged(self) -> bool:
        """Whether the store has to hold nothing of it any more."""
        return bool(self.purged) and not self.held

    @property
    def stored_at(self) -> datetime:
        """When it was first stored, whatever was done again since."""
        return self.first_stored_at or self.digitised_at

    @property
    def came(self) -> tuple[int, float, int]:
        """Sorts papers in the order in which they came; of several dossiers, those of one night are equal."""
        if self.arrival is None:
            return 0, self.stored_at.timestamp(), 0
        return self.arrival.night, 0.0, self.arrival.number

    @property
    def serving(self) -> Serving:
        """What it serves as now."""
        return Serving(
            slot=self.slot,
            also_slots=self.also_slots,
            kind=self.kind,
            standing=self.standing,
            reused=self.reused,
        )

    @property
    def applicant_number(self) -> str | None:
        """The number of whose application this is: the first on the form; None on any other paper."""
        return self.personal_numbers[0] if self.is_application and self.personal_numbers else None

    def as_paper(self) -> Paper:
        """What completeness needs to know of it."""
        return Paper(
            number=self.number,
            slot=self.slot,
            also_slots=self.also_slots,
            reused=self.reused,
            settled=self.slot is None and self.review_reason is None,
            purged=tuple(self.purged),
            state=self.state,
            pages=self.source_pages,
            findings=self.findings,
            gate_failures=self.gate_failures,
        )


class Manifest(BaseModel):
    """The manifest of one dossier.

    Attributes:
        last_number: the last number given, where it is above those of the documents: a paper that is cut
            anew, or whose storing was ended from outside, leaves numbers that are never used again.
    """

    model_config = ConfigDict(frozen=True)

    schema_: int = MANIFEST_SCHEMA
    dossier_code: str
    documents: tuple[StoredDocument, ...] = ()
    last_number: int | None = None

    @property
    def highest_number(self) -> int:
        """The highest number that the manifest knows of; 0 for none."""
        return max((self.last_number or 0, *(document.number for document in self.documents)))

    def to_bytes(self) -> bytes:
        """The JSON that is stored: UTF-8, two spaces, a final newline."""
        data = self.model_dump(mode="json", exclude={"schema_"})
        for document in data["documents"]:
            if document["objects"]["archive"] is None:
                del document["objects"]["archive"]
        if data["last_number"] is None:
            del data["last_number"]
        return (json.dumps({"schema": self.schema_, **data}, ensure_ascii=False, indent=2) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Reads what `to_bytes` wrote.

        Raises:
            StoreDamaged: the bytes are no manifest of this schema.
        """
        try:
            data = json.loads(content)
            manifest = cls(schema_=data.pop("schema"), **data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise StoreDamaged("A manifest in the store cannot be read.") from error
        if manifest.schema_ != MANIFEST_SCHEMA:
            raise StoreDamaged(
                f"A manifest in the store has schema {manifest.schema_}, not {MANIFEST_SCHEMA}."
            )
        return manifest


def dossier_prefix(dossier_code: str) -> str:
    """Where everything of a dossier lies."""
    return f"{DOSSIERS_PREFIX}{dossier_code}/"


def manifest_key(dossier_code: str) -> str:
    """The key of the manifest."""
    return f"{dossier_prefix(dossier_code)}manifest.json"


def original_key(dossier_code: str, sha256: str, extension: str) -> str:
    """The key of an original: by content, for papers cut from one file share it."""
    return f"{dossier_prefix(dossier_code)}originals/{sha256}.{extension}"


def number_of(dossier_code: str, key: str) -> int | None:
    """The number of the document that an object of the dossier is of; None for originals and the manifest."""
    start, _, name = key.rpartition("/")
    match = _NUMBERED.match(name.removeprefix(f"{dossier_code}."))
    mine = f"{start}/" == dossier_prefix(dossier_code) and name.startswith(f"{dossier_code}.")
    return int(match["number"]) if mine and match else None


def archive_key(dossier_code: str, number: int, version: int = 1) -> str:
    """`<code>.<NN>.pdf` (Circular 05/2025/TT-BNV art. 8.1d), and `.v2` and on after a rerun."""
    return f"{dossier_prefix(dossier_code)}{dossier_code}.{number:02d}{_version(version)}.pdf"


def text_key(dossier_code: str, number: int, version: int = 1) -> str:
    """The key of the text object."""
    return f"{dossier_prefix(dossier_code)}{dossier_code}.{number:02d}{_version(version)}.text.json"


def document_id(dossier_code: str, number: int) -> str:
    """`<dossier code>/<NN>`."""
    return f"{dossier_code}/{number:02d}"


def _version(version: int) -> str:
    return "" if version == 1 else f".v{version}"
