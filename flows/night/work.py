"""What a worker does with one chunk: claims it in a run of its own, takes its files in, tells of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from dossiers.errors import SohoaError
from flows.batch import batch_run
from flows.inbox import open_inbox
from flows.night.chunk_files import ChunkFiles
from flows.night.same_folders import other_folders
from flows.protection import require_protection
from flows.taking_in import TakeIn
from flows.workspace import Workspace
from storage import chunks_table, nights_table


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of one call.

    Attributes:
        claimed: not where another run has the chunk, it is done, or the night is over.
        files, pages: taken in by this call; pages as read.
        stopped: the night was stopped meanwhile.
        error: what ended it that is no file's fault; it stands in the ledger, and the chunk is free again.
    """

    claimed: bool
    files: int = 0
    pages: int = 0
    stopped: bool = False
    error: SohoaError | None = None


class _NothingToDo(Exception):
    """The chunk is not to be had: no run is entered."""


def work_on(workspace: Workspace, night_id: str, number: int, take_in: TakeIn) -> Worked:
    """Claims one chunk of a night and takes its files in, if it is to be had.

    Args:
        workspace: of this machine; the same inbox, store and ledger as the night's own run has.
        night_id: the run that shares the night out.
        number: of the chunk.
        take_in: how files are taken in here.

    Raises:
        SohoaError: inbox or store of this machine are others than the night's, out of reach, or may not be
            used as they are; the chunk is free as before.
        LedgerOutOfReach: the ledger does not answer, so that nothing can be told; the chunk is free by the
            end of this run's promise.
    """
    if (missing := _what_is_missing(workspace, night_id)) is not None:
        # The night's own run has to hear of it: a machine that is always free would be asked for each chunk.
        with workspace.ledger.transaction() as connection:
            is_for_others = chunks_table.refuse(connection, night_id, number, missing.document())
        if is_for_others:
            raise missing
        return Worked(claimed=False)

    def claim(connection: Connection, run_id: str) -> None:
        if not chunks_table.claim(connection, night_id, number, run_id):
            raise _NothingToDo

    note = f"chunk {number} of {night_id}"
    try:
        with batch_run(workspace, note=note, part_of=night_id, entered=claim) as run_id:
            return _worked(workspace, ChunkFiles(workspace, night_id, number, run_id), take_in)
    except _NothingToDo:
        return Worked(claimed=False)


def _what_is_missing(workspace: Workspace, night_id: str) -> SohoaError | None:
    """What keeps this machine from taking in any file: asked before it holds a chunk that others can do."""
    if (others := other_folders(workspace.settings, night_id)) is not None:
        return others
    try:
        open_inbox(workspace.settings.inbox).require_usable()
        require_protection(workspace.store)
    except SohoaError as error:
        return error
    return None


def _worked(workspace: Workspace, files: ChunkFiles, take_in: TakeIn) -> Worked:
    try:
        with _told(workspace, files):
            for _ in files.taken_in(take_in):
                pass
    except SohoaError as error:
        return Worked(claimed=True, files=files.count, pages=files.pages, error=error)
    with workspace.ledger.transaction() as connection:
        stopped = not nights_table.goes_on(connection, files.night_id)
        if not stopped:
            chunks_table.end(connection, files.night_id, files.number, files.run_id)
    return Worked(claimed=True, files=files.count, pages=files.pages, stopped=stopped)


@contextmanager
def _told(workspace: Workspace, files: ChunkFiles) -> Iterator[None]:
    """What ends the work before its end stands in the ledger: the night's own run says it."""
    try:
        yield
    except Exception as error:
        told = error if isinstance(error, SohoaError) else SohoaError(f"A bug: {type(error).__name__}.")
        with workspace.ledger.transaction() as connection:
            chunks_table.fail(connection, files.night_id, files.number, files.run_id, told.document())
        raise
    except BaseException:  # told to end: nothing is wrong with the chunk, nor with this machine
        with suppress(SohoaError), workspace.ledger.transaction() as connection:
            chunks_table.give_back(connection, files.run_id)
        raise
