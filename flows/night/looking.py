"""What the night's own run sees when it looks into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.workspace import Workspace
from storage import chunks_table, nights_table, planned_table, runs_table
from storage.chunks_table import ChunkRow
from storage.planned_table import FileEnding, PlannedFile


@dataclass(frozen=True, slots=True)
class Look:
    """The night at one moment: its chunks that are not done, and what became of files since the last look."""

    goes_on: bool
    endings: dict[int, FileEnding]
    chunks: list[ChunkRow]
    living: frozenset[str]


def look_at(workspace: Workspace, night_id: str) -> Look:
    """Looks at the night as a whole."""
    with workspace.ledger.reading() as connection:
        chunks = chunks_table.unfinished(connection, night_id)
        return Look(
            goes_on=nights_table.goes_on(connection, night_id),
            endings=planned_table.untold(connection, night_id),
            chunks=chunks,
            living=runs_table.living(connection, {chunk.run_id for chunk in chunks if chunk.run_id}),
        )


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The files of a night that have not come to their end; `chunks`: numbers of those that are not done."""

    files: list[PlannedFile]
    chunks: frozenset[int]
    living: frozenset[str]


def look_at_files(workspace: Workspace, night_id: str) -> OpenFiles:
    """Looks at each file that is left."""
    with workspace.ledger.reading() as connection:
        files = planned_table.open_files(connection, night_id)
        chunks = frozenset(chunk.number for chunk in chunks_table.unfinished(connection, night_id))
        holders = {file.taken_by for file in files if file.taken_by}
        return OpenFiles(files, chunks, runs_table.living(connection, holders))


def may_begin(files: Sequence[PlannedFile], living: frozenset[str]) -> bool:
    """Whether a file could be begun by somebody now: one whose dossier waits for no other file."""
    held = {file.sighting.dossier_code for file in files if file.taken_by in living} - {None}
    return any(file.taken_by not in living and file.sighting.dossier_code not in held for file in files)
