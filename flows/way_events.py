"""What the audit trail says of a file on its way: ids, hashes, counts, stable words; no name and no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import JsonValue

from dossiers.audit import Event, Step
from dossiers.codes import looks_like_dossier_code
from dossiers.manifest import StoredDocument, document_id
from dossiers.reasons import Reason
from flows.programs import reading_program, recognising_program
from flows.publishing import ReadFile
from flows.workspace import Workspace
from ocr.values import PageSource
from storage.files_table import FileOutcome, FileRow

_ID = re.compile(r"[a-z0-9_]{1,64}")
_READ_FROM_PICTURES = frozenset({PageSource.OCR, PageSource.MIXED})


class FileEvents:
    """The events of one file in one run."""

    def __init__(self, row: FileRow, run_id: str, dossier_code: str | None = None) -> None:
        """Keeps the claim and whose file it is.

        Args:
            row: the claim.
            run_id: whose.
            dossier_code: of the register; None: the name of the folder, if it has the form of a code. Any
                other folder may bear a person's name.
        """
        self._row = row
        self._run_id = run_id
        folder = row.dossier_code or ""
        self._code = dossier_code or (folder if looks_like_dossier_code(folder) else None)

    def claimed(self, *, size: int, part_of: FileRow | None = None) -> Event:
        """The run took the file, or its part of a batch scan."""
        part = {"part_of": part_of.id} if part_of else {}
        return self._event(Step.CLAIM, {"bytes": size, **part})

    def given_back(self) -> Event:
        """The file is left to another run."""
        return self._event(Step.GIVE_BACK)

    def ended(self, outcome: FileOutcome, *, sha256: str, dossiers: Sequence[str] = ()) -> Event:
        """A file of which nothing was recorded, or one whose parts were."""
        details: dict[str, JsonValue] = {"sha256": sha256}
        if dossiers:
            details["dossiers"] = list(dossiers)
        ended = "ok" if outcome is FileOutcome.STORED else outcome.value
        return self._event(Step.RECORD, details, outcome=ended)

    def refused(self, reason: Reason) -> Event:
        """The file is in quarantine."""
        return self._event(Step.QUARANTINE, outcome=reason.value)

    def settled(self, *, outcome: str = "ok") -> Event:
        """The file left the inbox."""
        return self._event(Step.SETTLE, outcome=outcome)

    def stored(
        self, workspace: Workspace, file: ReadFile, documents: Sequence[StoredDocument]
    ) -> Iterator[Event]:
        """From reading to recording, in this order."""
        counts = Counter(page.source for page in file.reading.pages)
        details: dict[str, JsonValue] = {
            "sha256": file.original.sha256,
            "pages": {source.value: number for source, number in sorted(counts.items())},
        }
        if _READ_FROM_PICTURES & counts.keys():
            details["program"] = reading_program(workspace.settings.ocr)
        yield self._event(Step.READ, details, happened_at=file.ready_at)
        yield from paper_events(workspace, documents, self._code or "", ready_at=file.ready_at)
        numbers: list[JsonValue] = [entry.number for entry in documents]
        yield Event(
            step=Step.RECORD,
            subject=self._code or "",
            run_id=self._run_id,
            dossier_code=self._code,
            details={"file": self._row.id, "sha256": file.original.sha256, "documents": numbers},
        )

    def _event(
        self,
        step: Step,
        details: dict[str, JsonValue] | None = None,
        *,
        outcome: str = "ok",
        happened_at: datetime | None = None,
    ) -> Event:
        return Event(
            step=step,
            subject=f"file {self._row.id}",
            outcome=outcome,
            run_id=self._run_id,
            dossier_code=self._code,
            happened_at=happened_at,
            details=details or {},
        )


def paper_events(
    workspace: Workspace, documents: Sequence[StoredDocument], code: str, *, ready_at: datetime
) -> Iterator[Event]:
    """What each paper was taken for, how it was archived, and which objects were stored of it."""
    model = recognising_program(workspace.knowledge.model_file)
    for entry in documents:
        paper = document_id(code, entry.number)
        recognised = {**standing(entry), "confidence": round(entry.kind_confidence, 3), "program": model}
        archive = entry.objects.archive
        copied: JsonValue = "original" if archive is None else "pdf_a"
        kept: dict[str, JsonValue] = {piece.key: piece.sha256 for piece in entry.objects.all()}
        for step, moment, details in (
            (Step.CLASSIFY, ready_at, recognised),
            (Step.ARCHIVE, ready_at, {"pages": entry.pages, "copy": copied}),
            (Step.PUBLISH, entry.digitised_at, {"objects": kept}),
        ):
            yield Event(step=step, subject=paper, run_id=entry.run_id, happened_at=moment, details=details)


def standing(entry: StoredDocument) -> dict[str, JsonValue]:
    """How a paper stands. A slot that is no id of ours is not named: a register may call it anything."""
    told: dict[str, JsonValue] = {
        "kind": _id(entry.kind),
        "slot": _id(entry.slot),
        "state": entry.state.value,
        "standing": entry.standing.value,
    }
    if entry.also_slots:
        told["also_slots"] = [_id(slot) for slot in entry.also_slots]
    if entry.review_reason is not None:
        told["review"] = _id(entry.review_reason)
    if entry.superseded_by is not None:
        told["superseded_by"] = entry.superseded_by
    if entry.same_as:
        told["same_as"] = list(entry.same_as)
    if entry.reused:
        told["reused"] = True
    return told


def _id(word: str | None) -> str | None:
    return word if word is None or _ID.fullmatch(word) else "other"
