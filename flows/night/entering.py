"""The plan of a night on its way into the ledger, where workers find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.inbox import InboxFile
from flows.night.cutting import cut
from flows.night.page_estimate import page_estimate
from flows.workspace import Workspace
from storage import chunks_table, nights_table, planned_table
from storage.planned_table import OWN, PlannedFile


class Entered(NamedTuple):
    """How many chunks a plan has, and whether it has files for the night's own run alone."""

    chunks: int
    has_own: bool


def enter(workspace: Workspace, run_id: str, files: Sequence[InboxFile]) -> Entered:
    """Cuts a plan and enters it; the position of a file in the ledger is that in `files`."""
    position_of = {file.sighting.path: position for position, file in enumerate(files)}
    estimate = page_estimate(workspace)
    found, lone = _by_sighting(files)
    chunks = dict(enumerate(cut(found, estimate, workspace.settings.night.chunk_pages), start=OWN + 1))
    planned = [
        PlannedFile(position_of[file.sighting.path], number, file.sighting, pages)
        for number, chunk in chunks.items()
        for file, pages in chunk.files
    ]
    planned += [
        PlannedFile(position_of[file.sighting.path], OWN, file.sighting, estimate(file)) for file in lone
    ]
    pages = sum(file.pages for file in planned)
    with workspace.ledger.transaction() as connection:
        nights_table.plan(connection, run_id, files=len(planned), pages=pages)
        chunks_table.enter(connection, run_id, chunks)
        planned_table.enter(connection, run_id, planned)
    return Entered(len(chunks), has_own=bool(lone))


def _by_sighting(files: Sequence[InboxFile]) -> tuple[list[InboxFile], list[InboxFile]]:
    """The files that other machines can find by what the ledger tells of them, and the others."""
    found: list[InboxFile] = []
    lone: list[InboxFile] = []
    for file in files:
        again = file.door.described(file.sighting) if file.is_of_inbox else None
        is_it = again is not None and (again.where, again.refused) == (file.where, file.refused)
        (found if is_it else lone).append(file)
    return found, lone
