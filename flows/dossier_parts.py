"""What a file brings for each dossier: all of it, or what the sheets of a batch scan give to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from config.fault_points import FaultPoint, passed
from dossiers.codes import looks_like_dossier_code
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from dossiers.rules import rule_set_on
from flows.parting import pages_by_dossier
from flows.publishing import Original
from flows.way_events import FileEvents
from flows.workspace import Workspace
from ocr.reading.spooled_pages import SpooledPages
from ocr.understanding.context import DossierContext, dossier_context
from ocr.values import Reading
from storage import contents_table, events_table, files_table, register_table
from storage.contents_table import Content
from storage.documents_table import lock_dossier
from storage.files_table import FileRow, Sighting, part_of


@dataclass(frozen=True, slots=True)
class DossierPart:
    """The pages of a file that belong to one dossier.

    Attributes:
        row: the claim that keeps the numbers of its papers: that of the file, or one of its own.
        reading: these pages alone.
    """

    context: DossierContext
    row: FileRow
    reading: Reading

    @property
    def dossier_code(self) -> str:
        """The dossier."""
        return self.context.dossier_code


def context_of(
    workspace: Workspace, code: str, declared_slot: str | None, *, by_person: bool
) -> DossierContext:
    """What is known of a dossier before its paper is looked at.

    Raises:
        FileRefused: no register holds it.
    """
    with workspace.ledger.reading() as connection:
        record = register_table.dossier(connection, code)
        rows = register_table.rows_of(connection, code)
    if record is None:  # any other name of a folder may be a person's
        named = f"the dossier {code}" if looks_like_dossier_code(code) else "a dossier of the folder's name"
        raise FileRefused(f"No register holds {named}.", reason=Reason.UNKNOWN_DOSSIER)
    procedure = workspace.catalogue.get(record.procedure_code)
    return dossier_context(
        record,
        procedure,
        rows,
        rule_set_on(record.received_on, workspace.rule_sets),
        declared_slot=declared_slot,
        declared_by_person=by_person,
    )


class BatchScan:
    """A file that its sheets divide, claimed for one run."""

    def __init__(self, workspace: Workspace, run_id: str, sighting: Sighting, row: FileRow) -> None:
        """Keeps what its parts need."""
        self._workspace = workspace
        self._run_id = run_id
        self._sighting = sighting
        self._row = row

    def parts(self, original: Original, reading: Reading, pages: SpooledPages) -> list[DossierPart] | None:
        """What each dossier does not hold yet; None where another run works on a part.

        The registers hold all dossiers of the file before the first part is stored.

        Raises:
            FileRefused: no sheet says whose the pages are, or no register holds a dossier that one names.
        """
        numbers = pages_by_dossier(reading.pages)
        contexts = [self._context(code) for code in numbers]
        parts = []
        for context in contexts:
            match self._claim(context.dossier_code, original):
                case Content.UNDER_WAY:
                    return None
                case FileRow() as row:
                    own = replace(reading, pages=pages.numbered(numbers[context.dossier_code]))
                    parts.append(DossierPart(context, row, own))
        return parts

    def _context(self, code: str) -> DossierContext:
        try:
            return context_of(self._workspace, code, None, by_person=False)
        except FileRefused:
            with self._workspace.ledger.transaction() as connection:
                files_table.hold(connection, self._row)
                files_table.wait_for_dossier(connection, self._row.id, code)
            raise

    def _claim(self, code: str, original: Original) -> FileRow | Content:
        sighting = part_of(self._sighting, code)
        with self._workspace.ledger.transaction() as connection:
            row = files_table.claim(connection, sighting, self._run_id)
            if row is not None:
                events = FileEvents(row, self._run_id, code)
                events_table.note(connection, events.claimed(size=sighting.bytes, part_of=self._row))
        if row is None:
            return Content.UNDER_WAY
        content = take_content(self._workspace, row, sighting, original)
        if content is Content.FREE:
            return row
        with self._workspace.ledger.transaction() as connection:
            files_table.hold(connection, row)
            files_table.release(connection, row.id)
            events_table.note(connection, FileEvents(row, self._run_id, code).given_back())
        return content


def take_content(workspace: Workspace, row: FileRow, sighting: Sighting, original: Original) -> Content:
    """Takes the bytes of a claimed file, or of a part of it, for its run, unless somebody has them."""
    code, sha256 = sighting.dossier_code, original.sha256
    with workspace.ledger.transaction() as connection:
        lock_dossier(connection, code or sha256)
        files_table.hold(connection, row)
        taken = contents_table.take_content(connection, row.id, code=code, role=sighting.role, sha256=sha256)
    passed(FaultPoint.CONTENT_TAKEN)
    return taken
