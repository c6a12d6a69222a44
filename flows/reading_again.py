"""The reading of a stored file: read again, or put together from what is stored of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dossiers.manifest import StoredDocument
from flows.selecting import Stage
from flows.workspace import Workspace
from ocr.archiving.text_object import stored_lines
from ocr.reading.read_file import OpenedFile
from ocr.values import Reading, Signature

_FILE_FINDINGS = ("restricted", "signed", "active_content")


def reading_again(
    workspace: Workspace, entries: Sequence[StoredDocument], file: OpenedFile, stage: Stage, work: Path
) -> Reading:
    """The pages of these papers, read again or recalled: a batch scan holds other dossiers' pages too."""
    if stage is not Stage.READ:
        return _stored_reading(workspace, entries, file, work)
    mine = {page for entry in entries for page in entry.source_pages}
    reading = file.read()
    if len(mine) == len(reading.pages):
        return reading
    return replace(reading, pages=file.pages.numbered(sorted(mine)))


def _stored_reading(
    workspace: Workspace, entries: Sequence[StoredDocument], file: OpenedFile, work: Path
) -> Reading:
    """The reading of a file, put together again from the text objects of its papers."""
    found = {finding for entry in entries for finding in entry.findings}
    return Reading(
        media_type=entries[0].objects.original.media_type,
        pages=file.recall(_stored_pages(workspace, entries, work)),
        signatures=tuple(Signature.model_validate(entry) for entry in entries[0].signatures),
        findings=tuple(finding for finding in _FILE_FINDINGS if finding in found),
    )


def _stored_pages(
    workspace: Workspace, entries: Sequence[StoredDocument], work: Path
) -> Iterator[tuple[int, bytes]]:
    """Every page once, in the order of the file: papers hold neighbouring pages."""
    text = work / "stored.json"
    for entry in sorted(entries, key=lambda entry: entry.source_pages):
        workspace.store.download(entry.objects.text.key, text)
        yield from stored_lines(text)
