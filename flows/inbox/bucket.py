"""An inbox under a prefix of a bucket. Keys may hold names of persons: nothing here logs or raises one."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

from config.fault_points import FaultPoint, passed
from dossiers.errors import DiskFull, FileRefused, SettingsRefused, StepCrashed, StoreRefused
from dossiers.reasons import Reason
from flows.inbox.files import InboxFile, InboxView, Lying
from flows.inbox.naming import (
    Known,
    belonging,
    is_passed_over,
    is_plain,
    is_unfinished,
    lies_nowhere,
    parts_of,
    shortened,
)
from flows.work_directory import work_directory
from storage.files_table import Role, Sighting
from storage.s3_prefix import PrefixEntry, PrefixHead, S3Prefix

_NANOSECONDS = 1_000_000_000
_LONGEST_KEY = 1024 - 24  # bytes: of S3, less what a second name adds
_PLAIN_NAMES = 5
_PAGE = 5000
WRITTEN_LATELY_SECONDS = 60.0
"""An object older than this is at rest without a second look; the clocks may differ by nearly as much."""
_Answer = TypeVar("_Answer")
_ODD = re.compile(r"(?:^|/)/|\x00")


class BucketInbox:
    """Scans under a prefix. An object appears whole; two looks meet what is written anew again and again.

    Whether it is still the one that was seen is asked again before it is read, so where nothing was written
    lately one look is enough: a province's inbox is a hundred listings.
    """

    def __init__(self, place: S3Prefix, done: S3Prefix, *, settle_seconds: float) -> None:
        """Asks nothing of the server yet.

        Args:
            place: the inbox.
            done: where stored files move, on the same server.
            settle_seconds: between two looks.
        """
        self._place = place
        self._done = done
        self._settle_seconds = settle_seconds

    def require_usable(self) -> None:
        """See Inbox.require_usable; whether a file can be written to `done`, its move shows."""
        if self._place.place.holds(self._done.place):
            raise SettingsRefused(
                "Stored files would move to a place inside the inbox.", "Set [inbox] done to another prefix."
            )
        self._place.require_listing()
        try:
            self._done.require_bucket()
        except StoreRefused as error:
            raise StoreRefused(f"[inbox] done: {error.message}.", error.hint) from error

    def look(self, known: Known) -> InboxView:
        """See Inbox.look: what differs in size, time or ETag is still being written."""
        self.require_usable()
        before = {entry.key: entry for entry in self._entries()}
        entries: Iterable[PrefixEntry] = before.values()
        lately = (time.time() - WRITTEN_LATELY_SECONDS) * _NANOSECONDS
        if any(entry.stamp > lately for entry in entries):
            time.sleep(self._settle_seconds)
            entries = self._entries()
        ready: list[InboxFile] = []
        growing: list[InboxFile] = []
        for entry, file in self._files(entries, known):
            at_rest = before.get(entry.key) == entry and not is_unfinished(entry.key)
            (ready if at_rest else growing).append(file)
        return InboxView(tuple(ready), tuple(growing))

    def lying(self, known: Known) -> Lying:
        """See Inbox.lying."""
        return Lying(file for _, file in self._files(self._entries(), known))

    def described(self, sighting: Sighting) -> InboxFile | None:
        """See Inbox.described."""
        if not is_plain(sighting.path):
            return None
        refused = None
        if sighting.dossier_code is None and lies_nowhere(sighting.path):
            refused = Reason.UNKNOWN_DOSSIER
        if self._is_too_long(sighting.path):
            refused = Reason.UNREADABLE
        return InboxFile(self._place.place.prefix + sighting.path, sighting, self, refused)

    def has_changed(self, file: InboxFile) -> bool:
        """See Inbox.has_changed; an object that is there and may not be looked at is the same."""
        if file.refused is not None:
            return False
        try:
            head = self._place.head(file.where)
        except StoreRefused:
            return False
        return not _is_of(head, file)

    def is_gone(self, file: InboxFile) -> bool:
        """See Inbox.is_gone; a server that does not answer is an error here."""
        return self.has_changed(file)

    def is_readable(self, file: InboxFile) -> bool:
        """See Inbox.is_readable."""
        try:
            return self._place.head(file.where) is not None
        except StoreRefused:
            return False

    @contextmanager
    def fetched(self, file: InboxFile, *, max_bytes: int) -> Iterator[Path]:
        """See Inbox.fetched: a private copy, gone at the end of the block."""
        if file.sighting.bytes > max_bytes:
            raise FileRefused(
                f"It has {file.sighting.bytes} bytes; at most {max_bytes} are read.", reason=Reason.TOO_LARGE
            )
        with work_directory() as work:
            path = work / "original"
            self._download(file, path)
            yield path

    def answer_of(self, file: InboxFile, ask: Callable[[], _Answer]) -> _Answer | None:
        """See Inbox.answer_of: it reads a copy on this machine."""
        del file
        return ask()

    def leave(self, file: InboxFile) -> bool:
        """See Inbox.leave: copied, compared, deleted. A copy that a killed run made is taken for it."""
        try:
            head = self._place.head(file.where)
            if head is None or not _is_of(head, file):
                return True
            target = self._copied(file.where, head)
            passed(FaultPoint.COPIED_OUT)
            if target:
                self._place.delete(file.where, head)
        except StoreRefused as error:
            raise SettingsRefused(
                f"A stored file cannot leave the inbox: {error.message}",
                "Give this account the right to write in [inbox] done and to delete in the inbox; nothing "
                "is lost.",
            ) from error
        return True

    def stop_waiting(self) -> None:
        """See Inbox.stop_waiting."""
        self._place.stop_waiting()

    def address(self, file: InboxFile) -> str:
        """See Inbox.address."""
        return f"s3://{self._place.place.bucket}/{file.where}"

    def _entries(self) -> Iterator[PrefixEntry]:
        """Objects that are files: no "folders", nothing hidden."""
        skipped = len(self._place.place.prefix)
        for entry in self._place.entries():
            relative = entry.key[skipped:]
            is_file = not (relative.endswith("/") or relative.startswith(".") or "/." in relative)
            if relative and is_file and not is_passed_over(relative.rpartition("/")[2]):
                yield entry

    def _files(self, entries: Iterable[PrefixEntry], known: Known) -> Iterator[tuple[PrefixEntry, InboxFile]]:
        """The files page by page; for each page the register is asked once."""
        skipped = len(self._place.place.prefix)
        left = iter(entries)
        while page := list(islice(left, _PAGE)):
            known.expect(entry.key[skipped:] for entry in page)
            yield from ((entry, self._file(entry, known)) for entry in page)

    def _file(self, entry: PrefixEntry, known: Known) -> InboxFile:
        relative = entry.key[len(self._place.place.prefix) :]
        code, declared_slot, refused = belonging(parts_of(relative), known)
        sighting = Sighting(
            path=_ledger_path(relative),
            dossier_code=code,
            role=Role.of(declared_slot),
            declared_slot=declared_slot,
            bytes=entry.bytes,
            modified_ns=entry.stamp,
        )
        too_long = self._is_too_long(relative)
        return InboxFile(entry.key, sighting, self, Reason.UNREADABLE if too_long else refused)

    def _is_too_long(self, relative: str) -> bool:
        return len((self._done.place.prefix + relative).encode()) > _LONGEST_KEY

    def _download(self, file: InboxFile, path: Path) -> None:
        entry = PrefixEntry(file.where, file.sighting.bytes, file.sighting.modified_ns)
        try:
            is_there = self._place.download(entry, path)
        except StoreRefused as error:
            raise FileRefused("The file cannot be read in its bucket.", reason=Reason.UNREADABLE) from error
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise DiskFull("The temporary directory has no room for a file of the inbox.") from error
            raise StepCrashed(f"A working copy: {error.strerror or type(error).__name__}.") from error
        if not is_there:
            raise FileRefused("It is no longer the file that was seen.", reason=Reason.UNREADABLE)

    def _copied(self, key: str, head: PrefixHead) -> bool:
        """Whether a whole copy lies in `done`, by this name or one after it; False where it has to stay."""
        wanted = self._done.place.prefix + key.removeprefix(self._place.place.prefix)
        for name in _names(wanted, head.stamp):
            is_same = self._place.holds_same(key, head, self._done, name)
            if is_same is None:
                if not self._place.copy(key, head, self._done, name):
                    return False
                is_same = self._place.holds_same(key, head, self._done, name)
            if is_same:
                return True
        return False


def _is_of(head: PrefixHead | None, file: InboxFile) -> bool:
    sighting = file.sighting
    return head is not None and (head.bytes, head.stamp) == (sighting.bytes, sighting.modified_ns)


def _ledger_path(relative: str) -> str:
    """The key as the ledger knows it: no slash at its beginning, no two in a row, no NUL."""
    if not _ODD.search(relative):
        return relative
    plain = re.sub("/{2,}", "/", relative.replace("\x00", "")).strip("/")
    return shortened(plain, of=relative)


def _names(wanted: str, stamp: int) -> Iterator[str]:
    """The key, and those after it where it is taken: a few numbered ones, then one of this object alone."""
    yield wanted
    folder, slash, name = wanted.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    for addition in (*range(2, _PLAIN_NAMES + 1), stamp):
        yield f"{folder}{slash}{stem} ({addition}){dot}{suffix}" if stem else f"{wanted} ({addition})"
