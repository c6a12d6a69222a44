"""Many records in little memory: a file of the system's own that has no name and is gone with the process."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from tempfile import TemporaryFile
from typing import IO, overload
from weakref import finalize

from dossiers.register_rows import RegisterRecord
from flows.register.room import in_working_copies

_BUFFER = 1 << 20


class Spool:
    """Takes records of one kind, one after another, and gives each back by its position."""

    def __init__(self, kind: type[RegisterRecord]) -> None:
        """Makes an empty one."""
        self._kind = kind
        self._file: IO[bytes] = TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - it lives as long as this
        finalize(self, self._file.close)
        self._starts = array("Q")
        self._end = 0

    def __len__(self) -> int:
        """How many it has taken."""
        return len(self._starts)

    def append(self, record: RegisterRecord) -> None:
        """Takes a record; before any is looked at.

        Raises:
            DiskFull: there is no room for it.
        """
        line = record.model_dump_json(exclude_defaults=True).encode() + b"\n"
        with in_working_copies():
            self._file.write(line)
        self._starts.append(self._end)
        self._end += len(line)

    def at(self, position: int) -> RegisterRecord:
        """The record at a position.

        Raises:
            DiskFull: there is no room for what was still to be written.
        """
        with in_working_copies():
            self._file.seek(self._starts[position])
            return self._kind.model_validate_json(self._file.readline())


class SpooledRows(Sequence[RegisterRecord]):
    """Records of a spool, as they are to be seen: some left out, each changed when it is looked at."""

    def __init__(
        self,
        spool: Spool,
        positions: Sequence[int],
        change: Callable[[RegisterRecord], RegisterRecord],
    ) -> None:
        """Shows the records at `positions`, each as `change` makes it."""
        self._spool = spool
        self._positions = positions
        self._change = change

    def __len__(self) -> int:
        """How many are shown."""
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> RegisterRecord: ...
    @overload
    def __getitem__(self, index: slice) -> list[RegisterRecord]: ...
    def __getitem__(self, index: int | slice) -> RegisterRecord | list[RegisterRecord]:
        """One record, or a list of some."""
        if isinstance(index, slice):
            return [self._change(self._spool.at(position)) for position in self._positions[index]]
        return self._change(self._spool.at(self._positions[index]))

    def without(self, indexes: Collection[int]) -> SpooledRows:
        """The same without those at these indexes."""
        kept = array("Q", (place for index, place in enumerate(self._positions) if index not in indexes))
        return SpooledRows(self._spool, kept, self._change)
