"""What lies below a folder, its folders side by side: one that does not answer holds up no other.

A folder may be the mount of a unit's file server, and a call to a server that is gone never returns. So each
folder of the inbox is walked by a thread that nobody has to wait for.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from flows.inbox.naming import is_passed_over

Listing = Callable[[str], AbstractContextManager[Iterator[os.DirEntry[str]]]]
"""How a folder is listed: `os.scandir`."""

_SIDE_BY_SIDE: Final = 8
_MOMENT: Final = 0.05  # seconds
_LOOSE: Final = -1  # the group of what stands before the folders
_GRACE: Final = 0.2  # seconds for a call that was given up and is about to end
_MOST_OF_A_SHARE: Final = 60  # times as long as one answer: one that always answers late ends, too
_FOLDERS_IN_A_MOMENT: Final = 200  # a thread that comes to fewer waits for a far server: another one helps


class Found(NamedTuple):
    """A file, or with `bytes` None what cannot be seen."""

    path: str
    bytes: int | None
    modified_ns: int


@dataclass(slots=True)
class _Walk:
    """One folder of the inbox on its way. `groups`: what was found, by numbers of folders seen whole."""

    path: str
    is_share: bool
    groups: dict[int, list[Found]] = field(default_factory=dict)
    begun_at: float = 0.0
    answered_at: float = 0.0
    is_given_up: bool = False
    is_back: threading.Event | None = None  # of one that was given up


_stuck: dict[str, _Walk] = {}
"""Walks of this process that were given up and have not come back: nobody sends another one after them."""


class Unlisted(Exception):
    """The folder to walk cannot be listed itself."""


def walk(
    root: str, *, is_share: Callable[[str], bool], seconds: float, listing: Listing, turn: float = 0.0
) -> tuple[list[Found], int]:
    """The files below a folder, and how many of its folders did not answer.

    The files of a folder stand before its folders, by name; no link is followed. Of a folder that has not
    answered in time nothing is told; of the share of a unit, the dossiers that were seen whole: an answer may
    take `seconds`, all of them together 60 times as long.

    Args:
        root: the folder.
        is_share: whether a folder of this name holds dossiers, and is none.
        seconds: how long one folder of `root` may be silent.
        listing: lists one folder.
        turn: behind which part of its dossiers a share is begun: 0 to 1. Another one every night, and all
            are met in some nights, however slow it is.

    Raises:
        Unlisted: the folder itself cannot be listed.
    """
    found: list[Found] = []
    walks: list[_Walk] = []
    for entry in _entries(root, listing):
        if entry is None:
            raise Unlisted
        if _is_folder(entry):
            walks.append(_Walk(entry.path, is_share(entry.name)))
        elif not is_passed_over(entry.name):
            found.extend(_file(entry))
    _Walkers(walks, seconds, listing, turn).finish()
    for one in walks:
        for _, group in sorted(one.groups.items()):
            found.extend(group)
    return found, sum(one.is_given_up for one in walks)


class _Walkers:
    """Threads that walk side by side, as many as the folders are slow."""

    def __init__(self, walks: list[_Walk], seconds: float, listing: Listing, turn: float) -> None:
        self._seconds = seconds
        self._listing = listing
        self._turn = turn
        self._changed = threading.Condition()
        self._under_way: set[int] = set()
        self._walks = walks
        end = time.monotonic() + _GRACE
        for one in walks:
            one.is_given_up = _is_stuck(one, until=end)
        self._waiting = deque(number for number, one in enumerate(walks) if not one.is_given_up)
        self._left = len(self._waiting)
        self._threads = 0

    def finish(self) -> None:
        """Comes back when each folder was walked or given up."""
        with self._changed:
            walked = 0
            while self._left:
                is_slow = walked < _FOLDERS_IN_A_MOMENT * self._threads
                if self._waiting and (not self._threads or (is_slow and self._threads < _SIDE_BY_SIDE)):
                    self._threads += 1
                    threading.Thread(target=self._work, name="inbox", daemon=True).start()
                before = self._left
                self._changed.wait(_MOMENT)
                walked = before - self._left
                self._give_up_who_is_late()

    def _give_up_who_is_late(self) -> None:
        for number in [each for each in self._under_way if self._is_late(self._walks[each])]:
            one = self._walks[number]
            one.is_given_up, one.is_back = True, threading.Event()
            _stuck[one.path] = one
            self._under_way.remove(number)
            self._left -= 1
            self._threads -= 1  # another one takes its place

    def _is_late(self, one: _Walk) -> bool:
        now = time.monotonic()
        return one.answered_at < now - self._seconds or one.begun_at < now - self._seconds * _MOST_OF_A_SHARE

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._threads -= 1
                    return
                number = self._waiting.popleft()
                one = self._walks[number]
                one.begun_at = one.answered_at = time.monotonic()
                self._under_way.add(number)
            _walk_one(one, self._listing, self._turn)
            with self._changed:
                if one.is_back is not None:
                    _stuck.pop(one.path, None)
                    one.is_back.set()
                    return
                self._under_way.remove(number)
                self._left -= 1
                if not self._left:
                    self._changed.notify_all()


def _is_stuck(one: _Walk, *, until: float) -> bool:
    """Whether an earlier walk of the folder still has no answer; a slow one comes back with its next one."""
    earlier = _stuck.get(one.path)
    if earlier is None or earlier.is_back is None:
        return False
    return not earlier.is_back.wait(max(0.0, until - time.monotonic()))


def _walk_one(one: _Walk, listing: Listing, turn: float) -> None:
    """Walks a folder into its groups: one for a dossier, one for each dossier of a share."""
    if not one.is_share:
        group: list[Found] = []
        if _walk_below(one, one.path, listing, group):
            one.groups[_LOOSE] = group
        return
    loose: list[Found] = []
    folders = _sorted_out(one.path, listing, loose)
    one.groups[_LOOSE] = loose
    one.answered_at = time.monotonic()
    first = int(len(folders) * turn)
    for number in (*range(first, len(folders)), *range(first)):
        group = []
        if not _walk_below(one, folders[number], listing, group):
            return
        one.groups[number] = group


def _walk_below(one: _Walk, folder: str, listing: Listing, into: list[Found]) -> bool:
    """Everything below a folder; whether it was seen whole."""
    folders = [folder]
    while folders:
        if one.is_given_up:
            return False
        folders.extend(reversed(_sorted_out(folders.pop(), listing, into)))
        one.answered_at = time.monotonic()
    return not one.is_given_up


def _sorted_out(folder: str, listing: Listing, into: list[Found]) -> list[str]:
    """The files of a folder go into a list, its folders come back. What cannot be listed is told itself."""
    below: list[str] = []
    for entry in _entries(folder, listing):
        if entry is None:
            into.append(Found(folder, None, 0))
        elif _is_folder(entry):
            below.append(entry.path)
        elif not is_passed_over(entry.name):
            into.extend(_file(entry))
    return below


def _entries(folder: str, listing: Listing) -> list[os.DirEntry[str] | None]:
    """What lies in a folder by name and is not hidden; None where it cannot be listed."""
    try:
        with listing(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [None]
    return [*sorted(found, key=lambda entry: entry.name)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """By what the listing says: to ask a mount whose server is gone would never end."""
    with suppress(OSError):
        return entry.is_dir(follow_symlinks=False)
    return False


def _file(entry: os.DirEntry[str]) -> Iterator[Found]:
    """A regular file; one that cannot be seen is told too, as nobody knows what it is."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError:
        yield Found(entry.path, None, 0)
        return
    if stat.S_ISREG(found.st_mode):
        yield Found(entry.path, found.st_size, found.st_mtime_ns)
