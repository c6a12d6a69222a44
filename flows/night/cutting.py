"""A plan cut into chunks by pages: files of one dossier stay together, in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.inbox import InboxFile

PagesOf = Callable[[InboxFile], int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one run is given at once: files with the pages of each, as estimated."""

    files: tuple[tuple[InboxFile, int], ...]

    @property
    def pages(self) -> int:
        """Of all its files."""
        return sum(pages for _, pages in self.files)


def cut(files: Sequence[InboxFile], pages_of: PagesOf, chunk_pages: int) -> list[Chunk]:
    """Cuts a plan.

    Args:
        files: in the order of the plan.
        pages_of: how many pages a file has.
        chunk_pages: that many at most; one dossier that has more is a chunk of its own.

    Returns:
        Chunks whose first dossiers stand in the order of the plan; a file of no dossier stands for itself.
    """
    chunks: list[Chunk] = []
    gathered: list[tuple[InboxFile, int]] = []
    pages = 0
    for dossier in _dossiers(files):
        measured = [(file, max(1, pages_of(file))) for file in dossier]
        more = sum(count for _, count in measured)
        if gathered and pages + more > chunk_pages:
            chunks.append(Chunk(tuple(gathered)))
            gathered, pages = [], 0
        gathered += measured
        pages += more
    return [*chunks, Chunk(tuple(gathered))] if gathered else chunks


def _dossiers(files: Sequence[InboxFile]) -> list[list[InboxFile]]:
    dossiers: dict[object, list[InboxFile]] = {}
    for position, file in enumerate(files):
        dossiers.setdefault(file.sighting.dossier_code or position, []).append(file)
    return list(dossiers.values())
