"""The way of a file, as a recipe.

claim -> fingerprint -> triage -> pages -> read -> segment -> classify -> extract -> gate -> archive
-> publish -> record -> settle

One direction; each step is a plain function. Killed anywhere, the next run finishes the work and repeats
none of it. A file without a dossier is a batch scan: its sheets divide it, each dossier's part has a claim
and numbers of its own, and the file is done when all parts are.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dossiers.errors import ChecksumMismatch, FileRefused, SohoaError, StepFailed
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from flows import publishing
from flows.dossier_parts import BatchScan, DossierPart, context_of, take_content
from flows.fingerprint import fingerprint
from flows.inbox import InboxFile, has_changed
from flows.publishing import AlreadyStored, Original, ReadFile
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.reading.read_file import OpenedFile, PageProgress, opened_file
from ocr.understanding.documents import understand
from ocr.values import PageSource, Reading
from storage import files_table, register_table, runs_table
from storage.files_table import Content, FileOutcome, FileRow

log = logging.getLogger("sohoa")

_SAME_PAPER = "Another run works on the same paper."


class Outcome(StrEnum):
    """What became of a file in this run."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file after its way.

    Attributes:
        pages: how many pages came from which source, those read in this run.
        documents: what the manifests say of the papers found in it, by dossier.
    """

    file: str
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    pages: Counter[str] = field(default_factory=Counter)
    documents: Mapping[str, tuple[StoredDocument, ...]] = field(default_factory=dict)


class FileWay:
    """The way of files, for one run."""

    def __init__(self, workspace: Workspace, run_id: str) -> None:
        """Keeps what every file of the run needs."""
        self._workspace = workspace
        self._run_id = run_id

    def take_in(
        self,
        file: InboxFile,
        *,
        settle: Callable[[InboxFile], None],
        by_person: bool = False,
        on_page: PageProgress | None = None,
    ) -> FileResult:
        """Takes one file in.

        Args:
            file: as it was sighted.
            settle: what is done with the file once it is safe.
            by_person: a person named dossier and slot, not a folder.
            on_page: told (page, pages) while reading.

        Raises:
            OutOfReach: the store or the ledger does not answer; the claim stays for the next run.
            NotReady: a tool or a setting is missing.
        """
        with self._workspace.ledger.transaction() as connection:
            runs_table.touch_run(connection, self._run_id)
            row = files_table.unsettled(connection, file.sighting)
            if row is None:
                row = files_table.claim(connection, file.sighting, self._run_id)
        if row is None:
            return FileResult(file.name, Outcome.WAITING, Reason.GROWING, "Another run works on it.")
        if row.outcome is FileOutcome.CLAIMED:
            result = self._guarded(file, row, by_person=by_person, on_page=on_page)
        else:  # a run before this one was ended between record and settle
            result = FileResult(file.name, Outcome(row.outcome.value))
        if result.outcome in {Outcome.STORED, Outcome.DUPLICATE}:
            settle(file)
            with self._workspace.ledger.transaction() as connection:
                files_table.settle(connection, row.id)
        return result

    def _guarded(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        """The way of a claimed file; what is wrong with the file alone ends in quarantine."""
        try:
            return self._claimed(file, row, by_person=by_person, on_page=on_page)
        except StepFailed as failure:
            return self._quarantine(file, row, Reason.SYSTEM, failure.message)
        except (ChecksumMismatch, FileRefused) as refusal:
            if has_changed(file):
                return self._later(file, row, "It changed while it was read.")
            if isinstance(refusal, FileRefused):
                return self._quarantine(file, row, refusal.reason, refusal.message)
            raise
        except SohoaError:
            raise
        except Exception as bug:  # one file's bug must not end the night; it is counted and shown
            log.warning("a bug while taking in file %d: %s", row.id, type(bug).__name__)
            log.debug("its traceback, which may name a person", exc_info=bug)
            return self._quarantine(file, row, Reason.SYSTEM, f"a bug: {type(bug).__name__}")

    def _claimed(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        workspace, sighting = self._workspace, file.sighting
        code, slot = sighting.dossier_code, sighting.declared_slot
        context = context_of(workspace, code, slot, by_person=by_person) if code else None
        original = fingerprint(file, by_person=by_person)
        match take_content(workspace, row, sighting, original):
            case Content.STORED:
                return self._duplicate(file, row, original)
            case Content.UNDER_WAY:
                return self._later(file, row, _SAME_PAPER)
        with work_directory() as work:
            with opened_file(original.path, settings=workspace.settings.ocr, work_directory=work) as opened:
                reading = _read(opened, on_page)
                if context:
                    parts: list[DossierPart] | None = [DossierPart(context, row, reading)]
                else:
                    scan = BatchScan(workspace, self._run_id, sighting, row)
                    parts = scan.parts(original, reading, opened.pages)
                if parts is None:
                    return self._later(file, row, _SAME_PAPER)
                ready = [self._ready(opened, original, part, work) for part in parts]
            return self._publish(file, row, original, ready, _page_counts(reading))

    def _ready(
        self, opened: OpenedFile, original: Original, part: DossierPart, work: Path
    ) -> tuple[DossierPart, ReadFile]:
        documents = understand(part.reading, context=part.context, knowledge=self._workspace.knowledge)
        own = work / f"part-{part.row.id}"
        own.mkdir()
        return part, publishing.archived(opened, original, part.reading, documents, own)

    def _publish(
        self,
        file: InboxFile,
        row: FileRow,
        original: Original,
        ready: Sequence[tuple[DossierPart, ReadFile]],
        pages: Counter[str],
    ) -> FileResult:
        """Stores the parts one after the other; the file itself is done when all of them are."""
        documents: dict[str, tuple[StoredDocument, ...]] = {}
        for part, read in ready:
            stored = self._store(part, read, pages=pages if part.row.id == row.id else None)
            if stored is not None:
                documents[part.dossier_code] = stored
        if not documents:
            return self._duplicate(file, row, original)
        if file.sighting.dossier_code is None:
            with self._workspace.ledger.transaction() as connection:
                files_table.finish(
                    connection, row.id, FileOutcome.STORED, sha256=original.sha256, pages=pages
                )
        return FileResult(file.name, Outcome.STORED, pages=pages, documents=documents)

    def _store(
        self, part: DossierPart, read: ReadFile, *, pages: dict[str, int] | None
    ) -> tuple[StoredDocument, ...] | None:
        """The papers of one dossier as stored; None where it holds them by now."""
        code, row = part.dossier_code, part.row
        stored = publishing.publish(self._workspace, read, dossier_code=code, row=row, run_id=self._run_id)
        try:
            publishing.record(self._workspace, read, stored, dossier_code=code, row=row, pages=pages)
        except AlreadyStored:
            if pages is None:
                with self._workspace.ledger.transaction() as connection:
                    files_table.release(connection, row.id)
            return None
        return stored

    def _later(self, file: InboxFile, row: FileRow, detail: str) -> FileResult:
        """Gives the claim back: the file is there, or taken in by another run, when the next run looks."""
        with self._workspace.ledger.transaction() as connection:
            files_table.release(connection, row.id)
        return FileResult(file.name, Outcome.WAITING, Reason.GROWING, detail)

    def _duplicate(self, file: InboxFile, row: FileRow, original: Original) -> FileResult:
        with self._workspace.ledger.transaction() as connection:
            files_table.finish(connection, row.id, FileOutcome.DUPLICATE, sha256=original.sha256)
        return FileResult(file.name, Outcome.DUPLICATE)

    def _quarantine(self, file: InboxFile, row: FileRow, reason: Reason, detail: str) -> FileResult:
        with self._workspace.ledger.transaction() as connection:
            files_table.finish(
                connection,
                row.id,
                FileOutcome.QUARANTINED,
                reason=reason,
                detail=detail,
                register_state=register_table.register_state(connection),
            )
        return FileResult(file.name, Outcome.QUARANTINED, reason, detail)


def _read(file: OpenedFile, on_page: PageProgress | None) -> Reading:
    """Reads the file; a transient failure gets one more try."""
    try:
        return file.read(on_page)
    except StepFailed as failure:
        if not failure.transient:
            raise
        return file.read(on_page)


def _page_counts(reading: Reading) -> Counter[str]:
    counts: Counter[str] = Counter(total=len(reading.pages))
    for page in reading.pages:
        source = PageSource.OCR if page.source is PageSource.MIXED else page.source
        counts[source.value] += 1
    return counts
