"""Which files lie at rest: seen twice, unchanged, `settle_seconds` apart. Pure; the caller has the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flows.inbox import InboxFile
from flows.inbox.naming import is_unfinished

_LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class _Seen:
    file: InboxFile
    ready_at: float
    is_fresh: bool
    pause: float
    is_under_way: bool = False


class Resting:
    """Files that wait until they may be taken in. Not for more than one thread. Times are seconds."""

    def __init__(self, settle_seconds: float) -> None:
        """Begins with no file."""
        self._settle_seconds = settle_seconds
        self._seen: dict[str, _Seen] = {}

    def see(self, files: Iterable[InboxFile], at: float, names: Collection[str] | None = None) -> None:
        """Takes note of one look.

        What arrived while somebody listened is fresh: it goes before what lay there.

        Args:
            files: what lies there and is to be taken in.
            at: when.
            names: directly below the inbox, where was looked; None: everywhere.
        """
        found = {file.sighting.path: file for file in files if not is_unfinished(file.where)}
        for path in [path for path in self._seen if names is None or path.partition("/")[0] in names]:
            if path not in found and not self._seen[path].is_under_way:
                del self._seen[path]
        for path, file in found.items():
            known = self._seen.get(path)
            if known is None or (known.file.sighting != file.sighting and not known.is_under_way):
                fresh = names is not None or (known is not None and known.is_fresh)
                self._seen[path] = _Seen(file, at + self._settle_seconds, fresh, self._first_pause)

    def ready(self, at: float) -> list[InboxFile]:
        """What may be taken in, the fresh ones first."""
        resting = [one for one in self._seen.values() if one.ready_at <= at and not one.is_under_way]
        return [one.file for one in sorted(resting, key=lambda one: not one.is_fresh)]

    def next_at(self) -> float | None:
        """When the next file may be ready; None where none waits."""
        return min((one.ready_at for one in self._seen.values() if not one.is_under_way), default=None)

    def begin(self, file: InboxFile) -> None:
        """The file is being taken in."""
        self._seen[file.sighting.path].is_under_way = True

    def done(self, file: InboxFile) -> None:
        """The file was taken in, or refused."""
        self._seen.pop(file.sighting.path, None)

    def later(self, file: InboxFile, at: float) -> None:
        """The file waits for somebody else, a little longer each time."""
        one = self._seen.get(file.sighting.path)
        if one is not None:
            one.is_under_way = False
            one.ready_at = at + one.pause
            one.pause = min(one.pause * 2, _LONGEST_PAUSE)

    @property
    def _first_pause(self) -> float:
        return max(self._settle_seconds, 1.0)
