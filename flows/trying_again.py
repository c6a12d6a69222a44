"""One stored file done again up to where a rerun would publish it; nothing is written.

The archive copies are what costs most; whoever does not ask for them takes them as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dossiers.deciding import carried
from dossiers.judging import as_read
from dossiers.manifest import StoredDocument, StoredObject, StoredObjects
from flows import publishing
from flows.papers_again import documents_again, stored_original
from flows.publishing import Paper, ReadFile
from flows.reading_again import reading_again
from flows.redoing import is_same, same_pages
from flows.selecting import Stage
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.archiving.text_object import write_text_object
from ocr.reading.read_file import OpenedFile, opened_file
from ocr.understanding.context import DossierContext
from ocr.values import Document
from storage.instants import now

_RUN = "preview"
# What only the making of a copy finds (ocr/archiving/archive_copy.py).
_OF_COPIES = "archive_"


@dataclass(frozen=True, slots=True)
class FileAgain:
    """What a file would come out as.

    Attributes:
        papers: with the numbers they have, or would be next; with what people decided.
        rewritten: of how many the archive copy or the text has other bytes than before.
        written: how many entries of the manifest would be written: what differs need not be seen by anybody.
    """

    papers: tuple[StoredDocument, ...]
    rewritten: int
    written: int


def file_again(
    workspace: Workspace,
    entries: Sequence[StoredDocument],
    context: DossierContext,
    stage: Stage,
    *,
    next_number: int,
    copies: bool,
) -> FileAgain:
    """Does the papers of one original again, for looking at.

    Args:
        workspace: the open ledger and store.
        entries: the papers.
        context: of their dossier.
        stage: from where.
        next_number: for the first paper that is cut anew.
        copies: make the archive copies, too; else they are taken as they stand.

    Raises:
        FileRefused, StepFailed, StoreDamaged: the original cannot be read any more.
    """
    with work_directory() as work:
        original = stored_original(workspace, entries[0], work / "original")
        with opened_file(original.path, settings=workspace.settings.ocr, work_directory=work) as opened:
            reading = reading_again(workspace, entries, opened, stage, work)
            documents = documents_again(workspace, entries, reading, context, stage)
            olds = same_pages(entries, documents)
            if copies:
                file = publishing.archived(opened, original, reading, documents, work)
            else:
                told = _with_old_copies(opened, documents, olds, work)
                file = ReadFile(original, reading, told, ready_at=now())
            first = min(entries, key=lambda entry: entry.came)
            papers = []
            for paper, old in zip(file.papers, olds, strict=True):
                number = old.number if old else next_number
                next_number += old is None
                papers.append(
                    _paper(file, paper, old or first, number=number, is_new=old is None, copies=copies)
                )
    kept = {entry.number: entry for entry in entries}
    return FileAgain(
        papers=tuple(papers),
        rewritten=sum(
            paper.number in kept and paper.objects != kept[paper.number].objects for paper in papers
        ),
        written=sum(not is_same(paper, kept.get(paper.number)) for paper in papers),
    )


def _with_old_copies(
    opened: OpenedFile,
    documents: Sequence[Document],
    olds: Sequence[StoredDocument | None],
    work: Path,
) -> tuple[Paper, ...]:
    papers = []
    for index, (document, old) in enumerate(zip(documents, olds, strict=True)):
        text = work / f"text-{index}.json"
        write_text_object(opened.pages.numbered(document.pages), text)
        of_copy = [name for name in as_read(old).findings if name.startswith(_OF_COPIES)] if old else []
        findings = tuple(dict.fromkeys((*document.findings, *of_copy)))
        papers.append(Paper(document.model_copy(update={"findings": findings}), None, text))
    return tuple(papers)


def _paper(
    file: ReadFile, paper: Paper, before: StoredDocument, *, number: int, is_new: bool, copies: bool
) -> StoredDocument:
    old_copy = before.objects.archive
    new_copy = _again(old_copy or before.objects.original, paper.archive) if paper.archive else None
    objects = StoredObjects(
        original=before.objects.original,
        archive=new_copy if copies else old_copy,
        text=_again(before.objects.text, paper.text),
    )
    fresh = publishing.entry_of(file, paper.document, number=number, objects=objects, run_id=_RUN)
    if is_new:
        return fresh.model_copy(update={"first_stored_at": before.stored_at, "arrival": before.arrival})
    return carried(fresh, before)


def _again(before: StoredObject, content: Path) -> StoredObject:
    """The object as it would be stored; its key would be another one where the bytes are."""
    sha256, size = publishing.measured(content)
    return before.model_copy(update={"sha256": sha256, "bytes": size})
