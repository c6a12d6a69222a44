"""One paper as a person sees it who has to decide about it (`sohoa review show`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.sections import Language
from dossiers.manifest import StoredDocument, document_id
from reports.failure_words import FailureWords


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper, and the names of what it may be.

    Attributes:
        procedure_code: None where no register holds the dossier.
        kind_name: what the paper is, in words.
        slots: name of a slot by its id, in catalogue order: what it may serve as.
        metadata: by the names of the guide (`ocr.understanding.metadata`), each a value or a reason.
    """

    dossier_code: str
    procedure_code: str | None
    procedure_name: str
    kind_name: str
    slots: Mapping[str, str]
    metadata: Mapping[str, Mapping[str, str | None]]
    entry: StoredDocument

    @property
    def id(self) -> str:
        """The document id."""
        return document_id(self.dossier_code, self.entry.number)

    def slot_name(self, slot: str) -> str:
        """The name of a slot; its id where nobody knows a name."""
        return self.slots.get(slot, slot)

    def to_json(self, language: Language) -> dict[str, Any]:
        """Everything as one JSON document; `entry` is the paper's own in the manifest."""
        failures = FailureWords(language).findings(self.entry.findings, self.entry.gate_failures)
        return {
            "document": self.id,
            "dossier_code": self.dossier_code,
            "procedure_code": self.procedure_code,
            "procedure": self.procedure_name,
            "kind": self.entry.kind,
            "kind_name": self.kind_name,
            "pages": list(self.entry.source_pages),
            "reason": self.entry.review_reason,
            "candidates": [
                {**candidate, "name": self.slot_name(str(candidate["slot"]))}
                for candidate in self.entry.candidates
            ],
            "same_as": list(self.entry.same_as),
            "findings_in_words": failures,
            "slots": [{"id": slot, "name": name} for slot, name in self.slots.items()],
            "metadata": {name: dict(field) for name, field in self.metadata.items()},
            "entry": self.entry.model_dump(mode="json"),
        }
