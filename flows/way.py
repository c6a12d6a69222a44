"""The way of a file, as a recipe.

claim -> fingerprint -> triage -> pages -> read -> segment -> classify -> extract -> gate -> archive
-> publish -> record -> settle

One direction; each step is a plain function. Killed anywhere, the next run finishes the work and repeats
none of it. A file without a dossier is a batch scan: its sheets divide it, each dossier's part has a claim
and numbers of its own, and the file is done when all parts are.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from config.fault_points import FaultPoint, passed
from dossiers.errors import ChecksumMismatch, FileRefused, SohoaError, StepCrashed, StepFailed
from dossiers.manifest import StoredDocument
from dossiers.reasons import Reason
from flows import publishing
from flows.dossier_parts import BatchScan, DossierPart, context_of, take_content
from flows.duplicates import require_stored
from flows.fingerprint import fingerprint
from flows.inbox import InboxFile, NoAnswer, has_changed, require_acceptable
from flows.publishing import AlreadyStored, Original, ReadFile
from flows.second_tries import FAULTS_OF_A_FILE, circumstances, tried_twice
from flows.traces import trace_of
from flows.way_events import FileEvents
from flows.work_directory import require_room, work_directory
from flows.workspace import Workspace
from ocr.reading.read_file import OpenedFile, PageProgress, opened_file
from ocr.understanding.context import DossierContext
from ocr.understanding.documents import understand
from ocr.values import PageSource, Reading
from storage import contents_table, events_table, files_table, quarantine_table, register_table
from storage.contents_table import Content
from storage.files_table import ClaimLost, FileOutcome, FileRow
from storage.quarantine_table import Refusal

log = logging.getLogger("sohoa")

_OF_ANOTHER = "Another run works on it."
_SAME_PAPER = "Another run works on the same paper."
_CHANGED = "It changed while it was read."
_NO_ANSWER = "Its share does not answer."


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
        seconds: how long it took, from before its claim to its end.
        dossier_code: whose it is by its place.
    """

    file: str
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    pages: Counter[str] = field(default_factory=Counter)
    documents: Mapping[str, tuple[StoredDocument, ...]] = field(default_factory=dict)
    seconds: float = 0.0
    dossier_code: str | None = None


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
        settle: Callable[[InboxFile], bool],
        by_person: bool = False,
        on_page: PageProgress | None = None,
    ) -> FileResult:
        """Takes one file in.

        Args:
            file: as it was sighted.
            settle: what is done with the file once it is safe; False where the next run has to do it.
            by_person: a person named dossier and slot, not a folder.
            on_page: told (page, pages) while reading.

        Raises:
            OutOfReach: the store or the ledger does not answer; the claim stays for the next run.
            NotReady: a tool or a setting is missing.
        """
        began = time.monotonic()
        result = self._taken_in(file, settle=settle, by_person=by_person, on_page=on_page)
        code = file.sighting.dossier_code
        return replace(result, seconds=time.monotonic() - began, dossier_code=code)

    def _taken_in(
        self,
        file: InboxFile,
        *,
        settle: Callable[[InboxFile], bool],
        by_person: bool,
        on_page: PageProgress | None,
    ) -> FileResult:
        with self._workspace.ledger.transaction() as connection:
            row = files_table.claim(connection, file.sighting, self._run_id)
            if row is not None and row.outcome is FileOutcome.CLAIMED:
                events_table.note(connection, self._events(row).claimed(size=file.sighting.bytes))
        if row is None:
            return FileResult(file.name, Outcome.WAITING, Reason.GROWING, _OF_ANOTHER)
        if row.outcome is FileOutcome.CLAIMED:
            passed(FaultPoint.CLAIMED)
            result = self._guarded(file, row, by_person=by_person, on_page=on_page)
        elif (is_recorded := self._is_what_was_recorded(file, row, by_person=by_person)) is None:
            result = FileResult(file.name, Outcome.WAITING, Reason.GROWING, _NO_ANSWER)
        elif is_recorded:
            result = FileResult(file.name, Outcome(row.outcome.value))
        else:
            with self._workspace.ledger.transaction() as connection:
                files_table.settle(connection, row.id)
                events_table.note(connection, self._events(row).settled(outcome="replaced"))
            return self._taken_in(file, settle=settle, by_person=by_person, on_page=on_page)
        if result.outcome in {Outcome.STORED, Outcome.DUPLICATE} and settle(file):
            passed(FaultPoint.MOVED)
            with self._workspace.ledger.transaction() as connection:
                if files_table.settle(connection, row.id):
                    events_table.note(connection, self._events(row).settled())
            passed(FaultPoint.SETTLED)
        return result

    def _is_what_was_recorded(self, file: InboxFile, row: FileRow, *, by_person: bool) -> bool | None:
        """Whether the file that a run did not come to move still has the bytes that are stored.

        None where nobody answers.
        """
        try:
            with file.door.fetched(file, max_bytes=self._workspace.settings.ocr.max_bytes) as path:
                return fingerprint(file, path, by_person=by_person).sha256 == row.sha256
        except NoAnswer:
            return None
        except FileRefused:
            return False

    def _guarded(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        """The way of a claimed file; what is wrong at this file alone ends in quarantine."""
        try:
            return self._until_refused(file, row, by_person=by_person, on_page=on_page)
        except ClaimLost:
            return FileResult(file.name, Outcome.WAITING, Reason.GROWING, _OF_ANOTHER)

    def _until_refused(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        try:
            return tried_twice(lambda: self._foreseen(file, row, by_person=by_person, on_page=on_page))
        except NoAnswer:
            return self._later(file, row, _NO_ANSWER)
        except (ChecksumMismatch, *FAULTS_OF_A_FILE) as fault:
            if has_changed(file):
                return self._later(file, row, _CHANGED)
            if isinstance(fault, ChecksumMismatch):
                raise
            if isinstance(fault, StepFailed):
                require_room()
            return self._quarantine(file, row, fault)

    def _foreseen(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        """The way of a claimed file; what nobody foresaw gets its class in the error tree."""
        try:
            return self._claimed(file, row, by_person=by_person, on_page=on_page)
        except (SohoaError, ClaimLost, NoAnswer):
            raise
        except OSError as error:  # the original and the store have their own errors: this is a working copy
            raise StepCrashed(f"A working copy: {error.strerror or type(error).__name__}.") from error
        except Exception as bug:  # one file's bug must not end the night; it is counted and shown
            log.warning("a bug while taking in file %d: %s", row.id, type(bug).__name__)
            log.debug("its traceback:\n%s", trace_of(bug))
            raise StepFailed(f"a bug: {type(bug).__name__}") from bug

    def _claimed(
        self, file: InboxFile, row: FileRow, *, by_person: bool, on_page: PageProgress | None
    ) -> FileResult:
        workspace, sighting = self._workspace, file.sighting
        require_acceptable(file)
        if file.is_of_inbox and has_changed(file):  # it was sighted when the night began
            return self._later(file, row, "It changed since it was seen.")
        code, slot = sighting.dossier_code, sighting.declared_slot
        context = context_of(workspace, code, slot, by_person=by_person) if code else None
        with file.door.fetched(file, max_bytes=workspace.settings.ocr.max_bytes) as path:
            original = fingerprint(file, path, by_person=by_person)
            return self._fingerprinted(file, row, original, context, on_page=on_page)

    def _fingerprinted(
        self,
        file: InboxFile,
        row: FileRow,
        original: Original,
        context: DossierContext | None,
        *,
        on_page: PageProgress | None,
    ) -> FileResult:
        workspace, sighting = self._workspace, file.sighting
        passed(FaultPoint.FINGERPRINTED)
        match take_content(workspace, row, sighting, original):
            case Content.STORED:
                return self._duplicate(file, row, original)
            case Content.UNDER_WAY:
                return self._later(file, row, _SAME_PAPER)
        with work_directory() as work:
            with opened_file(original.path, settings=workspace.settings.ocr, work_directory=work) as opened:
                reading = opened.read(on_page)
                passed(FaultPoint.READ)
                if context:
                    parts: list[DossierPart] | None = [DossierPart(context, row, reading)]
                else:
                    scan = BatchScan(workspace, self._run_id, sighting, row)
                    parts = scan.parts(original, reading, opened.pages)
                if parts is None:
                    return self._later(file, row, _SAME_PAPER)
                ready = [self._ready(opened, original, part, work) for part in parts]
                passed(FaultPoint.ARCHIVED)
            if has_changed(file):
                return self._later(file, row, _CHANGED)
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
        if not documents and not self._was_stored_before(file, original):
            return self._duplicate(file, row, original)
        if file.sighting.dossier_code is None:
            with self._workspace.ledger.transaction() as connection:
                files_table.hold(connection, row)
                files_table.finish(
                    connection, row.id, FileOutcome.STORED, sha256=original.sha256, pages=pages
                )
                ended = self._events(row).ended(
                    FileOutcome.STORED, sha256=original.sha256, dossiers=sorted(documents)
                )
                events_table.note(connection, ended)
            passed(FaultPoint.PARTS_RECORDED)
        return FileResult(file.name, Outcome.STORED, pages=pages, documents=documents)

    def _was_stored_before(self, file: InboxFile, original: Original) -> bool:
        """Whether a killed run stored all parts of this batch scan and did not come to say so."""
        with self._workspace.ledger.reading() as connection:
            return file.sighting.dossier_code is None and contents_table.holds_parts_of(
                connection, file.sighting, original.sha256
            )

    def _store(
        self, part: DossierPart, read: ReadFile, *, pages: dict[str, int] | None
    ) -> tuple[StoredDocument, ...] | None:
        """The papers of one dossier as stored; None where it holds them by now."""
        code, row = part.dossier_code, part.row
        stored = publishing.publish(self._workspace, read, dossier_code=code, row=row, run_id=self._run_id)
        events = FileEvents(row, self._run_id, code)
        told = tuple(events.stored(self._workspace, read, stored))
        try:
            recorded = publishing.record(
                self._workspace, read, stored, dossier_code=code, row=row, pages=pages, events=told
            )
        except AlreadyStored:
            if pages is None:
                with self._workspace.ledger.transaction() as connection:
                    files_table.hold(connection, row)
                    files_table.release(connection, row.id)
                    events_table.note(connection, events.given_back())
            return None
        passed(FaultPoint.RECORDED)
        return recorded

    def _later(self, file: InboxFile, row: FileRow, detail: str) -> FileResult:
        """Gives the claim back: the file is there, or taken in by another run, when the next run looks."""
        with self._workspace.ledger.transaction() as connection:
            files_table.hold(connection, row)
            files_table.release(connection, row.id)
            events_table.note(connection, self._events(row).given_back())
        return FileResult(file.name, Outcome.WAITING, Reason.GROWING, detail)

    def _duplicate(self, file: InboxFile, row: FileRow, original: Original) -> FileResult:
        require_stored(self._workspace, file.sighting.dossier_code, original)
        with self._workspace.ledger.transaction() as connection:
            files_table.hold(connection, row)
            files_table.finish(connection, row.id, FileOutcome.DUPLICATE, sha256=original.sha256)
            ended = self._events(row).ended(FileOutcome.DUPLICATE, sha256=original.sha256)
            events_table.note(connection, ended)
        passed(FaultPoint.RECORDED)
        return FileResult(file.name, Outcome.DUPLICATE)

    def _quarantine(self, file: InboxFile, row: FileRow, fault: FileRefused | StepFailed) -> FileResult:
        # asks the inbox, which may take its time: outside of the transaction
        refused_under = circumstances(fault.reason, file, self._workspace.settings.ocr)
        with self._workspace.ledger.transaction() as connection:
            refusal = Refusal(
                reason=fault.reason,
                detail=fault.message,
                transient=fault.transient,
                refused_under=refused_under,
                register_state=register_table.register_state(connection),
            )
            files_table.hold(connection, row)
            quarantine_table.refuse(connection, row.id, refusal)
            events_table.note(connection, self._events(row).refused(fault.reason))
        passed(FaultPoint.RECORDED)
        return FileResult(file.name, Outcome.QUARANTINED, fault.reason, fault.message)

    def _events(self, row: FileRow) -> FileEvents:
        return FileEvents(row, self._run_id)


def _page_counts(reading: Reading) -> Counter[str]:
    counts: Counter[str] = Counter(total=len(reading.pages))
    for page in reading.pages:
        source = PageSource.OCR if page.source is PageSource.MIXED else page.source
        counts[source.value] += 1
    return counts
