"""The way of a file, as a recipe.

claim -> fingerprint -> triage -> pages -> read -> segment -> classify -> extract -> gate -> archive
-> publish -> record -> settle

One direction; each step is a plain function. Killed anywhere, the next run finishes the work and repeats
none of it.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dossiers.errors import ChecksumMismatch, FileRefused, SohoaError, StepFailed
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from dossiers.slots import fillable_components
from dossiers.text import nfc
from flows import publishing
from flows.inbox import InboxFile, as_text, has_changed
from flows.publishing import AlreadyStored, Original, ReadFile
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.reading.read_file import OpenedFile, PageProgress, opened_file
from ocr.understanding.documents import DossierContext, understand
from ocr.values import PageSource, Reading
from storage import files_table, register_table, runs_table
from storage.documents_table import lock_dossier
from storage.files_table import Content, FileOutcome, FileRow

log = logging.getLogger("sohoa")


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
        documents: what the manifest says of the papers found in it.
    """

    file: str
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    pages: Counter[str] = field(default_factory=Counter)
    documents: tuple[StoredDocument, ...] = ()


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
        context = self._context(file, by_person=by_person)
        original = _fingerprint(file, by_person=by_person)
        match self._take_content(context.dossier_code, file, row, original):
            case Content.STORED:
                return self._duplicate(file, row, original)
            case Content.UNDER_WAY:
                return self._later(file, row, "Another run works on the same paper.")
        settings = self._workspace.settings.ocr
        with work_directory() as work:
            with opened_file(original.path, settings=settings, work_directory=work) as opened:
                reading = _read(opened, on_page)
                documents = understand(reading, context=context, knowledge=self._workspace.knowledge)
                read = publishing.archived(opened, original, reading, documents, work)
            return self._publish(file, row, read, context.dossier_code)

    def _publish(self, file: InboxFile, row: FileRow, read: ReadFile, code: str) -> FileResult:
        pages = _page_counts(read.reading)
        stored = publishing.publish(self._workspace, read, dossier_code=code, row=row, run_id=self._run_id)
        try:
            publishing.record(self._workspace, read, stored, dossier_code=code, row=row, pages=pages)
        except AlreadyStored:
            return self._duplicate(file, row, read.original)
        return FileResult(file.name, Outcome.STORED, pages=pages, documents=stored)

    def _context(self, file: InboxFile, *, by_person: bool) -> DossierContext:
        """What is known of the dossier before its paper is looked at.

        Raises:
            FileRefused: no dossier, or one that no register holds.
        """
        code = file.sighting.dossier_code
        if code is None:
            raise FileRefused("No dossier code is known for this file.", reason=Reason.NO_DOSSIER)
        with self._workspace.ledger.reading() as connection:
            record = register_table.dossier(connection, code)
            rows = register_table.rows_of(connection, code)
        if record is None:
            raise FileRefused("No register holds the dossier of this file.", reason=Reason.UNKNOWN_DOSSIER)
        procedure = self._workspace.catalogue.get(record.procedure_code)
        return DossierContext(
            dossier_code=code,
            components=fillable_components(procedure, rows),
            results=procedure.result if procedure else (),
            declared_slot=file.sighting.declared_slot,
            declared_by_person=by_person,
        )

    def _take_content(self, code: str, file: InboxFile, row: FileRow, original: Original) -> Content:
        with self._workspace.ledger.transaction() as connection:
            lock_dossier(connection, code)
            return files_table.take_content(
                connection, row.id, code=code, role=file.sighting.role, sha256=original.sha256
            )

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


def _fingerprint(file: InboxFile, *, by_person: bool) -> Original:
    """Hashes the original once; nothing later hashes a working copy (paperless-ngx #13326)."""
    try:
        if not file.path.is_file():
            raise FileRefused("It is no file.", reason=Reason.UNREADABLE)
        with file.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = file.path.stat().st_size
    except OSError as error:
        raise FileRefused(f"The file cannot be read: {error.strerror}.", reason=Reason.UNREADABLE) from None
    return Original(
        path=file.path,
        sha256=digest,
        bytes=size,
        source_name=nfc(as_text(Path(file.path.name))),
        declared_slot=file.sighting.declared_slot,
        declared_by_person=by_person,
    )


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
