"""How many pages a file has, before it is read: from a few of its bytes, and never by a parser.

It says how much a worker is given at once, and how far a night is; nothing that counts rests on it.
"""

from __future__ import annotations

import os
import re
import struct
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from flows.inbox import InboxFile
from flows.inbox.folder import FolderInbox
from flows.workspace import Workspace
from storage.page_sizes import bytes_per_page

_HEAD, _TAIL = 2048, 16 * 1024
_SOME_BYTES_PER_PAGE = 200_000.0  # a page in grey at 200 dpi, where nothing was read yet
_FEWEST_BYTES_PER_PAGE = 100
_MOST_PAGES = 5000
# However slow the share is: what is not asked by then is told by its size alone.
_SECONDS = 15.0
_ONE_PAGE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/N\s+(\d{1,6})")
# The node of a page tree that counts most is its root (ISO 32000-2, 7.7.3.2).
_PAGES = re.compile(
    rb"/Type\s*/Pages\b[^>]{0,4000}?/Count\s+(\d{1,6})|/Count\s+(\d{1,6})[^>]{0,4000}?/Type\s*/Pages\b"
)


class PageEstimate:
    """Estimates for the files of one plan."""

    def __init__(self, by_suffix: Mapping[str, float], *, seconds: float = _SECONDS) -> None:
        """Keeps what a page weighed lately (storage/page_sizes.py), and how long files may be asked."""
        self._by_suffix = by_suffix
        self._until = time.monotonic() + seconds

    def __call__(self, file: InboxFile) -> int:
        """How many pages the file has, at least one."""
        pages = None
        if isinstance(file.door, FolderInbox) and file.refused is None and time.monotonic() < self._until:
            with suppress(OSError):
                pages = _told(file.where, file.sighting.bytes)
        return pages or self._weighed(file)

    def _weighed(self, file: InboxFile) -> int:
        suffix = PurePosixPath(file.sighting.path).suffix.lower()
        per_page = self._by_suffix.get(suffix) or self._by_suffix.get("") or _SOME_BYTES_PER_PAGE
        return min(_MOST_PAGES, max(1, round(file.sighting.bytes / per_page)))


def page_estimate(workspace: Workspace) -> PageEstimate:
    """Estimates by what this ledger's files were like."""
    with workspace.ledger.reading() as connection:
        return PageEstimate(bytes_per_page(connection))


def _told(path: str, size: int) -> int | None:
    """What the file itself says; None where it does not say it in its first and last bytes."""
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        head = os.pread(opened, _HEAD, 0)
        if head.startswith(_ONE_PAGE):
            return 1
        if head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
            return _directories(opened, head)
        if b"%PDF-" in head:
            return _of_pdf(head + os.pread(opened, _TAIL, max(len(head), size - _TAIL)), size)
    finally:
        os.close(opened)
    return None


def _of_pdf(found: bytes, size: int) -> int | None:
    """The largest count in sight; one that the file is too small for is none."""
    counts = [int(first or second) for first, second in _PAGES.findall(found)]
    counts += map(int, _LINEARIZED.findall(found))
    likely = [count for count in counts if 0 < count <= min(_MOST_PAGES, size / _FEWEST_BYTES_PER_PAGE)]
    return max(likely, default=None)


def _directories(opened: int, head: bytes) -> int | None:
    """How many image file directories a TIFF or BigTIFF has: each says where the next one lies."""
    order = "<" if head.startswith(b"I") else ">"
    is_big = b"+" in head[:4]
    count_form, offset_form, entry = ("Q", "Q", 20) if is_big else ("H", "I", 12)
    counted, offset_size = struct.calcsize(f"{order}{count_form}"), struct.calcsize(f"{order}{offset_form}")
    at = 8 if is_big else 4
    met: set[int] = set()
    with suppress(struct.error):  # it ends before it says more
        while len(met) < _MOST_PAGES:
            (offset,) = struct.unpack(f"{order}{offset_form}", os.pread(opened, offset_size, at))
            if not offset or offset in met or offset >= 2**62:
                break
            (entries,) = struct.unpack(f"{order}{count_form}", os.pread(opened, counted, offset))
            met.add(offset)
            at = offset + counted + entry * min(entries, 0xFFFF)
    return len(met) or None
