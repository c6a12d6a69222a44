"""Files that are stored already are told by their hashes, many at once: nothing is opened or read.

A scanner's folder that was copied back, or an inbox restored from a backup, brings thousands of them. What is
not plainly so goes the usual way (`flows/way.py`), which comes to the same end for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from config.fault_points import FaultPoint, passed
from dossiers.errors import FileRefused
from dossiers.manifest import StoredDocument
from flows.fingerprint import fingerprint
from flows.inbox import InboxFile, NoAnswer, has_changed, move_to_done
from flows.way import FileResult, Outcome
from flows.way_events import FileEvents
from flows.workspace import Workspace
from storage import contents_table, events_table, files_table, register_table
from storage.chunks import chunks
from storage.contents_table import StoredContent, StoredOriginal
from storage.documents_table import documents_of, lock_dossier
from storage.files_table import FileOutcome, FileRow

_TOGETHER = 200
_SECONDS = 60.0


class SetAside(NamedTuple):
    """What became of the files of a plan: those still to do, and those that were stored already."""

    to_do: tuple[InboxFile, ...]
    results: tuple[FileResult, ...]


class _Alike(NamedTuple):
    """A file that may be stored already: the contents of its size, and the last row of its path."""

    file: InboxFile
    contents: list[StoredContent]
    last_row: int | None


class _Known(NamedTuple):
    file: InboxFile
    content: StoredContent
    last_row: int | None


def set_aside_known(
    workspace: Workspace, run_id: str, files: Sequence[InboxFile], *, seconds: float = _SECONDS
) -> SetAside:
    """Records the files whose bytes their dossiers hold as duplicates; they leave the inbox.

    Args:
        workspace: whose ledger and store.
        run_id: the run that does it.
        files: what lies there to be done.
        seconds: a slow share holds up what is new no longer; what is left then goes the usual way.

    Raises:
        OutOfReach: the store or the ledger does not answer; nothing is lost.
        SettingsRefused: a file may not leave the inbox.
    """
    set_aside: dict[str, FileResult] = {}
    until = monotonic() + seconds
    for some in chunks([file for file in files if file.sighting.dossier_code and _is_whole(file)], _TOGETHER):
        if monotonic() >= until:
            break
        for file in _taken(workspace, run_id, some, until):
            set_aside[file.sighting.path] = FileResult(file.name, Outcome.DUPLICATE)
    to_do = tuple(file for file in files if file.sighting.path not in set_aside)
    return SetAside(to_do, tuple(set_aside.values()))


def _is_whole(file: InboxFile) -> bool:
    return file.is_of_inbox and file.refused is None


def _taken(workspace: Workspace, run_id: str, files: Sequence[InboxFile], until: float) -> list[InboxFile]:
    """Those of the files that were stored already: recorded, moved, settled, in this order."""
    known = _held(workspace, _hashed(workspace, _of_known_size(workspace, files), until))
    if not known:
        return []
    try:
        recorded = _recorded(workspace, run_id, known)
    except IntegrityError:  # another run claimed one of them at this moment: all go the usual way
        return []
    passed(FaultPoint.RECORDED)
    moved: list[FileRow] = []
    for file, row in recorded:
        if move_to_done(file):
            moved.append(row)
        passed(FaultPoint.MOVED)
    with workspace.ledger.transaction() as connection:
        for row in moved:
            if files_table.settle(connection, row.id):
                events_table.note(connection, FileEvents(row, run_id).settled())
    passed(FaultPoint.SETTLED)
    return [file for file, _ in recorded]


def _of_known_size(workspace: Workspace, files: Sequence[InboxFile]) -> list[_Alike]:
    """The files that may be stored already, with what they may be; whoever is new is not read for this."""
    codes = {str(file.sighting.dossier_code) for file in files}
    with workspace.ledger.reading() as connection:
        stored = contents_table.stored_contents(connection, codes)
        if not stored:
            return []
        paths = [file.sighting.path for file in files]
        taken = files_table.in_somebodys_hands(connection, paths)
        last_rows = files_table.last_rows(connection, paths)
        registered = register_table.registered(connection, codes)
    by_size: dict[tuple[str, str, int], list[StoredContent]] = {}
    for content in stored:
        by_size.setdefault((content.dossier_code, content.role.value, content.bytes), []).append(content)
    found = []
    for file in files:
        seen = file.sighting
        alike = by_size.get((str(seen.dossier_code), seen.role.value, seen.bytes))
        if alike and seen.path not in taken and seen.dossier_code in registered:
            found.append(_Alike(file, alike, last_rows.get(seen.path)))
    return found


def _hashed(workspace: Workspace, files: Sequence[_Alike], until: float) -> list[_Known]:
    """The files whose hashes are those of stored ones."""
    most = workspace.settings.ocr.max_bytes

    def known(candidate: _Alike) -> list[_Known]:
        file, alike, last_row = candidate
        if monotonic() >= until or has_changed(file):
            return []
        try:
            with file.door.fetched(file, max_bytes=most) as path:
                sha256 = fingerprint(file, path, by_person=False).sha256
        except (FileRefused, NoAnswer):
            return []
        return [_Known(file, content, last_row) for content in alike if content.sha256 == sha256]

    with _pool(workspace) as pool:
        return [one for found in pool.map(known, files) for one in found]


def _held(workspace: Workspace, known: Sequence[_Known]) -> list[_Known]:
    """Those whose original was not purged, and lies in the store; they still lie in the inbox."""
    with workspace.ledger.reading() as connection:
        papers = documents_of(connection, sorted(_codes(known)))

    def is_held(one: _Known) -> bool:
        of = _original(papers, one)
        is_stored = of is not None and of.is_held and workspace.store.head(of.stored.key) is not None
        return is_stored and not has_changed(one.file)

    with _pool(workspace) as pool:
        return [one for one, held in zip(known, pool.map(is_held, known), strict=True) if held]


def _original(papers: Mapping[str, Sequence[StoredDocument]], one: _Known) -> StoredOriginal | None:
    return contents_table.original_of(papers.get(one.content.dossier_code, []), one.content.sha256)


def _pool(workspace: Workspace) -> ThreadPoolExecutor:
    """Buckets answer late, and many at once as late as one."""
    return ThreadPoolExecutor(max_workers=workspace.settings.batch.worker_count, thread_name_prefix="known")


def _recorded(workspace: Workspace, run_id: str, known: Sequence[_Known]) -> list[tuple[InboxFile, FileRow]]:
    """Enters them as duplicates, if they still are, and nobody else has them in hand by now.

    Raises:
        IntegrityError: somebody has one of them in hand since it was asked; none is entered.
    """
    with workspace.ledger.transaction() as connection:
        codes = sorted(_codes(known))
        for code in codes:
            lock_dossier(connection, code)
        plain = _as_they_were(connection, known, codes)
        if not plain:
            return []
        rows = files_table.record_duplicates(
            connection, [(one.file.sighting, one.content.sha256) for one in plain], run_id
        )
        for one, row in zip(plain, rows, strict=True):
            events = FileEvents(row, run_id)
            events_table.note(
                connection,
                events.claimed(size=one.file.sighting.bytes),
                events.ended(FileOutcome.DUPLICATE, sha256=one.content.sha256),
            )
    return [(one.file, row) for one, row in zip(plain, rows, strict=True)]


def _as_they_were(connection: Connection, known: Sequence[_Known], codes: Sequence[str]) -> list[_Known]:
    """Those whose content is still held, and whose file nobody had in hand since it was looked at."""
    paths = [one.file.sighting.path for one in known]
    taken = files_table.in_somebodys_hands(connection, paths)
    last_rows = files_table.last_rows(connection, paths)
    stored = contents_table.stored_contents(connection, codes)
    papers = documents_of(connection, codes)

    def is_as_it_was(one: _Known) -> bool:
        path, of = one.file.sighting.path, _original(papers, one)
        is_free = path not in taken and last_rows.get(path) == one.last_row
        return is_free and one.content in stored and of is not None and of.is_held

    return [one for one in known if is_as_it_was(one)]


def _codes(known: Collection[_Known]) -> set[str]:
    return {one.content.dossier_code for one in known}
