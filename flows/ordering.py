"""In which order files are taken in: those of one dossier one after the other, dossiers side by side.

So numbers follow the names of the files, whatever the number of workers, and of two equal files the first
one is stored and the second is the duplicate.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from flows.inbox import InboxFile


class Line:
    """Files waiting in line. Not for more than one thread."""

    def __init__(self, files: Iterable[InboxFile]) -> None:
        """Lines up the files, in the order given, by dossier."""
        dossiers: dict[str | None, deque[InboxFile]] = {}
        for file in files:
            dossiers.setdefault(file.sighting.dossier_code, deque()).append(file)
        self._ready = deque(dossiers.values())
        self._under_way: dict[str, deque[InboxFile]] = {}

    def take(self, most: int) -> list[InboxFile]:
        """At most so many files that may begin now."""
        taken: list[InboxFile] = []
        while self._ready and len(taken) < most:
            dossier = self._ready.popleft()
            file = dossier.popleft()
            self._under_way[file.sighting.path] = dossier
            taken.append(file)
        return taken

    def done(self, file: InboxFile) -> None:
        """The file is finished: the next of its dossier may begin, before any other dossier does."""
        rest = self._under_way.pop(file.sighting.path)
        if rest:
            self._ready.appendleft(rest)
