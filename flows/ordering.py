"""In which order files are taken in: those of one dossier one after the other, dossiers side by side.

So numbers follow the names of the files, whatever the number of workers, and of two equal files the first
one is stored and the second is the duplicate.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from flows.inbox import InboxFile

_Waiting = deque[tuple[int, InboxFile]]
"""Files of one dossier, or batch scans, which have none, each with its place in the line."""


class Line:
    """Files waiting in line. Not for more than one thread."""

    def __init__(
        self, files: Iterable[InboxFile], *, may_begin: Callable[[InboxFile], bool] | None = None
    ) -> None:
        """Lines up the files, in the order given, by dossier.

        `may_begin` is asked for each just before it begins; one that may not is passed over.
        """
        dossiers: dict[str | None, _Waiting] = {}
        for place in enumerate(files):
            dossiers.setdefault(place[1].sighting.dossier_code, deque()).append(place)
        self._may_begin = may_begin
        self._ready = [(waiting[0][0], waiting) for waiting in dossiers.values()]  # a heap: they ascend
        self._under_way: dict[str, _Waiting] = {}

    def take(self, most: int) -> list[InboxFile]:
        """At most so many files that may begin now."""
        taken: list[InboxFile] = []
        while self._ready and len(taken) < most:
            _, dossier = heappop(self._ready)
            _, file = dossier.popleft()
            if self._may_begin is None or self._may_begin(file):
                self._under_way[file.sighting.path] = dossier
                taken.append(file)
            else:
                self._line_up(dossier)
        return taken

    def done(self, file: InboxFile) -> None:
        """The file is finished: the next of its dossier may begin, before any that stands behind it."""
        self._line_up(self._under_way.pop(file.sighting.path))

    def _line_up(self, dossier: _Waiting) -> None:
        if dossier:
            heappush(self._ready, (dossier[0][0], dossier))
