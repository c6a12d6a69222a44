"""The review sheet: the papers that wait for a person, with pictures from the store, as one private file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.sections import Language
from dossiers.errors import (
    FileRefused,
    InputRefused,
    ObjectMissing,
    StepFailed,
    UnknownDossier,
    UsageError,
)
from dossiers.manifest import StoredDocument
from dossiers.periods import VIETNAM
from dossiers.register import RESULT_SLOT
from flows.review.review_view import view_of
from flows.review.reviewing import papers_to_review, parse_document_id
from flows.selecting import Selection
from flows.statuses import status_of
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.picturing import page_pictures
from reports.paper_view import PaperView
from reports.review_sheet import SheetPaper, to_html
from reports.texts import Text
from reports.words import Words
from storage import register_table
from storage.disk import private_file

MOST_PAGES = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as HTML: how many papers it shows, of how many of the selected dossiers that wait."""

    html: str
    shown: int
    waiting: int


def review_sheet(
    workspace: Workspace,
    selection: Selection,
    *,
    limit: int,
    language: Language,
    on_paper: Callable[[int], None] | None = None,
) -> Sheet:
    """The papers of the selected dossiers that wait for a person; of all where nothing is selected.

    A paper that was decided, or is gone, when its turn comes is passed over.

    Raises:
        UnknownDossier: a named dossier is in no register, or another option excludes it.
        OutOfReach: the store or the ledger does not answer.
    """
    waiting = _waiting(workspace, selection)
    wanted = waiting[:limit]
    papers: list[SheetPaper] = []
    for document in wanted:
        papers += _paper(workspace, document, language)
        if on_paper:
            on_paper(len(wanted))
    left = len(waiting) - len(wanted) + len(papers)
    made_at = datetime.now(VIETNAM).replace(microsecond=0)
    return Sheet(to_html(papers, language, waiting=left, made_at=made_at), len(papers), left)


def write_private(content: str, path: Path) -> None:
    """Writes a file that this account alone may read; it is there whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file.", "Choose another --out.")
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.unlink(missing_ok=True)
        with private_file(partial) as file:
            file.write(content.encode())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Choose another --out.") from None


def _waiting(workspace: Workspace, selection: Selection) -> list[str]:
    documents = [item.document for item in papers_to_review(workspace)]
    if selection.is_empty:
        return documents
    with workspace.ledger.reading() as connection:
        records = [entry for entry in register_table.all_dossiers(connection) if selection.holds(entry)]
    codes = {record.dossier_code for record in records}
    if unknown := set(selection.dossier_codes) - codes:
        raise UnknownDossier(f"No register holds the dossier {min(unknown)}, or another option excludes it.")
    return [document for document in documents if parse_document_id(document)[0] in codes]


def _paper(workspace: Workspace, document: str, language: Language) -> list[SheetPaper]:
    """The paper as it stands now; none where nobody has to decide about it any more."""
    try:
        view = _in_language(view_of(workspace, document), language)
    except InputRefused:
        return []
    if view.entry.review_reason is None:
        return []
    missing, undetermined = _lacks(workspace, view.dossier_code)
    return [SheetPaper(view, _pictures(workspace, view.entry), missing, undetermined)]


def _in_language(view: PaperView, language: Language) -> PaperView:
    return replace(view, slots={**view.slots, RESULT_SLOT: Words(language).say(Text.RESULT)})


def _lacks(workspace: Workspace, code: str) -> tuple[tuple[str, ...] | None, int]:
    """The slots that the dossier lacks, the result last, and how many more may be due.

    None where nobody knows what it owes.
    """
    try:
        status = status_of(workspace, code)
    except UnknownDossier:
        return None, 0
    if status.components.due is None:
        return None, 0
    result = (RESULT_SLOT,) if status.result.due and not status.result.state.is_digitised else ()
    return (*status.missing, *result), status.components.undetermined


def _pictures(workspace: Workspace, entry: StoredDocument) -> tuple[bytes, ...]:
    """Its first pages; none where they cannot be shown: the sheet says so, and `sohoa verify` why."""
    archive = entry.objects.archive
    stored = archive or entry.objects.original
    if stored not in entry.held:
        return ()
    numbers = range(1, entry.pages + 1) if archive else entry.source_pages
    with work_directory() as work:
        copy = work / "paper.pdf"
        try:
            if workspace.store.download(stored.key, copy) != stored.sha256:
                return ()
            return page_pictures(
                copy, numbers[:MOST_PAGES], settings=workspace.settings.ocr, work_directory=work
            )
        except (ObjectMissing, FileRefused, StepFailed):
            return ()
